import { isKnown } from '../../tensor/dim.js';
import { elementTypeNumbers, isFloat } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { layerArgument, refused, setting } from '../arguments.js';
import { CallArguments } from '../call-arguments.js';
import type { LayerContext, LayerDefinition, LayerHandle } from '../layer.js';
import { integers, scalar } from '../scalar.js';

/** A layer whose kernel is divided by its largest singular value as it trains; `vector_u` is the estimate's state. */
export const spectralNormalization: LayerDefinition = {
  name: 'SpectralNormalization',
  signature: 'layer, power_iterations=1',
  callSignature: 'inputs, training=False',
  description: 'A layer whose kernel keeps the largest singular value 1 while it trains.',
  documentation: 'layers/normalization_layers/spectral_normalization/',
  anyElementType: true,
  heldFirst: ['kernel', 'embeddings'],
  configure(given) {
    const iterations = given.get('power_iterations');
    if (typeof iterations === 'number' && iterations <= 0) {
      throw refused(
        'power_iterations',
        iterations,
        'a number above 0',
        `\`power_iterations\` should be greater than zero. Received: \`power_iterations=${iterations}\``,
      );
    }
    const layer = layerArgument(
      given,
      'layer',
      (shown) => `Layer ${shown} supplied to Wrapper isn't a supported layer type.`,
    );
    return { layer, power_iterations: iterations };
  },
  sublayers: (args) => [setting<LayerHandle | undefined>(args, 'layer')].filter((layer) => layer !== undefined),
  weights(args, inputs) {
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    const given = CallArguments.on(inputs.length, layer?.definition.callSignature);
    const weights = layer?.definition.weights?.(layer.arguments, inputs, given);
    const kernel = weights?.find(({ name }) => name === 'kernel' || name === 'embeddings');
    if (layer && weights && !kernel) {
      const message = `${layer.definition.name} has no kernel to normalize`;
      const keras = `${layer.definition.name} object has no attribute 'kernel' nor 'embeddings'`;
      throw new ShapeError('layer-argument', message, { argument: 'layer', keras });
    }
    const last = kernel?.shape.at(-1);
    if (kernel === undefined || last === undefined) return undefined;
    return [
      {
        name: 'vector_u',
        shape: [1, last],
        dtype: kernel.dtype,
        trainable: false,
        initializer: { name: 'TruncatedNormal', mean: 0, stddev: 0.02 },
      },
    ];
  },
  call(args, inputs, weights, context) {
    const { graph, apply, training } = context;
    const layer = setting<LayerHandle | undefined>(args, 'layer');
    const [x] = inputs;
    if (!layer) return [{ ...graph.one('Identity', [x]), shape: undefined }];
    const vector = weights.get('vector_u');
    if (training && vector) normalize(context, layer, vector, Number(args['power_iterations'] ?? 1));
    const results = apply(layer, inputs);
    // Keras 3 gives it in the type of its input, even where that holds whole numbers alone.
    if (!x || context.older || isFloat(x.dtype)) return results;
    return results.map((result) => graph.one('Cast', [result], { to: { int: elementTypeNumbers[x.dtype] } }));
  },
};

/** Gives the kernel a largest singular value of 1, by an estimate that gets better with each step. */
function normalize(
  { graph, owned, update }: LayerContext,
  layer: LayerHandle,
  vector: SymbolicTensor,
  iterations: number,
): void {
  const own = owned(layer);
  const name = own.weight('kernel') ? 'kernel' : 'embeddings';
  const kernel = own.weight(name);
  const columns = kernel?.shape?.at(-1);
  if (!kernel || columns === undefined || !isKnown(columns)) return;
  const matrix = graph.one('Reshape', [kernel, integers(graph, [-1, columns])]);
  const turned = graph.one('Transpose', [matrix], { perm: { ints: [1, 0] } });
  let [u, v] = [vector, vector];
  for (let i = 0; i < iterations; i += 1) {
    v = ofLengthOne(graph, graph.one('MatMul', [u, turned]));
    u = ofLengthOne(graph, graph.one('MatMul', [v, matrix]));
  }
  const product = graph.one('MatMul', [
    graph.one('MatMul', [v, matrix]),
    graph.one('Transpose', [u], { perm: { ints: [1, 0] } }),
  ]);
  const largest = graph.one('Reshape', [product, integers(graph, [1])]);
  const size = graph.one('ReduceMax', [graph.one('Abs', [kernel])], { keepdims: { int: 0 } });
  const isZero = graph.one('Equal', [size, scalar(graph, 0, size)]);
  update('vector_u', { ...graph.one('Where', [isZero, vector, u]), shape: vector.shape });
  const normal = graph.one('Div', [kernel, largest]);
  own.update(name, { ...graph.one('Where', [isZero, kernel, normal]), shape: kernel.shape });
}

/** As `keras.ops.normalize`: what is shorter than 1e-7 stays shorter than 1. */
function ofLengthOne(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const squares = graph.one('ReduceSum', [graph.one('Mul', [x, x])], { keepdims: { int: 1 } });
  const factor = graph.one('Reciprocal', [graph.one('Sqrt', [squares])]);
  return graph.one('Mul', [x, graph.one('Min', [factor, scalar(graph, 1e7, x)])]);
}
