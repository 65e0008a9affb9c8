import type { CallArgument } from '../../../layers/call-arguments.js';
import type { Layer, LayerCall, Model, TensorSpec } from '../../../model/model.js';
import { SequentialModel } from '../../../model/sequential.js';
import type { Context } from '../../../values/context.js';
import { bool, type DictValue, int, list, none, str, unknown, type Value } from '../../../values/value.js';
import { ClassProgram } from '../class-program.js';
import { dict } from '../history.js';
import { valueProgram } from '../program-layers.js';
import { layerConfig, policyName, shapeList, writtenLayer } from './layer-config.js';
import { plainValue, setEntry, written, writtenPolicy } from './objects.js';
import { operationArguments, writtenOperation } from './operations.js';
import { registeredName } from './own-objects.js';

/*
 * A model's configuration as Keras 3 has it: its layers' and, of a functional one, its graph: for each layer its calls
 * (`inbound_nodes`), in which tensors are named by layer, call and place (`keras_history`).
 */

/** What becomes of layers whose computation is code of the program: without it, a model cannot be made anew, but drawn. */
export type OwnCode = 'refused' | 'left out';

/** `model.get_config()`. Ends a run, saying why, where the model cannot be written. */
export function modelConfig(model: Model, context: Context, code: OwnCode = 'refused'): Value {
  if (model.uncertain) return context.unknown('which layers the model has is not known', model.name);
  if (model.kind === 'subclass')
    return context.unknown(
      `${model.name} is of a class of the program: Keras writes what its get_config gives; save its weights with save_weights`,
      'get_config',
    );
  return model instanceof SequentialModel
    ? sequentialConfig(model, context, code)
    : functionalConfig(model, context, code);
}

/** A model with its class, as a file has it. */
export function writtenModel(model: Model, context: Context, code: OwnCode = 'refused'): Value {
  const config = modelConfig(model, context, code);
  if (config.kind !== 'dict') return config;
  const made =
    model.kind === 'sequential'
      ? written('keras', 'Sequential', config)
      : written('keras.src.models.functional', 'Functional', config, str('Functional'));
  const [input] = model.inputs;
  // Keras notes no shape of a functional model, which says its inputs itself.
  const shape = model.kind !== 'sequential' ? none : input && shapeList(input.shape);
  if (shape) setEntry(made, 'build_config', dict([['input_shape', shape]]));
  return made;
}

function sequentialConfig(model: SequentialModel, context: Context, code: OwnCode): Value {
  const [input] = model.inputs;
  const start = input?.source?.call.layer;
  const layers = [...(start ? [start] : []), ...model.layers];
  const entries: [string, Value][] = [
    ['name', str(model.name)],
    ['trainable', bool(isTrainable(model))],
    ['dtype', writtenPolicy('float32')],
    ['layers', list(layers.map((layer) => writtenMember(layer, context, code)))],
  ];
  if (input) entries.push(['build_input_shape', shapeList(input.shape)]);
  return dict(entries);
}

function isTrainable(model: Model): boolean {
  return model.own?.().trainable !== false;
}

function writtenMember(layer: Layer, context: Context, code: OwnCode): Value {
  if (layer.model) return writtenModel(layer.model, context, code);
  if (layer.definition.isOperation) return writtenOperation(layer) ?? refused(layer, context);
  if (layer.program)
    return ownWritten(layer, context) ?? (code === 'left out' ? named(layer) : refused(layer, context));
  return writtenLayer(layer, context);
}

function refused(layer: Layer, context: Context): Value {
  const { name } = layer.definition;
  if (layer.definition.isOperation)
    return context.unknown(
      `the operation ${layer.name} (${name}) of a model cannot be written yet: use the layer that does the same, such as layers.${name} or layers.Rescaling, or save the weights alone`,
      'get_config',
    );
  return context.unknown(`${layer.name} is computed by code of the program, which cannot be written`, 'get_config');
}

/** A layer by its class and name alone. */
function named(layer: Layer): Value {
  const program = valueProgram(layer);
  return program instanceof ClassProgram
    ? written('builtins', program.instance.class.name, baseConfig(layer))
    : written('keras.layers', layer.definition.name, baseConfig(layer));
}

/** A layer of a class of the program that says what it is made of: `get_config`. */
function ownWritten(layer: Layer, context: Context): Value | undefined {
  const program = valueProgram(layer);
  if (!(program instanceof ClassProgram)) return undefined;
  const own = program.own('get_config');
  if (!own) return undefined;
  const { name } = program.instance.class;
  const made = written('builtins', name, context.call(own, []), str(registeredName(name, context)));
  const [shape] = layer.calls[0]?.inputs ?? [];
  if (shape && layer.calls[0]?.inputs.length === 1)
    setEntry(made, 'build_config', dict([['input_shape', shapeList(shape.shape)]]));
  return made;
}

