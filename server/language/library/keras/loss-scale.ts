import type { LossScaleState, OptimizerSpec } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import { numberOf } from '../../values/equality.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { object, stateOf } from '../../values/native-type.js';
import {
  bool,
  float,
  int,
  list,
  none,
  type TensorValue,
  tensor,
  tuple,
  unknown,
  type Value,
} from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { kerasModuleOf } from './class-modules.js';
import type { Compiled } from './compile.js';
import { configuredState } from './configured.js';
import { takenByKeras2 } from './faults.js';
import { kerasFunction } from './ops/functions.js';
import type { OptimizerObject } from './optimizer-state.js';

/**
 * `LossScaleOptimizer(Adam())` of mixed precision: multiplies the loss by a power of two before it is differentiated, so
 * that small gradients do not vanish in float16, and divides the gradients by it. A step whose gradients are infinite or NaN
 * is left out, and the scale halved; after so many steps without one it is doubled.
 */
export interface LossScale {
  readonly inner: Value;
  readonly initial: number;
  /** Steps after which it grows; undefined: it stays what it is. */
  readonly growth: number | undefined;
  scale: number;
  /** Steps without a change of it. */
  counter: number;
}

const DEFAULT_SCALE = 32768;
const DEFAULT_GROWTH = 2000;

export const lossScaleType: NativeType<LossScale> = {
  name: 'LossScaleOptimizer',
  module: 'keras.optimizers',
  home: kerasModuleOf,
  construct: {
    name: 'keras.optimizers.LossScaleOptimizer',
    signature: 'inner_optimizer, dynamic=True, initial_scale=None, dynamic_growth_steps=None, name=None',
    examples: ['keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())'],
    call(args, context) {
      const inner = args.get('inner_optimizer');
      const state = configuredState(inner) as OptimizerObject | undefined;
      if (inner.kind !== 'unknown' && !state)
        return context.raise(
          'ValueError',
          'Argument `inner_optimizer` must be an optimizer, as `keras.optimizers.Adam()`.',
        );
      // By place, Keras 3 takes the scale where Keras 2 takes whether it changes.
      const second = args.get('dynamic');
      const isShifted = second.kind === 'int' || second.kind === 'float';
      const [scale, steps] = isShifted ? [second, args.get('initial_scale')] : [];
      const isDynamic = isShifted || context.truth(second) !== false;
      if (!isDynamic) checkFixed(args, context);
      const initial = numberOf(scale ?? args.get('initial_scale')) ?? DEFAULT_SCALE;
      const growth = isDynamic ? (numberOf(steps ?? args.get('dynamic_growth_steps')) ?? DEFAULT_GROWTH) : undefined;
      const made: LossScale = { inner, initial, growth, scale: initial, counter: 0 };
      if (state && context.host.mode === 'numbers') state.lossScale = made;
      return object(lossScaleType, made);
    },
  },
  attributes: {
    inner_optimizer: (self) => scaledOptimizer(self),
    initial_scale: (self) => number(self, ({ initial }) => float(initial)),
    dynamic_growth_steps: (self) => number(self, ({ growth }) => (growth === undefined ? none : int(growth))),
    dynamic: (self) => number(self, ({ growth }) => bool(growth !== undefined)),
    dynamic_scale: (self, context) => inRun(context, () => number(self, ({ scale }) => float32(scale))),
    loss_scale: (self, context) => inRun(context, () => number(self, ({ scale }) => float32(scale))),
    step_counter: (self, context) => inRun(context, () => number(self, ({ counter }) => whole(counter))),
    dynamic_counter: (self, context) =>
      inRun(context, () => number(self, ({ growth, counter }) => (growth === undefined ? none : whole(counter)))),
    ...Object.fromEntries(
      ['learning_rate', 'lr', 'iterations'].map((name) => [
        name,
        (self: Value, context: Context) => context.getAttribute(scaledOptimizer(self), name),
      ]),
    ),
  },
  setAttribute(self, name, value, context) {
    if (name !== 'learning_rate' && name !== 'lr') return false;
    context.setAttribute(scaledOptimizer(self), name, value);
    return true;
  },
  methods: methods(
    ...['scale_loss', 'get_scaled_loss'].map((name) =>
      step(name, 'self, loss', (state, args, context) => {
        const loss = args.get('loss');
        return state ? arithmetic('multiply', loss, state.scale, context) : loss;
      }),
    ),
    step('get_unscaled_gradients', 'self, grads', (state, args, context) => {
      const gradients = context.elements(args.get('grads'));
      if (!gradients || !state) return args.get('grads');
      return list(gradients.map((each) => arithmetic('divide', each, state.scale, context)));
    }),
    step('apply_gradients', 'self, grads_and_vars, **kwargs', (state, args, context) => {
      const pairs = context.elements(args.get('grads_and_vars'))?.map((pair) => context.elements(pair) ?? []);
      if (!state) return tensor('tensorflow', 'int64', []);
      if (!pairs || pairs.some(({ length }) => length !== 2))
        return context.unknown('it takes pairs of gradients and variables', 'Optimizer.apply_gradients');
      apply(
        state,
        pairs.map(([gradient]) => gradient as Value),
        list(pairs.map(([, variable]) => variable as Value)),
        context,
      );
      return context.getAttribute(state.inner, 'iterations');
    }),
    step('apply', 'self, grads, trainable_variables=None', (state, args, context) => {
      const gradients = context.elements(args.get('grads'));
      if (state && gradients) apply(state, gradients, args.get('trainable_variables'), context);
      return none;
    }),
    step('build', 'self, variables', (state, args, context) => {
      if (state) context.call(context.getAttribute(state.inner, 'build'), [args.get('variables')]);
      return none;
    }),
  ),
};

