import { add, type Dim, divideExactly, isKnown, multiply, subtract } from '../dim.js';
import type { ElementType } from '../element-type.js';
import { broadcast, formatShape, type MaybeShape } from '../shape.js';
import { ShapeError } from '../shape-error.js';
import { elementsOf, required, result, sameElementType } from './operand.js';
import type { Operand, Operator } from './operator.js';

/** Operators of two tensors, or of several, element by element, with broadcasting. */
export const binary: readonly Operator[] = [
  arithmetic('Add', add),
  arithmetic('Sub', subtract),
  arithmetic('Mul', multiply),
  arithmetic('Div', quotient),
  arithmetic('Mod'),
  comparison('Equal'),
  comparison('Less'),
  comparison('LessOrEqual'),
  comparison('Greater'),
  comparison('GreaterOrEqual'),
  comparison('And'),
  comparison('Or'),
  comparison('Xor'),
  ...['BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'BitShift'].map((name) => arithmetic(name)),
  { name: 'Pow', infer: (inputs) => [result(required(inputs, 0, 'Pow').dtype, broadcastAll(inputs, 'Pow'))] },
  ...['Min', 'Max', 'Sum', 'Mean'].map(
    (name): Operator => ({
      name,
      infer: (inputs) => [result(sameElementType(inputs, name), broadcastAll(inputs, name))],
    }),
  ),
  {
    name: 'Where',
    infer(inputs) {
      const dtype = sameElementType([required(inputs, 1, 'Where'), required(inputs, 2, 'Where')], 'Where');
      return [result(dtype, broadcastAll(inputs, 'Where'))];
    },
  },
];

/** The common shape of all operands; undefined where one is not known. */
export function broadcastAll(operands: readonly (Operand | undefined)[], op: string): MaybeShape {
  let shape: MaybeShape = [];
  for (const operand of operands) {
    if (!operand?.shape) return undefined;
    const wider: MaybeShape = broadcast(shape, operand.shape);
    if (!wider) {
      throw new ShapeError(
        'operand-shapes',
        `${op}: shapes ${operands.map((each) => formatShape(each?.shape)).join(' and ')} do not broadcast together`,
        { received: operand.shape },
      );
    }
    shape = wider;
  }
  return shape;
}

function arithmetic(name: string, onDims?: (a: Dim, b: Dim) => Dim | undefined): Operator {
  return {
    name,
    infer(inputs) {
      const a = required(inputs, 0, name);
      const b = required(inputs, 1, name);
      const dtype = sameElementType([a, b], name);
      return [result(dtype, broadcastAll([a, b], name), onDims && eachPair(a, b, onDims))];
    },
  };
}

function comparison(name: string, output: ElementType = 'bool'): Operator {
  return {
    name,
    infer(inputs) {
      const operands = [required(inputs, 0, name), required(inputs, 1, name)];
      sameElementType(operands, name);
      return [result(output, broadcastAll(operands, name))];
    },
  };
}

/** Arithmetic on the elements of two shapes, or of a shape and a single number. */
function eachPair(a: Operand, b: Operand, onDims: (a: Dim, b: Dim) => Dim | undefined): Dim[] | undefined {
  const p = elementsOf(a);
  const q = elementsOf(b);
  if (!p || !q || (p.length !== q.length && p.length !== 1 && q.length !== 1)) return undefined;
  const length = p.length === 1 ? q.length : p.length;
  const pairs: Dim[] = [];
  for (let i = 0; i < length; i += 1) {
    const dim = onDims(p[p.length === 1 ? 0 : i] as Dim, q[q.length === 1 ? 0 : i] as Dim);
    if (dim === undefined) return undefined;
    pairs.push(dim);
  }
  return pairs;
}

/** ONNX's integer division cuts towards zero, which is known to be exact only for numbers and certain multiples. */
function quotient(a: Dim, b: Dim): Dim | undefined {
  if (isKnown(a) && isKnown(b)) return b === 0 ? undefined : Math.trunc(a / b);
  return divideExactly(a, b);
}
