import type { LoopNews } from '../server/language/training-request.js';
import type { LoggedValue, RunEvent } from './contract.js';
import { loggedValue } from './logged-values.js';

export type LoopEvent = Extract<RunEvent, { readonly event: 'loop' | 'points' }>;

/** Points are told together, after so many milliseconds: a loop may take thousands of steps a second. */
const delay = 200;
/** What a float32 needs to be read back as the same. */
const digits = 9;

interface Gathered {
  readonly steps: number[];
  readonly values: LoggedValue[];
}

/** Gathers what steps of the script's own loops came to, and tells it a few times a second. */
export class LoopPoints {
  private readonly loops = new Map<number, { seconds: number; readonly curves: Map<string, Gathered> }>();
  private since = 0;

  constructor(private readonly say: (event: LoopEvent) => void) {}

  take(news: LoopNews): void {
    if (news.kind === 'loop') {
      this.flush();
      this.say({ event: 'loop', loop: news.loop, title: news.title, line: news.line });
      return;
    }
    if (this.loops.size === 0) this.since = performance.now();
    let kept = this.loops.get(news.loop);
    if (!kept) {
      kept = { seconds: 0, curves: new Map() };
      this.loops.set(news.loop, kept);
    }
    kept.seconds = news.seconds;
    for (const { name, step, value } of news.points) {
      let curve = kept.curves.get(name);
      if (!curve) {
        curve = { steps: [], values: [] };
        kept.curves.set(name, curve);
      }
      const last = curve.steps.at(-1) ?? 0;
      if (step < last) continue;
      if (step > last) curve.steps.push(step);
      curve.values[curve.steps.length - 1] = loggedValue(Number(value.toPrecision(digits)));
    }
    this.flushIfDue();
  }

  /** Called now and then. */
  flushIfDue(): void {
    if (this.loops.size > 0 && performance.now() - this.since >= delay) this.flush();
  }

  flush(): void {
    for (const [loop, { seconds, curves }] of this.loops)
      this.say({ event: 'points', loop, seconds, curves: Object.fromEntries(curves) });
    this.loops.clear();
  }
}
