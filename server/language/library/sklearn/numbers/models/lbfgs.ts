/**
 * Where a smooth function of many numbers is least: by L-BFGS as SciPy's `L-BFGS-B` takes it without bounds (Byrd, Lu,
 * Nocedal, Zhu), with the line search of Moré and Thuente, so that it stops where SciPy does.
 */
export interface Minimum {
  readonly x: Float64Array;
  readonly iterations: number;
}

/** A value and its slope. */
interface Probe {
  readonly value: number;
  readonly gradient: Float64Array;
}

interface Remembered {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** The product of the two. */
  readonly product: number;
}

const epsilon = 2 ** -52;
const memory = 10;

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
};
const steepest = (g: Float64Array) => g.reduce((most, each) => Math.max(most, Math.abs(each)), 0);

/** `gradientTolerance`: SciPy's `gtol`; `valueTolerance`: its `ftol`. */
export function minimum(
  f: (x: Float64Array) => Probe,
  start: Float64Array,
  options: { gradientTolerance: number; valueTolerance: number; mostIterations: number; mostProbes: number },
): Minimum {
  let x = start;
  let here = f(x);
  let past: Remembered[] = [];
  let iterations = 0;
  if (steepest(here.gradient) <= options.gradientTolerance) return { x, iterations };
  while (iterations < options.mostIterations) {
    const direction = downhill(here.gradient, past);
    const slope = dot(here.gradient, direction);
    const length = Math.sqrt(dot(direction, direction));
    const at = (step: number) => x.map((each, i) => each + step * (direction[i] as number));
    const found =
      slope < 0
        ? lineSearch((step) => f(at(step)), here.value, slope, direction, {
            first: iterations === 0 ? Math.min(1 / length, 1e10) : 1,
            mostProbes: options.mostProbes,
          })
        : undefined;
    if (!found) {
      // Once more, by the gradient alone.
      if (past.length === 0) break;
      past = [];
      continue;
    }
    const { step, probe } = found;
    iterations += 1;
    x = at(step);
    const before = here;
    here = probe;
    if (steepest(here.gradient) <= options.gradientTolerance) break;
    const scale = Math.max(Math.abs(before.value), Math.abs(here.value), 1);
    if (before.value - here.value <= options.valueTolerance * scale) break;
    const moved = direction.map((each) => each * step);
    const change = here.gradient.map((each, i) => each - (before.gradient[i] as number));
    const product = dot(moved, change);
    if (product > epsilon * -slope * step) past = [...past, { step: moved, change, product }].slice(-memory);
  }
  return { x, iterations };
}

/** The inverse of the curvature that was seen, times the gradient, downwards. */
function downhill(gradient: Float64Array, past: readonly Remembered[]): Float64Array {
  const direction = gradient.map((each) => -each);
  const shares: number[] = [];
  for (const each of past.toReversed()) {
    const share = dot(each.step, direction) / each.product;
    shares.push(share);
    for (let i = 0; i < direction.length; i += 1)
      direction[i] = (direction[i] as number) - share * (each.change[i] as number);
  }
  const last = past.at(-1);
  if (last) {
    const scale = last.product / dot(last.change, last.change);
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] as number) * scale;
  }
  for (const each of past) {
    const share = (shares.pop() as number) - dot(each.change, direction) / each.product;
    for (let i = 0; i < direction.length; i += 1)
      direction[i] = (direction[i] as number) + share * (each.step[i] as number);
  }
  return direction;
}

interface Point {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
}

const [enough, flat, narrow] = [1e-3, 0.9, 0.1];

