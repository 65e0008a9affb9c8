import {
  bytesPerElement,
  elementTypeByNumber,
  isFloat,
  isInteger,
} from '../../../../server/language/tensor/element-type.js';
import { float, int, string } from '../../../../server/language/tensor/operators/attributes.js';
import type { Nodes, Ref } from '../nodes.js';
import { type Call, input, type Rule, type Rules, refuse } from '../rules.js';

const unary =
  (op: string): Rule =>
  (nodes, call) => [nodes.same(op, [input(call, 0)])];

/** By a formula on the tensor; `number` gives numbers of its type. */
const formula =
  (compute: (nodes: Nodes, x: Ref, number: (value: number) => Ref, call: Call) => Ref): Rule =>
  (nodes, call) => {
    const x = input(call, 0);
    return [compute(nodes, x, (value) => nodes.scalar(value, x.dtype), call)];
  };

const of = (call: Call, name: string, otherwise: number) => float(call.attributes, name) ?? otherwise;

const logical =
  (op: string): Rule =>
  (nodes, call) => [nodes.add(op, [input(call, 0), input(call, 1)], {}, 'bool')];

const comparison =
  (op: string): Rule =>
  (nodes, call) => [nodes.compare(op, input(call, 0), input(call, 1))];

const arithmetic =
  (op: string): Rule =>
  (nodes, call) => [nodes.same(op, [input(call, 0), input(call, 1)])];

/** Over any number of tensors. */
const folded =
  (op: string): Rule =>
  (nodes, call) => [
    call.inputs.slice(1).reduce<Ref>((all, _, at) => nodes.same(op, [all, input(call, at + 1)]), input(call, 0)),
  ];