function functionalConfig(model: Model, context: Context, code: OwnCode): Value {
  const graph = new WrittenGraph(model, context);
  const layers = graph.layers.map((layer) => {
    const made = writtenMember(layer, context, code);
    if (made.kind !== 'dict') return made;
    setEntry(made, 'name', str(layer.name));
    setEntry(made, 'inbound_nodes', list(graph.callsOf(layer).map((call) => graph.node(call))));
    return made;
  });
  return dict([
    ['name', str(model.name)],
    ['trainable', bool(isTrainable(model))],
    ['layers', list(layers)],
    ['input_layers', graph.keyed(model.inputs, model.inputKeys)],
    ['output_layers', graph.keyed(model.outputs, model.outputKeys)],
  ]);
}

class WrittenGraph {
  readonly layers: readonly Layer[];
  private readonly calls = new Map<Layer, LayerCall[]>();

  constructor(
    model: Model,
    private readonly context: Context,
  ) {
    const needed = new Set<LayerCall>();
    // What computes masks alone is made anew by whoever reads the model.
    const visit = (tensor: TensorSpec): void => {
      const call = tensor.source?.call;
      if (!call || needed.has(call) || !model.calls.includes(call)) return;
      needed.add(call);
      if (!model.inputs.some(({ source }) => source?.call === call)) for (const input of call.inputs) visit(input);
    };
    for (const tensor of [...model.outputs, ...model.inputs]) visit(tensor);
    for (const { source } of model.inputs) if (source) needed.add(source.call);
    this.layers = model.layers.filter((layer) => [...needed].some((call) => call.layer === layer));
    // Calls of one layer in the order in which they were made.
    for (const layer of this.layers) {
      const made = layer.calls.filter((call) => needed.has(call));
      const others = [...needed].filter((call) => call.layer === layer && !made.includes(call));
      this.calls.set(layer, [...made, ...others]);
    }
  }

  callsOf(layer: Layer): readonly LayerCall[] {
    return layer.definition.name === 'InputLayer' ? [] : (this.calls.get(layer) ?? []);
  }

  node(call: LayerCall): Value {
    const { given, inputs, layer } = call;
    if (layer.definition.isOperation)
      return operationArguments(
        layer,
        (value) =>
          value.kind === 'tensor' && value.source ? this.tensor({ ...value, source: value.source }) : undefined,
        this.context,
      );
    const positional: Value[] = [];
    // Keras 2 names all but the first.
    const isOlder = this.context.host.kerasVersion === 2;
    const byPosition = new Set(given.parameters.slice(0, isOlder ? 1 : given.byPosition));
    const keywords: [string, Value][] = [];
    for (const [name, argument] of given.values) {
      const value = this.argument(argument, inputs);
      if (name === '*' && value.kind === 'list') positional.push(...value.elements);
      else if (byPosition.has(name)) positional.push(value);
      else if (name !== 'mask') keywords.push([name, value]);
    }
    return dict([
      ['args', list(positional)],
      ['kwargs', dict(keywords)],
    ]);
  }

  private argument(argument: CallArgument, inputs: readonly TensorSpec[]): Value {
    switch (argument.kind) {
      case 'tensor': {
        const spec = inputs[argument.input];
        return spec ? this.tensor(spec) : unknown('a tensor of a call is not known');
      }
      case 'list':
        return list(argument.elements.map((each) => this.argument(each, inputs)));
      case 'dict':
        return dict([...argument.entries].map(([name, each]) => [name, this.argument(each, inputs)]));
      default:
        return plainValue(argument.value, 'an argument of a call');
    }
  }

  private tensor(spec: TensorSpec): Value {
    return dict([
      ['class_name', str('__keras_tensor__')],
      [
        'config',
        dict([
          ['shape', shapeList(spec.shape)],
          ['dtype', str(spec.dtype ?? 'float32')],
          ['keras_history', this.history(spec)],
        ]),
      ],
    ]);
  }

  /** A dict where the model was made of one. */
  keyed(specs: readonly TensorSpec[], keys: readonly string[] | undefined): Value {
    if (!keys) return this.tensors(specs);
    const sorted = [...keys].sort();
    const histories = specs.map((spec) => this.history(spec));
    return dict(keys.map((key) => [key, histories[sorted.indexOf(key)] as Value]));
  }

  /** One tensor by itself, or a list. */
  tensors(specs: readonly TensorSpec[]): Value {
    const all = specs.map((spec) => this.history(spec));
    return all.length === 1 ? (all[0] as Value) : list(all);
  }

  history({ source }: TensorSpec): Value {
    if (!source) return this.context.unknown('where a tensor of the model comes from is not known', 'get_config');
    const { call, index } = source;
    const place = this.calls.get(call.layer)?.indexOf(call) ?? -1;
    return list([str(call.layer.name), int(Math.max(0, place)), int(index)]);
  }
}

/** What `get_config` of a layer gives, a model used as a layer included. */
export function configOf(layer: Layer, context: Context): Value {
  if (layer.model) return modelConfig(layer.model, context);
  if (layer.program) return baseConfig(layer);
  return layerConfig(layer, context);
}

/** What `super().get_config()` gives in a class of the program. */
function baseConfig(layer: Layer): DictValue {
  return dict([
    ['name', str(layer.name)],
    [
      'trainable',
      layer.trainable === undefined ? unknown('whether it is trainable is not known') : bool(layer.trainable),
    ],
    ['dtype', writtenPolicy(policyName(layer))],
  ]) as DictValue;
}