/** A step that goes down enough and where the slope is less; undefined where none is found. */
function lineSearch(
  probeAt: (step: number) => Probe,
  value: number,
  slope: number,
  direction: Float64Array,
  { first, mostProbes }: { first: number; mostProbes: number },
): { step: number; probe: Probe } | undefined {
  const most = 1e10;
  const least = enough * slope;
  let best: Point = { step: 0, value, slope };
  let other: Point = best;
  let isBracketed = false;
  let isFirstStage = true;
  let width = most;
  let widthBefore = 2 * most;
  let [low, high] = [0, 5 * first];
  let step = first;
  for (let probes = 0; probes < mostProbes; probes += 1) {
    const probe = probeAt(step);
    const here: Point = { step, value: probe.value, slope: dot(probe.gradient, direction) };
    const limit = value + step * least;
    if (isFirstStage && here.value <= limit && here.slope >= 0) isFirstStage = false;
    const isStuck =
      (isBracketed && (step <= low || step >= high || high - low <= narrow * high)) ||
      (step === most && here.value <= limit && here.slope <= least) ||
      (step === 0 && (here.value > limit || here.slope >= least));
    if (isStuck || (here.value <= limit && Math.abs(here.slope) <= flat * -slope)) return { step, probe };
    const shift = isFirstStage && here.value <= best.value && here.value > limit ? least : 0;
    const lowered = (p: Point): Point => ({ step: p.step, value: p.value - p.step * shift, slope: p.slope - shift });
    const raised = (p: Point): Point => ({ step: p.step, value: p.value + p.step * shift, slope: p.slope + shift });
    const next = nextStep(lowered(best), lowered(other), lowered(here), isBracketed, low, high);
    isBracketed = next.isBracketed;
    best = raised(next.best);
    other = raised(next.other);
    step = next.step;
    if (isBracketed) {
      if (Math.abs(other.step - best.step) >= 0.66 * widthBefore) step = best.step + 0.5 * (other.step - best.step);
      widthBefore = width;
      width = Math.abs(other.step - best.step);
      low = Math.min(best.step, other.step);
      high = Math.max(best.step, other.step);
    } else {
      low = step + 1.1 * (step - best.step);
      high = step + 4 * (step - best.step);
    }
    step = Math.min(Math.max(step, 0), most);
    if (isBracketed && (step <= low || step >= high || high - low <= narrow * high)) step = best.step;
  }
  return undefined;
}

/** The next step to try, by a cubic or a parabola through what is known, and the interval that has the minimum. */
function nextStep(
  best: Point,
  other: Point,
  here: Point,
  wasBracketed: boolean,
  low: number,
  high: number,
): { best: Point; other: Point; step: number; isBracketed: boolean } {
  const sameSign = here.slope * (best.slope / Math.abs(best.slope));
  const between = here.step - best.step;
  let isBracketed = wasBracketed;
  let step: number;
  const theta = (3 * (best.value - here.value)) / between + best.slope + here.slope;
  const scale = Math.max(Math.abs(theta), Math.abs(best.slope), Math.abs(here.slope));
  const under = (theta / scale) ** 2 - (best.slope / scale) * (here.slope / scale);
  if (here.value > best.value) {
    const gamma = (here.step < best.step ? -1 : 1) * scale * Math.sqrt(under);
    const r = (gamma - best.slope + theta) / (gamma - best.slope + gamma + here.slope);
    const cubic = best.step + r * between;
    const parabola = best.step + (best.slope / ((best.value - here.value) / between + best.slope) / 2) * between;
    step = Math.abs(cubic - best.step) < Math.abs(parabola - best.step) ? cubic : cubic + (parabola - cubic) / 2;
    isBracketed = true;
  } else if (sameSign < 0) {
    const gamma = (here.step > best.step ? -1 : 1) * scale * Math.sqrt(under);
    const r = (gamma - here.slope + theta) / (gamma - here.slope + gamma + best.slope);
    const cubic = here.step - r * between;
    const secant = here.step - (here.slope / (here.slope - best.slope)) * between;
    step = Math.abs(cubic - here.step) > Math.abs(secant - here.step) ? cubic : secant;
    isBracketed = true;
  } else if (Math.abs(here.slope) < Math.abs(best.slope)) {
    const gamma = (here.step > best.step ? -1 : 1) * scale * Math.sqrt(Math.max(0, under));
    const r = (gamma - here.slope + theta) / (gamma + (best.slope - here.slope) + gamma);
    const cubic = r < 0 && gamma !== 0 ? here.step - r * between : here.step > best.step ? high : low;
    const secant = here.step - (here.slope / (here.slope - best.slope)) * between;
    const [toCubic, toSecant] = [Math.abs(cubic - here.step), Math.abs(secant - here.step)];
    if (isBracketed) {
      step = toCubic < toSecant ? cubic : secant;
      const bound = here.step + 0.66 * (other.step - here.step);
      step = here.step > best.step ? Math.min(bound, step) : Math.max(bound, step);
    } else step = Math.min(high, Math.max(low, toCubic > toSecant ? cubic : secant));
  } else if (isBracketed) {
    const otherTheta = (3 * (here.value - other.value)) / (other.step - here.step) + other.slope + here.slope;
    const s = Math.max(Math.abs(otherTheta), Math.abs(other.slope), Math.abs(here.slope));
    const root = Math.sqrt((otherTheta / s) ** 2 - (other.slope / s) * (here.slope / s));
    const gamma = (here.step > other.step ? -1 : 1) * s * root;
    const r = (gamma - here.slope + otherTheta) / (gamma - here.slope + gamma + other.slope);
    step = here.step + r * (other.step - here.step);
  } else step = here.step > best.step ? high : low;
  if (here.value > best.value) return { best, other: here, step, isBracketed };
  return { best: here, other: sameSign < 0 ? best : other, step, isBracketed };
}
