import type { Weight } from '../../../layers/layer.js';
import type { TypedArray } from '../../../tensor/element-type.js';
import type { LoopPoint } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { placeOf } from '../place.js';
import { tensorsIn } from '../symbolic.js';
import { Recorded, type Recording, recordedOf, recordingOf } from './recording.js';

/**
 * What training loops of the program's own show of themselves: the losses whose gradients an optimiser applies, what
 * `train_on_batch` gives, and the results of metrics that the program asks for. Nothing is computed for it: a loss is
 * told once it is known anyway, which it is as soon as the next step looks at a weight.
 */

/** Losses whose gradients nobody applies are forgotten: so many are kept. */
const MOST_ASKED = 32;
/** And so many of those that wait to be known. */
const MOST_WAITING = 256;

/** Another optimiser joins a loop that has taken at most so many steps. */
const MOST_BEFORE = 16;

/** A loss whose gradients the program has asked for. */
interface Asked {
  readonly weights: ReadonlySet<Weight>;
  readonly name: string;
  readonly losses: readonly (Recorded | number)[];
}

/** A loss of a step that has been taken. */
interface Waiting {
  readonly loop: Loop;
  readonly name: string;
  readonly step: number;
  /** Their mean is the point. */
  readonly asked: readonly Asked[];
}

interface Loop {
  /** From 1, in the order in which they begin. */
  readonly number: number;
  readonly title: string;
  readonly began: number;
  /** The names of its curves, each with what it belongs to: an optimiser, a metric, a call. */
  readonly names: Map<string, { readonly owner: object; readonly line: number }>;
  /** How many steps each optimiser has taken. */
  readonly steps: Map<object, number>;
  /** Values of the last step that a mean is taken over, by the names of their curves. */
  readonly means: Map<string, { readonly step: number; sum: number; count: number }>;
}

export class LoopCurves {
  /** The loop that an optimiser or a model is trained in. */
  private readonly loops = new WeakMap<object, Loop>();
  /** The places that `train_on_batch` was called at. */
  private readonly calls = new Map<string, object>();
  private current: Loop | undefined;
  private count = 0;
  private asked: Asked[] = [];
  private waiting: Waiting[] = [];

  /** Gradients of a loss by some weights are asked for. */
  gradient(name: string | undefined, targets: Value, weights: readonly Weight[], recording: Recording): void {
    if (weights.length === 0) return;
    const losses = tensorsIn(targets).flatMap((each): (Recorded | number)[] => {
      const recorded = recordedOf(each, recording);
      if (recorded) return recorded.isPassing ? [] : [recorded];
      return each.data ? [mean(each.data)] : [];
    });
    if (losses.length === 0) return;
    this.asked.push({ weights: new Set(weights), name: name ?? 'loss', losses });
    if (this.asked.length > MOST_ASKED) this.asked.shift();
  }

  /** Weights take a step. `optimizer`: left out where the program assigns them itself. */
  step(optimizer: object | undefined, weights: readonly Weight[], context: Context): void {
    const asked = this.asked.filter((each) => weights.some((weight) => each.weights.has(weight)));
    const [first] = asked;
    const owner = optimizer ?? (first && [...first.weights][0]);
    if (!owner) return;
    this.asked = this.asked.filter((each) => !asked.includes(each));
    if (asked.length === 0) return;
    const { line } = placeOf(context);
    const names = new Set(asked.map(({ name }) => name));
    // A loop of several optimisers has them all step soon. Later another one is another loop, as is one in the place of the first.
    const loop = this.loopOf(owner, 'Training loop', line, context, ({ steps: taken, names: used }) => {
      const sum = [...taken.values()].reduce((a, b) => a + b, 0);
      return sum > MOST_BEFORE || [...names].some((name) => used.get(name)?.line === line);
    });
    const step = (loop.steps.get(owner) ?? 0) + 1;
    loop.steps.set(owner, step);
    for (const wanted of names) {
      const of = asked.filter(({ name }) => name === wanted);
      this.waiting.push({ loop, name: named(loop, wanted, owner, line), step, asked: of });
    }
    if (this.waiting.length > MOST_WAITING) this.waiting.shift();
    this.tellKnown(context);
  }

  /** Losses that are known by now are told. */
  tellKnown(context: Context): void {
    if (this.waiting.length === 0) return;
    // Called at each step: most often nothing is known yet, or all is.
    const rest: Waiting[] = [];
    for (const each of this.waiting) {
      const value = valueOf(each);
      if (value === undefined) rest.push(each);
      else tell(each.loop, [{ name: each.name, step: each.step, value }], context);
    }
    this.waiting = rest;
  }

