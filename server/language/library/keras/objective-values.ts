import type { PlainValue } from '../../layers/layer.js';
import { differ } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { MaybeShape, Shape } from '../../tensor/shape.js';
import type { LossSpec, Reduction, Setting } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { parseSignature } from '../../values/signature.js';
import { list, none, str, type TensorValue, tensor, unknown, type Value } from '../../values/value.js';
import { NotKnown } from '../numpy/arguments.js';
import { methods } from '../python/define.js';
import { type Configured, configuredState, settingOf } from './configured.js';
import { addVariable, callMetric, isOwnMetric, variablesOf } from './metric-classes.js';
import { type CountingMetric, resetState, resultNow, updateState } from './metric-objects.js';
import { type ObjectiveCall, objectiveValue } from './objective-calls.js';
import { OpCall } from './ops/call.js';
import { kerasFunction } from './ops/functions.js';
import { floating, floatx } from './ops/operand.js';
import { broadcastAll } from './ops/rules/elementwise.js';
import { plain } from './plain.js';
import { isRecorded, kept, recordingOf } from './recording/recording.js';
import { TakenArguments } from './recording/taken-arguments.js';
import { kerasState } from './state.js';

/** What losses and metrics give where a program calls them itself, as in a training loop of its own. */

const parameters = new Map(['y_true', 'y_pred'].map((name) => [name, name]));

interface Call {
  readonly operands: OpCall;
  readonly axis: PlainValue | undefined;
  readonly keras2: boolean;
}

/** The function `mean_squared_error` and its like: one value for each sample. */
export function objectiveFunction(module: string, name: string, canonical: string, settings: string): NativeFunction {
  const spelled = `${module}.${name}`;
  const hasAxis = /\baxis=/.test(settings);
  return {
    name: spelled,
    signature: settings ? `y_true, y_pred, ${settings}` : 'y_true, y_pred',
    shapesOnly: true,
    call: (args, context) => {
      const axis = hasAxis ? plain(args.get('axis')) : -1;
      const rule = (operands: OpCall) => {
        const call = callOf(operands, axis, context);
        return tensor('tensorflow', typeOf(canonical, call), samplesOf(canonical, call));
      };
      if (!isComputed(args, context))
        return onShapes(spelled, args, context, () => rule(operandsOf(spelled, args, context)));
      const values = parseSignature(settings).parameters.map(
        (each) => [each.name, plain(args.get(each.name))] as const,
      );
      return computed({ name: spelled, function: canonical, reduction: undefined }, values, rule, args, context);
    },
  };
}

/** What an object of a loss can do; `nameOf` makes its class's name that of its function. */
export function lossMembers(nameOf: (type: string) => string): Partial<NativeType<Configured>> {
  return {
    call: lossCall('Loss.__call__', nameOf, true),
    methods: methods(lossCall('Loss.call', nameOf, false)),
  };
}

function lossCall(spelled: string, nameOf: (type: string) => string, reduced: boolean): NativeFunction {
  return {
    name: spelled,
    signature: 'self, y_true, y_pred, sample_weight=None',
    shapesOnly: true,
    call: (args, context) => {
      const loss = configuredState(ownOf(args.get('self')));
      if (!loss) return unknown('a loss that is not known', spelled);
      const asked = loss.settings.get('dtype') ?? floatx;
      const dtype = typeof asked === 'string' ? (asked as ElementType) : undefined;
      const reduction = loss.settings.get('reduction');
      const self = args.get('self');
      if (reduced && self.kind === 'instance' && context.host.mode === 'numbers')
        return ownLoss(self, reductionOf(reduction), args, context);
      const canonical = nameOf(loss.name);
      const rule = (operands: OpCall) => {
        if (reduced && reduction === undefined) throw new NotKnown('how it reduces its values is not known');
        const whole = !reduced || reduction === null || reduction === 'none';
        const axis = loss.settings.has('axis') ? loss.settings.get('axis') : -1;
        let shape: MaybeShape;
        try {
          shape = samplesOf(canonical, callOf(operands, axis, context));
        } catch (error) {
          if (!(error instanceof NotKnown) || whole) throw error;
        }
        return tensor('tensorflow', dtype, whole ? shape : []);
      };
      if (!isComputed(args, context))
        return onShapes(loss.name, args, context, () => rule(operandsOf(loss.name, args, context)));
      const values = [...loss.settings].filter(([name]) => !['name', 'dtype', 'reduction'].includes(name));
      const kind = reductionOf(reduced ? reduction : 'none');
      return computed({ name: loss.name, function: canonical, reduction: kind }, values, rule, args, context);
    },
  };
}

