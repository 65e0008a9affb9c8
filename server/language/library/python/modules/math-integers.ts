/** Whole-number functions of `math`. Undefined: more than 2^53, which no int of ours holds. */
const largest = BigInt(Number.MAX_SAFE_INTEGER);

export function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a < 0n ? -a : a;
}

export function lcm(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
}

export function factorial(n: bigint): bigint | undefined {
  return permutations(n, n);
}

/** n · (n − 1) · … of k factors. */
export function permutations(n: bigint, k: bigint): bigint | undefined {
  if (k > n) return 0n;
  let product = 1n;
  for (let i = 0n; i < k; i += 1n) {
    product *= n - i;
    if (product > largest) return undefined;
  }
  return product;
}

/** In how many ways k of n can be chosen. */
export function choose(n: bigint, k: bigint): bigint | undefined {
  if (k > n) return 0n;
  const fewer = k < n - k ? k : n - k;
  let count = 1n;
  for (let i = 1n; i <= fewer; i += 1n) {
    count = (count * (n - fewer + i)) / i;
    if (count > largest) return undefined;
  }
  return count;
}

export function integerSquareRoot(n: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(n))));
  while (root * root > n) root -= 1n;
  while ((root + 1n) * (root + 1n) <= n) root += 1n;
  return root;
}
