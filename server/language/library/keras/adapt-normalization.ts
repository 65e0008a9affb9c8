import type { Weight } from '../../layers/layer.js';
import { applyLayer } from '../../model/apply-layer.js';
import type { Layer } from '../../model/model.js';
import { batch } from '../../tensor/dim.js';
import { isStatic, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeType } from '../../values/native-type.js';
import { none, tensor, unknown, type Value } from '../../values/value.js';
import { datasetOf, fitParts } from '../tensorflow/data/dataset.js';
import { type Pipeline, pipelineOf, rowOf, stacked } from '../tensorflow/data/pipeline.js';
import { fillWeights } from './apply.js';
import { asFloat32, dataOf } from './data.js';
import { report } from './faults.js';
import { layerIn, selfLayer } from './self-layer.js';
import { isUncertain } from './state.js';

/** Learns mean and variance, and builds the layer for the data's shape. */
export const adaptNormalization: NativeFunction = {
  name: 'Normalization.adapt',
  signature: 'self, data, batch_size=None, steps=None',
  call(args, context) {
    const layer = selfLayer(args);
    if (!layer) return none;
    if (layer.arguments['learns'] === false) return none;
    const pipeline = pipelineOf(args.get('data'));
    const data = pipeline ? wholeOf(pipeline, context) : args.get('data');
    const shape = shapeOf(data);
    if (shape && !layer.weights) build(layer, shape, context);
    if (context.host.mode === 'numbers') measure(layer, data, context);
    return none;
  },
};

/** Mean and variance have the input's rank, as Keras keeps them to broadcast. */
export const normalizationAttributes: NonNullable<NativeType['attributes']> = {
  mean: (self, context) => statistic(self, 'mean', context),
  variance: (self, context) => statistic(self, 'variance', context),
};

/** The shape of a batch: of an array, or of a dataset's first part. */
function shapeOf(data: Value): Shape | undefined {
  if (data.kind === 'tensor') return data.shape;
  const dataset = datasetOf(data);
  const first = dataset && fitParts(dataset)[0];
  if (first?.kind !== 'tensor' || !first.shape) return undefined;
  return first.shape.length === 1 ? [batch, ...first.shape] : first.shape;
}

/** All samples that a dataset gives, of its first part where it has several. */
function wholeOf(dataset: Pipeline, context: Context): Value {
  const next = dataset.open();
  const parts: Value[] = [];
  for (let element = next(); element; element = next()) {
    const [x] = fitParts({ element, cardinality: undefined });
    if (x.kind !== 'tensor' || !x.shape)
      return context.unknown('adapt takes tensors of numbers', 'Normalization.adapt');
    // Elements without an axis of samples are samples.
    if (x.shape.length === 1) parts.push(x);
    else for (let row = 0; row < Number(x.shape[0]); row += 1) parts.push(rowOf(x, row));
  }
  return parts.length > 0 ? stacked(parts, context) : context.unknown('the dataset is empty', 'Normalization.adapt');
}

function build(layer: Layer, shape: Shape, context: Context): void {
  const probe: Layer = { ...layer, calls: [] };
  const { problem } = applyLayer(probe, [{ shape, dtype: 'float32', source: undefined }], context.range);
  if (problem) {
    const details = { type: 'Normalization', message: problem.message };
    report('layer-argument', context.range, details, String(problem.details['keras'] ?? problem.message), context);
    return;
  }
  if (isUncertain(layer, context)) return;
  layer.weights = probe.weights;
  layer.arguments = { ...layer.arguments, builtRank: shape.length };
  fillWeights(layer, context);
}

function measure(layer: Layer, data: Value, context: Context): void {
  const numbers = data.kind === 'tensor' ? asFloat32(dataOf(data)) : undefined;
  const axis = layer.arguments['axis'] as readonly number[] | undefined;
  if (!numbers || !axis || !layer.weights) {
    context.unknown('adapt takes an array of numbers', 'Normalization.adapt');
    return;
  }
  const { shape, data: values } = numbers;
  const kept = axis.map((each) => (each < 0 ? each + shape.length : each)).sort((a, b) => a - b);
  const size = kept.reduce((product, each) => product * (shape[each] as number), 1);
  const strides = shape.map((_, i) => shape.slice(i + 1).reduce((product, dim) => product * dim, 1));
  const placeOf = (i: number) =>
    kept.reduce((place, each) => {
      const dim = shape[each] as number;
      return place * dim + (Math.floor(i / (strides[each] as number)) % dim);
    }, 0);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  const count = values.length / size;
  for (let i = 0; i < values.length; i += 1) sums[placeOf(i)] = (sums[placeOf(i)] as number) + Number(values[i]);
  const means = sums.map((sum) => sum / count);
  for (let i = 0; i < values.length; i += 1) {
    const place = placeOf(i);
    squares[place] = (squares[place] as number) + (Number(values[i]) - (means[place] as number)) ** 2;
  }
  set(layer.weights, 'mean', Float32Array.from(means));
  set(
    layer.weights,
    'variance',
    Float32Array.from(squares, (square) => square / count),
  );
}

function set(weights: readonly Weight[], name: string, data: Float32Array): void {
  const weight = weights.find((each) => each.name === name);
  if (weight && isStatic(weight.shape)) weight.value = { dtype: 'float32', shape: weight.shape, data };
}

function statistic(self: Value, name: 'mean' | 'variance', context: Context): Value {
  const layer = layerIn(self);
  const weight = layer?.weights?.find((each) => each.name === name);
  if (!weight) {
    return layer?.weights || layer?.arguments['learns'] === false
      ? unknown(`the shape of ${name} is not known`, name)
      : none;
  }
  const axis = layer?.arguments['axis'] as readonly number[] | undefined;
  const plain = axis?.length === 1 && axis[0] === -1;
  const data = context.host.mode === 'numbers' ? weight.value?.data.slice() : undefined;
  // How many axes stand before the last is known from the shape that the layer was built with.
  const rank = layer?.arguments['builtRank'];
  if (!plain || typeof rank !== 'number') return unknown(`the shape of ${name} is not known`, name);
  return tensor('tensorflow', 'float32', [...Array.from({ length: rank - 1 }, () => 1), ...weight.shape], data);
}