/** A loss of a class of the program, called by hand. */
function ownLoss(self: Value, reduction: Reduction | undefined, args: Arguments, context: Context): Value {
  if (args.get('sample_weight').kind !== 'none')
    return context.unknown('sample weights of a loss of the program are not supported', 'Loss.__call__');
  const cast = kerasFunction('cast');
  const [y, prediction] = ['y_true', 'y_pred'].map((name) => {
    const value = args.get(name);
    return cast ? context.call(cast, [value, str(floatx)]) : value;
  });
  const values = context.call(context.getAttribute(self, 'call'), [y as Value, prediction as Value]);
  if (reduction === 'none') return values;
  const reduce = kerasFunction(reduction === 'sum' ? 'sum' : 'mean');
  return reduce && reduction ? context.call(reduce, [values]) : context.unknown('its reduction is not known', 'Loss');
}

/** What an object of a metric can do. */
export const metricMembers: Partial<NativeType<Configured>> = {
  call: metricMethod('Metric.__call__', 'self, *args, **kwargs', true, (metric, args, context) => {
    const self = args.get('self');
    if (self.kind === 'instance') return callMetric(self, args, context);
    updateState(metric, args, context);
    return resultNow(metric, context);
  }),
  methods: methods(
    metricMethod('Metric.update_state', 'self, *args, **kwargs', false, updateState),
    metricMethod('Metric.reset_state', 'self', false, resetState),
    metricMethod('Metric.reset_states', 'self', false, resetState),
    metricMethod('Metric.result', 'self', true, (metric, _args, context) => {
      const result = resultNow(metric, context);
      noteResult(metric, result, context);
      return result;
    }),
    addVariable('add_variable', 'self, *args, **kwargs'),
    addVariable('add_weight', 'self, *args, **kwargs'),
  ),
};

/** A loop of the program's own that asks for a result has a curve of it, by the name that the program gives the metric. */
function noteResult(metric: CountingMetric, result: Value, context: Context): void {
  const { always, depth, curves } = recordingOf(context);
  if (always > 0 || depth > 0) return;
  const own = metric.given.has('name') ? undefined : context.argumentRanges?.object;
  const name = own ?? metric.settings.get('name');
  curves.metric(metric, typeof name === 'string' ? name : metric.name, result, context);
}

function metricMethod(
  name: string,
  signature: string,
  gives: boolean,
  done: (metric: CountingMetric, args: Arguments, context: Context) => Value,
): NativeFunction {
  return {
    name,
    signature,
    shapesOnly: true,
    call(args, context) {
      const self = args.get('self');
      const metric = configuredState(ownOf(self));
      if (context.host.mode === 'numbers' && metric) {
        const isMissing = isOwnMetric(self) && !/reset|__call__/.test(name);
        return isMissing ? context.raise('NotImplementedError', '') : done(metric, args, context);
      }
      // What changes a metric's state shows nowhere on shapes.
      if (context.host.mode === 'shapes' && !gives) return none;
      return onShapes(name, args, context, () => resultOf(self));
    },
  };
}

/** A number, but for those that count by class or for several thresholds. */
function resultOf(self: Value): Value {
  const metric = configuredState(self);
  if (!metric) throw new NotKnown('a metric that is not known');
  const asked = metric.settings.get('dtype') ?? floatx;
  const dtype = typeof asked === 'string' ? (asked as ElementType) : undefined;
  const byClass = (setting: string) => metric.settings.has(setting) && metric.settings.get(setting) === null;
  const thresholds = metric.settings.get('thresholds');
  if (Array.isArray(thresholds) && thresholds.length > 1) return tensor('tensorflow', dtype, [thresholds.length]);
  if (metric.settings.has('thresholds') && thresholds === undefined) throw new NotKnown('its thresholds are not known');
  const wide =
    (/^F(1|Beta)Score$/.test(metric.name) && typeof metric.settings.get('average') !== 'string') ||
    byClass('class_aggregation');
  return wide
    ? { ...tensor('tensorflow', dtype, undefined), reason: 'one value a class' }
    : tensor('tensorflow', dtype, []);
}

