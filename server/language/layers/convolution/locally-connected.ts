import { anonymous, type Dim, isKnown, multiply } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { activate, choice, refused, setting } from '../arguments.js';
import { kernelAndBiasSettings, kernelsAndBias } from '../kernel-and-bias.js';
import type { GivenArguments, LayerArguments, LayerDefinition } from '../layer.js';
import { uncomputed } from '../preprocessing/arguments.js';
import { integers } from '../scalar.js';
import { dataFormat, sizes, spatialWord, spelt } from '../spatial-arguments.js';
import { channelsOf, convolvedInput, filtersOf } from './convolution-settings.js';

/** Keras 2's LocallyConnected1D and 2D: convolutions whose kernel is another one at each place. */
export function locallyConnected(rank: 1 | 2): LayerDefinition {
  return {
    name: `LocallyConnected${rank}D`,
    signature: `filters, kernel_size, strides=${spelt(1, rank)}, padding='valid', data_format=None, activation=None, use_bias=True, kernel_initializer='glorot_uniform', bias_initializer='zeros', kernel_regularizer=None, bias_regularizer=None, activity_regularizer=None, kernel_constraint=None, bias_constraint=None, implementation=1`,
    description: `Like a convolution over ${spatialWord[rank]}, but each place of the output has kernels of its own. Keras 3 does not have it.`,
    documentation: '',
    configure(given) {
      const implementation = given.get('implementation');
      const padding = choice(given, 'padding', ['valid', 'same'], 'valid');
      if (padding === 'same' && implementation === 1) {
        throw refused(
          'padding',
          'same',
          "'valid' where implementation is 1",
          `Invalid border mode for LocallyConnected${rank}D (only "valid" is supported if implementation is 1): same`,
        );
      }
      // A kernel of the numbers that are not 0 alone is for inputs too large for the others.
      const settings = settingsOf(given, rank);
      const asked = implementation === 1 || implementation === 2 ? [] : ['implementation='];
      const notSupported = [...setting<readonly string[]>(settings, 'notSupported'), ...asked];
      return { ...settings, padding, implementation, notSupported };
    },
    inputSpec: (args) => convolvedInput(rank, args['data_format'], undefined),
    weights(args, [input]) {
      const format = args['data_format'];
      const implementation = args['implementation'];
      const [filters, channels] = [setting<Dim>(args, 'filters'), channelsOf(input, format)];
      const places = placesOf(input as Shape, format);
      if (!places.every(isKnown)) {
        throw new ShapeError('input-shape', `needs known sizes, got ${formatShape(input)}`, {
          received: input,
          keras: `The spatial dimensions of the inputs to  LocallyConnected${rank}D should be fully-defined, but layer received an inputs shape of ${formatShape(input)}`,
        });
      }
      const window =
        setting<readonly number[] | undefined>(args, 'kernel_size') ?? Array.from({ length: rank }, () => anonymous());
      const made = madePlaces(args, places);
      const first = format === 'channels_first';
      const kernel = (): Shape | undefined => {
        if (implementation === 1) return [product(made), multiply(product(window), channels), filters];
        if (implementation === 2) {
          return first ? [channels, ...places, filters, ...made] : [...places, channels, ...made, filters];
        }
        if (implementation === 3) return [multiply(multiply(reached(args, places), channels), filters)];
        return undefined;
      };
      const shape = kernel();
      if (!shape) return undefined;
      return kernelsAndBias(args, { kernel: shape }, [...made, filters]);
    },
    call(args, [x], weights, { graph, apply }) {
      if (!x) return [];
      const format = args['data_format'];
      if (!x.shape || !format) return uncomputed(graph, x, 'float32', undefined);
      const places = placesOf(x.shape, format);
      const made = madePlaces(args, places);
      const filters = setting<Dim>(args, 'filters');
      const [batch] = x.shape as [Dim];
      const shape = format === 'channels_first' ? [batch, filters, ...made] : [batch, ...made, filters];
      const kernel = weights.get('kernel');
      const sizes = sizesOf(args, x.shape, made);
      if (!kernel || !sizes || args['implementation'] === 3) return uncomputed(graph, x, 'float32', shape);
      const product =
        args['implementation'] === 2 ? masked(graph, x, kernel, sizes) : byWindow(graph, x, kernel, sizes);
      const bias = weights.get('bias');
      const shift =
        bias && sizes.first ? graph.one('Reshape', [bias, integers(graph, [1, sizes.filters, ...sizes.made])]) : bias;
      const sum = shift ? graph.one('Add', [product, shift]) : product;
      return [{ ...activate(graph, sum, args['activation'], apply), shape }];
    },
  };
}

/** What a computation takes, all of it known. */
interface Sizes {
  readonly filters: number;
  readonly channels: number;
  /** Channels come first. */
  readonly first: boolean;
  readonly places: readonly number[];
  readonly made: readonly number[];
  /** For each axis and each place of the output the first place of the input that it reaches, and how many. */
  readonly windows: readonly (readonly (readonly [from: number, count: number])[])[];
}

function sizesOf(args: LayerArguments, input: Shape, made: Shape): Sizes | undefined {
  const format = args['data_format'];
  const places = placesOf(input, format);
  const [filters, channels] = [setting<Dim>(args, 'filters'), channelsOf(input, format)];
  const window = setting<readonly number[] | undefined>(args, 'kernel_size');
  const strides = setting<readonly number[] | undefined>(args, 'strides');
  if (!window || !strides || !isKnown(filters) || !isKnown(channels)) return undefined;
  if (!places.every(isKnown) || !made.every(isKnown)) return undefined;
  const windows = made.map((count, axis) =>
    Array.from({ length: count }, (_, i) =>
      windowAt(
        i,
        { size: places[axis] as number, length: window[axis] as number, step: strides[axis] as number },
        args,
      ),
    ),
  );
  return { filters, channels, first: format === 'channels_first', places, made, windows };
}

