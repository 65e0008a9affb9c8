import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { layerArgument, refused, setting } from '../arguments.js';
import { CallArguments } from '../call-arguments.js';
import type { LayerArguments, LayerDefinition, LayerHandle, PlainObject } from '../layer.js';
import { maskIn, reversed, sequenceMasks } from '../recurrent/sequence.js';
import { scalar } from '../scalar.js';

/** A recurrent layer read forwards and another backwards, their outputs merged. */
export const bidirectional: LayerDefinition = {
  name: 'Bidirectional',
  config: {
    settings: (args) => ({ layer: held(args, 'forward_layer'), backward_layer: held(args, 'backward_layer') }),
  },
  masking: 'takes',
  masks(args, inputs, masks) {
    const [mask] = sequenceMasks(
      setting<LayerHandle | undefined>(args, 'forward_layer')?.arguments ?? {},
      inputs,
      masks,
    );
    return args['merge_mode'] === null ? [mask, mask] : [mask];
  },
  signature: "layer, merge_mode='concat', weights=None, backward_layer=None",
  callSignature: 'sequences, initial_state=None, mask=None, training=None',
  description:
    'Reads a sequence forwards and backwards, each with a recurrent layer of its own, and merges what they give.',
  documentation: 'layers/recurrent_layers/bidirectional/',
  anyElementType: true,
  configure(given) {
    const layer = layerArgument(
      given,
      'layer',
      (shown) => `Please initialize \`Bidirectional\` layer with a \`keras.layers.Layer\` instance. Received: ${shown}`,
    );
    const mode = given.get('merge_mode');
    if (mode !== undefined && mode !== null && !modes.includes(String(mode))) {
      throw refused(
        'merge_mode',
        mode,
        `one of ${modes.map((each) => `'${each}'`).join(', ')} or None`,
        `Invalid merge mode. Received: ${String(mode)}. Merge mode should be one of {"sum", "mul", "ave", "concat", None}`,
        modes,
      );
    }
    if (!layer) return { merge_mode: mode };
    if (!('go_backwards' in layer.arguments)) {
      throw refused(
        'layer',
        { symbol: layer.definition.name, layer },
        'a recurrent layer, such as LSTM or GRU',
        `'${layer.definition.name}' object has no attribute 'go_backwards'`,
      );
    }
    const other =
      given.get('backward_layer') === null
        ? null
        : layerArgument(
            given,
            'backward_layer',
            (shown) => `\`backward_layer\` need to be a \`keras.layers.Layer\` instance. Received: ${shown}`,
          );
    const forward_layer = renamed(layer, 'forward_', layer.arguments['go_backwards']);
    const backward_layer = other === null ? renamed(layer, 'backward_', true) : other;
    if (backward_layer) agree(forward_layer, backward_layer);
    return { merge_mode: mode, layer, forward_layer, backward_layer };
  },
  sublayers: (args) =>
    ['forward_layer', 'backward_layer']
      .map((name) => setting<LayerHandle | undefined>(args, name))
      .filter((layer) => layer !== undefined),
  weights: (args) => (args['forward_layer'] && args['backward_layer'] ? [] : undefined),
  outputCount(args, given) {
    const layer = setting<LayerHandle | undefined>(args, 'forward_layer');
    const each = layer?.definition.outputCount?.(layer.arguments, given) ?? 1;
    return args['merge_mode'] === null ? 2 * each : 2 * each - 1;
  },
  call(args, inputs, _weights, { graph, given, apply }) {
    const forward = setting<LayerHandle | undefined>(args, 'forward_layer');
    const backward = setting<LayerHandle | undefined>(args, 'backward_layer');
    const [x] = inputs;
    if (!x) return [];
    if (!forward || !backward) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const states = given.inputs('initial_state').map((i) => inputs[i] as SymbolicTensor);
    const half = states.length / 2;
    const mask = maskIn(given, inputs);
    const [y, ...after] = applied(forward, x, states.slice(0, half), mask, apply);
    const [backwards, ...before] = applied(backward, x, states.slice(half), mask, apply);
    if (!y || !backwards) return [];
    const sequences = forward.arguments['return_sequences'] === true;
    return [
      ...merge(graph, y, sequences ? reversed(graph, backwards, 1) : backwards, args['merge_mode']),
      ...after,
      ...before,
    ];
  },
};

const modes: readonly string[] = ['sum', 'mul', 'ave', 'concat'];

function applied(
  layer: LayerHandle,
  x: SymbolicTensor,
  states: readonly SymbolicTensor[],
  mask: SymbolicTensor | undefined,
  apply: (layer: LayerHandle, inputs: readonly SymbolicTensor[], given: CallArguments) => readonly SymbolicTensor[],
): readonly SymbolicTensor[] {
  let given = CallArguments.on(1, layer.definition.callSignature);
  const places = states.map((_, i) => i + 1);
  if (states.length) given = given.with('initial_state', places);
  if (mask) given = given.withTensor('mask', states.length + 1);
  return apply(layer, [x, ...states, ...(mask ? [mask] : [])], given);
}

function merge(graph: GraphBuilder, a: SymbolicTensor, b: SymbolicTensor, mode: unknown): SymbolicTensor[] {
  switch (mode) {
    case null:
      return [a, b];
    case 'concat':
      return [graph.one('Concat', [a, b], { axis: { int: -1 } })];
    case 'sum':
      return [graph.one('Add', [a, b])];
    case 'mul':
      return [graph.one('Mul', [a, b])];
    case 'ave': {
      const sum = graph.one('Add', [a, b]);
      return [graph.one('Div', [sum, scalar(graph, 2, sum)])];
    }
    default:
      return [{ ...graph.one('Identity', [a]), shape: undefined }];
  }
}

function held(args: LayerArguments, name: string): PlainObject | undefined {
  const layer = setting<LayerHandle | undefined>(args, name);
  return layer && { symbol: layer.definition.name, layer };
}

/** The same layer anew, as Keras makes it from the layer's config; in a sequence, steps that do not count become zeros. */
function renamed(
  { definition, name, arguments: settings }: LayerHandle,
  prefix: string,
  backwards: unknown,
): LayerHandle {
  const base = name.startsWith(prefix) ? name.slice(prefix.length) : name;
  const zeros = settings['return_sequences'];
  return {
    definition,
    name: `${prefix}${base}`,
    arguments: { ...settings, go_backwards: backwards, zero_output_for_mask: zeros },
  };
}

/** Both read the same sequence, in opposite directions, and give the same things. */
function agree(forward: LayerHandle, backward: LayerHandle): void {
  const problem = (keras: string) =>
    refused(
      'backward_layer',
      { symbol: backward.definition.name, layer: backward },
      'a layer like the forward one, with `go_backwards=True`',
      keras,
    );
  if (forward.arguments['go_backwards'] === backward.arguments['go_backwards'])
    throw problem('Forward layer and backward layer should have different `go_backwards` value.');
  for (const name of ['stateful', 'return_sequences', 'return_state']) {
    const [a, b] = [forward.arguments[name], backward.arguments[name]];
    if (a !== undefined && b !== undefined && a !== b)
      throw problem(`Forward layer and backward layer are expected to have the same value for attribute "${name}"`);
  }
}
