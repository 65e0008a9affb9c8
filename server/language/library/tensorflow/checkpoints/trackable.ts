import type { Weight } from '../../../layers/layer.js';
import type { Layer, Model } from '../../../model/model.js';
import { weightsOf } from '../../../model/parameters.js';
import type { ElementType, TensorData } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { stateOf } from '../../../values/native-type.js';
import type { InstanceValue, Value } from '../../../values/value.js';
import { ClassProgram } from '../../keras/class-program.js';
import { configuredState } from '../../keras/configured.js';
import { lossScaleType } from '../../keras/loss-scale.js';
import { type ModelState, modelOf } from '../../keras/model-objects.js';
import type { OptimizerObject } from '../../keras/optimizer-state.js';
import { optimizerTypes } from '../../keras/optimizers.js';
import { heldLayer } from '../../keras/plain.js';
import { valueProgram } from '../../keras/program-layers.js';
import { heldLayers, ownPlaces } from '../../keras/saving/weight-places.js';
import { kerasState } from '../../keras/state.js';
import { moduleType } from '../module.js';
import { trackedLossScale, trackedOptimizer } from './optimizers.js';
import { variableNames } from './variable-names.js';

/** What a checkpoint keeps: a variable, or an object that holds others by its attributes. */
export interface Trackable {
  /** The object itself, which several ways may lead to. */
  readonly of: object;
  readonly variable?: TrackedVariable;
  children(): readonly Edge[];
  /** Takes what it keeps outside of variables. */
  restore?(found: Found): void;
}

/** By which attribute an object is held; `as` are other names that it has in checkpoints. */
export type Edge = readonly [name: string, held: Trackable, as?: readonly string[]];

export interface TrackedVariable {
  readonly name: string;
  readonly dtype: ElementType;
  readonly shape: Shape;
  read(): TensorData | undefined;
  /** Left out: whoever holds it takes its value. */
  write?(value: TensorData): void;
}

/** An object of a checkpoint that is read. */
export interface Found {
  child(name: string): Found | undefined;
  /** How many it holds whose names are numbers. */
  readonly count: number;
  /** Of a variable. */
  value(): TensorData | undefined;
  /** Whether both are the same object. */
  is(other: Found | undefined): boolean;
}

/** What an object of the library is that a checkpoint keeps for what it holds. */
export abstract class Holder implements Trackable {
  readonly of = this;
  abstract children(): readonly Edge[];
}

const nothing = () => [];

/** The object that a checkpoint keeps of a value; undefined for what it does not keep. */
export function trackableOf(value: Value, context: Context): Trackable | undefined {
  switch (value.kind) {
    case 'tensor':
      return value.variable && ofWeight(value.variable, value.variable.name);
    case 'list':
    case 'tuple':
      return ofContainer(
        value,
        value.elements.map((each, i) => [String(i), each] as const),
        context,
      );
    case 'dict': {
      const named = [...value.entries.values()].map(({ key, value: each }) => [context.str(key) ?? '', each] as const);
      return ofContainer(value, named, context);
    }
    case 'object':
    case 'instance':
      return ofObject(value, context);
    default:
      return undefined;
  }
}

function ofObject(value: Value & { kind: 'object' | 'instance' }, context: Context): Trackable | undefined {
  if (value.kind === 'object' && value.state instanceof Holder) return value.state;
  const model = modelOf(value);
  if (model) return ofModel(model.model, model.layer, model, context);
  const layer = heldLayer(value);
  if (layer) return ofLayer(layer, context);
  const scale = stateOf(value, lossScaleType);
  if (scale) return trackedLossScale(scale, context);
  const configured = configuredState(value);
  if (configured && optimizerTypes.has(configured.name)) return trackedOptimizer(configured, context);
  if (value.kind === 'instance' && stateOf(value, moduleType))
    return { of: value, children: () => attributes(value, context) };
  return undefined;
}

/** A list, tuple or dict, where it holds something that is kept. */
function ofContainer(of: Value, named: readonly (readonly [string, Value])[], context: Context): Trackable | undefined {
  const edges = named.flatMap(([name, each]): Edge[] => {
    const held = trackableOf(each, context);
    return held ? [[name, held]] : [];
  });
  return edges.length > 0 ? { of, children: () => edges } : undefined;
}

export function ofWeight(weight: Weight, name: string): Trackable {
  return {
    of: weight,
    variable: {
      name,
      dtype: weight.dtype,
      shape: weight.shape,
      read: () => weight.value,
      write: (value) => {
        weight.value = value;
      },
    },
    children: nothing,
  };
}

