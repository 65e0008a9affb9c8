import { closestName } from '../../layers/closest-name.js';
import { layers } from '../../layers/index.js';
import type { GivenArguments, LayerArguments, LayerDefinition, LayerHandle } from '../../layers/layer.js';
import { configureLayer } from '../../layers/weight-options.js';
import type { Layer, TypePolicy } from '../../model/model.js';
import { snakeCase } from '../../model/names.js';
import { batch, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { bind, listNames, parseSignature } from '../../values/signature.js';
import { type InstanceValue, none, type ObjectValue, tuple, type Value } from '../../values/value.js';
import { objectText } from '../python/object-text.js';
import { applyValue } from './apply.js';
import { deriveLayer, trackInstance } from './class-layers.js';
import { kerasModuleOf } from './class-modules.js';
import { isProgramsOwn } from './class-program.js';
import { constructions } from './constructions.js';
import { layerPolicy } from './dtype-policy.js';
import { argumentRange, report, reportLegacyName } from './faults.js';
import { layerAttributes, layerMethods, setLayerAttribute } from './layer-members.js';
import { type LegacyName, modernArguments } from './legacy.js';
import { ownMembers } from './own-members.js';
import { PlainArguments, plain, show } from './plain.js';
import { fromConfigOf } from './saving/from-config.js';
import { elementTypeOf, shapeOf } from './shapes.js';
import { kerasState, noteMade } from './state.js';

/** What every layer can do; the base of each layer's own type. */
export const layerType: NativeType<Layer> = {
  name: 'Layer',
  module: 'keras.layers',
  home: kerasModuleOf,
  attributes: layerAttributes,
  methods: layerMethods,
  setAttribute: setLayerAttribute,
  derive: (instance, _positional, keywords, context) => {
    const made = deriveLayer(layerType, instance, keywords, context);
    if (made) noteInputShape(made.state, keywords, context);
    return made;
  },
  initialised: trackInstance,
  getAttribute: (self, name, context) => {
    const held = ownedLayerOf(layerOf(self), name);
    return held && layerObject(held, context);
  },
  call: {
    name: 'Layer.__call__',
    signature: 'self, *args, **kwargs',
    call(args, context) {
      const layer = layerOf(args.get('self'));
      return layer ? applyValue(layer, args, context) : none;
    },
  },
  repr: (self, context) => {
    if (context.host.kerasVersion === 2) return objectText(self, context);
    const layer = layerOf(self);
    return (
      layer &&
      `<${self.kind === 'instance' ? self.class.name : layer.definition.name} name=${layer.name}, built=${layer.weights ? 'True' : 'False'}>`
    );
  },
};

/** A layer's type by each of Keras's names for it. */
export const layerTypes: ReadonlyMap<string, NativeType<Layer>> = new Map(
  layers.flatMap((definition) => {
    const type = typeOfLayer(definition);
    return [definition.name, ...(definition.aliases ?? [])].map((name) => [name, type] as const);
  }),
);

/** The layer that a value is, or undefined. */
export function layerOf(value: Value): Layer | undefined {
  return stateOf(value, layerType);
}

/** The object that the program holds for a layer. */
export function layerObject(layer: Layer, context: Context): ObjectValue<unknown> | InstanceValue {
  const { objects } = kerasState(context);
  let found = objects.get(layer);
  if (!found) {
    found = object(layerTypes.get(layer.definition.name) ?? layerType, layer);
    objects.set(layer, found);
  }
  return found;
}

/** A new layer, without the program's constructor call: an InputLayer that Keras adds by itself. */
export function newLayer(
  definition: LayerDefinition,
  args: LayerArguments,
  name: string | undefined,
  range: Context['range'],
  context: Context,
  dtype?: Value,
): Layer {
  const { names } = kerasState(context);
  const policy = layerPolicy(dtype, context);
  const owned = definition.sublayers?.(args).map((handle) => ownedLayer(handle, range, policy));
  const layer: Layer = {
    definition,
    name: name ?? names.next(definition.nameBase ?? snakeCase(definition.name)),
    arguments: args,
    range,
    weights: undefined,
    trainable: true,
    calls: [],
    ...(owned ? { sublayers: owned } : {}),
    ...(policy ? { policy } : {}),
  };
  noteMade(layer, context);
  return layer;
}

/** A layer of the program as it is; one that its owner makes, made, with those that it owns in turn. */
function ownedLayer(
  handle: LayerHandle,
  range: Context['range'],
  policy: TypePolicy | undefined,
  owner: 'program' | 'made' = 'program',
): Layer {
  if (isLayer(handle) && owner === 'program') return handle;
  const { definition, name, arguments: settings } = handle;
  const sublayers = definition.sublayers?.(settings).map((each) => ownedLayer(each, range, policy, 'made'));
  return {
    definition,
    name,
    arguments: settings,
    range,
    weights: undefined,
    trainable: true,
    calls: [],
    origin: handle,
    ...(sublayers ? { sublayers } : {}),
    ...(policy ? { policy } : {}),
  };
}

/** One of the layers that a layer owns, by the argument that holds it: `TimeDistributed(…).layer`. */
function ownedLayerOf(layer: Layer | undefined, name: string): Layer | undefined {
  const held = layer?.arguments[name];
  return held === undefined ? undefined : layer?.sublayers?.find((each) => each === held || each.origin === held);
}

function isLayer(handle: LayerHandle): handle is Layer {
  return 'calls' in handle;
}

/** Input shapes that a layer was given by Keras's older arguments: what a Sequential starts with. */
export const inputShapes = new WeakMap<Layer, { readonly shape: Shape; readonly dtype: ElementType }>();

const common = [
  'name',
  'dtype',
  'trainable',
  'autocast',
  'activity_regularizer',
  'input_shape',
  'input_dim',
  'batch_input_shape',
  'batch_size',
  'input_dtype',
  'weights',
  'input_length',
  'implementation',
];

function typeOfLayer(definition: LayerDefinition): NativeType<Layer> {
  const signature = definition.signature.includes('**')
    ? definition.signature
    : `${definition.signature}${definition.signature ? ', ' : ''}**kwargs`;
  const required = requiredOf(definition);
  const lenient = signature
    .split(', ')
    .map((part) => (required.includes(part) ? `${part}=...` : part))
    .join(', ');
  const construct: NativeFunction = {
    name: definition.name,
    signature: lenient,
    call(args, context) {
      const layer = makeLayer(definition, signature, args, context);
      context.recorder.layer(layer);
      return layerObject(layer, context);
    },
  };
  const type: NativeType<Layer> = {
    name: definition.name,
    module: 'keras.layers',
    base: layerType as NativeType<never>,
    construct,
    statics: { from_config: fromConfigOf(definition.name, () => ({ kind: 'type', type: type as NativeType })) },
    derive(instance, positional, keywords, context) {
      const args = bind(parseSignature(lenient), positional, keywords);
      if (typeof args === 'string') return context.raise('TypeError', `${definition.name}.__init__() ${args}`);
      const overrides = ['build', 'call'].some((name) => isProgramsOwn(context.findAttribute(instance, name)));
      const own: LayerDefinition = { ...definition, name: instance.class.name };
      // What it inherits is no layer of its own to Keras: it takes no name.
      const unnamed = overrides ? definition.name : undefined;
      const layer = makeLayer(overrides ? definition : own, signature, args, context, instance.made, unnamed);
      if (overrides) {
        const outer = deriveLayer(type, instance, keywords, context, layer);
        const shape = inputShapes.get(layer);
        if (outer && shape) inputShapes.set(outer.state, shape);
        return outer;
      }
      kerasState(context).objects.set(layer, instance);
      context.recorder.layer(layer);
      return object(type, layer);
    },
    ...ownMembers(definition),
  };
  return type;
}

/** What it costs to make a layer, in steps of a program. */
const makeCost = 10;

function makeLayer(
  definition: LayerDefinition,
  signature: string,
  given: Arguments,
  context: Context,
  range = context.range,
  otherwise?: string,
): Layer {
  context.work(makeCost);
  const { args, found } = modernArguments(definition.name, signature, given, context);
  refuseLegacyNames(found, definition, given, context);
  for (const legacy of found) reportLegacyName(legacy, definition.name, signature, context);
  checkKeywords(definition, signature, args, context);
  checkRequired(definition, args, context);
  const named = args.keywords.get('name');
  const name = named?.kind === 'str' ? named.value : otherwise;
  const layer = newLayer(
    definition,
    configure(definition, signature, args, context),
    name,
    range,
    context,
    args.keywords.get('dtype'),
  );
  constructions.set(layer, args);
  const trainable = args.keywords.get('trainable');
  if (trainable) layer.trainable = context.truth(trainable);
  if (args.keywords.has('weights') && context.host.mode === 'numbers')
    context.unknown('weights= is not supported', definition.name);
  noteInputShape(layer, args.keywords, context);
  return layer;
}

/** Keras 3 takes no names of Keras 1: a run by its rules ends there, in its words. */
function refuseLegacyNames(
  found: readonly LegacyName[],
  definition: LayerDefinition,
  given: Arguments,
  context: Context,
): void {
  if (found.length === 0 || context.host.mode !== 'numbers' || context.host.kerasVersion === 2) return;
  const missing = requiredOf(definition).filter((name) => !given.given(name));
  if (missing.length > 0) {
    const names = missing.map((name) => `'${name}'`).join(' and ');
    context.raise(
      'TypeError',
      `${definition.name}.__init__() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
    );
  }
  const dict = found.map(({ old }) => `'${old}': ${show(plain(given.keywords.get(old) ?? none) ?? null)}`).join(', ');
  context.raise('ValueError', `Unrecognized keyword arguments passed to ${definition.name}: {${dict}}`);
}

/** Keeps the input shape that a layer is given, for a Sequential that begins with it. */
export function noteInputShape(layer: Layer, keywords: ReadonlyMap<string, Value>, context: Context): void {
  const shape = inputShapeOf(layer.definition.name, keywords, context);
  if (shape) inputShapes.set(layer, { shape, dtype: elementTypeOf(keywords.get('dtype')) });
}

/** Asks the definition again without an argument that it refused, so that one fault does not hide the rest. */
function configure(definition: LayerDefinition, signature: string, args: Arguments, context: Context): LayerArguments {
  const given = new PlainArguments(args, context, definition.name);
  for (let attempt = 0; attempt < 10; attempt += 1) {
    try {
      return configureLayer(definition, given);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const argument = String(error.details['argument']);
      const range = argumentRange(argument, signature, context);
      const details = { ...error.details, message: error.message, type: definition.name };
      report('layer-argument', range, details, String(error.details['keras'] ?? error.message), context);
      if (given.refused.has(argument)) break;
      given.refused.add(argument);
    }
  }
  const nothing: GivenArguments = { get: () => undefined, given: () => false };
  return configureLayer(definition, nothing);
}

function checkKeywords(definition: LayerDefinition, signature: string, args: Arguments, context: Context): void {
  const known = knownArguments(definition);
  for (const [name, value] of args.keywords) {
    if (known.includes(name)) continue;
    const text = plain(value);
    const suggestion = closestName(name, known);
    report(
      'layer-argument',
      argumentRange(name, signature, context),
      {
        argument: name,
        type: definition.name,
        unknown: true,
        suggestion,
        message: `${definition.name} takes no argument \`${name}\``,
      },
      `Unrecognized keyword arguments passed to ${definition.name}: {'${name}': ${text === undefined ? '…' : show(text)}}`,
      context,
    );
  }
}

