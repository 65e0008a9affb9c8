const golden = (3 - Math.sqrt(5)) / 2;

/** A point and what the function is there. */
interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Where a function of one number is least between two bounds, to within `tolerance`: by Brent's method, as SciPy's
 * `fminbound`. A parabola through the three best points where that leads further, else a golden section.
 */
export function leastWithin(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  const at = (x: number): Point => ({ x, y: f(x) });
  let [a, b] = [low, high];
  let best = at(a + golden * (b - a));
  let [second, third] = [best, best];
  let [step, before] = [0, 0];
  for (let calls = 1; calls < 500; calls += 1) {
    const middle = (a + b) / 2;
    const near = Math.sqrt(2.2e-16) * Math.abs(best.x) + tolerance / 3;
    if (Math.abs(best.x - middle) <= 2 * near - (b - a) / 2) break;
    const parabola = Math.abs(before) > near ? vertex(best, second, third) : undefined;
    const last = before;
    before = step;
    if (parabola && fits(parabola, last, a - best.x, b - best.x)) {
      step = parabola.above / parabola.below;
      const x = best.x + step;
      if (x - a < 2 * near || b - x < 2 * near) step = middle >= best.x ? near : -near;
    } else {
      before = best.x >= middle ? a - best.x : b - best.x;
      step = golden * before;
    }
    const next = at(best.x + (step >= 0 ? 1 : -1) * Math.max(Math.abs(step), near));
    if (next.y <= best.y) {
      if (next.x >= best.x) a = best.x;
      else b = best.x;
      [best, second, third] = [next, best, second];
    } else {
      if (next.x < best.x) a = next.x;
      else b = next.x;
      if (next.y <= second.y || second.x === best.x) [second, third] = [next, second];
      else if (next.y <= third.y || third.x === best.x || third.x === second.x) third = next;
    }
  }
  return best.x;
}

interface Fraction {
  readonly above: number;
  readonly below: number;
}

/** How far from the best of three points the parabola through them has its vertex. */
function vertex(best: Point, second: Point, third: Point): Fraction {
  const r = (best.x - second.x) * (best.y - third.y);
  const q = (best.x - third.x) * (best.y - second.y);
  const above = (best.x - third.x) * q - (best.x - second.x) * r;
  const below = 2 * (q - r);
  return below > 0 ? { above: -above, below } : { above, below: -below };
}

/** A step within the bounds that is less than half of the one before the last. */
function fits({ above, below }: Fraction, last: number, toLow: number, toHigh: number): boolean {
  return Math.abs(above) < Math.abs(0.5 * below * last) && above > below * toLow && above < below * toHigh;
}
