import type { TensorData } from '../../../server/language/tensor/element-type.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import { EngineError } from '../engine.js';
import type { Kernel, Kernels } from './kernel.js';
import { axisFromFront, generate, given, indicesOf, numbers, parted, positionOf, tensorOf } from './tensors.js';

/** Folds a list of numbers into one. */
type Fold = (values: readonly number[]) => number;

const sum: Fold = (values) => values.reduce((total, value) => total + value, 0);

export const reductions: Kernels = {
  ReduceSum: reduction(sum),
  ReduceMean: reduction((values) => sum(values) / values.length),
  ReduceMax: reduction((values) => values.reduce((most, value) => Math.max(most, value), -Infinity)),
  ReduceMin: reduction((values) => values.reduce((least, value) => Math.min(least, value), Infinity)),
  ReduceProd: reduction((values) => values.reduce((product, value) => product * value, 1)),
  ReduceSumSquare: reduction((values) => sum(values.map((value) => value * value))),
  ReduceL1: reduction((values) => sum(values.map(Math.abs))),
  ReduceL2: reduction((values) => Math.sqrt(sum(values.map((value) => value * value)))),
  ReduceLogSum: reduction((values) => Math.log(sum(values))),
  ReduceLogSumExp: reduction((values) => {
    const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return Number.isFinite(most) ? most + Math.log(sum(values.map((value) => Math.exp(value - most)))) : most;
  }),
  ArgMax: argument((value, best) => value > best),
  ArgMin: argument((value, best) => value < best),
};

function reduction(fold: Fold): Kernel {
  return (inputs, attributes) => {
    const x = given(inputs, 0);
    const named = inputs[1] ? Array.from(numbers(inputs[1])) : [];
    if (named.length === 0 && int(attributes, 'noop_with_empty_axes')) return [x];
    const axes = new Set(
      (named.length > 0 ? named : x.shape.map((_, axis) => axis)).map((axis) => axisFromFront(axis, x.shape.length)),
    );
    const kept = x.shape.map((dim, axis) => (axes.has(axis) ? 1 : dim));
    const shape = int(attributes, 'keepdims') === 0 ? x.shape.filter((_, axis) => !axes.has(axis)) : kept;
    const groups: number[][] = Array.from({ length: kept.reduce((a, b) => a * b, 1) }, () => []);
    const values = numbers(x);
    for (let i = 0; i < values.length; i += 1) {
      const indices = indicesOf(i, x.shape).map((index, axis) => (axes.has(axis) ? 0 : index));
      (groups[positionOf(indices, kept)] as number[]).push(values[i] as number);
    }
    return [tensorOf(x.dtype, shape, groups.map(finiteFor(x, fold)))];
  };
}

/** Extremes of nothing are infinite for floats; integers have no such number. */
function finiteFor(x: TensorData, fold: Fold): Fold {
  if (x.dtype.startsWith('float') || x.dtype === 'bool') return fold;
  return (values) => {
    const result = fold(values);
    if (!Number.isFinite(result))
      throw new EngineError(`the largest or smallest of no elements is not a number of type ${x.dtype}`);
    return result;
  };
}

function argument(better: (value: number, best: number) => boolean): Kernel {
  return (inputs, attributes) => {
    const x = given(inputs, 0);
    const values = numbers(x);
    const axis = axisFromFront(int(attributes, 'axis') ?? 0, x.shape.length);
    const [, along, inner] = parted(x.shape, axis);
    const last = int(attributes, 'select_last_index') === 1;
    const shape =
      int(attributes, 'keepdims') === 0
        ? x.shape.filter((_, at) => at !== axis)
        : x.shape.map((dim, at) => (at === axis ? 1 : dim));
    return [
      generate('int64', shape, (i) => {
        const start = Math.floor(i / inner) * along * inner + (i % inner);
        let best = 0;
        for (let at = 1; at < along; at += 1) {
          const [value, most] = [values[start + at * inner] as number, values[start + best * inner] as number];
          if (better(value, most) || (last && value === most)) best = at;
        }
        return best;
      }),
    ];
  };
}
