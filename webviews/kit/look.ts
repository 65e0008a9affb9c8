/** How the charts of a page draw their lines. */
export interface Look {
  /** How much what came before weighs in each value that is drawn: 0 (as it is) to 0.99. */
  readonly smoothing: number;
  /** The axis of the values is. */
  readonly logarithmic: boolean;
}

export const plain: Look = { smoothing: 0, logarithmic: false };

export const mostSmoothing = 0.99;

/** What a page has kept, whatever it is. */
export function lookOf(kept: unknown): Look {
  if (typeof kept !== 'object' || kept === null) return plain;
  const smoothing = 'smoothing' in kept && typeof kept.smoothing === 'number' ? kept.smoothing : 0;
  return {
    smoothing: smoothing > 0 ? Math.min(smoothing, mostSmoothing) : 0,
    logarithmic: 'logarithmic' in kept && kept.logarithmic === true,
  };
}
