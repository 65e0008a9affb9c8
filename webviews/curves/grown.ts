import type { CurvesFit, CurvesGrowth } from './contract.js';

/** The fits with what is new in them; the values of those that were there are changed in place. */
export function grown(fits: readonly CurvesFit[], growth: CurvesGrowth): readonly CurvesFit[] {
  return growth.fits.map(({ from, ...fit }, i) => {
    const logs = { ...fits[i]?.logs };
    for (const [name, values] of Object.entries(fit.logs)) {
      // A log that comes later than the others has nothing for the epochs before.
      const all = (logs[name] ?? Array.from<null>({ length: from }).fill(null)) as (number | null)[];
      for (const [at, value] of values.entries()) all[from + at] = value;
      logs[name] = all;
    }
    return { ...fit, logs };
  });
}