/** On numbers nothing is computed; a model's own tensors would become part of its graph. */
function onShapes(name: string, args: Arguments, context: Context, compute: () => Value): Value {
  if (context.host.mode === 'numbers') return notComputed(name, context);
  if (kerasState(context).inside === 0 && symbolic(args))
    return unknown('a loss on the tensors of a model that is being made is not followed', name);
  try {
    return compute();
  } catch (error) {
    if (error instanceof NotKnown) return unknown(error.message, name);
    throw error;
  }
}

function symbolic(args: Arguments): boolean {
  const named = ['y_true', 'y_pred'].flatMap((name) => (args.given(name) ? [args.get(name)] : []));
  const given = [...named, ...args.rest, ...args.keywords.values()];
  return given.some((value) => value.kind === 'tensor' && value.library === 'keras');
}

function notComputed(name: string, context: Context): Value {
  return context.unknown('called by hand it is not supported yet', name);
}

/** Whether numbers come of a call: not of one on a model's own tensors, which would become part of its graph. */
function isComputed(args: Arguments, context: Context): boolean {
  return context.host.mode === 'numbers' && (kerasState(context).inside > 0 || !symbolic(args));
}

function computed(
  called: Omit<ObjectiveCall, 'settings'>,
  values: readonly (readonly [string, PlainValue | undefined])[],
  rule: (call: OpCall) => TensorValue,
  args: Arguments,
  context: Context,
): Value {
  const settings: Record<string, Setting> = {};
  for (const [name, value] of values) {
    const setting = settingOf(value);
    if (setting === undefined) return context.unknown(`${name}= is not known`, called.name);
    settings[name] = setting;
  }
  try {
    return recordedCall(called.name, args, context, (taken) =>
      objectiveValue({ ...called, settings }, rule, taken, context),
    );
  } catch (error) {
    if (error instanceof NotKnown) return context.unknown(error.message, called.name);
    throw error;
  }
}

/** A call that a tape sees is kept, with labels and predictions as what it takes. */
function recordedCall(name: string, args: Arguments, context: Context, call: (args: Arguments) => Value): Value {
  if (recordingOf(context).depth > 0) return call(new TakenArguments(args, context));
  const given = ['y_true', 'y_pred', 'sample_weight'].flatMap((each) => (args.given(each) ? [args.get(each)] : []));
  if (!isRecorded(given, context)) return call(args);
  return kept(name, context, () => call(new TakenArguments(args, context)));
}

/** What a loss of a compiled model comes to for one output: a scalar. */
export function reducedLoss(
  { name, settings, reduction }: LossSpec,
  given: ReadonlyMap<string, Value>,
  context: Context,
): Value {
  const args: Arguments = {
    get: (parameter) => given.get(parameter) ?? none,
    given: (parameter) => given.has(parameter),
    rest: [],
    keywords: new Map(),
  };
  const called = { name, function: name, settings, reduction };
  try {
    return recordedCall(name, args, context, (taken) =>
      objectiveValue(called, () => tensor('tensorflow', floatx, []), taken, context),
    );
  } catch (error) {
    if (error instanceof NotKnown) return context.unknown(error.message, name);
    throw error;
  }
}

function operandsOf(name: string, args: Arguments, context: Context): OpCall {
  return new OpCall(name, 'keras', args, parameters, context, undefined);
}

function callOf(operands: OpCall, axis: PlainValue | undefined, context: Context): Call {
  return { operands, axis, keras2: context.host.kerasVersion === 2 };
}

const accuracies: ReadonlySet<string> = new Set(
  ['', 'binary_', 'categorical_', 'sparse_categorical_', 'top_k_categorical_', 'sparse_top_k_categorical_'].map(
    (kind) => `${kind}accuracy`,
  ),
);

function typeOf(name: string, { operands }: Call): ElementType | undefined {
  if (accuracies.has(name)) return floatx;
  const type = floating(operands.tensor('y_pred').dtype);
  // It adds a constant of the default type.
  return name === 'mean_squared_logarithmic_error' && type !== 'float64' ? floatx : type;
}

