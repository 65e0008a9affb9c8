import type { LayerDefinition } from '../../layers/layer.js';
import { functionalModel } from '../../model/functional.js';
import type { Layer, Model, TensorSpec } from '../../model/model.js';
import { isOpenName, snakeCase } from '../../model/names.js';
import { SequentialModel } from '../../model/sequential.js';
import { SubclassModel } from '../../model/subclass.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { bind, parseSignature } from '../../values/signature.js';
import { type InstanceValue, none, type ObjectValue, True, type Value } from '../../values/value.js';
import { objectText } from '../python/object-text.js';
import { typeName } from '../python/type-name.js';
import { applyAndRecord, applyValue } from './apply.js';
import { classLayer, trackInstance } from './class-layers.js';
import { kerasModuleOf } from './class-modules.js';
import type { Compiled } from './compile.js';
import { reportLegacyName } from './faults.js';
import { makeInput } from './input.js';
import { inputShapes, layerOf, layerType } from './layer-objects.js';
import { maskNames } from './masks.js';
import { modelAttributes, modelMethods, setModelAttribute } from './model-members.js';
import { keysOf, placesOf } from './model-outputs.js';
import { fromConfigOf } from './saving/from-config.js';
import { functionalName, isUncertain, kerasState, nameRebuilt, noteMade } from './state.js';
import { specOf, tensorsOf } from './symbolic.js';
import { withinStack } from './weight-paths.js';

/** A model as a program holds it. `layer` is the same model used inside another. */
export interface ModelState {
  readonly model: Model;
  readonly layer: Layer;
  compiled: Compiled | undefined;
  /** `model.stop_training`: a callback wants the training at hand to end. */
  stopTraining?: boolean;
  /** Where a callback sets it at a training's begin, the epoch that it begins with: Keras keeps it for later ones. */
  initialEpoch?: number;
  /** Of the training at hand, or the last. */
  history?: Value;
}

const modelSignature = parseSignature('*args, **kwargs');
const sequentialSignature = parseSignature('layers=None, trainable=True, name=None');

/** Methods that models had in older versions of Keras 2, and what does their work now. */
const removed: ReadonlyMap<string, string> = new Map([
  ['predict_classes', 'np.argmax(model.predict(x), axis=-1)'],
  ['predict_proba', 'model.predict(x)'],
]);

/** What models share; the base of `Sequential`, `Model` and the functional ones. */
export const modelType: NativeType<ModelState> = {
  name: 'Model',
  module: 'keras',
  home: kerasModuleOf,
  alsoOf: layerType as NativeType<never>,
  statics: {
    from_config: fromConfigOf('Model', () => ({ kind: 'type', type: modelType as NativeType<never> as NativeType })),
  },
  attributes: modelAttributes,
  methods: modelMethods,
  setAttribute: setModelAttribute,
  construct: { name: 'keras.Model', signature: '*args, **kwargs', call: (args, context) => makeModel(args, context) },
  derive(instance, positional, keywords, context) {
    const args = bind(modelSignature, positional, keywords) as Arguments;
    const [inputs, outputs] = [keywords.get('inputs') ?? positional[0], keywords.get('outputs') ?? positional[1]];
    return inputs && outputs ? makeModel(args, context, instance) : subclassModel(instance, keywords, context);
  },
  initialised: trackInstance,
  call: {
    name: 'Model.__call__',
    signature: 'self, *args, **kwargs',
    call(args, context) {
      const state = modelOf(args.get('self'));
      return state ? applyValue(state.layer, args, context) : none;
    },
  },
  getAttribute: (self, name, context) => {
    const instead = removed.get(name);
    if (instead === undefined || context.host.mode === 'shapes') return undefined;
    return context.raise(
      'AttributeError',
      `'${typeName(self)}' object has no attribute '${name}': since TensorFlow 2.6 it is \`${instead}\``,
    );
  },
  repr: (self, context) => {
    if (context.host.kerasVersion === 2) return objectText(self, context);
    const state = modelOf(self);
    return (
      state &&
      `<${self.kind === 'instance' ? self.class.name : className(state.model)} name=${state.model.name}, built=${state.model.built ? 'True' : 'False'}>`
    );
  },
};

