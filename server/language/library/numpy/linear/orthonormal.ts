/** Vectors that stand square on each other, with further ones that do so too, until there are `count`. */
export function completed(vectors: readonly Float64Array[], count: number, length: number): Float64Array[] {
  const all = [...vectors];
  for (let axis = 0; axis < length && all.length < count; axis += 1) {
    const next = new Float64Array(length);
    next[axis] = 1;
    // Twice: what is left of the first time is rounding.
    for (let pass = 0; pass < 2; pass += 1)
      for (const each of all) {
        let along = 0;
        for (let i = 0; i < length; i += 1) along += (each[i] as number) * (next[i] as number);
        for (let i = 0; i < length; i += 1) next[i] = (next[i] as number) - along * (each[i] as number);
      }
    const size = Math.sqrt(next.reduce((total, x) => total + x * x, 0));
    if (size > 1e-8) all.push(next.map((x) => x / size));
  }
  return all;
}
