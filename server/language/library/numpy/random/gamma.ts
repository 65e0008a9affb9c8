/** What a gamma or beta distribution is drawn from; undefined: a stream that has no exponential numbers here. */
export interface Deviates {
  double(): number;
  normal(): number;
  exponential?(): number;
}

/** A parameter for which a stream has no draws here. */
export class NotDrawn extends Error {}

/** A number of the gamma distribution with scale 1 (Marsaglia and Tsang 2000; below 1 Best 1983), in NumPy's order of draws. */
export function standardGamma(random: Deviates, shape: number): number {
  if (shape === 0) return 0;
  if (shape > 1) return aboveOne(random, shape);
  if (!random.exponential) throw new NotDrawn('a gamma distribution of a shape of 1 or less is not supported yet');
  if (shape === 1) return random.exponential();
  for (;;) {
    const u = random.double();
    const v = random.exponential();
    if (u <= 1 - shape) {
      const x = u ** (1 / shape);
      if (x <= v) return x;
    } else {
      const y = -Math.log((1 - u) / shape);
      const x = (1 - shape + shape * y) ** (1 / shape);
      if (x <= v + y) return x;
    }
  }
}

function aboveOne(random: Deviates, shape: number): number {
  const b = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    const x = random.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = random.double();
    if (u < 1 - 0.0331 * (x * x) * (x * x) || Math.log(u) < 0.5 * x * x + b * (1 - v + Math.log(v))) return b * v;
  }
}

/** A number of the beta distribution: by Jöhnk's method (1964) where both parameters are 1 or less, else of two gammas. */
export function beta(random: Deviates, a: number, b: number): number {
  if (a > 1 || b > 1) {
    const first = standardGamma(random, a);
    return first / (first + standardGamma(random, b));
  }
  for (;;) {
    const u = random.double();
    const v = random.double();
    const x = u ** (1 / a);
    const y = v ** (1 / b);
    if (x + y > 1 || u + v === 0) continue;
    if (x + y > 0) return x / (x + y);
    const [logX, logY] = [Math.log(u) / a, Math.log(v) / b];
    const most = Math.max(logX, logY);
    return Math.exp(logX - most - Math.log(Math.exp(logX - most) + Math.exp(logY - most)));
  }
}