export const functionalType: NativeType<ModelState> = {
  name: 'Functional',
  module: 'keras',
  statics: {
    from_config: fromConfigOf('Functional', () => ({
      kind: 'type',
      type: functionalType as NativeType<never> as NativeType,
    })),
  },
  base: modelType as NativeType<never>,
};

export const sequentialType: NativeType<ModelState> = {
  name: 'Sequential',
  module: 'keras',
  statics: {
    from_config: fromConfigOf('Sequential', () => ({
      kind: 'type',
      type: sequentialType as NativeType<never> as NativeType,
    })),
  },
  base: modelType as NativeType<never>,
  construct: {
    name: 'keras.Sequential',
    signature: 'layers=None, trainable=True, name=None',
    call: (args, context) => makeSequential(args, context),
  },
  derive(instance, positional, keywords, context) {
    const args = bind(sequentialSignature, positional, keywords);
    return typeof args === 'string'
      ? context.raise('TypeError', `Sequential.__init__() ${args}`)
      : makeSequential(args, context, instance);
  },
  methods: {
    add: {
      name: 'Sequential.add',
      signature: 'self, layer, rebuild=True',
      call(args, context) {
        const state = modelOf(args.get('self'));
        if (!(state?.model instanceof SequentialModel)) return none;
        add(state.model, args.get('layer'), context);
        if (args.get('rebuild').kind !== 'bool' || args.get('rebuild') === True) rebuild(state.model, context);
        return none;
      },
    },
    pop: {
      name: 'Sequential.pop',
      signature: 'self, rebuild=True',
      call(args, context) {
        const state = modelOf(args.get('self'));
        if (!(state?.model instanceof SequentialModel)) return none;
        if (isUncertain(state.model, context)) state.model.addUnknown();
        const layer = state.model.pop();
        state.model.rebuild();
        return (layer && kerasState(context).objects.get(layer)) ?? none;
      },
    },
  },
};

export function modelOf(value: Value): ModelState | undefined {
  return stateOf(value, modelType);
}

function className(model: Model): string {
  return model.kind === 'sequential' ? 'Sequential' : 'Functional';
}

function makeSequential(args: Arguments, context: Context, instance?: InstanceValue): ObjectValue<ModelState> {
  const given = args.get('name');
  const base = instance ? snakeCase(instance.class.name) : 'sequential';
  const name = given.kind === 'str' ? given.value : kerasState(context).names.next(base);
  const model = new SequentialModel(name, instance?.made ?? context.range, {
    apply: (layer, inputs, range) => withinStack(name, context, () => applyAndRecord(layer, inputs, range, context)),
    input: (shape, dtype, range) => {
      const made = makeInput(shape, dtype, firstInputName(model.layers[0], context), range, context);
      made.layer.unwritten = true;
      return made;
    },
    // The functional form of a Sequential takes an automatic name, as any functional model does.
    rebuilt: () => {
      const { names } = kerasState(context);
      for (const base of model.layers.flatMap(maskNames)) names.next(base);
      nameRebuilt(context);
    },
    unseenInput: () => {
      if (!firstInputName(model.layers[0], context)) kerasState(context).names.next('input_layer');
    },
  });
  const value = modelObject(sequentialType, model, context, instance);
  const layers = args.get('layers');
  if (layers.kind !== 'none') {
    const elements = context.elements(layers);
    for (const element of elements ?? []) add(model, element, context);
    if (!elements || (layers.kind === 'list' && layers.rest)) model.addUnknown();
    rebuild(model, context);
  }
  return value;
}

/** As `Sequential._maybe_rebuild`: a model that is the first of several layers gives the stack its input. */
function rebuild(model: SequentialModel, context: Context): void {
  const [first] = model.layers;
  const shape = first && model.layers.length > 1 && !model.started ? inputOfModel(first) : undefined;
  if (first && shape) model.start(makeInput(shape.shape, shape.dtype, undefined, first.range, context));
  model.rebuild();
}