/** Worked out once a definition: this is asked for every layer at every keystroke. */
function knownArguments(definition: LayerDefinition): readonly string[] {
  let known = argumentsByDefinition.get(definition);
  if (!known) {
    known = [...definition.signature.split(',').map((part) => part.split('=')[0]?.trim() ?? ''), ...common].filter(
      (name) => /^\w+$/.test(name),
    );
    argumentsByDefinition.set(definition, known);
  }
  return known;
}
const argumentsByDefinition = new Map<LayerDefinition, readonly string[]>();

/** What has no default must be given: told as a fault of the call, since the rest of the layer is known without it. */
function checkRequired(definition: LayerDefinition, args: Arguments, context: Context): void {
  const missing = requiredOf(definition).filter((name) => !args.given(name));
  if (missing.length === 0) return;
  const names = listNames(missing);
  report(
    'layer-argument',
    context.range,
    {
      type: definition.name,
      message: `${definition.name} needs ${missing.map((name) => `\`${name}\``).join(' and ')}`,
    },
    `${definition.name}.__init__() missing ${missing.length} required positional argument${missing.length === 1 ? '' : 's'}: ${names}`,
    context,
    'TypeError',
  );
}

function requiredOf(definition: LayerDefinition): string[] {
  const { parameters } = parseSignature(definition.signature);
  return parameters.filter((parameter) => parameter.default === undefined).map(({ name }) => name);
}

/** Keras 2's Embedding always says what it takes: a sequence, of `input_length` where that is given. */
function olderEmbeddingShape(type: string, keywords: ReadonlyMap<string, Value>, context: Context): Value | undefined {
  if (type !== 'Embedding' || context.host.kerasVersion !== 2) return undefined;
  const length = keywords.get('input_length');
  return length?.kind === 'list' || length?.kind === 'tuple' ? length : tuple([length ?? none]);
}

/** What `input_shape=` and its older kin say of a layer's input. */
export function inputShapeOf(type: string, keywords: ReadonlyMap<string, Value>, context: Context): Shape | undefined {
  const whole = keywords.get('batch_input_shape');
  if (whole) return shapeOf(whole, true);
  const size = keywords.get('batch_size');
  const first: Dim = size?.kind === 'int' ? size.value : batch;
  const dim = keywords.get('input_dim');
  const given = keywords.get('input_shape') ?? olderEmbeddingShape(type, keywords, context);
  if (!dim && given?.kind === 'int') {
    report(
      'layer-argument',
      argumentRange('input_shape', '', context),
      { type, message: `\`input_shape=${given.value}\`: expected a tuple, such as \`(${given.value},)\`` },
      `Cannot convert '${given.value}' to a shape.`,
      context,
    );
    return [first, given.value];
  }
  const sample = shapeOf(dim ?? given, false);
  return sample && [first, ...sample];
}