  /** The losses of the last steps, whose weights nobody has looked at. */
  unknown(): readonly Recorded[] {
    return this.waiting.flatMap(({ asked }) =>
      asked.flatMap(({ losses }) => losses.filter((loss) => loss instanceof Recorded)),
    );
  }

  /** The program asks for a metric's result: a point at the step that its loop has come to. */
  metric(metric: object, name: string, value: Value, context: Context): void {
    const loop = this.current;
    const data = value.kind === 'tensor' && value.shape?.length === 0 ? value.data : undefined;
    if (!loop || !data) return;
    const step = Math.max(...loop.steps.values());
    const { line } = placeOf(context);
    tell(loop, [{ name: named(loop, name, metric, line), step, value: Number(data[0]) }], context);
  }

  /** What `train_on_batch` or `test_on_batch` of a model gives. */
  onBatch(
    model: object,
    called: { readonly name: string; readonly method: 'train_on_batch' | 'test_on_batch' },
    logs: ReadonlyMap<string, unknown>,
    context: Context,
  ): void {
    const { line } = placeOf(context);
    const isTraining = called.method === 'train_on_batch';
    if (!isTraining && !this.loops.has(model)) return;
    const loop = this.loopOf(model, `${called.name}.train_on_batch`, line, context, () => true);
    if (isTraining) loop.steps.set(model, (loop.steps.get(model) ?? 0) + 1);
    const step = loop.steps.get(model) ?? 0;
    const place = `${loop.number} ${called.method} ${line}`;
    const owner = this.calls.get(place) ?? {};
    this.calls.set(place, owner);
    const points = [...logs].flatMap(([log, value]): LoopPoint[] => {
      if (typeof value !== 'number') return [];
      const name = named(loop, isTraining ? log : `test_${log}`, owner, line);
      return [{ name, step, value: isTraining ? value : meanAt(loop, name, step, value) }];
    });
    if (points.length > 0) tell(loop, points, context);
  }

  /** That of an owner; one that comes for the first time joins the loop at hand, unless a loop `isAnew`. */
  private loopOf(
    owner: object,
    title: string,
    line: number,
    context: Context,
    isAnew: (current: Loop) => boolean,
  ): Loop {
    let loop = this.loops.get(owner) ?? this.current;
    if (!loop || (!this.loops.has(owner) && (loop.title !== title || isAnew(loop)))) {
      this.count += 1;
      const began = context.host.now() ?? 0;
      loop = { number: this.count, title, began, names: new Map(), steps: new Map(), means: new Map() };
      context.host.tell?.({ kind: 'loop', loop: loop.number, title, line });
    }
    this.loops.set(owner, loop);
    this.current = loop;
    return loop;
  }
}

/** The program ends: what its last step came to is computed, as nobody will look at the weights any more. */
export function tellLastSteps(
  context: Context,
  compute: (wanted: readonly Recorded[], context: Context) => void,
): void {
  const { curves } = recordingOf(context);
  const wanted = curves.unknown();
  if (wanted.length > 0) compute(wanted, context);
}

/** The name of an owner's curve: another's of the same name has the line beside it. */
function named({ names }: Loop, name: string, owner: object, line: number): string {
  const place = { owner, line };
  for (let number = 0; ; number += 1) {
    const tried = [name, `${name} (line ${line})`][number] ?? `${name} (line ${line}, ${number})`;
    const taken = names.get(tried);
    if (!taken) names.set(tried, place);
    if (!taken || taken.owner === owner) return tried;
  }
}

/** Of all values that came at this step. */
function meanAt({ means }: Loop, name: string, step: number, value: number): number {
  let kept = means.get(name);
  if (!kept || kept.step !== step) {
    kept = { step, sum: 0, count: 0 };
    means.set(name, kept);
  }
  kept.sum += value;
  kept.count += 1;
  return kept.sum / kept.count;
}

function tell({ number, began }: Loop, points: readonly LoopPoint[], context: Context): void {
  const seconds = (context.host.now() ?? 0) - began;
  context.host.tell?.({ kind: 'points', loop: number, seconds, points });
}

/** The mean of what was asked for since the step before; undefined where one is not known. */
function valueOf({ asked }: Waiting): number | undefined {
  let sum = 0;
  for (const { losses } of asked) {
    const value = sumOf(losses);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum / asked.length;
}

/** The gradient of several targets is that of their sum; of each, which may have an element a sample, the mean is told. */
function sumOf(losses: readonly (Recorded | number)[]): number | undefined {
  let sum = 0;
  for (const loss of losses) {
    const value = typeof loss === 'number' ? loss : loss.value && mean(loss.value.data);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

function mean(data: TypedArray): number {
  let sum = 0;
  for (const each of data) sum += Number(each);
  return sum / data.length;
}