/** One value a sample: the shape without the axis that is summed up. */
function samplesOf(name: string, { operands, axis, keras2 }: Call): MaybeShape {
  const truth = operands.tensor('y_true');
  const prediction = operands.tensor('y_pred');
  const { shape } = prediction;
  if (axis === undefined) throw new NotKnown('its axis is not known');
  switch (name) {
    case 'dice':
    case 'tversky':
      if (axis === null) return [];
      throw new NotKnown('its values along several axes are not followed');
    case 'ctc':
    case 'circle':
      return shape?.slice(0, 1);
    case 'categorical_crossentropy':
    case 'categorical_focal_crossentropy':
    case 'categorical_generalized_cross_entropy':
    case 'sparse_categorical_crossentropy':
      return shape && without(shape, axis);
    case 'categorical_accuracy':
    case 'sparse_categorical_accuracy':
      return shape && shape.length > 2 && shape.at(-2) === 1 ? shape.slice(0, -2) : shape?.slice(0, -1);
    case 'top_k_categorical_accuracy':
    case 'sparse_top_k_categorical_accuracy':
      return shape?.slice(0, -1);
    default: {
      if (!truth.shape || !shape) return undefined;
      const [a, b] = sameRank(truth.shape, shape);
      const joined = broadcastAll(operands, [
        { shape: a, dtype: truth.dtype },
        { shape: b, dtype: prediction.dtype },
      ]);
      if (!keras2 && (name === 'accuracy' || name === 'binary_accuracy')) return joined;
      return joined && without(joined, axis);
    }
  }
}

function without(shape: Shape, axis: PlainValue): Shape {
  if (typeof axis !== 'number') throw new NotKnown('its values along several axes are not followed');
  const at = axis < 0 ? axis + shape.length : axis;
  return shape.filter((_, i) => i !== at);
}

/** Keras's: an axis of one more or less at the end does not matter. */
function sameRank(a: Shape, b: Shape): readonly [Shape, Shape] {
  if (a.length === b.length + 1) return fitted(a, b);
  if (b.length === a.length + 1) {
    const [longer, shorter] = fitted(b, a);
    return [shorter, longer];
  }
  return [a, b];
}

function fitted(longer: Shape, shorter: Shape): readonly [Shape, Shape] {
  const last = longer.at(-1);
  if (last === undefined || differ(last, 1)) return [longer, shorter];
  if (typeof last !== 'number') throw new NotKnown('whether the last axis is one long is not known');
  return shorter.length === 1 ? [longer, [...shorter, 1]] : [longer.slice(0, -1), shorter];
}

/** What an instance of a class of the program is by the class that it derives from. */
function ownOf(self: Value): Value {
  return self.kind === 'instance' && self.native ? self.native : self;
}

/** `name` of losses and metrics, and what metrics have beside. */
export const objectiveAttributes: NonNullable<NativeType['attributes']> = {
  name: (self) => {
    const name = configuredState(ownOf(self))?.settings.get('name');
    return typeof name === 'string' ? str(name) : unknown('the name is not known');
  },
  variables: (self, context) =>
    context.host.mode === 'numbers' && self.kind === 'instance'
      ? variablesOf(self)
      : unknown('they are not listed', 'variables'),
  dtype: (self) => str(String(configuredState(ownOf(self))?.settings.get('dtype') ?? floatx)),
};

const reductionNames: ReadonlySet<unknown> = new Set<Reduction>([
  'sum_over_batch_size',
  'sum',
  'mean',
  'mean_with_sample_weight',
  'none',
]);

/** A `reduction=`; undefined: Keras has none of the name. Keras 2's `auto` is the mean over the batch. */
export function reductionOf(value: Setting | PlainValue | undefined): Reduction | undefined {
  if (value === null) return 'none';
  if (value === 'auto') return 'sum_over_batch_size';
  return reductionNames.has(value) ? (value as Reduction) : undefined;
}

/** Keras 2's `keras.losses.Reduction`. */
export const reductions: Readonly<Record<string, Value>> = {
  AUTO: str('auto'),
  NONE: str('none'),
  SUM: str('sum'),
  SUM_OVER_BATCH_SIZE: str('sum_over_batch_size'),
  all: {
    kind: 'native',
    function: {
      name: 'Reduction.all',
      signature: '',
      shapesOnly: true,
      call: () => list(['auto', 'none', 'sum', 'sum_over_batch_size'].map(str)),
    },
  },
};
