import { anonymous, type Dim, isKnown } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { Shape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { boolOf, elementTypeOf, intOf, NotKnown, numberOfValue } from '../../numpy/arguments.js';
import { toArray } from '../../numpy/operand.js';
import { type Family, floatx, type Operand } from './operand.js';

/** A shape rule: what a function gives for its arguments. */
export type Rule = (call: OpCall) => Value;

/**
 * A call of a function on tensors, its arguments read by the names that Keras 3 gives them, whatever
 * the framework calls them. What the result's shape depends on and is not known throws NotKnown.
 */
export class OpCall {
  constructor(
    /** As users spell it. */
    readonly name: string,
    readonly family: Family,
    private readonly args: Arguments,
    /** Keras's name of a parameter → the function's own. */
    private readonly spelled: ReadonlyMap<string, string>,
    readonly context: Context,
    /** Another tensor in the place of one among the arguments: where an operation runs on other inputs. */
    private readonly replaced: ReadonlyMap<TensorValue, Operand> | undefined,
  ) {}

  /** Python's None where the function has no such parameter. */
  get(parameter: string): Value {
    const own = this.spelled.get(parameter);
    return own === undefined ? { kind: 'none' } : this.args.get(own);
  }

  get first(): string {
    return this.spelled.keys().next().value ?? '';
  }

  takes(parameter: string): boolean {
    return this.spelled.has(parameter);
  }

  has(parameter: string): boolean {
    return this.get(parameter).kind !== 'none';
  }

  given(parameter: string): boolean {
    const own = this.spelled.get(parameter);
    return own !== undefined && this.args.given(own);
  }

  /** What `*args` took. */
  get rest(): readonly Value[] {
    return this.args.rest;
  }

  get keywords(): ReadonlyMap<string, Value> {
    return this.args.keywords;
  }

  /** Whether it is a model's tensor: there Keras says some element types otherwise. */
  isSymbolic(parameter: string): boolean {
    const value = this.get(parameter);
    return value.kind === 'tensor' && value.library === 'keras';
  }

  tensor(parameter: string): Operand {
    return this.operand(this.get(parameter));
  }

  /** As `tensor`, undefined for None. */
  optional(parameter: string): Operand | undefined {
    return this.has(parameter) ? this.tensor(parameter) : undefined;
  }

  /** A list or tuple of tensors; a tensor alone is taken apart along its first axis. */
  tensors(parameter: string): readonly Operand[] {
    const value = this.get(parameter);
    if ((value.kind === 'list' && !value.rest) || value.kind === 'tuple')
      return value.elements.map((each) => this.operand(each));
    const whole = this.operand(value);
    const [count, ...rest] = whole.shape ?? [];
    if (typeof count !== 'number' || count > 1000) throw new NotKnown('how many tensors there are is not known');
    return Array.from({ length: count }, () => ({ shape: rest, dtype: whole.dtype }));
  }

  operand(value: Value): Operand {
    switch (value.kind) {
      case 'tensor': {
        const { shape, dtype, elements } = this.replaced?.get(value) ?? value;
        return elements ? { shape, dtype, elements } : { shape, dtype };
      }
      case 'bool':
        return { shape: [], dtype: 'bool', weak: 'bool' };
      case 'int':
        return { shape: [], dtype: 'int32', weak: 'int', elements: [value.value] };
      case 'dim':
        return { shape: [], dtype: 'int32', weak: 'int', elements: [value.dim] };
      case 'float':
        return { shape: [], dtype: floatx, weak: 'float' };
      case 'list':
      case 'tuple':
        if (holdsTensor(value)) return this.stacked(value.elements, value.kind === 'list' && value.rest !== undefined);
        break;
      case 'none':
        return { shape: undefined, dtype: undefined };
      case 'unknown':
        throw new NotKnown(value.reason);
      default:
        break;
    }
    const made = toArray(value, this.context);
    if (!made) throw new NotKnown('an argument that is not known');
    const dtype = made.dtype === 'float64' ? floatx : made.dtype === 'int64' ? 'int32' : made.dtype;
    const small = made.shape?.length === 1 && (value.kind === 'list' || value.kind === 'tuple') && dtype === 'int32';
    const elements = small ? dimsIn(value) : undefined;
    return elements ? { shape: made.shape, dtype, elements } : { shape: made.shape, dtype };
  }

  private stacked(values: readonly Value[], open: boolean): Operand {
    const parts = values.map((each) => this.operand(each));
    const first = parts.find(({ weak }) => !weak) ?? parts[0];
    const inner = parts.every(({ shape }) => shape) ? parts[0]?.shape : undefined;
    return { shape: inner && [open ? anonymous() : parts.length, ...inner], dtype: first?.dtype };
  }

  /** A whole number; `fallback` for None. */
  int(parameter: string, fallback?: number): number {
    const value = this.get(parameter);
    if (value.kind === 'none' && fallback !== undefined) return fallback;
    return intOf(value, this.context);
  }

  /** A size, which may be a dim. */
  dim(parameter: string): Dim {
    return this.dimOf(this.get(parameter));
  }

  dimOf(value: Value): Dim {
    if (value.kind === 'dim') return value.dim;
    if (value.kind === 'none') return anonymous('None');
    if (value.kind === 'tensor' && value.elements?.length === 1) return value.elements[0] as Dim;
    if (value.kind === 'tensor' && !value.data && value.shape?.length === 0) return anonymous();
    if (value.kind === 'float' && Number.isInteger(value.value)) return value.value;
    if (value.kind === 'unknown') return anonymous();
    return intOf(value, this.context);
  }

  /** Sizes: a number or a sequence of them, -1 and None as they are written (None is a dim of its own). */
  dims(parameter: string): Shape {
    return this.dimsOf(this.get(parameter));
  }

  dimsOf(value: Value): Shape {
    if (value.kind === 'tuple' || (value.kind === 'list' && !value.rest))
      return value.elements.map((each) => this.dimOf(each));
    if (value.kind === 'object' || value.kind === 'range') {
      const elements = this.context.elements(value);
      if (elements) return elements.map((each) => this.dimOf(each));
    }
    if (value.kind === 'tensor' && value.shape?.length === 1) {
      if (value.elements) return value.elements;
      if (value.data) return Array.from(value.data as ArrayLike<number | bigint>, Number);
      const [rank] = value.shape;
      if (isKnown(rank as Dim)) return Array.from({ length: rank as number }, () => anonymous());
    }
    if (value.kind === 'int' || value.kind === 'dim' || (value.kind === 'tensor' && value.shape?.length === 0))
      return [this.dimOf(value)];
    throw new NotKnown('a shape that is not known');
  }

  bool(parameter: string): boolean {
    const value = this.get(parameter);
    return value.kind === 'none' ? false : boolOf(value, this.context);
  }

  number(parameter: string): number {
    return numberOfValue(this.get(parameter));
  }

  str(parameter: string, fallback: string): string {
    const value = this.get(parameter);
    if (value.kind === 'none') return fallback;
    if (value.kind !== 'str') throw new NotKnown(`its argument ${parameter} is not known`);
    return value.value;
  }

  /** One axis, from 0. */
  axis(parameter: string, rank: number, fallback?: number): number {
    return this.axisOf(this.int(parameter, fallback), rank);
  }

  axisOf(axis: number, rank: number): number {
    if (axis < -rank || axis >= rank)
      return this.refuse(`axis ${axis} is out of bounds for a tensor of ${rank} dimensions`);
    return axis < 0 ? axis + rank : axis;
  }

  /** Several axes, from 0; all for None. */
  axes(parameter: string, rank: number): readonly number[] {
    const value = this.get(parameter);
    if (value.kind === 'none') return Array.from({ length: rank }, (_, i) => i);
    return this.dimsOf(value).map((axis) => {
      if (typeof axis !== 'number') throw new NotKnown('an axis that is not known');
      return this.axisOf(axis, rank);
    });
  }

  /** Numbers, one or one for each of `count` axes. */
  numbers(parameter: string, count: number, fallback?: number): readonly number[] {
    const value = this.get(parameter);
    if (value.kind === 'none' && fallback !== undefined) return new Array<number>(count).fill(fallback);
    const given = this.dimsOf(value);
    if (!given.every(isKnown)) throw new NotKnown(`its argument ${parameter} is not known`);
    return given.length === 1 && count !== 1 ? new Array<number>(count).fill(given[0] as number) : given;
  }

  /** An element type; `fallback` for None; undefined for one that is not known. */
  dtype(parameter: string, fallback: ElementType | undefined): ElementType | undefined {
    const value = this.get(parameter);
    return value.kind === 'none' ? fallback : elementTypeOf(value);
  }

  /** Raises what certainly does not fit. */
  refuse(message: string): never {
    const type = this.family === 'tensorflow' ? 'InvalidArgumentError' : 'ValueError';
    return this.context.raise(type, `${this.name}: ${message}`, 'array-shape');
  }
}

/** Whether a tensor lies in a list or tuple. */
export function holdsTensor(value: Value): boolean {
  if (value.kind === 'tensor') return true;
  return (value.kind === 'list' || value.kind === 'tuple') && value.elements.some(holdsTensor);
}

function dimsIn(value: Value): readonly Dim[] | undefined {
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const dims = value.elements.map((each) =>
    each.kind === 'int' ? each.value : each.kind === 'dim' ? each.dim : undefined,
  );
  return dims.every((dim) => dim !== undefined) ? (dims as readonly Dim[]) : undefined;
}
