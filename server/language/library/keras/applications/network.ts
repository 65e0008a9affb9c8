import { type CallArguments, noCallArguments } from '../../../layers/call-arguments.js';
import { channelAxis, type DataFormat } from '../../../layers/channels.js';
import { inputLayer } from '../../../layers/core/input.js';
import { layers } from '../../../layers/index.js';
import type { GivenArguments, LayerArguments, LayerDefinition, PlainValue, WeightSpec } from '../../../layers/layer.js';
import { applyLayer } from '../../../model/apply-layer.js';
import type { Layer, LayerCall, TensorSpec } from '../../../model/model.js';
import { SequentialModel } from '../../../model/sequential.js';
import { anonymous, batch, type Dim, isKnown, same } from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { parseSignature } from '../../../values/signature.js';
import { fillWeights } from '../apply.js';
import { reportMisfit } from '../faults.js';
import { newLayer } from '../layer-objects.js';
import { sequentialLayer } from '../model-objects.js';
import { plain } from '../plain.js';
import { kerasState } from '../state.js';

/** A layer's arguments that are not its defaults; undefined for one that is not known. */
export type Settings = Readonly<Record<string, PlainValue | undefined>>;

/**
 * Puts an application's layers together: each is made and called as one of the program's own, but stands at the
 * program's call, and gets no hint of its own.
 */
export class Network {
  constructor(
    private readonly context: Context,
    readonly format: DataFormat,
  ) {}

  /** The axis of the channels, as `axis=` counts it: 3, or 1 where they come first. */
  get channelAxis(): number {
    return this.format === 'channels_first' ? 1 : 3;
  }

  channels(x: TensorSpec): Dim {
    return x.shape?.at(channelAxis(this.format)) ?? anonymous();
  }

  /** Height and width. */
  size(x: TensorSpec): readonly Dim[] {
    const first = this.format === 'channels_first' ? 2 : 1;
    return x.shape?.slice(first, first + 2) ?? [];
  }

  /** Where images of this shape, channels included, enter. */
  input(shape: Shape): TensorSpec {
    return this.entered([batch, ...shape]).outputs[0] as TensorSpec;
  }

  /** A layer of Keras by its class, called on one tensor or on several; without a name it gets one by count. */
  layer(type: string, x: TensorSpec | readonly TensorSpec[], settings: Settings = {}, name?: string): TensorSpec {
    return this.call(this.made(type, settings, name), 'length' in x ? x : [x]);
  }

  /** A layer that no program can make itself. */
  own(definition: LayerDefinition, x: readonly TensorSpec[], settings: LayerArguments, name?: string): TensorSpec {
    return this.call(newLayer(definition, settings, name, this.context.range, this.context), x);
  }

  /** Layers one after the other as a Sequential of that name. */
  sequential(x: TensorSpec, name: string, parts: readonly (readonly [string, Settings, string])[]): TensorSpec {
    const model = new SequentialModel(name, this.context.range, {
      apply: (layer, inputs) => this.called(layer, inputs),
      input: (shape) => this.entered(shape),
      rebuilt: () => void kerasState(this.context).names.next('functional'),
    });
    for (const [type, settings, own] of parts) model.add(this.made(type, settings, own));
    if (x.shape) model.build(x.shape, 'float32', this.context.range);
    return this.call(sequentialLayer(model, this.context), [x]);
  }

  private made(type: string, settings: Settings, name: string | undefined): Layer {
    const definition = definitions.get(type);
    if (!definition) throw new Error(`there is no layer ${type}`);
    return newLayer(definition, configured(definition, settings, this.format), name, this.context.range, this.context);
  }

  /** A new InputLayer, for a shape with its number of samples. */
  private entered(shape: Shape): LayerCall {
    const { range } = this.context;
    const layer = newLayer(inputLayer, { shape: shape.slice(1) }, undefined, range, this.context);
    layer.weights = [];
    const outputs: TensorSpec[] = [];
    const call: LayerCall = { layer, inputs: [], given: noCallArguments, outputs, range };
    outputs.push({ shape, dtype: 'float32', source: { call, index: 0 } });
    layer.calls.push(call);
    return call;
  }

  private call(layer: Layer, inputs: readonly TensorSpec[]): TensorSpec {
    return this.called(layer, inputs).outputs[0] as TensorSpec;
  }

