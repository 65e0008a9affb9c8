import { carriedWeights } from '../../../model/parameters.js';
import type { CallbackPoint, LogValue, TrainingFollower, TrainingState } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import { stateOf } from '../../../values/native-type.js';
import { type DictValue, type InstanceValue, int, type ObjectValue, type Value } from '../../../values/value.js';
import type { Configured } from '../configured.js';
import { dict, historyType, inKerasOrder, logValue } from '../history.js';
import { keepLossScale } from '../loss-scale.js';
import type { ModelState } from '../model-objects.js';
import { listening, type MethodPoint, numbersIn, olderNames, points, quietMethods } from './callback.js';
import { terminateOnNaN } from './terminate-on-nan.js';

/** The callbacks of one `fit`, `evaluate` or `predict`. */
export class Callbacks {
  private readonly listeners = new Map<MethodPoint | 'invalid_loss', readonly Value[]>();
  /** The program's own History, where it has one. */
  readonly history: InstanceValue | ObjectValue | undefined;

  constructor(
    callbacks: readonly Value[],
    model: Value,
    private readonly state: ModelState,
    params: Value,
    private readonly context: Context,
    /** The order of logs, where Keras does not sort them. */
    private readonly order: () => readonly string[] | undefined,
  ) {
    this.history = callbacks.find(isHistory);
    for (const callback of callbacks) {
      context.call(context.getAttribute(callback, 'set_params'), [params]);
      context.call(context.getAttribute(callback, 'set_model'), [model]);
    }
    for (const point of Object.keys(points) as MethodPoint[]) {
      const methods = callbacks.flatMap((callback) => listenerOf(callback, point, context) ?? []);
      // One that looks at nothing but whether the loss is a number need not be asked at each batch.
      const [rare, rest] = [methods.filter(looksForNaN), methods.filter((method) => !looksForNaN(method))];
      if (rest.length > 0) this.listeners.set(point, rest);
      if (rare.length > 0) this.listeners.set('invalid_loss', rare);
    }
  }

  /** Those at which somebody listens within a training or evaluation. */
  get points(): readonly CallbackPoint[] {
    const within = /^(epoch|train_batch|test|test_batch)_(begin|end)$|^invalid_loss$/;
    return [...this.listeners.keys()].filter((point): point is CallbackPoint => within.test(point));
  }

  listensTo(point: MethodPoint): boolean {
    return this.listeners.has(point);
  }

  /** Called as the training goes: each callback in turn, then what they want. */
  readonly follower: TrainingFollower = ({ point, index, logs }, now) => {
    const { state } = this;
    const rate = rateOf(state);
    const weights = new LazyWeights(state, now, this.context);
    let after: ReadonlyMap<string, number> = new Map();
    try {
      after = this.call(point, logs, index);
    } finally {
      weights.settle();
    }
    const newRate = rateOf(state);
    const changed = weights.changed();
    const optimizerState = weights.changedOptimizer();
    const added = [...after].filter(([name, value]) => !logs.has(name) || !Object.is(logs.get(name), value));
    return {
      stop: state.stopTraining === true,
      ...(newRate !== undefined && newRate !== rate ? { learningRate: newRate } : {}),
      ...(changed ? { weights: changed } : {}),
      ...(optimizerState ? { optimizerState } : {}),
      ...(point === 'epoch_end' && added.length > 0 ? { logs: new Map(added) } : {}),
    };
  };

  /** Called as an evaluation goes: the weights are the model's own, and one that callbacks change counts from there. */
  readonly watcher: TrainingFollower = ({ point, index, logs }) => {
    const weights = carriedWeights(this.state.model).map(({ weight }) => weight);
    const before = weights.map(({ value }) => value);
    this.call(point, logs, index);
    if (weights.every(({ value }, at) => value === before[at])) return { stop: false };
    return { stop: false, weights: weights.flatMap(({ value }) => value ?? []) };
  };

