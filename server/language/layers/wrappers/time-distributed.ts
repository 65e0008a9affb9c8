import { type Dim, isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import type { Shape } from '../../tensor/shape.js';
import { layerArgument, setting } from '../arguments.js';
import { CallArguments } from '../call-arguments.js';
import type { LayerContext, LayerDefinition, LayerHandle } from '../layer.js';
import { integers } from '../scalar.js';

/** One layer for each step of a sequence: steps are laid out as samples, and put back. */
export const timeDistributed: LayerDefinition = {
  name: 'TimeDistributed',
  masking: 'takes and passes',
  signature: 'layer',
  description: 'Applies a layer to every step of a sequence, with the same weights: (batch, steps, …).',
  documentation: 'layers/recurrent_layers/time_distributed/',
  anyElementType: true,
  configure(given) {
    const layer = layerArgument(
      given,
      'layer',
      (shown) =>
        `Please initialize \`TimeDistributed\` layer with a \`keras.layers.Layer\` instance. Received: ${shown}`,
    );
    // Keras 2 takes models step by step if all batches have one size, and once more the first step.
    const isOpen = given.older && layer?.model && looksAtBatch(layer);
    return {
      layer,
      stepwise: given.older !== true,
      notTrained: isOpen ? ['a model with BatchNormalization as its layer='] : [],
    };
  },
  untrained(args, [shape]) {
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    const steps = shape?.[1];
    if (!args['stepwise'] || !layer || !looksAtBatch(layer) || (steps !== undefined && isKnown(steps)))
      return undefined;
    return `${layer.definition.name} at each of an open number of steps`;
  },
  sublayers: (args) => [setting<LayerHandle | undefined>(args, 'layer')].filter((layer) => layer !== undefined),
  inputSpec: () => ({ minRank: 3 }),
  weights: (args) => (args['layer'] ? [] : undefined),
  call(args, inputs, _weights, { graph, given, training, older, apply }) {
    const [x] = inputs;
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    if (!x) return [];
    if (!layer || !x.shape) return [unknownLike(x, graph)];
    const [batch, steps, ...sample] = x.shape as readonly [Dim, Dim, ...Dim[]];
    // Keras 2 lays out steps as samples whatever the layer.
    if (training && !older && looksAtBatch(layer) && isKnown(steps)) return stepByStep(layer, x, steps, graph, apply);
    const flat = graph.one('Reshape', [x, target(graph, [], [], sample, x, 2)]);
    const whole = { ...flat, shape: [multiply(batch, steps), ...sample] };
    const mask = layer.definition.masking?.startsWith('takes') ? inputs[given.input('mask') ?? -1] : undefined;
    const alone = CallArguments.on(1, layer.definition.callSignature);
    const results = mask
      ? apply(layer, [whole, ofSamples(graph, mask)], alone.withTensor('mask', 1))
      : apply(layer, [whole], alone);
    return results.map((y) => {
      if (!y.shape) return unknownLike(y, graph);
      const each = y.shape.slice(1);
      const whole = graph.one('Reshape', [y, target(graph, [steps], [x], each, y, 1)]);
      return { ...whole, shape: [batch, steps, ...each] };
    });
  },
};

/** Whether a layer, or one of a model's, gives something else for the samples of one step than for those of all. */
function looksAtBatch({ definition, model }: LayerHandle): boolean {
  return definition.looksAtBatch === true || (model?.layers.some(looksAtBatch) ?? false);
}

/** Each step by itself, one after the other, as Keras computes them. */
function stepByStep(
  layer: LayerHandle,
  x: SymbolicTensor,
  steps: number,
  graph: GraphBuilder,
  apply: LayerContext['apply'],
): readonly SymbolicTensor[] {
  const each = Array.from({ length: steps }, (_, step) => {
    const index = graph.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(step)) });
    const [y] = apply(layer, [graph.one('Gather', [x, index], { axis: { int: 1 } })]);
    return y && graph.one('Unsqueeze', [y, integers(graph, [1])]);
  });
  return [graph.one('Concat', each, { axis: { int: 1 } })];
}

/** A mask with steps laid out as samples. */
function ofSamples(graph: GraphBuilder, mask: SymbolicTensor): SymbolicTensor {
  const rest = graph.one('Shape', [mask], { start: { int: 2 } });
  return graph.one('Reshape', [mask, graph.one('Concat', [integers(graph, [-1]), rest], { axis: { int: 0 } })]);
}

function unknownLike(x: SymbolicTensor, graph: GraphBuilder): SymbolicTensor {
  return { ...graph.one('Identity', [x]), shape: undefined };
}

/** The shape to bring a tensor to: samples (worked out), steps, and the dims of `like` from `axis` on. */
function target(
  graph: GraphBuilder,
  steps: Shape,
  sequence: readonly SymbolicTensor[],
  sample: Shape,
  like: SymbolicTensor,
  axis: number,
): SymbolicTensor {
  const all = [...steps, ...sample];
  if (all.every(isKnown)) return integers(graph, [-1, ...all]);
  const parts = [
    integers(graph, [-1]),
    ...sequence.map((x) => graph.one('Shape', [x], { start: { int: 1 }, end: { int: 2 } })),
    graph.one('Shape', [like], { start: { int: axis } }),
  ];
  return graph.one('Concat', parts, { axis: { int: 0 } });
}