/** `dynamic=False`: Keras 3 does not have it, and Keras 2 asks for the scale. */
function checkFixed(args: Arguments, context: Context): void {
  if (context.host.kerasVersion !== 2)
    context.raise(
      'ValueError',
      'LossScaleOptimizer no longer supports `dynamic=False`. Instead, simply set `loss_scale_factor` directly on the `inner_optimizer`.',
      undefined,
      takenByKeras2,
    );
  if (args.get('initial_scale').kind === 'none')
    context.raise('ValueError', '"initial_scale" must be specified if "dynamic" is False');
}

/** `work` gets no state on shapes, where steps change nothing that is shown. */
function step(
  name: string,
  signature: string,
  work: (state: LossScale | undefined, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    ...define(`LossScaleOptimizer.${name}`, signature, [], (args, context) => {
      const state = context.host.mode === 'numbers' ? stateOf(args.get('self'), lossScaleType) : undefined;
      return work(state, args, context);
    }),
    shapesOnly: true,
  };
}

/** A step as Keras takes it: Keras 3 divides gradients by the scale itself, and does not count steps that it leaves out. */
function apply(state: LossScale, gradients: readonly Value[], variables: Value, context: Context): void {
  const isOlder = context.host.kerasVersion === 2;
  if (state.growth !== undefined && !allFinite(gradients, context)) {
    state.counter = 0;
    state.scale = Math.fround(isOlder ? Math.max(state.scale / 2, 1) : state.scale / 2);
    if (isOlder) countLeftOut(state, context);
    return;
  }
  const unscaled = isOlder ? gradients : gradients.map((each) => arithmetic('divide', each, state.scale, context));
  const pairs = context.elements(variables);
  if (pairs) {
    const both = pairs.map((variable, i) => tuple([unscaled[i] as Value, variable]));
    context.call(context.getAttribute(state.inner, 'apply_gradients'), [list(both)]);
  } else context.call(context.getAttribute(state.inner, 'apply'), [list([...unscaled])]);
  grow(state, isOlder);
}

/** For the runtime: the scale that `fit` goes on with. */
export function withLossScale(spec: OptimizerSpec, { optimizer }: Pick<Compiled, 'optimizer'>): OptimizerSpec {
  const { scale = 0, counter = 0, growth } = optimizer?.lossScale ?? {};
  return growth === undefined ? spec : { ...spec, lossScale: { scale, counter, growth } };
}

/** What a training has made of the scale. */
export function keepLossScale({ optimizer }: Pick<Compiled, 'optimizer'>, now: LossScaleState | undefined): void {
  if (!optimizer?.lossScale || !now) return;
  optimizer.lossScale.scale = now.scale;
  optimizer.lossScale.counter = now.counter;
}

/** Under `mixed_float16` Keras puts one around each optimizer that a model is compiled with. */
export function scaleLosses(optimizer: OptimizerObject, value: Value): void {
  optimizer.lossScale ??= {
    inner: value,
    initial: DEFAULT_SCALE,
    growth: DEFAULT_GROWTH,
    scale: DEFAULT_SCALE,
    counter: 0,
  };
}

/** A step was taken. */
function grow(state: LossScale, isOlder: boolean): void {
  const { growth } = state;
  if (growth === undefined) return;
  state.counter += 1;
  if (state.counter < growth) return;
  state.counter = 0;
  const larger = Math.fround(state.scale * 2);
  if (!isOlder || Number.isFinite(larger)) state.scale = larger;
}

/** Keras 2 counts it among the iterations all the same. */
function countLeftOut({ inner }: LossScale, context: Context): void {
  const optimizer = configuredState(inner) as OptimizerObject | undefined;
  if (!optimizer) return;
  const { variables } = optimizer;
  if (!variables) {
    context.unknown('a first step with gradients that are infinite or NaN is not followed', 'LossScaleOptimizer');
    return;
  }
  const count = BigInt(variables[0]?.data[0] ?? 0) + 1n;
  optimizer.stepsAhead = undefined;
  optimizer.variables = [{ dtype: 'int64', shape: [], data: BigInt64Array.of(count) }, ...variables.slice(1)];
}

function allFinite(gradients: readonly Value[], context: Context): boolean {
  return gradients.every((gradient) => {
    if (gradient.kind === 'none') return true;
    const finite = call('all', [call('isfinite', [gradient], context)], context);
    return context.truth(finite) !== false;
  });
}

function arithmetic(name: 'multiply' | 'divide', value: Value, scale: number, context: Context): Value {
  if (value.kind === 'none') return value;
  if (value.kind === 'tensor') return call(name, [value, float32(scale)], context);
  return context.unknown('what is scaled is no tensor', 'LossScaleOptimizer');
}

function call(name: string, args: readonly Value[], context: Context): Value {
  const found = kerasFunction(name);
  return found ? context.call(found, args) : context.unknown('it is not known', name);
}

function number(self: Value, of: (state: LossScale) => Value): Value {
  const state = stateOf(self, lossScaleType);
  return state ? of(state) : unknown('the optimizer is not known', 'LossScaleOptimizer');
}

function inRun(context: Context, of: () => Value): Value {
  return context.host.mode === 'numbers' ? of() : unknown('it changes as the training goes', 'LossScaleOptimizer');
}

function float32(value: number): TensorValue {
  return tensor('tensorflow', 'float32', [], Float32Array.of(value));
}

function whole(value: number): TensorValue {
  return tensor('tensorflow', 'int64', [], BigInt64Array.of(BigInt(value)));
}

/** The optimizer in a LossScaleOptimizer; any other value as it is. */
export function scaledOptimizer(value: Value): Value {
  return stateOf(value, lossScaleType)?.inner ?? value;
}
