/** Arrangements in the order in which `itertools` gives them. */

export function* product<T>(columns: readonly (readonly T[])[]): Generator<readonly T[]> {
  const [first, ...others] = columns;
  if (!first) {
    yield [];
    return;
  }
  for (const value of first) for (const rest of product(others)) yield [value, ...rest];
}

export function* combinations<T>(values: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i <= values.length - size; i += 1) {
    for (const rest of combinations(values, size - 1, i + 1)) yield [values[i] as T, ...rest];
  }
}

export function* combinationsWithReplacement<T>(values: readonly T[], size: number, from = 0): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = from; i < values.length; i += 1) {
    for (const rest of combinationsWithReplacement(values, size - 1, i)) yield [values[i] as T, ...rest];
  }
}

export function* permutations<T>(values: readonly T[], size: number): Generator<readonly T[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let i = 0; i < values.length; i += 1) {
    for (const rest of permutations([...values.slice(0, i), ...values.slice(i + 1)], size - 1))
      yield [values[i] as T, ...rest];
  }
}