  /** Gives the logs as the callbacks left them: those of an epoch's end go into the history. */
  call(
    point: MethodPoint | 'invalid_loss',
    logs: ReadonlyMap<string, LogValue | Value>,
    index?: number,
  ): ReadonlyMap<string, number> {
    const listeners = this.listeners.get(point);
    if (!listeners) return new Map();
    const values = [...logs].map(([name, value]) => [name, isLog(value) ? logValue(value) : value] as const);
    const given = dict(inKerasOrder(values, this.order())) as DictValue;
    for (const listener of listeners) {
      const takesIndex = point === 'invalid_loss' || !points[point].startsWith('logs');
      this.context.call(listener, takesIndex && index !== undefined ? [int(index), given] : [given]);
    }
    return numbersIn(given);
  }
}

function looksForNaN(listener: Value): boolean {
  return (
    listener.kind === 'method' &&
    listener.function.kind === 'native' &&
    listener.function.function === terminateOnNaN.methods?.['on_batch_end']
  );
}

/** The method of a callback for a point, unless it is the one that does nothing. */
function listenerOf(callback: Value, point: MethodPoint, context: Context): Value | undefined {
  for (const name of [`on_${point}`, olderNames[point]]) {
    const found = name && context.findAttribute(callback, name);
    if (!found || found.kind === 'none') continue;
    const method = found.kind === 'method' && found.function.kind === 'native' ? found.function.function : undefined;
    if (method && method === quietMethods[name]) continue;
    if (!method || found.kind !== 'method' || listening.get(method)?.(found.self) !== false) return found;
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
  /** They are plain values, which may have been changed. */
  private isPlain = false;
  private readonly former: (typeof this.weights)[number]['value'][];

  constructor(
    { model, compiled }: ModelState,
    private readonly now: () => TrainingState,
    { host }: Context,
  ) {
    this.compiled = compiled;
    this.weights = carriedWeights(model).map(({ weight }) => weight);
    this.former = this.weights.map(({ value }) => value);
    this.weights.forEach((weight, index) => {
      Object.defineProperty(weight, 'value', {
        configurable: true,
        enumerable: true,
        get: () => {
          // What only saves them looks at them without a trace: another look is told when a run is resumed.
          if (host.isLasting) return this.fetch().weights[index];
          this.settleOn(this.now());
          return weight.value;
        },
        set: (value) => {
          this.settleOn(this.now());
          weight.value = value;
        },
      });
    });
  }

  private readonly compiled: ModelState['compiled'];

  private fetch(): TrainingState {
    this.before ??= this.now();
    this.settleOptimizer(this.before);
    return this.before;
  }

  private settleOptimizer({ optimizerState, lossScale }: TrainingState): void {
    if (!this.compiled) return;
    this.compiled.optimizerState = optimizerState;
    keepLossScale(this.compiled, lossScale);
  }

  private settleOn(state: TrainingState): void {
    this.before = state;
    this.settleOptimizer(state);
    this.plain(state.weights);
    this.isPlain = true;
  }

  /** Plain values again. Nobody looked: what they were before, until the training gives its own. */
  settle(): void {
    if (!this.isPlain) this.plain(this.former);
  }

  changed(): TrainingState['weights'] | undefined {
    const { before } = this;
    if (!before || !this.isPlain || this.weights.every((weight, index) => weight.value === before.weights[index]))
      return undefined;
    return this.weights.map(({ value }, index) => value ?? (before.weights[index] as TrainingState['weights'][number]));
  }

  changedOptimizer(): TrainingState['optimizerState'] | undefined {
    const now = this.isPlain ? this.compiled?.optimizerState : undefined;
    return now === this.before?.optimizerState ? undefined : now;
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

/** A `History`, or of a class that derives from it. */
export function isHistory(callback: Value): callback is InstanceValue | ObjectValue {
  return stateOf(callback, historyType) !== undefined;
}

function isLog(value: LogValue | Value): value is LogValue {
  return typeof value === 'number' || Array.isArray(value);
}