/** As `Sequential.add`: an InputLayer, or the input shape of the first layer, starts the stack. */
function add(model: SequentialModel, value: Value, context: Context): void {
  if (isUncertain(model, context)) model.addUnknown();
  const input = value.kind === 'tensor' && value.library === 'keras' ? value.source?.call : undefined;
  const layer =
    (input?.layer.definition.name === 'InputLayer' ? input.layer : undefined) ??
    layerOf(value) ??
    modelOf(value)?.layer;
  if (!layer) {
    if (
      value.kind !== 'unknown' &&
      value.kind !== 'instance' &&
      value.kind !== 'object' &&
      value.kind !== 'class' &&
      value.kind !== 'type'
    ) {
      context.raise(
        'ValueError',
        `Only instances of \`keras.Layer\` can be added to a Sequential model. Received: ${context.repr(value) ?? '?'} (of type ${value.kind})`,
        'layer-argument',
        { type: 'Sequential', message: 'Sequential takes layers' },
      );
    }
    if (context.host.mode === 'numbers') context.unknown('this is not a layer that Layerscope knows', 'Sequential.add');
    model.addUnknown();
    return;
  }
  const first = model.layers.length === 0 && !model.started;
  if (layer.definition.name === 'InputLayer') {
    const call = layer.calls[0];
    if (model.started || !call) {
      context.raise(
        'ValueError',
        `Sequential model '${model.name}' has already been configured to use an input shape. You cannot add a different Input layer to it.`,
      );
    }
    model.start(call);
    return;
  }
  const taken =
    !model.uncertain &&
    !isOpenName(layer.name) &&
    model.layers.some((each) => each.name === layer.name && each !== layer);
  if (taken) {
    context.raise(
      'ValueError',
      `All layers added to a Sequential model should have unique names. Name '${layer.name}' is already the name of a layer in this model. Update the \`name\` argument to pass a unique name.`,
      'layer-argument',
      {
        type: 'Sequential',
        message: `two layers of ${model.name} are named '${layer.name}': give one of them another \`name=\``,
      },
    );
  }
  const shape = inputShapes.get(layer);
  if (first && shape)
    model.start(makeInput(shape.shape, shape.dtype, firstInputName(layer, context), layer.range, context));
  model.add(layer);
}

/** The input that a Sequential makes for its first layer is called after it in Keras 2: `dense_input`. */
function firstInputName(first: Layer | undefined, context: Context): string | undefined {
  return context.host.kerasVersion === 2 && first ? `${first.name}_input` : undefined;
}

/** A built model as the first layer gives a Sequential its input. */
function inputOfModel(layer: Layer) {
  const input = layer.model?.built ? layer.model.inputs[0] : undefined;
  return input?.shape && ({ shape: input.shape, dtype: input.dtype ?? 'float32' } as const);
}

function makeModel(args: Arguments, context: Context, instance?: InstanceValue): ObjectValue<ModelState> {
  const inputs = args.keywords.get('inputs') ?? args.rest[0] ?? byOldName('input', args, context);
  const outputs = args.keywords.get('outputs') ?? args.rest[1] ?? byOldName('output', args, context);
  const given = args.keywords.get('name') ?? args.rest[2];
  const named = given?.kind === 'str' ? given.value : undefined;
  const { names } = kerasState(context);
  if (!inputs || !outputs)
    return modelObject(modelType, unbuilt(named ?? names.next('model'), 'subclass', context), context);
  const range = instance?.made ?? context.range;
  const nextName = () => names.next(instance ? snakeCase(instance.class.name) : functionalName(context));
  const from = specsOf(inputs, 'inputs', context);
  const to = specsOf(outputs, 'outputs', context);
  if (!from || !to) {
    const name = named ?? nextName();
    return modelObject(functionalType, unbuilt(name, 'functional', context), context, instance);
  }
  const inputKeys = keysOf(inputs);
  const model = functionalModel(named ?? nextName(), range, from, to, {
    ...(inputKeys && { inputKeys }),
    ...(isWrapped(outputs, context) ? {} : placesOf(outputs)),
  });
  if ('disconnected' in model) {
    const layer = model.disconnected.source?.call.layer.name ?? '?';
    return context.raise(
      'ValueError',
      `Output is not connected to \`inputs\`: the tensor of ${layer} is needed but is not among them.`,
      'model-graph',
      { message: `the outputs need the tensor of \`${layer}\`, which is not among \`inputs\``, layer },
    );
  }
  return modelObject(functionalType, model, context, instance);
}

