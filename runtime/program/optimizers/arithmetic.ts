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

  /**
   * Gradients times a scalar, and these over a divisor, of weights of which few rows were taken: added or subtracted row by
   * row, so that a step does not pass over the zeros of the others. Their negatives, since most are subtracted.
   */
  private readonly changes = new Map<string, Slices>();

  constructor(
    readonly graph: Tape,
    private readonly batchSize?: number,
  ) {}

  /** The rows that a gradient is the sum of. */
  slicesOf = (gradient: SymbolicTensor) => this.slices.get(gradient.name);
  /** A gradient that is the sum of rows. */
  sliced = (gradient: SymbolicTensor, slices: Slices) => {
    this.slices.set(gradient.name, slices);
    return gradient;
  };

  /** What is a sum of rows is added row by row. */
  add = (a: Operand, b: Operand) => {
    if (typeof a === 'number' || typeof b === 'number') return this.binary('Add', a, b);
    const rows = this.sums.get(b.name) ?? this.changes.get(b.name)?.map(this.negative);
    return rows?.onto(a) ?? this.binary('Add', a, b);
  };
  /** A change of few rows is taken from these alone. */
  subtract = (a: Operand, b: Operand) => {
    const rows = typeof a === 'number' || typeof b === 'number' ? undefined : this.changes.get(b.name);
    return rows?.onto(a as SymbolicTensor) ?? this.binary('Sub', a, b);
  };
  multiply = (a: Operand, b: Operand) => {
    const rows = typeof a !== 'number' && typeof b === 'number' ? this.sums.get(a.name) : undefined;
    if (rows) return this.summed(rows.map((each) => this.binary('Mul', each, b)));
    const result = this.binary('Mul', a, b);
    const few = typeof a === 'number' ? undefined : this.slicesOf(a);
    if (few?.areFew(this.batchSize) && typeof b !== 'number' && b.shape?.length === 0)
      this.changes.set(
        result.name,
        few.map((each) => this.binary('Mul', each, this.negative(b))),
      );
    return result;
  };
  divide = (a: Operand, b: Operand) => {
    const result = this.binary('Div', a, b);
    const rows = typeof a === 'number' || typeof b === 'number' ? undefined : this.changes.get(a.name);
    if (rows && result.shape?.length === (b as SymbolicTensor).shape?.length && this.isPositive(b as SymbolicTensor))
      this.changes.set(
        result.name,
        rows.mapWith(
          (each, divisor) => this.binary('Div', each, divisor),
          (places) => this.rowsOf(b as SymbolicTensor, places),
        ),
      );
    return result;
  };
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
  towards = (from: SymbolicTensor, to: SymbolicTensor, share: Operand) => {
    const rows = this.slicesOf(to) ?? this.sums.get(to.name);
    if (!rows?.areFew(this.batchSize)) return this.add(from, this.multiply(this.subtract(to, from), share));
    return rows
      .map((each) => this.binary('Mul', each, share))
      .onto(this.subtract(from, this.binary('Mul', from, share)));
  };

  /** The sum of all elements: a scalar. */
  sum = (a: SymbolicTensor) => this.graph.one('ReduceSum', [a], { keepdims: { int: 0 } });
  mean = (a: SymbolicTensor) => this.graph.one('ReduceMean', [a], { keepdims: { int: 0 } });

  /** Whether a divisor has a positive number in it, so that rows whose gradient is 0 stay as they are. */
  private isPositive(divisor: SymbolicTensor): boolean {
    const made = this.graph.producer(divisor);
    const [of, number] = made?.inputs ?? [];
    if (made?.op === 'Sqrt' && of) return this.isPositive(of);
    return made?.op === 'Add' && Number(number?.constant?.data[0] ?? 0) > 0;
  }

  /** The rows at some places of what is computed element by element: of what it is computed from. */
  private rowsOf(tensor: SymbolicTensor, places: SymbolicTensor): SymbolicTensor {
    const made = this.graph.producer(tensor);
    const [of, number] = made?.inputs ?? [];
    if (made?.op === 'Sqrt' && of) return this.root(this.rowsOf(of, places));
    if (made?.op === 'Add' && of && number?.constant && number.shape?.length === 0)
      return this.graph.one('Add', [this.rowsOf(of, places), number]);
    return this.graph.one('GatherND', [tensor, places]);
  }

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
