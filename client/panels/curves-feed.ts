import type { CurvePoints, CurvesFit, CurvesState, CurvesTold } from '../../webviews/curves/contract.js';

/** What a page is sent of a run that grows: first the whole, then what has come since. */
export class CurvesFeed {
  /** How many epochs of each fit the page knows of. */
  private known: readonly number[] = [];
  /** And how many points of each loop's curves. */
  private points: readonly Readonly<Record<string, number>>[] = [];
  private printed: string | undefined;

  whole(state: CurvesState): CurvesTold {
    this.note(state);
    return { type: 'state', state };
  }

  growth(state: CurvesState): CurvesTold {
    const fits = state.fits.map((fit, i) => {
      const from = this.known[i] ?? 0;
      return { ...fit, from, logs: between(fit.logs, from, fit.told) };
    });
    const loops = state.loops.map((loop, i) => {
      const names = Object.keys(loop.curves);
      // The last one may have another value by now.
      const from = Object.fromEntries(names.map((name) => [name, Math.max(0, (this.points[i]?.[name] ?? 0) - 1)]));
      const curves = names.map((name): [string, CurvePoints] => {
        const { steps, values } = loop.curves[name] as CurvePoints;
        return [name, { steps: steps.slice(from[name]), values: values.slice(from[name]) }];
      });
      return { ...loop, from, curves: Object.fromEntries(curves) };
    });
    const { printed, ...rest } = state;
    const growth = { ...rest, fits, loops, ...(printed === this.printed ? {} : { printed }) };
    this.note(state);
    return { type: 'growth', growth };
  }

  private note({ fits, loops, printed }: CurvesState): void {
    this.printed = printed;
    this.known = fits.map(({ told }) => told);
    this.points = loops.map(({ curves }) =>
      Object.fromEntries(Object.entries(curves).map(([name, { steps }]) => [name, steps.length])),
    );
  }
}

function between(logs: CurvesFit['logs'], from: number, to: number): CurvesFit['logs'] {
  return Object.fromEntries(Object.entries(logs).map(([name, values]) => [name, values.slice(from, to)]));
}