/** `Model(input=x, output=y)`, as in Keras 1. */
function byOldName(name: 'input' | 'output', args: Arguments, context: Context): Value | undefined {
  const value = args.keywords.get(name);
  if (value) reportLegacyName({ old: name, name: `${name}s`, sameValue: true }, 'Model', '*args, **kwargs', context);
  return value;
}

/** A model of a class of the program. */
function subclassModel(
  instance: InstanceValue,
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): ObjectValue<ModelState> {
  const make = (own: () => Layer, name: string) => new SubclassModel(name, instance.made ?? context.range, own);
  const layer = classLayer(instance, keywords, [], context, make);
  const model = layer.model as Model;
  noteMade(model, context);
  context.recorder.model(model);
  return object(modelType, { model, layer, compiled: undefined });
}

function specsOf(value: Value, argument: string, context: Context): readonly TensorSpec[] | undefined {
  const flat = tensorsOf(value, context);
  if (!flat) {
    if (['int', 'float', 'str', 'none', 'bool', 'object'].includes(value.kind)) {
      context.raise(
        'ValueError',
        `All \`${argument}\` values must be KerasTensors. Received: ${argument}=${context.repr(value) ?? '?'}`,
        'layer-argument',
        { type: 'Model', argument, message: `\`${argument}=\` takes the tensors that \`Input\` and layers give` },
      );
    }
    return undefined;
  }
  return flat.every((each) => each.library === 'keras' && each.source) ? flat.map(specOf) : undefined;
}

/** A model whose layers cannot be known (yet). */
export function unbuilt(name: string, kind: Model['kind'], context: Context): Model {
  return {
    name,
    kind,
    range: context.range,
    layers: [],
    calls: [],
    inputs: [],
    outputs: [],
    built: false,
    uncertain: true,
  };
}

export function modelObject(
  type: NativeType<ModelState>,
  model: Model,
  context: Context,
  instance?: InstanceValue,
): ObjectValue<ModelState> {
  const { value } = heldModel(type, model, context, instance);
  context.recorder.model(model);
  return value;
}

/** A Sequential that is a part of a model of the library: the program may come upon it, and has not made it. */
export function sequentialLayer(model: SequentialModel, context: Context): Layer {
  return heldModel(sequentialType, model, context).layer;
}

/** The object for a model, and the model as a layer. */
function heldModel(
  type: NativeType<ModelState>,
  model: Model,
  context: Context,
  instance?: InstanceValue,
): { readonly value: ObjectValue<ModelState>; readonly layer: Layer } {
  const layer: Layer = {
    definition: modelDefinition(instance?.class.name ?? className(model)),
    name: model.name,
    arguments: {},
    range: model.range,
    weights: undefined,
    trainable: true,
    model,
    calls: [],
  };
  model.own = () => layer;
  const value = object(type, { model, layer, compiled: undefined });
  kerasState(context).objects.set(layer, instance ?? value);
  noteMade(layer, context);
  noteMade(model, context);
  return { value, layer };
}

/** How a model looks as a layer; its computation is that of its own layers. */
function modelDefinition(name: string): LayerDefinition {
  return {
    name,
    nameBase: snakeCase(name),
    signature: '',
    description: 'A model used as a layer: all its layers, with their weights.',
    documentation: 'models/',
    configure: () => ({}),
    call: (_args, inputs) => inputs,
  };
}

/** One output in a list (in a tuple, too, to Keras 3), which a functional model gives by itself. */
function isWrapped(outputs: Value, { host }: Context): boolean {
  const isList = outputs.kind === 'list' || (outputs.kind === 'tuple' && host.kerasVersion !== 2);
  return isList && outputs.elements.length === 1 && outputs.elements[0]?.kind === 'tensor';
}
