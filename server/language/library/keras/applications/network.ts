import { noCallArguments } from '../../../layers/call-arguments.js';
import { channelAxis, type DataFormat } from '../../../layers/channels.js';
import { inputLayer } from '../../../layers/core/input.js';
import { layers } from '../../../layers/index.js';
import type { GivenArguments, LayerArguments, LayerDefinition, PlainValue } from '../../../layers/layer.js';
import { configureLayer } from '../../../layers/weight-options.js';
import { applyLayer } from '../../../model/apply-layer.js';
import type { Layer, LayerCall, TensorSpec } from '../../../model/model.js';
import { SequentialModel } from '../../../model/sequential.js';
import { anonymous, batch, type Dim } from '../../../tensor/dim.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { parseSignature } from '../../../values/signature.js';
import { fillWeights } from '../apply.js';
import { reportMisfit } from '../faults.js';
import { newLayer } from '../layer-objects.js';
import { sequentialLayer } from '../model-objects.js';
import { plain } from '../plain.js';
import { nameRebuilt } from '../state.js';
import { type OpenSizes, outcomeOf } from './outcomes.js';

/** A layer's arguments that are not its defaults; undefined for one that is not known. */
export type Settings = Readonly<Record<string, PlainValue | undefined>>;

/**
 * Puts an application's layers together: each is made and called as one of the program's own, but stands at the
 * program's call, and gets no hint of its own.
 */
export class Network {
  private readonly sizes: OpenSizes = new Map();

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
  own(definition: LayerDefinition, x: readonly TensorSpec[], settings: Settings = {}, name?: string): TensorSpec {
    return this.call(this.of(definition, settings, name), x);
  }

  /** Layers one after the other as a Sequential of that name. */
  sequential(x: TensorSpec, name: string, parts: readonly (readonly [string, Settings, string])[]): TensorSpec {
    const model = new SequentialModel(name, this.context.range, {
      apply: (layer, inputs) => this.called(layer, inputs),
      input: (shape) => this.entered(shape),
      rebuilt: () => nameRebuilt(this.context),
      unseenInput: () => undefined,
    });
    for (const [type, settings, own] of parts) model.add(this.made(type, settings, own));
    if (x.shape) model.build(x.shape, 'float32', this.context.range);
    return this.call(sequentialLayer(model, this.context), [x]);
  }

  private made(type: string, settings: Settings, name: string | undefined): Layer {
    const definition = definitions.get(type);
    if (!definition) throw new Error(`there is no layer ${type}`);
    return this.of(definition, settings, name);
  }

  private of(definition: LayerDefinition, settings: Settings, name: string | undefined): Layer {
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
    const { range } = this.context;
    this.context.work(callCost, true);
    const known = layer.model || layer.sublayers?.length ? undefined : outcomeOf(layer, inputs, range, this.sizes);
    if (known) {
      layer.weights = known.weights.map((spec) => ({ ...spec, value: undefined }));
      const outputs: TensorSpec[] = [];
      const call: LayerCall = { layer, inputs, given: known.given, outputs, range };
      for (const { shape, dtype } of known.outputs)
        outputs.push({ shape, dtype, source: { call, index: outputs.length } });
      layer.calls.push(call);
      fillWeights(layer, this.context);
      return call;
    }
    const { call, problem } = applyLayer(layer, inputs, range);
    fillWeights(layer, this.context);
    if (problem) reportMisfit(problem, layer, range, this.context);
    return call;
  }
}

/** What a layer costs of which the outcome is known, in steps of a program. */
const callCost = 8;

const definitions: ReadonlyMap<string, LayerDefinition> = new Map(layers.map((each) => [each.name, each]));

const configurations = new Map<LayerDefinition, Map<string, LayerArguments>>();
/** Settings kept of one kind of layer, at most: a program's own numbers may change with each keystroke. */
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
  if (entries.some(([, value]) => value === undefined)) return configureLayer(definition, given);
  const key = `${format}${JSON.stringify(entries)}`;
  const kept = roomOf(definition);
  let result = kept.get(key);
  if (!result) {
    result = configureLayer(definition, given);
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

function roomOf(definition: LayerDefinition): Map<string, LayerArguments> {
  let found = configurations.get(definition);
  if (!found) {
    found = new Map();
    configurations.set(definition, found);
  }
  if (found.size >= KEPT) found.clear();
  return found;
}
