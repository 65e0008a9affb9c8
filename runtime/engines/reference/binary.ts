import { type ElementType, isInteger, type TensorData } from '../../../server/language/tensor/element-type.js';
import { int } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernel, Kernels } from './kernel.js';
import { broadcastPositions, broadcastShapes, generate, given, numbers, rearrange } from './tensors.js';
import { wholePairs } from './whole.js';

/** Of two elements, or of the elements so far and the next one. */
type Pair = (a: number, b: number) => number;

export const binary: Kernels = {
  Add: exact(
    (a, b) => a + b,
    pairwise(() => (a, b) => a + b),
  ),
  Sub: exact(
    (a, b) => a - b,
    pairwise(() => (a, b) => a - b),
  ),
  Mul: exact(
    (a, b) => a * b,
    pairwise((dtype) => (dtype === 'int32' || dtype === 'uint32' ? Math.imul : (a, b) => a * b)),
  ),
  Div: pairwise((dtype) => (isInteger(dtype) ? (a, b) => Math.trunc(a / b) : (a, b) => a / b)),
  Mod: (inputs, attributes, surroundings) =>
    pairwise(() => (int(attributes, 'fmod') ? remainder : modulo))(inputs, attributes, surroundings),
  Pow: pairwise(() => (a, b) => a ** b),
  Equal: pairwise(() => (a, b) => Number(a === b), 'bool'),
  Less: exact(
    (a, b) => a < b,
    pairwise(() => (a, b) => Number(a < b), 'bool'),
    'bool',
  ),
  LessOrEqual: pairwise(() => (a, b) => Number(a <= b), 'bool'),
  Greater: pairwise(() => (a, b) => Number(a > b), 'bool'),
  GreaterOrEqual: pairwise(() => (a, b) => Number(a >= b), 'bool'),
  And: pairwise(() => (a, b) => a & b, 'bool'),
  Or: pairwise(() => (a, b) => a | b, 'bool'),
  Xor: pairwise(() => (a, b) => a ^ b, 'bool'),
  Min: folded(Math.min),
  Max: folded(Math.max),
  Sum: folded((a, b) => a + b),
  Mean: (inputs, attributes, surroundings) => {
    const [sum] = folded((a, b) => a + b)(inputs, attributes, surroundings) as [TensorData];
    const values = numbers(sum);
    return [generate(sum.dtype, sum.shape, (i) => (values[i] as number) / inputs.length)];
  },
  Where(inputs) {
    const [condition, x, y] = [given(inputs, 0), given(inputs, 1), given(inputs, 2)];
    const shape = broadcastShapes(condition.shape, x.shape, y.shape);
    const whichAt = broadcastPositions(condition.shape, shape);
    const xAt = broadcastPositions(x.shape, shape);
    const yAt = broadcastPositions(y.shape, shape);
    const result = rearrange(x, shape, (i) => xAt[i] as number);
    for (let i = 0; i < whichAt.length; i += 1) {
      const other = y.data[yAt[i] as number];
      if (!condition.data[whichAt[i] as number] && other !== undefined) result.data[i] = other;
    }
    return [result];
  },
};

/** 64-bit numbers without a sign are random bits more often than counts: they are computed with to the last bit. */
function exact(whole: (a: bigint, b: bigint) => bigint | boolean, others: Kernel, output?: ElementType): Kernel {
  return (inputs, attributes, surroundings) =>
    given(inputs, 0).dtype === 'uint64'
      ? [wholePairs(inputs, whole, output)]
      : others(inputs, attributes, surroundings);
}

/** With the sign of the dividend. */
const remainder: Pair = (a, b) => a % b;

/** With the sign of the divisor, as Python's `%`. */
const modulo: Pair = (a, b) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

function pairwise(prepare: (dtype: ElementType) => Pair, output?: ElementType): Kernel {
  return (inputs) => {
    const a = given(inputs, 0);
    const b = given(inputs, 1);
    const [p, q] = [numbers(a), numbers(b)];
    const shape = broadcastShapes(a.shape, b.shape);
    const [pAt, qAt] = [broadcastPositions(a.shape, shape), broadcastPositions(b.shape, shape)];
    const compute = prepare(a.dtype);
    return [
      generate(output ?? a.dtype, shape, (i) => compute(p[pAt[i] as number] as number, q[qAt[i] as number] as number)),
    ];
  };
}

/** Any number of operands, joined from left to right. */
function folded(join: Pair): Kernel {
  const both = pairwise(() => join);
  return ([first, ...rest], attributes, surroundings) => [
    rest.reduce((sum, next) => both([sum, next], attributes, surroundings)[0], given([first], 0)) as TensorData,
  ];
}
