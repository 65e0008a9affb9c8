import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';

/** An operator applied to random float inputs, which are differentiated, and constants, which are not. */
export interface GradientCase {
  readonly op: string;
  readonly about?: string;
  readonly inputs: readonly RandomInput[];
  readonly constants?: readonly TensorData[];
  readonly attributes?: Attributes;
  /** The order of the operands where inputs do not all come before constants; undefined stands for one left out. */
  operands?(
    inputs: readonly SymbolicTensor[],
    constants: readonly SymbolicTensor[],
  ): readonly (SymbolicTensor | undefined)[];
}

interface RandomInput {
  readonly shape: readonly number[];
  readonly from: number;
  readonly to: number;
}

function random(shape: readonly number[], from = -2, to = 2): RandomInput {
  return { shape, from, to };
}

function int64(values: readonly number[], shape: readonly number[] = [values.length]): TensorData {
  return { dtype: 'int64', shape, data: BigInt64Array.from(values, (value) => BigInt(value)) };
}

function floats(values: readonly number[], shape: readonly number[] = []): TensorData {
  return { dtype: 'float64', shape, data: Float64Array.from(values) };
}

/** Numbers from -1 to 1 of which no two neighbours are alike. */
function sines(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => Math.sin(index * index));
}

function bools(values: readonly number[], shape: readonly number[]): TensorData {
  return { dtype: 'bool', shape, data: Uint8Array.from(values) };
}

const matrix = [random([3, 4])];
const positive = [random([3, 4], 0.2, 3)];

function unary(op: string, inputs: readonly RandomInput[] = matrix, attributes: Attributes = {}): GradientCase {
  return { op, inputs, attributes };
}

function binary(op: string, from = -2, to = 2): readonly GradientCase[] {
  const b = (shape: readonly number[]) => random(shape, from, to);
  return [
    { op, about: 'equal shapes', inputs: [random([2, 3], from, to), b([2, 3])] },
    { op, about: 'a vector along the last axis', inputs: [random([2, 3], from, to), b([3])] },
    { op, about: 'a matrix along the last axes', inputs: [random([4, 2, 3], from, to), b([2, 3])] },
    { op, about: 'axes of size 1 on both sides', inputs: [random([2, 1, 3], from, to), b([4, 1])] },
    { op, about: 'a scalar', inputs: [random([], from, to), b([2, 2])] },
  ];
}

function ints(values: readonly number[]): { readonly ints: readonly number[] } {
  return { ints: values };
}

const pooled = (attributes: Attributes, shape: readonly number[], about: string, op = 'MaxPool'): GradientCase => ({
  op,
  about,
  inputs: [random(shape)],
  attributes,
});

const conv = (x: readonly number[], w: readonly number[], attributes: Attributes, about: string): GradientCase => ({
  op: 'Conv',
  about,
  inputs: [random(x), random(w), random([w[0] as number])],
  attributes,
});

const transposed = (
  x: readonly number[],
  w: readonly number[],
  attributes: Attributes,
  about: string,
): GradientCase => ({ op: 'ConvTranspose', about, inputs: [random(x), random(w)], attributes });

const repeated = (x: readonly number[], scales: readonly number[], about: string): GradientCase => ({
  op: 'Resize',
  about,
  inputs: [random(x)],
  constants: [{ dtype: 'float32', shape: [scales.length], data: Float32Array.from(scales) }],
  attributes: {
    mode: { string: 'nearest' },
    coordinate_transformation_mode: { string: 'asymmetric' },
    nearest_mode: { string: 'floor' },
  },
  operands: ([values], [factors]) => [values, undefined, factors],
});

