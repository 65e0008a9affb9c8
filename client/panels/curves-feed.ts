import type { CurvesFit, CurvesState, ToCurves } from '../../webviews/curves/contract.js';

/** What a page is sent of a run that grows: first the whole, then what has come since. */
export class CurvesFeed {
  /** How many epochs of each fit the page knows of. */
  private known: readonly number[] = [];

  whole(state: CurvesState): ToCurves {
    this.known = state.fits.map(({ told }) => told);
    return { type: 'state', state };
  }

  growth(state: CurvesState): ToCurves {
    const fits = state.fits.map((fit, i) => {
      const from = this.known[i] ?? 0;
      return { ...fit, from, logs: between(fit.logs, from, fit.told) };
    });
    this.known = state.fits.map(({ told }) => told);
    return { type: 'growth', growth: { ...state, fits } };
  }
}

function between(logs: CurvesFit['logs'], from: number, to: number): CurvesFit['logs'] {
  return Object.fromEntries(Object.entries(logs).map(([name, values]) => [name, values.slice(from, to)]));
}
