import type { TensorData } from '../../../server/language/tensor/element-type.js';
import type { Attributes } from '../../../server/language/tensor/graph.js';
import { float, int, string } from '../../../server/language/tensor/operators/attributes.js';
import type { Kernel, Kernels } from './kernel.js';
import { generate, given, numbers } from './tensors.js';

export const elementwise: Kernels = {
  Identity: ([x]) => [x as TensorData],
  Relu: each((x) => Math.max(x, 0)),
  Neg: each((x) => -x),
  Abs: each(Math.abs),
  Sign: each(Math.sign),
  Floor: each(Math.floor),
  Ceil: each(Math.ceil),
  Round: each(roundHalfToEven),
  Not: each((x) => (x ? 0 : 1)),
  Reciprocal: each((x) => 1 / x),
  Sqrt: each(Math.sqrt),
  Exp: each(Math.exp),
  Log: each(Math.log),
  Sigmoid: each(sigmoid),
  Tanh: each(Math.tanh),
  Erf: each(erf),
  Softplus: each(softplus),
  Softsign: each((x) => x / (1 + Math.abs(x))),
  HardSwish: each((x) => x * Math.max(0, Math.min(1, x / 6 + 0.5))),
  Mish: each((x) => x * Math.tanh(softplus(x))),
  Sin: each(Math.sin),
  Cos: each(Math.cos),
  Tan: each(Math.tan),
  Asin: each(Math.asin),
  Acos: each(Math.acos),
  Atan: each(Math.atan),
  Sinh: each(Math.sinh),
  Cosh: each(Math.cosh),
  Asinh: each(Math.asinh),
  Acosh: each(Math.acosh),
  Atanh: each(Math.atanh),
  Elu: withParameter('alpha', 1, (x, alpha) => (x < 0 ? alpha * Math.expm1(x) : x)),
  Celu: withParameter('alpha', 1, (x, alpha) => (x < 0 ? alpha * Math.expm1(x / alpha) : x)),
  LeakyRelu: withParameter('alpha', 0.01, (x, alpha) => (x < 0 ? alpha * x : x)),
  ThresholdedRelu: withParameter('alpha', 1, (x, alpha) => (x > alpha ? x : 0)),
  Selu: perElement((attributes) => {
    const alpha = float(attributes, 'alpha') ?? 1.6732631921768188;
    const gamma = float(attributes, 'gamma') ?? 1.0507010221481323;
    return (x) => gamma * (x <= 0 ? alpha * Math.expm1(x) : x);
  }),
  HardSigmoid: perElement((attributes) => {
    const alpha = float(attributes, 'alpha') ?? 0.2;
    const beta = float(attributes, 'beta') ?? 0.5;
    return (x) => Math.max(0, Math.min(1, alpha * x + beta));
  }),
  Gelu: perElement((attributes) =>
    string(attributes, 'approximate') === 'tanh'
      ? (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))
      : (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  ),
  IsNaN: ([x]) => [generate('bool', given([x], 0).shape, (i) => Number(Number.isNaN(numbers(given([x], 0))[i])))],
  IsInf: ([x], attributes) => {
    const values = numbers(given([x], 0));
    const signs = [int(attributes, 'detect_negative') === 0 ? 0 : -1, int(attributes, 'detect_positive') === 0 ? 0 : 1];
    return [
      generate('bool', given([x], 0).shape, (i) =>
        Number(Math.abs(values[i] as number) === Infinity && signs.includes(Math.sign(values[i] as number))),
      ),
    ];
  },
  Clip([x, low, high]) {
    const tensor = given([x], 0);
    const values = numbers(tensor);
    const least = low ? (numbers(low)[0] as number) : -Infinity;
    const most = high ? (numbers(high)[0] as number) : Infinity;
    // The upper bound wins where the two cross, as ONNX says.
    return [generate(tensor.dtype, tensor.shape, (i) => Math.min(most, Math.max(least, values[i] as number)))];
  },
};

function each(compute: (x: number) => number): Kernel {
  return perElement(() => compute);
}

function withParameter(name: string, fallback: number, compute: (x: number, parameter: number) => number): Kernel {
  return perElement((attributes) => {
    const parameter = float(attributes, name) ?? fallback;
    return (x) => compute(x, parameter);
  });
}

function perElement(prepare: (attributes: Attributes) => (x: number) => number): Kernel {
  return (inputs, attributes) => {
    const x = given(inputs, 0);
    const values = numbers(x);
    const compute = prepare(attributes);
    return [generate(x.dtype, x.shape, (i) => compute(values[i] as number))];
  };
}

export function sigmoid(x: number): number {
  // The exponential of a large positive number overflows: take the form whose exponent is never positive.
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/**
 * The error function: its Taylor series near 0, the continued fraction of erfc elsewhere
 * (Abramowitz and Stegun 7.1.6 and 7.1.14), both to double precision.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n += 1) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  let fraction = size;
  for (let n = 60; n >= 1; n -= 1) fraction = size + n / 2 / fraction;
  return Math.sign(x) * (1 - Math.exp(-x * x) / (Math.sqrt(Math.PI) * fraction));
}
