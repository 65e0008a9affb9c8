import { bool, type DictValue, int, list, none, str, type Value } from '../../../values/value.js';
import { dict } from '../history.js';
import { elementsOf, entryOf } from './objects.js';

/*
 * Configurations as Keras 2 writes them, from Keras 3's: element types by name, calls of layers as lists, and nothing
 * that Keras 2's constructors do not take.
 */

/** A model or layer with its class, as it stands in a file of Keras 2. */
export function olderWritten(written: Value): Value {
  const type = entryOf(written, 'class_name');
  const config = entryOf(written, 'config');
  if (type?.kind !== 'str' || !config) return written;
  const entries: [string, Value][] = [
    ['class_name', type],
    ['config', isModel(type.value) ? olderModel(type.value, config) : olderSettings(type.value, config)],
  ];
  const name = entryOf(written, 'name');
  if (name) entries.push(['name', name]);
  return dict(entries);
}

function isModel(type: string): boolean {
  return type === 'Sequential' || type === 'Functional';
}

function olderModel(type: string, config: Value): Value {
  const name: [string, Value] = ['name', entryOf(config, 'name') ?? none];
  const layers = elementsOf(entryOf(config, 'layers'));
  if (type === 'Sequential') {
    const entries: [string, Value][] = [name, ['layers', list(layers.map(olderWritten))]];
    const shape = entryOf(config, 'build_input_shape');
    if (shape && entryOf(layers[0], 'class_name')?.kind === 'str' && !isInput(layers[0]))
      entries.push(['build_input_shape', shape]);
    return dict(entries);
  }
  const models = new Set(
    layers.flatMap((layer) => {
      const own = entryOf(layer, 'name');
      const of = entryOf(layer, 'class_name');
      return own?.kind === 'str' && of?.kind === 'str' && isModel(of.value) ? [own.value] : [];
    }),
  );
  return dict([
    name,
    ['trainable', entryOf(config, 'trainable') ?? bool(true)],
    [
      'layers',
      list(
        layers.map((layer) => {
          const older = olderWritten(layer) as DictValue;
          const nodes = elementsOf(entryOf(layer, 'inbound_nodes')).map((node) => olderNode(node, models));
          return dict([...entriesOf(older), ['inbound_nodes', list(nodes)]]);
        }),
      ),
    ],
    ['input_layers', histories(entryOf(config, 'input_layers'), models)],
    ['output_layers', histories(entryOf(config, 'output_layers'), models)],
  ]);
}

function isInput(layer: Value | undefined): boolean {
  const type = entryOf(layer, 'class_name');
  return type?.kind === 'str' && type.value === 'InputLayer';
}

function entriesOf(of: DictValue): [string, Value][] {
  return [...of.entries.values()].flatMap(({ key, value }): [string, Value][] =>
    key.kind === 'str' ? [[key.value, value]] : [],
  );
}

/** `[['dense', 0, 0, {}], …]`: the tensors of the first argument, each with the keywords of the call. */
function olderNode(node: Value, models: ReadonlySet<string>): Value {
  const tensors: Value[] = [];
  const visit = (value: Value): void => {
    const history = historyOf(value, models);
    if (history) tensors.push(history);
    else for (const each of elementsOf(value)) visit(each);
  };
  for (const each of elementsOf(entryOf(node, 'args'))) visit(each);
  const given = entryOf(node, 'kwargs');
  const keywords =
    given?.kind === 'dict'
      ? entriesOf(given).map(([name, value]) => [name, olderArgument(value, models)] as [string, Value])
      : [];
  // A layer that is called by keywords alone: the first is what Keras 2 takes as the call's tensor.
  const first = tensors.length === 0 ? keywords.findIndex(([, value]) => elementsOf(value)[0]?.kind === 'str') : -1;
  const [named] = first >= 0 ? keywords.splice(first, 1) : [];
  if (named) tensors.push(named[1]);
  return list(tensors.map((history) => list([...elementsOf(history), dict(keywords)])));
}

function olderArgument(value: Value, models: ReadonlySet<string>): Value {
  const history = historyOf(value, models);
  if (history) return history;
  return value.kind === 'list' ? list(value.elements.map((each) => olderArgument(each, models))) : value;
}

function historyOf(value: Value, models: ReadonlySet<string>): Value | undefined {
  const history = entryOf(entryOf(value, 'config'), 'keras_history');
  return history && shifted(history, models);
}

/** Keras 2 counts among a model's calls the one that built it. */
function shifted(history: Value, models: ReadonlySet<string>): Value {
  const [layer, call, place] = elementsOf(history);
  const isNested = layer?.kind === 'str' && models.has(layer.value) && call?.kind === 'int';
  return isNested && place ? list([layer, int(call.value + 1), place]) : history;
}

function histories(value: Value | undefined, models: ReadonlySet<string>): Value {
  const elements = elementsOf(value);
  const all = elements[0]?.kind === 'str' && value ? [value] : elements;
  return list(all.map((each) => shifted(each, models)));
}

/** Arguments that Keras 3 has and Keras 2 has not. */
const newer: ReadonlySet<string> = new Set([
  ...[
    'quantization_config',
    'sliding_window',
    'use_gate',
    'rms_scaling',
    'renorm',
    'renorm_clipping',
    'renorm_momentum',
  ],
  ...['optional', 'input_axes', 'output_axes', 'lora_rank', 'lora_alpha', 'zero_output_for_mask'],
]);
/** Layers that take a seed in Keras 3 alone. */
const unseeded: ReadonlySet<string> = new Set([
  ...['LSTM', 'GRU', 'SimpleRNN', 'LSTMCell', 'GRUCell', 'SimpleRNNCell', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D'],
  ...['Attention', 'AdditiveAttention', 'MultiHeadAttention', 'GaussianNoise', 'GaussianDropout', 'AlphaDropout'],
  ...['SpatialDropout1D', 'SpatialDropout2D', 'SpatialDropout3D'],
]);

function olderSettings(type: string, config: Value): Value {
  if (config.kind !== 'dict') return config;
  const more: [string, Value][] =
    type === 'MultiHeadAttention' ? ['query_shape', 'value_shape', 'key_shape'].map((name) => [name, none]) : [];
  return dict(
    [...entriesOf(config), ...more].flatMap(([name, value]): [string, Value][] => {
      if (newer.has(name) || (name === 'seed' && unseeded.has(type))) return [];
      if (type === 'InputLayer' && name === 'batch_shape') return [['batch_input_shape', value]];
      return [[name, olderValue(value)]];
    }),
  );
}

function olderValue(value: Value): Value {
  if (value.kind === 'list') return list(value.elements.map(olderValue));
  const type = entryOf(value, 'class_name');
  if (type?.kind !== 'str') return value;
  if (type.value === 'DTypePolicy') return entryOf(entryOf(value, 'config'), 'name') ?? str('float32');
  if (type.value === 'function') return entryOf(value, 'config') ?? value;
  return olderWritten(value);
}
