import { allocate, type TypedArray } from '../../../tensor/element-type.js';
import { isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tensor, tuple, type Value } from '../../../values/value.js';
import { asFloat32, dataOf } from '../data.js';
import { randomOf } from '../state.js';
import { EpochStream } from '../streams/epoch-stream.js';
import type { BatchSource } from '../streams/source.js';
import { mapTensors, tensorsIn } from '../symbolic.js';
import { BATCH_SIZE } from '../training-arguments.js';
import { classWeights } from '../training-samples.js';

/** A data set as steps of the program's own take it: batch by batch, in the program's own structure. */
export interface Batches {
  /** Epoch after epoch, as Keras goes through them. */
  readonly stream: EpochStream;
  readonly samples: number | undefined;
  readonly batchSize: number;
}

/** x, y and weights, as the program gave them; None where it gave none. */
export interface Arrays {
  readonly x: Value;
  readonly y: Value;
  readonly sampleWeight: Value;
}

/** Of batches that the program makes as it goes. */
export function streamedBatches(source: BatchSource, wanted: number | undefined, context: Context): Batches {
  const first = tensorsIn(source.first)[0]?.shape?.[0];
  return {
    stream: new EpochStream(source, wanted, context),
    samples: undefined,
    batchSize: typeof first === 'number' ? first : 0,
  };
}

/** Of arrays: the samples in order, or in another one each pass. Without a size, `wanted` batches make a pass. */
export function arrayBatches(
  arrays: Arrays,
  size: number | undefined,
  wanted: number | undefined,
  shuffle: boolean,
  context: Context,
): Batches {
  const whole = packed({
    ...arrays,
    x: settled(arrays.x),
    y: settled(arrays.y),
    sampleWeight: settled(arrays.sampleWeight),
  });
  const count = tensorsIn(whole)[0]?.shape?.[0];
  const samples = typeof count === 'number' ? count : 0;
  const batchSize = size || (wanted ? Math.ceil(samples / wanted) : BATCH_SIZE);
  const inOrder = () => Array.from({ length: samples }, (_, i) => i);
  const batch = (taken: readonly number[]) => mapTensors(whole, (array) => rows(array, taken));
  const source: BatchSource = {
    batches: Math.ceil(samples / batchSize),
    get first() {
      return batch(inOrder().slice(0, batchSize));
    },
    open() {
      const order = shuffle ? shuffled(samples, context) : inOrder();
      let at = 0;
      return () => {
        if (at >= samples) return undefined;
        at += batchSize;
        return batch(order.slice(at - batchSize, at));
      };
    },
  };
  return { stream: new EpochStream(source, wanted, context), samples, batchSize };
}

/** As Keras packs a batch: x alone where there is nothing else, and x is one tensor. */
export function packed({ x, y, sampleWeight }: Arrays): Value {
  if (y.kind === 'none') return x.kind === 'tuple' || x.kind === 'list' ? tuple([x]) : x;
  return sampleWeight.kind === 'none' ? tuple([x, y]) : tuple([x, y, sampleWeight]);
}

/** The samples from `start` to before `end`, of all arrays in a value. */
export function between(value: Value, start: number, end: number): Value {
  const taken = Array.from({ length: end - start }, (_, i) => start + i);
  return mapTensors(value, (array) => ({ ...rows(array, taken), library: 'numpy' }) as TensorValue);
}

/** Arrays in the types that Keras feeds. */
function settled(value: Value): Value {
  return mapTensors(value, (array) => {
    const data = dataOf(array);
    const float = data?.dtype === 'float64' || data?.dtype === 'float16' ? asFloat32(data) : data;
    return float ? tensor('numpy', float.dtype, float.shape, float.data) : array;
  });
}

function rows({ dtype, shape, data }: TensorValue, taken: readonly number[]): TensorValue {
  if (!data || !dtype || !isStatic(shape)) return tensor('tensorflow', dtype, shape);
  const [, ...sample] = shape as readonly number[];
  const size = sample.reduce((product, dim) => product * dim, 1);
  const part = allocate(dtype, taken.length * size);
  taken.forEach((row, i) => {
    copy(data.subarray(row * size, (row + 1) * size), part, i * size);
  });
  return tensor('tensorflow', dtype, [taken.length, ...sample], part);
}

/** Both are of one type. */
function copy(from: TypedArray, into: TypedArray, at: number): void {
  if (into instanceof BigInt64Array || into instanceof BigUint64Array) into.set(from as BigInt64Array, at);
  else into.set(from as Float32Array, at);
}

/** A batch of the program as a step gets it: tensors of TensorFlow's. */
export function eagerly(batch: Value): Value {
  return mapTensors(batch, (array) => {
    if (array.library !== 'numpy') return array;
    const data = dataOf(array);
    const float = data?.dtype === 'float64' ? asFloat32(data) : data;
    return float ? tensor('tensorflow', float.dtype, float.shape, float.data.slice()) : array;
  });
}

function shuffled(count: number, context: Context): readonly number[] {
  const random = randomOf(context);
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** Results of one batch after the other as one, along their first axes; undefined where there are none. */
export function joined(parts: readonly Value[]): Value | undefined {
  const [first] = parts;
  const flat = parts.map(tensorsIn);
  return (
    first &&
    mapTensors(first, (like, at) => {
      const pieces = flat.map((each) => each[at] as TensorValue);
      const [, ...sample] = like.shape ?? [];
      const data = allocate(
        like.dtype ?? 'float32',
        pieces.reduce((sum, piece) => sum + (piece.data?.length ?? 0), 0),
      );
      const samples = pieces.reduce((sum, { shape }) => sum + Number(shape?.[0] ?? 0), 0);
      let filled = 0;
      for (const { data: own } of pieces) {
        if (!own) continue;
        copy(own, data, filled);
        filled += own.length;
      }
      return tensor('numpy', like.dtype, [samples, ...sample], data);
    })
  );
}

/** `class_weight=` as weights of samples. */
export function weightedByClass({ x, y }: Arrays, classWeight: Value, context: Context): Arrays {
  const labels = tensorsIn(y).map((each) => dataOf(each));
  const weights = classWeights(classWeight, labels, context);
  return { x, y, sampleWeight: weights ? tensor('numpy', weights.dtype, weights.shape, weights.data) : none };
}