export const gradientCases: readonly GradientCase[] = [
  unary('Relu'),
  unary('LeakyRelu', matrix, { alpha: { float: 0.25 } }),
  unary('Elu', matrix, { alpha: { float: 0.75 } }),
  unary('Celu', matrix, { alpha: { float: 0.75 } }),
  unary('Selu'),
  unary('Sigmoid'),
  unary('Tanh'),
  unary('Softplus'),
  unary('Softsign'),
  unary('HardSigmoid', [random([3, 5], -4, 4)], { alpha: { float: 0.25 }, beta: { float: 0.5 } }),
  unary('Gelu'),
  { ...unary('Gelu', matrix, { approximate: { string: 'tanh' } }), about: 'approximated by tanh' },
  unary('Identity'),
  { ...unary('Cast', matrix, { to: { int: 11 } }), about: 'to float64' },
  unary('Neg'),
  unary('Abs'),
  unary('Exp'),
  unary('Log', positive),
  unary('Sqrt', positive),
  unary('Reciprocal', positive),
  unary('Erf'),
  unary('Sin'),
  unary('Cos'),
  { op: 'Clip', about: 'both limits', inputs: matrix, constants: [floats([-0.5]), floats([1])] },
  {
    op: 'Clip',
    about: 'an upper limit',
    inputs: matrix,
    constants: [floats([0.5])],
    operands: ([x], [limit]) => [x, undefined, limit],
  },
  ...binary('Add'),
  ...binary('Sub'),
  ...binary('Mul'),
  ...binary('Div', 0.5, 2),
  ...binary('Pow', 0.5, 2),
  ...binary('Max'),
  ...binary('Min'),
  {
    op: 'Where',
    inputs: [random([2, 3]), random([3])],
    constants: [bools([1, 0, 1, 0, 0, 1], [2, 3])],
    operands: ([a, b], [condition]) => [condition, a, b],
  },
  unary('Softmax', [random([2, 3, 4])], { axis: { int: -1 } }),
  { ...unary('Softmax', [random([2, 3, 4])], { axis: { int: 1 } }), about: 'over a middle axis' },
  unary('LogSoftmax', [random([2, 4])], { axis: { int: -1 } }),
  { op: 'LayerNormalization', inputs: [random([3, 4]), random([4]), random([4])] },
  {
    op: 'LayerNormalization',
    about: 'over two axes, without a bias',
    inputs: [random([2, 3, 4]), random([3, 4])],
    attributes: { axis: { int: 1 }, epsilon: { float: 0.25 } },
  },
  {
    op: 'LayerNormalization',
    about: 'a scale for one of two axes',
    inputs: [random([2, 3, 4]), random([4]), random([3, 1])],
    attributes: { axis: { int: -2 } },
  },
  { op: 'MatMul', about: 'two matrices', inputs: [random([3, 4]), random([4, 2])] },
  {
    op: 'MatMul',
    about: 'many wide rows that stand fast, and a narrow matrix',
    inputs: [random([512, 2])],
    constants: [floats(sines(64 * 512), [64, 512])],
    operands: ([narrow], [rows]) => [rows, narrow],
  },
  { op: 'MatMul', about: 'a matrix for all of a batch', inputs: [random([2, 3, 4]), random([4, 2])] },
  { op: 'MatMul', about: 'two batches', inputs: [random([2, 3, 4]), random([2, 4, 2])] },
  { op: 'MatMul', about: 'two batches, the second one wider', inputs: [random([2, 3, 2]), random([2, 2, 4])] },
  { op: 'MatMul', about: 'batches that are broadcast', inputs: [random([3, 1, 2, 4]), random([2, 4, 2])] },
  { op: 'Gemm', about: 'with a bias', inputs: [random([3, 4]), random([4, 2]), random([2])] },
  {
    op: 'Gemm',
    about: 'first transposed',
    inputs: [random([4, 3]), random([4, 2])],
    attributes: { transA: { int: 1 } },
  },
  {
    op: 'Gemm',
    about: 'second transposed',
    inputs: [random([3, 4]), random([2, 4])],
    attributes: { transB: { int: 1 } },
  },
  {
    op: 'Gemm',
    about: 'both transposed and scaled',
    inputs: [random([4, 3]), random([2, 4]), random([3, 1])],
    attributes: { transA: { int: 1 }, transB: { int: 1 }, alpha: { float: 0.5 }, beta: { float: 3 } },
  },
  { op: 'Reshape', inputs: [random([2, 6])], constants: [int64([3, -1])] },
  unary('Flatten', [random([2, 3, 2])], { axis: { int: 1 } }),
  { op: 'Squeeze', inputs: [random([2, 1, 3])], constants: [int64([1])] },
  { op: 'Unsqueeze', inputs: [random([2, 3])], constants: [int64([1])] },
  { op: 'Expand', inputs: [random([3, 1])], constants: [int64([2, 3, 4])] },
  unary('Trilu', [random([2, 3, 4])], { upper: { int: 0 } }),
  unary('Trilu', [random([3, 3])]),
  unary('Transpose', [random([2, 3, 4])], { perm: ints([2, 0, 1]) }),
  { op: 'Concat', inputs: [random([2, 3]), random([2, 1]), random([2, 2])], attributes: { axis: { int: 1 } } },
  { op: 'Slice', inputs: [random([4, 5])], constants: [int64([1, -4]), int64([3, 100]), int64([0, 1])] },
  {
    op: 'Slice',
    about: 'all of an axis from its end',
    inputs: [random([4, 3])],
    constants: [int64([-1]), int64([-(2 ** 31)]), int64([0]), int64([-1])],
  },
  { op: 'Split', inputs: [random([2, 6])], attributes: { axis: { int: -1 }, num_outputs: { int: 3 } } },
  { op: 'Tile', inputs: [random([2, 3])], constants: [int64([3, 2])] },
  { op: 'CumSum', inputs: [random([2, 4])], constants: [int64([1], [])] },
  {
    op: 'CumSum',
    about: 'from the end, without itself',
    inputs: [random([3, 2])],
    constants: [int64([0], [])],
    attributes: { exclusive: { int: 1 }, reverse: { int: 1 } },
  },
  { op: 'TopK', inputs: [random([2, 5])], constants: [int64([3])] },
  {
    op: 'ScatterElements',
    inputs: [random([3, 3]), random([2, 3])],
    constants: [int64([0, 2, 1, 1, 0, 2], [2, 3])],
    operands: ([data, updates], [indices]) => [data, indices, updates],
  },
  {
    op: 'ScatterElements',
    about: 'adding',
    inputs: [random([1, 5]), random([1, 3])],
    constants: [int64([1, 1, 4], [1, 3])],
    attributes: { axis: { int: 1 }, reduction: { string: 'add' } },
    operands: ([data, updates], [indices]) => [data, indices, updates],
  },
  {
    op: 'ScatterND',
    inputs: [random([4, 2]), random([2, 2])],
    constants: [int64([2, 0], [2, 1])],
    operands: ([data, updates], [indices]) => [data, indices, updates],
  },
  { op: 'GatherND', inputs: [random([3, 2])], constants: [int64([2, 1, 0, 0, 2, 1], [3, 2])] },
  { op: 'Sum', inputs: [random([2, 3]), random([3]), random([2, 1])] },
  { op: 'Mean', inputs: [random([2, 3]), random([3])] },
  unary('ThresholdedRelu', [random([3, 4])], { alpha: { float: 0.3 } }),
  ...['ReduceSumSquare', 'ReduceL1', 'ReduceL2', 'ReduceLogSumExp'].flatMap((op): GradientCase[] => [
    { op, inputs: [random([2, 3, 4])], constants: [int64([1, 2])], attributes: { keepdims: { int: 0 } } },
    { op, about: 'keeping the axis', inputs: [random([2, 3])], constants: [int64([0])] },
  ]),
  { op: 'ReduceLogSum', inputs: [random([2, 3], 0.5, 2)], constants: [int64([1])] },
  { op: 'Pad', inputs: [random([2, 3])], constants: [int64([1, 0, 0, 2])] },
  { op: 'Gather', inputs: [random([4, 3])], constants: [int64([2, 0, 2, 2], [2, 2])] },
  {
    op: 'Gather',
    about: 'along the axis in the middle',
    inputs: [random([2, 4, 3])],
    constants: [int64([2, 0, 2, 2, 1, 3], [2, 3])],
    attributes: { axis: { int: 1 } },
  },
  {
    op: 'Gather',
    about: 'one place of the last axis',
    inputs: [random([2, 3])],
    constants: [int64([1], [])],
    attributes: { axis: { int: -1 } },
  },
  {
    op: 'GatherElements',
    inputs: [random([3, 4])],
    constants: [int64([1, 1, 0, 3, 2, 2], [3, 2])],
    attributes: { axis: { int: 1 } },
  },
  { op: 'ReduceSum', about: 'over all axes', inputs: matrix, attributes: { keepdims: { int: 0 } } },
  { op: 'ReduceSum', about: 'over one', inputs: [random([2, 3, 4])], constants: [int64([-2])] },
  { op: 'ReduceMean', inputs: [random([2, 3, 4])], constants: [int64([0, 2])], attributes: { keepdims: { int: 0 } } },
  { op: 'ReduceMax', inputs: [random([2, 3, 4])], constants: [int64([1])], attributes: { keepdims: { int: 0 } } },
  { op: 'ReduceMin', inputs: matrix, constants: [int64([1])] },
  { op: 'ReduceProd', inputs: [random([2, 3, 4])], constants: [int64([1])], attributes: { keepdims: { int: 0 } } },
  { op: 'ReduceProd', about: 'over all, kept', inputs: matrix, constants: [int64([0, 1])] },
  unary('Tan', [random([3, 4], -1, 1)]),
  unary('Asin', [random([3, 4], -0.9, 0.9)]),
  unary('Acos', [random([3, 4], -0.9, 0.9)]),
  unary('Atan'),
  unary('Sinh'),
  unary('Cosh'),
  unary('Asinh'),
  unary('Acosh', [random([3, 4], 1.2, 3)]),
  unary('Atanh', [random([3, 4], -0.9, 0.9)]),
  { op: 'CumSum', inputs: [random([2, 3, 4])], constants: [int64([1], [])] },
  {
    op: 'CumSum',
    about: 'without its own, from the end',
    inputs: [random([2, 3, 4])],
    constants: [int64([-1], [])],
    attributes: { exclusive: { int: 1 }, reverse: { int: 1 } },
  },
  { op: 'TopK', inputs: [random([3, 5])], constants: [int64([2])], attributes: { axis: { int: -1 } } },
  {
    op: 'TopK',
    about: 'the smallest along the first axis',
    inputs: [random([5, 3])],
    constants: [int64([2])],
    attributes: { axis: { int: 0 }, largest: { int: 0 } },
  },
  { op: 'GatherND', inputs: [random([3, 4, 2])], constants: [int64([0, 1, 2, 3, 0, 1], [3, 2])] },
  {
    op: 'ScatterND',
    about: 'in the place of what was there',
    inputs: [random([4, 3]), random([2, 3])],
    constants: [int64([2, 0], [2, 1])],
    operands: ([data, updates], [indices]) => [data, indices, updates],
  },
  {
    op: 'ScatterND',
    about: 'added',
    inputs: [random([4, 3]), random([3, 3])],
    constants: [int64([2, 0, 2], [3, 1])],
    attributes: { reduction: { string: 'add' } },
    operands: ([data, updates], [indices]) => [data, indices, updates],
  },
  { op: 'Tile', inputs: [random([2, 3])], constants: [int64([2, 3])] },
  {
    op: 'Slice',
    about: 'in steps',
    inputs: [random([2, 7])],
    constants: [int64([1]), int64([6]), int64([1]), int64([2])],
  },
  {
    op: 'Slice',
    about: 'in steps from the end',
    inputs: [random([5, 2])],
    constants: [int64([-1]), int64([-100]), int64([0]), int64([-2])],
  },
  conv([2, 2, 4, 5], [3, 2, 3, 2], {}, 'no padding'),
  conv([2, 2, 5, 4], [3, 2, 3, 2], { auto_pad: { string: 'SAME_UPPER' } }, 'padded to the same size'),
  conv(
    [2, 2, 6, 5],
    [3, 2, 3, 3],
    { auto_pad: { string: 'SAME_UPPER' }, strides: ints([2, 2]) },
    'padded, strides of 2',
  ),
  conv([1, 2, 6, 7], [2, 2, 2, 3], { strides: ints([3, 2]) }, 'strides that leave elements over'),
  conv([1, 2, 7, 6], [2, 2, 3, 2], { dilations: ints([2, 3]) }, 'dilated'),
  conv(
    [1, 1, 7, 7],
    [2, 1, 2, 2],
    { dilations: ints([2, 2]), strides: ints([2, 2]), pads: ints([1, 0, 2, 1]) },
    'dilated with strides and uneven padding',
  ),
  conv([2, 4, 4, 4], [6, 2, 3, 3], { group: { int: 2 }, pads: ints([1, 1, 1, 1]) }, 'two groups'),
  conv([2, 3, 6], [2, 3, 3], { strides: ints([2]) }, 'one spatial axis'),
  conv([1, 2, 4, 3, 4], [2, 2, 2, 2, 2], { strides: ints([2, 1, 1]) }, 'three spatial axes'),
  conv([2, 3, 5, 4], [6, 1, 3, 2], { group: { int: 3 }, pads: ints([1, 0, 1, 1]) }, 'two kernels a channel'),
  conv([2, 3, 7], [3, 1, 3], { group: { int: 3 }, strides: ints([2]) }, 'one kernel a channel, along one axis'),
  transposed([2, 2, 3, 4], [2, 3, 3, 2], {}, 'no padding'),
  transposed([2, 3, 3, 4], [3, 2, 4, 3], { strides: ints([2, 2]), pads: ints([1, 0, 1, 1]) }, 'strides and padding'),
  transposed(
    [2, 2, 3],
    [2, 3, 2],
    { strides: ints([3]), output_padding: ints([1]) },
    'a stride above the kernel, along one axis',
  ),
  transposed([1, 2, 4, 3], [2, 2, 2, 2], { dilations: ints([2, 1]) }, 'dilated'),
  repeated([2, 2, 3, 2], [1, 1, 2, 3], 'twice and three times'),
  repeated([2, 2, 3], [1, 1, 2], 'along one axis'),
  pooled({ kernel_shape: ints([2, 2]), strides: ints([2, 2]) }, [2, 2, 4, 6], 'windows side by side'),
  pooled(
    { kernel_shape: ints([2, 2]), strides: ints([2, 2]) },
    [1, 2, 5, 7],
    'windows side by side that leave a row and a column',
  ),
  pooled({ kernel_shape: ints([3, 2]), strides: ints([3, 2]) }, [1, 2, 7, 6], 'windows of 3 × 2 side by side'),
  pooled({ kernel_shape: ints([3, 3]), strides: ints([2, 2]) }, [1, 2, 5, 7], 'overlapping windows'),
  pooled(
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), auto_pad: { string: 'SAME_UPPER' } },
    [2, 1, 5, 6],
    'overlapping padded windows',
  ),
  pooled(
    { kernel_shape: ints([2, 2]), strides: ints([2, 2]), auto_pad: { string: 'SAME_UPPER' } },
    [1, 1, 5, 5],
    'windows side by side, padded',
  ),
  pooled({ kernel_shape: ints([2, 2]), strides: ints([2, 2]) }, [2, 3, 4, 5], 'windows side by side', 'AveragePool'),
  pooled(
    { kernel_shape: ints([3, 3]), strides: ints([2, 2]), auto_pad: { string: 'SAME_UPPER' } },
    [1, 2, 5, 6],
    'padded',
    'AveragePool',
  ),
  pooled(
    { kernel_shape: ints([3, 2]), pads: ints([1, 0, 1, 1]), count_include_pad: { int: 1 } },
    [1, 1, 4, 4],
    'padding counted',
    'AveragePool',
  ),
  unary('GlobalAveragePool', [random([2, 3, 4, 2])]),
  { op: 'Dropout', about: 'outside training', inputs: matrix },
];