function windowAt(
  i: number,
  { size, length, step }: { readonly size: number; readonly length: number; readonly step: number },
  args: LayerArguments,
): readonly [from: number, count: number] {
  const start = args['padding'] === 'same' ? i * step - Math.floor(length / 2) : i * step;
  const from = Math.max(0, start);
  return [from, Math.min(size, start + length) - from];
}

/** `implementation=1`: what each place of the output reaches, times the kernel of that place. */
function byWindow(graph: GraphBuilder, x: SymbolicTensor, kernel: SymbolicTensor, sizes: Sizes): SymbolicTensor {
  const { first, made, windows, filters } = sizes;
  const rank = made.length;
  // (batch, …, output places and those of the window for each axis in turn, …)
  let taken = x;
  for (const [axis, each] of windows.entries()) {
    const places = each.flatMap(([from, count]) => Array.from({ length: count }, (_, i) => BigInt(from + i)));
    const index = graph.constant({
      dtype: 'int64',
      shape: [each.length, places.length / each.length],
      data: BigInt64Array.from(places),
    });
    taken = graph.one('Gather', [taken, index], { axis: { int: (first ? 2 : 1) + 2 * axis } });
  }
  const start = first ? 2 : 1;
  const axes = Array.from({ length: rank }, (_, axis) => start + 2 * axis);
  const within = axes.map((axis) => axis + 1);
  const perm = [...axes, 0, ...(first ? [1, ...within] : [...within, 1 + 2 * rank])];
  const count = made.reduce((all, size) => all * size, 1);
  const ordered = graph.one('Transpose', [taken], { perm: { ints: perm } });
  const length = sizes.channels * windows.reduce((all, each) => all * (each[0]?.[1] ?? 0), 1);
  const rows = graph.one('Reshape', [ordered, integers(graph, [count, -1, length])]);
  const product = graph.one('MatMul', [rows, kernel]);
  const back = graph.one('Transpose', [product], { perm: { ints: first ? [1, 2, 0] : [1, 0, 2] } });
  return graph.one('Reshape', [back, integers(graph, first ? [-1, filters, ...made] : [-1, ...made, filters])]);
}

/** `implementation=2`: a kernel from all places to all, of which those that do not reach one another are 0. */
function masked(graph: GraphBuilder, x: SymbolicTensor, kernel: SymbolicTensor, sizes: Sizes): SymbolicTensor {
  const { first, made, places, windows, channels, filters } = sizes;
  const rank = made.length;
  let whole = kernel;
  for (const [axis, each] of windows.entries()) {
    const [from, to] = [places[axis] as number, made[axis] as number];
    const mask = new Float32Array(from * to);
    for (const [out, [start, count]] of each.entries())
      for (let i = start; i < start + count; i += 1) mask[i * to + out] = 1;
    const shape = Array.from({ length: 2 * rank + 2 }, () => 1);
    shape[axis + (first ? 1 : 0)] = from;
    shape[rank + 1 + axis + (first ? 1 : 0)] = to;
    whole = graph.one('Mul', [whole, graph.constant({ dtype: 'float32', shape, data: mask })]);
  }
  const [inputs, outputs] = [places, made].map((all) => all.reduce((a, b) => a * b, 1)) as [number, number];
  const matrix = graph.one('Reshape', [whole, integers(graph, [inputs * channels, outputs * filters])]);
  const flat = graph.one('Reshape', [x, integers(graph, [-1, inputs * channels])]);
  const shape = first ? [-1, filters, ...made] : [-1, ...made, filters];
  return graph.one('Reshape', [graph.one('MatMul', [flat, matrix]), integers(graph, shape)]);
}

function settingsOf(given: GivenArguments, rank: 1 | 2): LayerArguments {
  return {
    filters: filtersOf(given),
    kernel_size: sizes(given, 'kernel_size', rank),
    strides: sizes(given, 'strides', rank),
    data_format: dataFormat(given),
    ...kernelAndBiasSettings(given),
  };
}

function placesOf(shape: Shape, format: unknown): Shape {
  return format === 'channels_first' ? shape.slice(2) : shape.slice(1, -1);
}

/** The sizes that come out. */
function madePlaces(args: LayerArguments, places: Shape): Shape {
  const window = setting<readonly number[] | undefined>(args, 'kernel_size');
  const strides = setting<readonly number[] | undefined>(args, 'strides');
  return places.map((size, axis): Dim => {
    const [length, step] = [window?.[axis], strides?.[axis]];
    if (!isKnown(size) || length === undefined || step === undefined) return anonymous();
    return args['padding'] === 'same' ? Math.ceil(size / step) : Math.floor((size - length) / step) + 1;
  });
}

/** How many places of the input all places of the output reach, window by window. */
function reached(args: LayerArguments, places: Shape): Dim {
  const window = setting<readonly number[] | undefined>(args, 'kernel_size');
  const strides = setting<readonly number[] | undefined>(args, 'strides');
  const made = madePlaces(args, places);
  return product(
    places.map((size, axis): Dim => {
      const [length, step, count] = [window?.[axis], strides?.[axis], made[axis]];
      if (!isKnown(size) || length === undefined || step === undefined || count === undefined || !isKnown(count))
        return anonymous();
      let sum = 0;
      for (let i = 0; i < count; i += 1) sum += windowAt(i, { size, length, step }, args)[1];
      return sum;
    }),
  );
}

function product(sizes: Shape): Dim {
  return sizes.reduce<Dim>((all, size) => multiply(all, size), 1);
}
