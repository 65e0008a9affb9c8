import { integers } from '../../../layers/scalar.js';
import { type Dim, isKnown } from '../../../tensor/dim.js';
import { sizesTensor } from '../../../tensor/dim-tensor.js';
import { type ElementType, elementTypeNumbers, isFloat } from '../../../tensor/element-type.js';
import type { Attributes } from '../../../tensor/graph.js';
import type { GraphBuilder, SymbolicTensor } from '../../../tensor/graph-builder.js';
import { formatShape, isStatic, type MaybeShape, type Shape } from '../../../tensor/shape.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { NotKnown } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import { holdsTensor, type OpCall } from './call.js';
import { commonType, floatx } from './operand.js';

/** What a function computes, as nodes of a graph: the tensors of its outcome, in order. */
export type Write = (writing: Writing) => SymbolicTensor | readonly SymbolicTensor[];

/** What the functions of a row compute: all the same, or by their names; one that is not named cannot be run yet. */
export type Writes = Write | Readonly<Record<string, Write>>;

/** Thrown for what a function can be called with and cannot compute yet, and why. */
export class NotComputed extends Error {}

/** A call of a function on tensors whose computation is being written: arguments by Keras's names, as its shape rule reads them. */
export class Writing {
  constructor(
    readonly graph: GraphBuilder,
    readonly call: OpCall,
    /** What the shape rule said, in order. */
    readonly results: readonly TensorValue[],
    /** The tensors of the graph that stand for values of the program. */
    private readonly symbols: ReadonlyMap<TensorValue, SymbolicTensor>,
    /** Of what is drawn: repeats it. Left out where each run draws anew. */
    readonly seed: number | undefined,
  ) {}

  /** The element type of the (first) result, else of the argument `x`. */
  get dtype(): ElementType {
    return this.results[0]?.dtype ?? this.typeOf('x');
  }

  /** The shape of the (first) result. */
  get shape(): MaybeShape {
    return this.results[0]?.shape;
  }

  /** The result's shape where its rank must be known. */
  get knownShape(): Shape {
    return ranked(this.shape);
  }

  typeOf(parameter: string): ElementType {
    return this.call.tensor(parameter).dtype ?? floatx;
  }

  one(op: string, inputs: readonly (SymbolicTensor | undefined)[], attributes: Attributes = {}): SymbolicTensor {
    return this.graph.one(op, inputs, attributes);
  }

  /** An argument as a tensor, cast where another type is asked for. */
  tensor(parameter: string, dtype?: ElementType): SymbolicTensor {
    return this.value(this.call.get(parameter), dtype);
  }

  optional(parameter: string, dtype?: ElementType): SymbolicTensor | undefined {
    return this.call.has(parameter) ? this.tensor(parameter, dtype) : undefined;
  }

  /** A list or tuple of tensors, all of one type; a tensor alone is taken apart along its first axis. */
  tensors(parameter: string, dtype?: ElementType): readonly SymbolicTensor[] {
    const value = this.call.get(parameter);
    const type = dtype ?? commonType(this.call.tensors(parameter), this.call.family);
    if (value.kind === 'list' || value.kind === 'tuple') return value.elements.map((each) => this.value(each, type));
    const whole = this.value(value, type);
    return Array.from({ length: ranked(whole.shape)[0] as number }, (_, i) => this.at(whole, 0, i));
  }

  /** Two operands in their common type, or in another one. */
  pair(dtype?: ElementType, names: readonly [string, string] = ['x1', 'x2']): [SymbolicTensor, SymbolicTensor] {
    const { call } = this;
    const type = dtype ?? commonType([call.tensor(names[0]), call.tensor(names[1])], call.family);
    return [this.tensor(names[0], type), this.tensor(names[1], type)];
  }

  /** Any value of the program as a tensor. */
  value(value: Value, dtype?: ElementType): SymbolicTensor {
    if (value.kind === 'tensor') {
      const symbol = this.symbols.get(value);
      if (symbol) return this.cast(symbol, dtype);
      if (!value.data && value.elements) return this.cast(this.sizes(value.elements), dtype ?? value.dtype);
    }
    if (value.kind === 'dim') return this.cast(this.reshaped(this.sizes([value.dim]), []), dtype ?? 'int32');
    if ((value.kind === 'list' || value.kind === 'tuple') && (holdsTensor(value) || value.elements.some(isDim)))
      return this.stacked(value.elements, dtype);
    if (value.kind === 'unknown') throw new NotKnown(value.reason);
    const array = toArray(value, this.call.context);
    if (!array?.data || !array.dtype || !isStatic(array.shape)) throw new NotComputed('an argument is not known');
    const plain = value.kind !== 'tensor' && { float64: floatx, int64: 'int32' as const }[array.dtype as 'float64'];
    const type = dtype ?? (plain || array.dtype);
    if (type === 'string') throw new NotComputed('strings are not computed');
    return this.graph.constant({ dtype: type, shape: array.shape, data: castTo(array.data, array.dtype, type) });
  }