export const elementwise: Rules = {
  Abs: (nodes, call) => [isUnsigned(call) ? input(call, 0) : nodes.same('Abs', [input(call, 0)])],
  ...Object.fromEntries(
    ['Neg', 'Sign', 'Sqrt', 'Exp', 'Log', 'Tanh', 'Sigmoid', 'Softplus', 'Softsign', 'Relu', 'Erf'].map((op) => [
      op,
      unary(op),
    ]),
  ),
  ...Object.fromEntries(
    ['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Asinh', 'Acosh', 'Atanh'].map((op) => [
      op,
      unary(op),
    ]),
  ),
  ...Object.fromEntries(['Floor', 'Ceil', 'Identity', 'Reciprocal'].map((op) => [op, unary(op)])),
  Round: unary('Round'),
  Not: (nodes, call) => [nodes.add('LogicalNot', [input(call, 0)], {}, 'bool')],
  IsNaN: (nodes, call) => [nodes.add('IsNan', [input(call, 0)], { T: { type: input(call, 0).dtype } }, 'bool')],
  IsInf(nodes, call) {
    const x = input(call, 0);
    const zero = nodes.scalar(0, x.dtype);
    const infinite = nodes.add('IsInf', [x], { T: { type: x.dtype } }, 'bool');
    const both = (op: string) => nodes.add('LogicalAnd', [infinite, nodes.compare(op, x, zero)], {}, 'bool');
    const [negative, positive] = ['detect_negative', 'detect_positive'].map((name) => int(call.attributes, name) ?? 1);
    if (negative && positive) return [infinite];
    if (negative) return [both('Less')];
    if (positive) return [both('Greater')];
    return [nodes.add('LogicalAnd', [both('Less'), both('Greater')], {}, 'bool')];
  },
  LeakyRelu: (nodes, call) => {
    const x = input(call, 0);
    return [nodes.same('LeakyRelu', [x], { T: { type: x.dtype }, alpha: { float: of(call, 'alpha', 0.01) } })];
  },
  ThresholdedRelu: formula((nodes, x, number, call) =>
    nodes.select(nodes.compare('Greater', x, number(of(call, 'alpha', 1))), x, number(0)),
  ),
  HardSigmoid: formula((nodes, x, number, call) =>
    between(nodes, line(nodes, x, number(of(call, 'alpha', 0.2)), number(of(call, 'beta', 0.5))), number(0), number(1)),
  ),
  HardSwish: formula((nodes, x, number) =>
    nodes.same('Mul', [x, between(nodes, line(nodes, x, number(1 / 6), number(0.5)), number(0), number(1))]),
  ),
  Elu: formula((nodes, x, number, call) => elu(nodes, x, number(of(call, 'alpha', 1)))),
  Selu: formula((nodes, x, number, call) =>
    nodes.same('Mul', [
      number(of(call, 'gamma', 1.0507009873554805)),
      elu(nodes, x, number(of(call, 'alpha', 1.6732632423543772))),
    ]),
  ),
  Celu: formula((nodes, x, number, call) => {
    const alpha = number(of(call, 'alpha', 1));
    const grown = nodes.same('Expm1', [nodes.same('RealDiv', [nodes.same('Minimum', [x, number(0)]), alpha])]);
    return nodes.same('AddV2', [nodes.same('Relu', [x]), nodes.same('Mul', [alpha, grown])]);
  }),
  Gelu: formula((nodes, x, number, call) => {
    const times = (...factors: readonly Ref[]) => factors.reduce((a, b) => nodes.same('Mul', [a, b]));
    const plus = (a: Ref, b: Ref) => nodes.same('AddV2', [a, b]);
    const inner =
      string(call.attributes, 'approximate') === 'tanh'
        ? nodes.same('Tanh', [times(number(Math.sqrt(2 / Math.PI)), plus(x, times(number(0.044715), x, x, x)))])
        : nodes.same('Erf', [times(x, number(Math.SQRT1_2))]);
    return times(number(0.5), x, plus(number(1), inner));
  }),
  Mish: formula((nodes, x) => nodes.same('Mul', [x, nodes.same('Tanh', [nodes.same('Softplus', [x])])])),
  Clip(nodes, call) {
    const [, least, most] = call.inputs;
    let result: Ref = input(call, 0);
    if (least) result = nodes.same('Maximum', [result, least]);
    if (most) result = nodes.same('Minimum', [result, most]);
    return [result];
  },
  Cast: (nodes, call) => {
    const to = elementTypeByNumber(int(call.attributes, 'to') ?? 0);
    return [to && to !== 'string' ? nodes.cast(input(call, 0), to) : refuse(call, 'to that element type')];
  },
  CastLike: (nodes, call) => [nodes.cast(input(call, 0), input(call, 1).dtype)],

  Add: arithmetic('AddV2'),
  Sub: arithmetic('Sub'),
  Mul: arithmetic('Mul'),
  Div: (nodes, call) => [
    nodes.same(isInteger(input(call, 0).dtype) ? 'TruncateDiv' : 'RealDiv', [input(call, 0), input(call, 1)]),
  ],
  Mod: (nodes, call) => [
    nodes.same(int(call.attributes, 'fmod') === 1 ? 'TruncateMod' : 'FloorMod', [input(call, 0), input(call, 1)]),
  ],
  Pow(nodes, call) {
    const [base, exponent] = [input(call, 0), input(call, 1)];
    const exact = isFloat(base.dtype) || !isFloat(exponent.dtype);
    const type = exact ? base.dtype : exponent.dtype;
    return [nodes.cast(nodes.same('Pow', [nodes.cast(base, type), nodes.cast(exponent, type)]), base.dtype)];
  },
  Min: folded('Minimum'),
  Max: folded('Maximum'),
  Sum: folded('AddV2'),
  Mean: (nodes, call) => [
    nodes.same('RealDiv', [
      folded('AddV2')(nodes, call)[0] as Ref,
      nodes.scalar(call.inputs.length, input(call, 0).dtype),
    ]),
  ],
  Equal: comparison('Equal'),
  Greater: comparison('Greater'),
  GreaterOrEqual: comparison('GreaterEqual'),
  Less: comparison('Less'),
  LessOrEqual: comparison('LessEqual'),
  And: logical('LogicalAnd'),
  Or: logical('LogicalOr'),
  Xor: comparison('NotEqual'),
  BitwiseAnd: arithmetic('BitwiseAnd'),
  BitwiseOr: arithmetic('BitwiseOr'),
  BitwiseXor: arithmetic('BitwiseXor'),
  BitwiseNot: unary('Invert'),
  /** By more bits than there are, or fewer than none, nothing is left: TensorFlow would shift by as many as it can. */
  BitShift(nodes, call) {
    const [x, by] = [input(call, 0), input(call, 1)];
    const isLeft = string(call.attributes, 'direction') === 'LEFT';
    const width = bytesPerElement(x.dtype) * 8;
    const shifted = (bits: Ref) => nodes.same(isLeft ? 'LeftShift' : 'RightShift', [x, bits]);
    const known = by.constant && Array.from(by.constant.data as ArrayLike<number | bigint>);
    if (known?.every((bits) => bits >= 0 && bits < width)) return [shifted(by)];
    const outside = nodes.add(
      'LogicalOr',
      [
        nodes.compare('Less', by, nodes.scalar(0, by.dtype)),
        nodes.compare('GreaterEqual', by, nodes.scalar(width, by.dtype)),
      ],
      {},
      'bool',
    );
    if (isLeft || isUnsigned(call)) return [nodes.select(outside, nodes.scalar(0, x.dtype), shifted(by))];
    return [shifted(nodes.select(outside, nodes.scalar(width - 1, by.dtype), by))];
  },
  Where: (nodes, call) => [nodes.select(input(call, 0), input(call, 1), input(call, 2))],
};

function isUnsigned(call: Call): boolean {
  return input(call, 0).dtype.startsWith('u');
}

function line(nodes: Nodes, x: Ref, slope: Ref, offset: Ref): Ref {
  return nodes.same('AddV2', [nodes.same('Mul', [x, slope]), offset]);
}

function between(nodes: Nodes, x: Ref, least: Ref, most: Ref): Ref {
  return nodes.same('Minimum', [nodes.same('Maximum', [x, least]), most]);
}

function elu(nodes: Nodes, x: Ref, alpha: Ref): Ref {
  const zero = nodes.scalar(0, x.dtype);
  const grown = nodes.same('Mul', [alpha, nodes.same('Expm1', [nodes.same('Minimum', [x, zero])])]);
  return nodes.select(nodes.compare('Less', x, zero), grown, x);
}
