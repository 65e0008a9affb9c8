import { modelWeights } from '../../../model/parameters.js';
import type { CallbackPoint, TrainingFollower, TrainingState } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import { float, int, type Value } from '../../../values/value.js';
import type { Configured } from '../configured.js';
import { dict, inKerasOrder } from '../history.js';
import type { ModelState } from '../model-objects.js';
import { olderNames, points, quietMethods } from './callback.js';

/** The callbacks of one `fit`. */
export class Callbacks {
  private readonly listeners = new Map<string, readonly Value[]>();

  constructor(
    callbacks: readonly Value[],
    model: Value,
    private readonly state: ModelState,
    params: Value,
    private readonly context: Context,
  ) {
    for (const callback of callbacks) {
      context.call(context.getAttribute(callback, 'set_params'), [params]);
      context.call(context.getAttribute(callback, 'set_model'), [model]);
    }
    for (const point of Object.keys(points) as (keyof typeof points)[]) {
      const methods = callbacks.flatMap((callback) => listenerOf(callback, point, context) ?? []);
      if (methods.length > 0) this.listeners.set(point, methods);
    }
  }

  /** Those between the training's begin and end at which somebody listens. */
  get points(): readonly CallbackPoint[] {
    return [...this.listeners.keys()].filter(
      (point): point is CallbackPoint => point !== 'train_begin' && point !== 'train_end',
    );
  }

  /** Called as the training goes: each callback in turn, then what they want. */
  readonly follower: TrainingFollower = ({ point, index, logs }, now) => {
    const { state } = this;
    const rate = rateOf(state);
    const weights = new LazyWeights(state, now);
    try {
      this.call(point, logs, index);
    } finally {
      weights.settle();
    }
    const newRate = rateOf(state);
    const changed = weights.changed();
    return {
      stop: state.stopTraining === true,
      ...(newRate !== undefined && newRate !== rate ? { learningRate: newRate } : {}),
      ...(changed ? { weights: changed } : {}),
    };
  };

  /** `logs` are in the order in which Keras sorts them. */
  call(point: keyof typeof points, logs: ReadonlyMap<string, number>, index?: number): void {
    const listeners = this.listeners.get(point);
    if (!listeners) return;
    const given = dict(inKerasOrder([...logs].map(([name, value]) => [name, float(value)])));
    for (const listener of listeners) {
      const takesIndex = !points[point].startsWith('logs');
      this.context.call(listener, takesIndex && index !== undefined ? [int(index), given] : [given]);
    }
  }
}

/** The method of a callback for a point, unless it is the one that does nothing. */
function listenerOf(callback: Value, point: keyof typeof points, context: Context): Value | undefined {
  for (const name of [`on_${point}`, olderNames[point]]) {
    const found = name && context.findAttribute(callback, name);
    if (!found || found.kind === 'none') continue;
    const isQuiet =
      found.kind === 'method' &&
      found.function.kind === 'native' &&
      found.function.function === quietMethods[name as string];
    if (!isQuiet) return found;
  }
  return undefined;
}

function rateOf({ compiled }: ModelState): number | undefined {
  const rate = (compiled?.optimizer as Configured | undefined)?.settings.get('learning_rate');
  return typeof rate === 'number' ? rate : undefined;
}

/** The model's weights while callbacks run: those of the training at hand, brought here only if somebody looks. */
class LazyWeights {
  private readonly weights;
  private before: TrainingState | undefined;

  constructor(
    { model, compiled }: ModelState,
    private readonly now: () => TrainingState,
  ) {
    this.weights = modelWeights(model).map(({ weight }) => weight);
    this.weights.forEach((weight, index) => {
      const former = weight.value;
      Object.defineProperty(weight, 'value', {
        configurable: true,
        enumerable: true,
        get: () => {
          this.fetch();
          if (compiled && this.before) compiled.optimizerState = this.before.optimizerState;
          return weight.value;
        },
        set: (value) => {
          this.fetch();
          weight.value = value;
        },
      });
      this.former[index] = former;
    });
  }

  private readonly former: (typeof this.weights)[number]['value'][] = [];

  private fetch(): void {
    this.before = this.now();
    this.plain(this.before.weights);
  }

  /** Plain values again. Nobody looked: what they were before, until the training gives its own. */
  settle(): void {
    if (!this.before) this.plain(this.former);
  }

  changed(): TrainingState['weights'] | undefined {
    const { before } = this;
    if (!before || this.weights.every((weight, index) => weight.value === before.weights[index])) return undefined;
    return this.weights.map(({ value }, index) => value ?? (before.weights[index] as TrainingState['weights'][number]));
  }

  private plain(values: readonly (typeof this.weights)[number]['value'][]): void {
    this.weights.forEach((weight, index) => {
      Object.defineProperty(weight, 'value', {
        configurable: true,
        enumerable: true,
        writable: true,
        value: values[index],
      });
    });
  }
}