/** What the attributes of an instance of the program's hold. */
function attributes(instance: InstanceValue, context: Context): readonly Edge[] {
  return [...instance.attributes].flatMap(([name, value]): Edge[] => {
    const held = trackableOf(value, context);
    return held ? [[name, held]] : [];
  });
}

function ofLayer(layer: Layer, context: Context): Trackable {
  const { model } = layer;
  if (model) return ofModel(model, layer, undefined, context);
  return { of: layer, children: () => layerEdges(layer, context) };
}

function layerEdges(layer: Layer, context: Context): readonly Edge[] {
  const isOlder = context.host.kerasVersion === 2;
  const program = valueProgram(layer);
  if (program instanceof ClassProgram) {
    const held = attributes(program.instance, context);
    // Keras 2 knows a layer's weights by their names too.
    const named = isOlder ? (layer.weights ?? []) : [];
    return [...held, ...named.map((weight): Edge => [weight.name, ofWeight(weight, `${layer.name}/${weight.name}`)])];
  }
  const edges: Edge[] = [];
  for (const { path, name, weights } of ownPlaces(layer, [])) {
    const own = weights.flatMap((weight) => {
      const short = weight.name.slice(weight.name.lastIndexOf('/') + 1);
      const held = ofWeight(weight, `${layer.name}/${weight.name}`);
      return variableNames(layer.definition.name, path.length > 0, short, isOlder).map(
        ([each, as]): Edge => [each, held, as],
      );
    });
    addAt(edges, path, own, name);
  }
  for (const [attribute, held] of heldLayers(layer)) {
    if (!Array.isArray(held)) edges.push([attribute, ofLayer(held as Layer, context)]);
    else edges.push([attribute, { of: held, children: () => inOrder(held, context) }]);
  }
  return edges;
}

/** Puts edges where a path of attributes leads. */
function addAt(edges: Edge[], path: readonly string[], own: readonly Edge[], of: string): void {
  const [first, ...rest] = path;
  if (first === undefined) {
    edges.push(...own);
    return;
  }
  const inner: Edge[] = [];
  addAt(inner, rest, own, of);
  edges.push([first, { of: inner, children: () => inner }]);
}

function inOrder(layers: readonly Layer[], context: Context): readonly Edge[] {
  return layers.map((layer, i): Edge => [String(i), ofLayer(layer, context)]);
}

function ofModel(model: Model, layer: Layer, state: ModelState | undefined, context: Context): Trackable {
  return {
    of: layer,
    children: () => {
      const optimizer = state?.compiled?.optimizer as OptimizerObject | undefined;
      const kept = optimizer && !optimizer.legacy && trackedAround(optimizer, context);
      return [...modelEdges(model, layer, context), ...(kept ? [['optimizer', kept] as const] : [])];
    },
  };
}

/** As a model holds its optimizer: under mixed precision in a scale of its losses. */
function trackedAround(optimizer: OptimizerObject, context: Context): Trackable {
  return optimizer.lossScale ? trackedLossScale(optimizer.lossScale, context) : trackedOptimizer(optimizer, context);
}

function modelEdges(model: Model, layer: Layer, context: Context): readonly Edge[] {
  if (model.kind === 'subclass') return layerEdges(layer, context);
  const instance = kerasState(context).objects.get(layer);
  const held = instance?.kind === 'instance' ? attributes(instance, context) : [];
  if (context.host.kerasVersion === 2) {
    let withWeights = 0;
    return [
      ...held,
      ...model.layers.flatMap((each, i): Edge[] => {
        const tracked = ofLayer(each, context);
        const place: Edge = [`layer-${i}`, tracked];
        if ((weightsOf(each)?.length ?? 0) === 0) return [place];
        withWeights += 1;
        return [[`layer_with_weights-${withWeights - 1}`, tracked], place];
      }),
    ];
  }
  if (model.kind === 'functional') return [...held, operations(model, 0, context)];
  // Of the model that Keras makes of the layers, whose first is the input; it may be under way, and is that one then too.
  const inner = { of: model, children: () => [operations(model, 1, context)] };
  return model.layers.length > 0 ? [...held, ['_functional', inner]] : held;
}

function operations(model: Model, first: number, context: Context): Edge {
  const all = model.layers.map((each, i): Edge => [String(first + i), ofLayer(each, context)]);
  return ['_operations', { of: all, children: () => all }];
}
