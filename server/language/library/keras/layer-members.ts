import type { Weight } from '../../layers/layer.js';
import type { Layer, TensorSpec } from '../../model/model.js';
import { layerParameters, type OwnedWeight, weightsOf } from '../../model/parameters.js';
import { batch, same } from '../../tensor/dim.js';
import type { MaybeShape, Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { parseSignature } from '../../values/signature.js';
import { bool, dimValue, int, list, none, str, tuple, unknown, type Value } from '../../values/value.js';
import { typeName } from '../python/type-name.js';
import { addWeight } from './add-weight.js';
import { applyAndRecord, applyValue, fillWeights } from './apply.js';
import { classProgram, setClassAttribute } from './class-layers.js';
import { asFloat32, dataOf } from './data.js';
import { policyValue } from './dtype-policy.js';
import { plain } from './plain.js';
import { lossesOf } from './recording/losses.js';
import { layerConfig } from './saving/layer-config.js';
import { coreOf, cores, layerIn } from './self-layer.js';
import { isUncertain, kerasState } from './state.js';
import { symbolicTensor } from './symbolic.js';
import { trackedMetrics } from './trainer/tracked-metrics.js';
import { weightValue } from './weight-values.js';

/** Computed attributes of every layer. */
export const layerAttributes: NonNullable<NativeType['attributes']> = {
  name: (self) => str(layer(self).name),
  trainable: (self) => trainableValue(layer(self)),
  built: (self) => bool(layer(self).weights !== undefined),
  weights: (self, context) => list(weightValues(layer(self), () => true, context)),
  variables: (self, context) => list(weightValues(layer(self), () => true, context)),
  trainable_weights: (self, context) => weightsByTrainable(layer(self), true, context),
  non_trainable_weights: (self, context) => weightsByTrainable(layer(self), false, context),
  trainable_variables: (self, context) => weightsByTrainable(layer(self), true, context),
  non_trainable_variables: (self, context) => weightsByTrainable(layer(self), false, context),
  losses: (self, context) => lossesOf(layer(self), context),
  metrics: (self, context) => list([...trackedMetrics(self, layer(self).sublayers ?? [], context)]),
  kernel: (self, context) => weightNamed(coreOf(layer(self)), 'kernel', context),
  bias: (self, context) => weightNamed(coreOf(layer(self)), 'bias', context),
  embeddings: (self, context) => weightNamed(coreOf(layer(self)), 'embeddings', context),
  gamma: (self, context) => weightNamed(coreOf(layer(self)), 'gamma', context),
  beta: (self, context) => weightNamed(coreOf(layer(self)), 'beta', context),
  moving_mean: (self, context) => weightNamed(coreOf(layer(self)), 'moving_mean', context),
  moving_variance: (self, context) => weightNamed(coreOf(layer(self)), 'moving_variance', context),
  input: (self, context) => ofCall(layer(self), 'inputs', context),
  output: (self, context) => ofCall(layer(self), 'outputs', context),
  input_shape: (self, context) => shapesOf(layer(self), 'inputs', context),
  output_shape: (self, context) => shapesOf(layer(self), 'outputs', context),
  dtype: (self) => str(layer(self).policy?.variable ?? 'float32'),
  variable_dtype: (self) => str(layer(self).policy?.variable ?? 'float32'),
  compute_dtype: (self) => str(layer(self).policy?.compute ?? 'float32'),
  dtype_policy: (self) => policyValue(layer(self).policy),
  units: (self, context) => setting(self, 'units', context),
  rate: (self, context) => setting(self, 'rate', context),
  filters: (self, context) => setting(self, 'filters', context),
  kernel_size: (self, context) => setting(self, 'kernel_size', context),
  strides: (self, context) => setting(self, 'strides', context),
  pool_size: (self, context) => setting(self, 'pool_size', context),
  padding: (self, context) => setting(self, 'padding', context),
  use_bias: (self, context) => setting(self, 'use_bias', context),
  stateful: (self, context) => setting(self, 'stateful', context),
  return_sequences: (self, context) => setting(self, 'return_sequences', context),
};

/** `self.add_loss(…)` in a `call`: part of what it computes. */
export const addLoss: NativeFunction = {
  name: 'Layer.add_loss',
  signature: 'self, losses=None, **kwargs',
  call(args, context) {
    const { following } = kerasState(context);
    if (following) following.penalties.push(args.get('losses'));
    else if (context.host.mode === 'numbers') context.unknown('outside a call it is not supported', 'add_loss');
    return none;
  },
};

/** What Keras 2 took and Keras 3 refuses: it shows nothing, but a run would go on without the metric. */
export const addMetric: NativeFunction = method('add_metric', '*args, **kwargs', (_self, _args, context) => {
  if (context.host.mode === 'shapes') return none;
  if (context.host.kerasVersion === 2) return context.unknown('add_metric() is not supported yet', 'add_metric');
  return context.raise(
    'NotImplementedError',
    'Layer `add_metric()` method is deprecated. Add your metric in `Model.compile(metrics=[...])`, or create metric trackers in init() or build() when subclassing the layer or model, then call `metric.update_state()` whenever necessary.',
  );
});

export const layerMethods: Readonly<Record<string, NativeFunction>> = {
  get_weights: method('get_weights', '', (self, _args, context) =>
    list(weightValues(layer(self), () => true, context, 'numpy')),
  ),
  set_weights: method('set_weights', 'weights', (self, args, context) => {
    const owned = weightsOf(layer(self)) ?? [];
    setWeights(
      layer(self).name,
      owned.map(({ weight }) => weight),
      args.get('weights'),
      context,
    );
    return none;
  }),
  count_params: method('count_params', '', (self) => {
    const count = layerParameters(layer(self));
    return count === null ? unknown('the layer is not built, or a size is not known', 'count_params') : int(count);
  }),
  add_weight: addWeight,
  add_variable: addWeight,
  add_loss: addLoss,
  ...nothings(['add_update']),
  add_metric: addMetric,
  call: {
    name: 'Layer.call',
    signature: 'self, *args, **kwargs',
    call(args, context) {
      const of = layer(args.get('self'));
      return applyValue(coreOf(of), args, context);
    },
  },
  build: method('build', 'input_shape=None', (self, args, context) => {
    if (classProgram(self) && !cores.has(layer(self))) {
      classProgram(self)?.built();
      return none;
    }
    const shape = plainShape(args.get('input_shape'));
    const of = coreOf(layer(self));
    if (shape && !of.weights) {
      applyAndRecord(of, [{ shape, dtype: 'float32', source: undefined }], context.range, context);
      fillWeights(of, context);
    }
    return none;
  }),
  compute_output_shape: method('compute_output_shape', 'input_shape', (self, args, context) => {
    const shape = plainShape(args.get('input_shape'));
    if (!shape) return unknown('the input shape is not known', 'compute_output_shape');
    const probe: Layer = { ...layer(self), weights: layer(self).weights, calls: [] };
    const call = applyAndRecord(probe, [{ shape, dtype: 'float32', source: undefined }], context.range, context);
    return shapeValue(call.outputs[0]?.shape);
  }),
  get_config: method('get_config', '', (self, _args, context) => layerConfig(layer(self), context)),
};

/** Methods that change nothing that is shown. */
export function nothings(names: readonly string[]): Readonly<Record<string, NativeFunction>> {
  return Object.fromEntries(names.map((name) => [name, method(name, '*args, **kwargs', () => none)]));
}

/** `trainable` as a program sees it. */
export function trainableValue({ name, trainable }: Layer): Value {
  return trainable === undefined ? unknown(`whether ${name} is trainable is not known`, 'trainable') : bool(trainable);
}

function weightsByTrainable(layer: Layer, wanted: boolean, context: Context): Value {
  const owned = weightsOf(layer) ?? [];
  if (layer.trainable === undefined || owned.some(({ trainable }) => trainable === undefined))
    return unknown(`whether ${layer.name} is trainable is not known`, 'trainable');
  return list(weightValues(layer, ({ trainable }) => trainable === wanted, context));
}

export function setLayerAttribute(self: Value, name: string, value: Value, context: Context): boolean {
  if (name !== 'trainable') return setClassAttribute(self, name, value, context);
  setTrainable(layer(self), isUncertain(layer(self), context) ? undefined : context.truth(value));
  return true;
}

/** As Keras does: the layers that a layer or a model owns become what it becomes, if it changes. */
export function setTrainable(layer: Layer, trainable: boolean | undefined): void {
  if (layer.trainable === trainable) return;
  layer.trainable = trainable;
  for (const owned of [...(layer.sublayers ?? []), ...(layer.model?.layers ?? [])]) setTrainable(owned, trainable);
}

/** Gives weights the values of a list of arrays, in Keras's order. */
export function setWeights(owner: string, weights: readonly Weight[], given: Value, context: Context): void {
  const values = context.elements(given);
  if (!values) return;
  if (values.length !== weights.length) {
    context.raise(
      'ValueError',
      `You called \`set_weights(weights)\` on layer '${owner}' with a weight list of length ${values.length}, but the layer was expecting ${weights.length} weights.`,
    );
  }
  values.forEach((value, i) => {
    const weight = weights[i] as Weight;
    if (value.kind !== 'tensor' || !value.data) {
      if (context.host.mode === 'numbers') context.unknown('set_weights takes arrays', 'set_weights');
      return;
    }
    const data = asFloat32(dataOf(value));
    if (!data || data.shape.join() !== weight.shape.join()) {
      context.raise(
        'ValueError',
        `Layer ${owner} weight shape (${weight.shape.join(', ')}) is not compatible with provided weight shape (${data?.shape.join(', ')}).`,
      );
    }
    if (context.host.mode === 'numbers') weight.value = { ...data, data: data.data.slice() };
  });
}

/** A shape as Keras shows it: the batch is None. */
export function shapeValue(shape: MaybeShape): Value {
  if (!shape) return unknown('the shape is not known');
  return tuple(shape.map((dim) => (typeof dim !== 'number' && same(dim, batch) ? none : dimValue(dim))));
}

function layer(self: Value): Layer {
  return layerIn(self) as Layer;
}

function method(
  name: string,
  signature: string,
  call: (self: Value, args: Parameters<NativeFunction['call']>[0], context: Context) => Value,
): NativeFunction {
  return {
    name: `Layer.${name}`,
    signature: signature ? `self, ${signature}` : 'self',
    call: (args, context) => call(args.get('self'), args, context),
  };
}

function weightValues(
  of: Layer,
  wanted: (owned: OwnedWeight) => boolean,
  context: Context,
  library: 'numpy' | 'tensorflow' = 'tensorflow',
): Value[] {
  return (weightsOf(of) ?? []).filter(wanted).map(({ weight }) => weightValue(weight, library, context));
}

function weightNamed(of: Layer, name: string, context: Context): Value {
  const weight = of.weights?.find((each) => each.name === name);
  if (weight) return weightValue(weight, 'tensorflow', context);
  if (of.weights && of.arguments['use_bias'] === false && name === 'bias') return none;
  return context.raise(
    'AttributeError',
    of.weights
      ? `'${of.definition.name}' object has no attribute '${name}'`
      : `You must build the layer before accessing \`${name}\`.`,
  );
}

function ofCall(of: Layer, which: 'inputs' | 'outputs', context: Context): Value {
  const specs: readonly TensorSpec[] | undefined = of.calls[0]?.[which];
  if (!specs) {
    return context.raise(
      'AttributeError',
      `The layer ${of.name} has never been called and thus has no defined ${which.slice(0, -1)}.`,
    );
  }
  const values = specs.map(symbolicTensor);
  return values.length === 1 ? (values[0] as Value) : list(values);
}

function shapesOf(of: Layer, which: 'inputs' | 'outputs', context: Context): Value {
  const specs = of.calls[0]?.[which];
  if (!specs)
    return context.raise(
      'AttributeError',
      `The layer ${of.name} has never been called and thus has no defined ${which.slice(0, -1)} shape.`,
    );
  const values = specs.map(({ shape }) => shapeValue(shape));
  return values.length === 1 ? (values[0] as Value) : list(values);
}

/** A layer's setting as its attribute; a layer that takes no such argument has none. */
function setting(self: Value, name: string, context: Context): Value {
  const { definition, arguments: given, sublayers } = coreOf(layer(self));
  const [first] = sublayers ?? [];
  const isShared = name === 'stateful' || name === 'return_sequences';
  if (definition.name === 'Bidirectional' && isShared && first) return settingOf(first, name);
  const takes = parseSignature(definition.signature).parameters.some((each) => each.name === name);
  if (takes || given[name] !== undefined || context.host.mode === 'shapes') return settingOf(layer(self), name);
  // In Keras 2 each layer says whether it is.
  if (name === 'stateful' && context.host.kerasVersion === 2) return bool(false);
  return context.raise('AttributeError', `'${typeName(self)}' object has no attribute '${name}'`);
}

/** One of a layer's settings as its attribute shows it. */
export function settingOf(of: Layer, name: string): Value {
  const value = coreOf(of).arguments[name];
  if (typeof value === 'number')
    return Number.isInteger(value) && name !== 'rate' ? int(value) : { kind: 'float', value };
  if (typeof value === 'string') return str(value);
  if (typeof value === 'boolean') return bool(value);
  if (Array.isArray(value)) return tuple(value.map((each) => int(Number(each))));
  return unknown(`${name} is not known`, name);
}

function plainShape(value: Value): Shape | undefined {
  const dims = plain(value);
  if (!Array.isArray(dims)) return undefined;
  return dims.map((dim) => (typeof dim === 'number' ? dim : batch));
}