  private called(layer: Layer, inputs: readonly TensorSpec[]): LayerCall {
    const key = layer.model || layer.sublayers ? undefined : shapesKey(inputs);
    const known = key === undefined ? undefined : outcomes.get(layer.arguments)?.get(key);
    if (known) {
      layer.weights = known.weights.map((spec) => ({ ...spec, value: undefined }));
      const outputs: TensorSpec[] = [];
      const given = known.call.given;
      const call: LayerCall = { layer, inputs, given, outputs, range: this.context.range };
      for (const [index, { shape, dtype }] of known.call.outputs.entries())
        outputs.push({ shape, dtype, source: { call, index } });
      layer.calls.push(call);
      fillWeights(layer, this.context);
      return call;
    }
    const { call, problem } = applyLayer(layer, inputs, this.context.range);
    fillWeights(layer, this.context);
    if (problem) reportMisfit(problem, layer, this.context.range, this.context);
    else if (key !== undefined && layer.weights && hasShapes(call)) remember(layer.arguments, key, call, layer.weights);
    return call;
  }
}

const definitions: ReadonlyMap<string, LayerDefinition> = new Map(layers.map((each) => [each.name, each]));

/* What settings and shapes lead to is a pure fact. Kept, since an application has up to a thousand layers and is put
 * together at each keystroke. */

interface Outcome {
  readonly weights: readonly WeightSpec[];
  /** Only its arguments' places and its outputs' shapes are used again. */
  readonly call: { readonly given: CallArguments; readonly outputs: readonly Pick<TensorSpec, 'shape' | 'dtype'>[] };
}

const configurations = new Map<LayerDefinition, Map<string, LayerArguments>>();
const outcomes = new WeakMap<LayerArguments, Map<string, Outcome>>();
/** Settings kept of one kind of layer, and shapes of one setting, at most: a program's own sizes may change with each keystroke. */
const KEPT = 2000;

/** A layer's settings, checked and with their defaults. */
function configured(definition: LayerDefinition, settings: Settings, format: DataFormat): LayerArguments {
  const entries = Object.entries(settings);
  const given: GivenArguments = {
    get: (name) => {
      if (Object.hasOwn(settings, name)) return settings[name];
      return name === 'data_format' ? format : defaultsOf(definition).get(name);
    },
    given: (name) => Object.hasOwn(settings, name),
  };
  if (entries.some(([, value]) => value === undefined)) return definition.configure(given);
  const key = `${format}${JSON.stringify(entries)}`;
  const kept = room(configurations, definition);
  let result = kept.get(key);
  if (!result) {
    result = definition.configure(given);
    kept.set(key, result);
  }
  return result;
}

const defaults = new Map<LayerDefinition, ReadonlyMap<string, PlainValue | undefined>>();

function defaultsOf(definition: LayerDefinition): ReadonlyMap<string, PlainValue | undefined> {
  let found = defaults.get(definition);
  if (!found) {
    const { parameters } = parseSignature(definition.signature);
    found = new Map(parameters.map((each) => [each.name, each.default && plain(each.default)]));
    defaults.set(definition, found);
  }
  return found;
}

function remember(args: LayerArguments, key: string, call: LayerCall, weights: readonly WeightSpec[]): void {
  let kept = outcomes.get(args);
  if (!kept) {
    kept = new Map();
    outcomes.set(args, kept);
  }
  if (kept.size >= KEPT) kept.clear();
  const specs = weights.map(({ name, shape, dtype, trainable, initializer }) => ({
    name,
    shape,
    dtype,
    trainable,
    initializer,
  }));
  const outputs = call.outputs.map(({ shape, dtype }) => ({ shape, dtype }));
  kept.set(key, { weights: specs, call: { given: call.given, outputs } });
}

function room<Key, Kept>(rooms: Map<Key, Map<string, Kept>>, key: Key): Map<string, Kept> {
  let found = rooms.get(key);
  if (!found) {
    found = new Map();
    rooms.set(key, found);
  }
  if (found.size >= KEPT) found.clear();
  return found;
}

/** Shapes as a key; undefined where a dim other than the number of samples is not a number. */
function shapesKey(inputs: readonly TensorSpec[]): string | undefined {
  let key = '';
  for (const { shape, dtype } of inputs) {
    const [samples, ...others] = shape ?? [];
    if (samples === undefined || isKnown(samples) || !same(samples, batch) || !others.every(isKnown)) return undefined;
    key += `${dtype}${others.join()};`;
  }
  return key;
}

function hasShapes(call: LayerCall): boolean {
  return call.outputs.every(({ shape }) => shape !== undefined);
}
