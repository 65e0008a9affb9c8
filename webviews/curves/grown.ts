import type { CurvePoints, CurvesFit, CurvesGrowth, CurvesLoop, CurveValue } from './contract.js';

/** The fits with what is new in them; the values of those that were there are changed in place. */
export function grown(fits: readonly CurvesFit[], growth: CurvesGrowth): readonly CurvesFit[] {
  return growth.fits.map(({ from, ...fit }, i) => {
    const logs = { ...fits[i]?.logs };
    for (const [name, values] of Object.entries(fit.logs)) {
      // A log that comes later than the others has nothing for the epochs before.
      const all = (logs[name] ?? Array.from<null>({ length: from }).fill(null)) as CurveValue[];
      for (const [at, value] of values.entries()) all[from + at] = value;
      logs[name] = all;
    }
    return { ...fit, logs };
  });
}

/** As `grown`, of loops. */
export function grownLoops(loops: readonly CurvesLoop[], growth: CurvesGrowth): readonly CurvesLoop[] {
  return growth.loops.map(({ from, ...loop }, i) => ({
    ...loop,
    curves: grownCurves(loops[i]?.curves, loop.curves, from),
  }));
}

/** Curves with the points that are new, which begin at their numbers in `from`. */
export function grownCurves(
  before: CurvesLoop['curves'] | undefined,
  news: CurvesLoop['curves'],
  from: Readonly<Record<string, number>>,
): CurvesLoop['curves'] {
  const curves: Record<string, CurvePoints> = { ...before };
  for (const [name, { steps, values }] of Object.entries(news)) {
    const all = (curves[name] ?? { steps: [], values: [] }) as { steps: number[]; values: CurveValue[] };
    for (const [at, step] of steps.entries()) {
      all.steps[(from[name] ?? 0) + at] = step;
      all.values[(from[name] ?? 0) + at] = values[at] ?? null;
    }
    curves[name] = all;
  }
  return curves;
}
