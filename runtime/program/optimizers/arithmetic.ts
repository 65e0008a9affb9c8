import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import { scalar } from '../constants.js';
import type { Tape } from '../tape.js';
import type { Slices } from './slices.js';

type Operand = SymbolicTensor | number;

/** Formulas as nodes of a graph. A number becomes a scalar of float32, unless the tensor beside it has another type. */
export class Arithmetic {
  /** Gradients that are sums of rows, by name. */
  private readonly slices = new Map<string, Slices>();

  /** What else is a sum of rows. */
  private readonly sums = new Map<string, Slices>();

  constructor(readonly graph: Tape) {}

  /** The rows that a gradient is the sum of. */
  slicesOf = (gradient: SymbolicTensor) => this.slices.get(gradient.name);
  /** A gradient that is the sum of rows. */
  sliced = (gradient: SymbolicTensor, slices: Slices) => {
    this.slices.set(gradient.name, slices);
    return gradient;
  };

  /** What is a sum of rows is added row by row. */
  add = (a: Operand, b: Operand) => {
    const rows = typeof b === 'number' || typeof a === 'number' ? undefined : this.sums.get(b.name);
    return rows && typeof a !== 'number' ? rows.onto(a) : this.binary('Add', a, b);
  };
  subtract = (a: Operand, b: Operand) => this.binary('Sub', a, b);
  multiply = (a: Operand, b: Operand) => {
    const rows = typeof a !== 'number' && typeof b === 'number' ? this.sums.get(a.name) : undefined;
    return rows ? this.summed(rows.map((each) => this.binary('Mul', each, b))) : this.binary('Mul', a, b);
  };
  divide = (a: Operand, b: Operand) => this.binary('Div', a, b);
  power = (a: Operand, b: Operand) => this.binary('Pow', a, b);
  maximum = (a: Operand, b: Operand) => this.binary('Max', a, b);
  minimum = (a: Operand, b: Operand) => this.binary('Min', a, b);
  greater = (a: Operand, b: Operand) => this.binary('Greater', a, b);
  equal = (a: Operand, b: Operand) => this.binary('Equal', a, b);

  /** Of a gradient that is a sum of rows: the sum of the rows' squares. */
  square = (a: SymbolicTensor) => {
    const rows = this.slicesOf(a);
    return rows ? this.summed(rows.map((each) => this.product(each))) : this.product(a);
  };
  private product = (a: SymbolicTensor) => this.graph.one('Mul', [a, a]);
  root = (a: SymbolicTensor) => this.graph.one('Sqrt', [a]);
  /** Of a gradient that is a sum of rows: the sum of the rows' absolute values. */
  absolute = (a: SymbolicTensor) => {
    const of = (each: SymbolicTensor) => this.graph.one('Abs', [each]);
    return this.slicesOf(a)?.sum(of) ?? of(a);
  };
  sign = (a: SymbolicTensor) => this.graph.one('Sign', [a]);
  negative = (a: SymbolicTensor) => this.graph.one('Neg', [a]);
  where = (condition: SymbolicTensor, a: SymbolicTensor, b: SymbolicTensor) =>
    this.graph.one('Where', [condition, a, b]);

  /** From one tensor a share of the way towards another: running means. */
  towards = (from: SymbolicTensor, to: SymbolicTensor, share: Operand) =>
    this.add(from, this.multiply(this.subtract(to, from), share));

  /** The sum of all elements: a scalar. */
  sum = (a: SymbolicTensor) => this.graph.one('ReduceSum', [a], { keepdims: { int: 0 } });
  mean = (a: SymbolicTensor) => this.graph.one('ReduceMean', [a], { keepdims: { int: 0 } });

  private summed(rows: Slices): SymbolicTensor {
    const sum = rows.sum((each) => each);
    this.sums.set(sum.name, rows);
    return sum;
  }

  private binary(op: string, a: Operand, b: Operand): SymbolicTensor {
    const dtype = typeof a === 'number' ? (typeof b === 'number' ? 'float32' : b.dtype) : a.dtype;
    const operand = (each: Operand) => (typeof each === 'number' ? scalar(this.graph, each, dtype ?? 'float32') : each);
    return this.graph.one(op, [operand(a), operand(b)]);
  }
}