  private stacked(values: readonly Value[], dtype: ElementType | undefined): SymbolicTensor {
    const operands = values.map((each) => this.call.operand(each));
    const type = dtype ?? commonType(operands, this.call.family) ?? floatx;
    const parts = values.map((each) => this.one('Unsqueeze', [this.value(each, type), integers(this.graph, [0])]));
    return parts.length === 1 ? (parts[0] as SymbolicTensor) : this.one('Concat', parts, { axis: { int: 0 } });
  }

  cast(x: SymbolicTensor, dtype: ElementType | undefined): SymbolicTensor {
    if (!dtype || x.dtype === dtype) return x;
    if (x.constant) {
      const data = castTo(x.constant.data, x.dtype, dtype);
      return this.graph.constant({ dtype, shape: x.constant.shape, data });
    }
    return this.one('Cast', [x], { to: { int: elementTypeNumbers[dtype] } });
  }

  number(value: number, like: SymbolicTensor | ElementType): SymbolicTensor {
    const dtype = typeof like === 'string' ? like : like.dtype;
    const data = castTo(Float64Array.of(value), 'float64', dtype);
    return this.graph.constant({ dtype, shape: [], data });
  }

  integers(values: readonly number[]): SymbolicTensor {
    return integers(this.graph, values);
  }

  /** Sizes as an int64 tensor of one axis. */
  sizes(dims: readonly Dim[]): SymbolicTensor {
    const found = sizesTensor(this.graph, dims);
    if (!found) throw new NotComputed(`a size of ${formatShape(dims)} is not known before it runs`);
    return found;
  }

  /** A size or sizes among the arguments, as an int64 tensor of one axis. */
  sizesIn(value: Value): SymbolicTensor {
    const one = (each: Value): SymbolicTensor =>
      each.kind === 'tensor' && (this.symbols.has(each) || each.data)
        ? this.reshaped(this.value(each, 'int64'), [-1])
        : this.sizes([this.call.dimOf(each)]);
    if (value.kind === 'list' || value.kind === 'tuple') {
      if (!value.elements.some((each) => each.kind === 'tensor')) return this.sizes(this.call.dimsOf(value));
      const parts = value.elements.map(one);
      return parts.length === 1 ? (parts[0] as SymbolicTensor) : this.one('Concat', parts, { axis: { int: 0 } });
    }
    return value.kind === 'tensor' ? one(value) : this.sizes(this.call.dimsOf(value));
  }

  /** In a shape of which at most one size is left open, as ONNX's Reshape takes it: -1. */
  reshaped(x: SymbolicTensor, shape: Shape): SymbolicTensor {
    const open = shape.filter((dim) => !isKnown(dim) || dim === -1).length;
    const sizes = open <= 1 && !shape.includes(0);
    return this.one('Reshape', [
      x,
      sizes ? this.integers(shape.map((dim) => (isKnown(dim) ? dim : -1))) : this.sizes(shape),
    ]);
  }

  transposed(x: SymbolicTensor, perm: readonly number[]): SymbolicTensor {
    return perm.every((axis, i) => axis === i) ? x : this.one('Transpose', [x], { perm: { ints: perm } });
  }

  withAxes(x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
    return axes.length === 0 ? x : this.one('Unsqueeze', [x, this.integers(axes)]);
  }

  withoutAxes(x: SymbolicTensor, axes: readonly number[]): SymbolicTensor {
    return axes.length === 0 ? x : this.one('Squeeze', [x, this.integers(axes)]);
  }

  /** From `start` to before `end` along an axis, in steps. */
  slice(x: SymbolicTensor, axis: number, start: number, end: number, step = 1): SymbolicTensor {
    const range = [[start], [end], [axis], ...(step === 1 ? [] : [[step]])];
    return this.one('Slice', [x, ...range.map((values) => this.integers(values))]);
  }

  /** One place of an axis, which goes. */
  at(x: SymbolicTensor, axis: number, index: number): SymbolicTensor {
    const end = index === -1 ? TO_THE_END : index + 1;
    return this.withoutAxes(this.slice(x, axis, index, end), [axis]);
  }

  reduce(op: string, x: SymbolicTensor, axes: readonly number[], keep: boolean): SymbolicTensor {
    if (axes.length === 0) return x;
    return this.one(op, [x, this.integers(axes)], { keepdims: { int: keep ? 1 : 0 } });
  }

  /** A tensor of one value in a shape. */
  filled(value: SymbolicTensor, shape: SymbolicTensor): SymbolicTensor {
    return this.one('Expand', [value, shape]);
  }

  /** The axes of `axis=`, all where none are given. */
  axes(x: SymbolicTensor, parameter = 'axis'): readonly number[] {
    return this.call.axes(parameter, ranked(x.shape).length);
  }
}

/** Past the end of any axis, as ONNX's Slice takes it. */
export const TO_THE_END = Number.MAX_SAFE_INTEGER;

const isDim = ({ kind }: Value) => kind === 'dim';

/** A shape whose rank must be known. */
export function ranked(shape: MaybeShape): Shape {
  if (!shape) throw new NotComputed('the rank of a tensor is not known');
  return shape;
}

/** Whether a type counts in whole numbers. */
export function isWhole(dtype: ElementType): boolean {
  return !isFloat(dtype) && dtype !== 'bool';
}
