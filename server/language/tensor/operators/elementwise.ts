import { multiply } from '../dim.js';
import { sizeOf } from '../shape.js';
import { required, result } from './operand.js';
import type { Operator } from './operator.js';

/** Operations an element takes, roughly: transcendental functions count as ten. */
const costs: Readonly<Record<string, number>> = {
  Identity: 0,
  Relu: 1,
  Neg: 1,
  Abs: 1,
  Sign: 1,
  Floor: 1,
  Ceil: 1,
  Round: 1,
  Not: 1,
  Reciprocal: 1,
  Sqrt: 1,
  LeakyRelu: 2,
  ThresholdedRelu: 1,
  HardSigmoid: 4,
  HardSwish: 5,
  Softsign: 3,
  Clip: 2,
  IsNaN: 1,
  IsInf: 1,
  Exp: 10,
  Log: 10,
  Sigmoid: 12,
  Tanh: 12,
  Erf: 10,
  Softplus: 20,
  Elu: 12,
  Selu: 13,
  Celu: 13,
  Gelu: 14,
  Mish: 32,
  Sin: 10,
  Cos: 10,
  Tan: 10,
  Asin: 10,
  Acos: 10,
  Atan: 10,
  Sinh: 10,
  Cosh: 10,
  Asinh: 10,
  Acosh: 10,
  Atanh: 10,
};

/** Operators that look at each element alone and keep shape and element type. */
const keepElementType = Object.keys(costs).filter(
  (name) => !['Identity', 'Clip', 'IsNaN', 'IsInf', 'Not'].includes(name),
);

export const elementwise: readonly Operator[] = [
  ...keepElementType.map((name) => unary(name)),
  unary('Not'),
  unary('Clip'),
  unary('IsNaN', 'bool'),
  unary('IsInf', 'bool'),
  {
    name: 'Identity',
    infer: (inputs) => [required(inputs, 0, 'Identity')],
    flops: () => 0,
  },
];

function unary(name: string, output?: 'bool'): Operator {
  return {
    name,
    infer(inputs) {
      const x = required(inputs, 0, name);
      return [result(output ?? x.dtype, x.shape)];
    },
    flops: (_inputs, [y]) => y?.shape && multiply(sizeOf(y.shape), costs[name] ?? 1),
  };
}
