/** `np.median` of numbers in order. */
export function median(sorted: Float64Array): number {
  const half = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[half] as number;
  return ((sorted[half - 1] as number) + (sorted[half] as number)) / 2;
}

/** `np.quantile` of numbers in order, between two of them by NumPy's formula: from the nearer one. */
export function quantile(sorted: Float64Array, q: number): number {
  const place = (sorted.length - 1) * q;
  const below = Math.min(Math.floor(place), sorted.length - 1);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  const share = place - below;
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
}
