import type { ElementType, TensorData } from '../../../server/language/tensor/element-type.js';
import { allocate } from '../../../server/language/tensor/element-type.js';
import type { Operand } from '../../../server/language/tensor/operators/operator.js';
import type { AttrValue, NodeDef, TensorFlowType } from './graph-def.js';

/** A node's output, by the name that other nodes take it by. */
export interface Ref<Type extends TensorFlowType = ElementType> {
  readonly ref: string;
  readonly dtype: Type;
}

/** A tensor of the graph that is translated: where it is computed, and what its operator's shape rule says. */
export type Value = Operand & Ref;

type Attributes = Readonly<Record<string, AttrValue>>;

/** TensorFlow's nodes of one graph or function, as they are put together. */
export class Nodes {
  readonly list: NodeDef[] = [];
  private readonly constants = new Map<string, Ref>();

  constructor(
    /** Numbers names, through a graph and its functions. */
    private readonly numbered: (hint: string) => string,
  ) {}

  /** Where the nodes that are added next come from, for TensorFlow's messages. */
  from = '';

  /** A node; refers to its first output. */
  add<Type extends TensorFlowType>(
    op: string,
    inputs: readonly Ref<TensorFlowType>[],
    attributes: Attributes,
    dtype: Type,
  ): Ref<Type> {
    const name = this.numbered(this.from || op);
    this.list.push({ name, op, inputs: inputs.map(({ ref }) => ref), attributes });
    return { ref: name, dtype };
  }

  /** A node whose inputs all have the type `T`, as its output has. */
  same(op: string, inputs: readonly Ref[], attributes: Attributes = {}): Ref {
    const { dtype } = inputs[0] as Ref;
    return this.add(op, inputs, { T: { type: dtype }, ...attributes }, dtype);
  }

  /** A comparison: inputs of the type `T`, booleans out. */
  compare(op: string, a: Ref, b: Ref): Ref {
    return this.add(op, [a, b], { T: { type: a.dtype } }, 'bool');
  }

  constant(tensor: TensorData): Ref {
    return this.add('Const', [], { dtype: { type: tensor.dtype }, value: { tensor } }, tensor.dtype);
  }

  /** Numbers as a vector, or of any shape; the same numbers are one node. */
  numbers(values: readonly number[], dtype: ElementType = 'int64', shape: readonly number[] = [values.length]): Ref {
    const key = `${dtype} ${shape.join()} ${values.map((value) => (Object.is(value, -0) ? '-0' : value)).join()}`;
    const known = this.constants.get(key);
    if (known) return known;
    const data = allocate(dtype, values.length);
    values.forEach((value, index) => {
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[index] = BigInt(value);
      else data[index] = value;
    });
    const node =
      dtype === 'float16' || dtype === 'bfloat16'
        ? this.cast(this.numbers(values, 'float32', shape), dtype)
        : this.constant({ dtype, shape, data });
    this.constants.set(key, node);
    return node;
  }

  scalar(value: number, dtype: ElementType): Ref {
    return this.numbers([value], dtype, []);
  }

  cast(tensor: Ref, dtype: ElementType): Ref {
    return tensor.dtype === dtype
      ? tensor
      : this.add('Cast', [tensor], { SrcT: { type: tensor.dtype }, DstT: { type: dtype } }, dtype);
  }

  shape(tensor: Ref): Ref {
    return this.add('Shape', [tensor], { T: { type: tensor.dtype }, out_type: { type: 'int64' } }, 'int64');
  }

  reshape(tensor: Ref, shape: Ref | readonly number[]): Ref {
    const target = 'ref' in shape ? shape : this.numbers(shape);
    return this.same('Reshape', [tensor, target], { T: { type: tensor.dtype }, Tshape: { type: target.dtype } });
  }

  transpose(tensor: Ref, order: readonly number[]): Ref {
    if (order.every((axis, index) => axis === index)) return tensor;
    return this.same('Transpose', [tensor, this.numbers(order, 'int32')], { Tperm: { type: 'int32' } });
  }

  select(condition: Ref, yes: Ref, no: Ref): Ref {
    return this.add('SelectV2', [condition, yes, no], { T: { type: yes.dtype } }, yes.dtype);
  }

  /** Along an axis that is known. One tensor is itself. */
  concat(tensors: readonly Ref[], axis: number): Ref {
    const [first] = tensors;
    if (tensors.length === 1 && first) return first;
    return this.same('ConcatV2', [...tensors, this.scalar(axis, 'int32')], {
      N: { int: tensors.length },
      Tidx: { type: 'int32' },
    });
  }

  /** By numbers along an axis, which must be there and not negative. */
  gather(tensor: Ref, indices: Ref, axis: number): Ref {
    return this.add(
      'GatherV2',
      [tensor, indices, this.scalar(axis, 'int32')],
      { Tparams: { type: tensor.dtype }, Tindices: { type: indices.dtype }, Taxis: { type: 'int32' } },
      tensor.dtype,
    );
  }

  /** An operator that computes over axes: `Sum`, `Max`, `All` … */
  reduce(op: string, tensor: Ref, axes: Ref | readonly number[], keepDims = false): Ref {
    const over = 'ref' in axes ? axes : this.numbers(axes, 'int32');
    const type = tensor.dtype === 'bool' ? {} : { T: { type: tensor.dtype } };
    return this.add(
      op,
      [tensor, over],
      { ...type, Tidx: { type: over.dtype }, keep_dims: { bool: keepDims } },
      tensor.dtype,
    );
  }

  /** The whole numbers from 0 up to a scalar of type int64. */
  upTo(end: Ref): Ref {
    const { dtype } = end;
    return this.add('Range', [this.scalar(0, dtype), end, this.scalar(1, dtype)], { Tidx: { type: dtype } }, dtype);
  }

  /** One element of a vector of int64, as a scalar; `size` elements from there on as a vector. */
  element(vector: Ref, at: number, size?: number): Ref {
    return this.slice(vector, [at], [at + (size ?? 1)], [1], { shrink_axis_mask: { int: size === undefined ? 1 : 0 } });
  }

  /** `StridedSlice` over the first axes; starts, ends and steps are numbers or vectors of int64. */
  slice(
    tensor: Ref,
    starts: Ref | readonly number[],
    ends: Ref | readonly number[],
    steps: Ref | readonly number[],
    masks: Attributes = {},
  ): Ref {
    const [from, to, by] = [starts, ends, steps].map((each) => ('ref' in each ? each : this.numbers(each))) as [
      Ref,
      Ref,
      Ref,
    ];
    return this.same('StridedSlice', [tensor, from, to, by], { Index: { type: from.dtype }, ...masks });
  }

  /** Whole numbers counted from the front, where some may count from the back of `size`. */
  fromFront(indices: Value, size: Ref): Ref {
    const { constant } = indices;
    if (constant && Array.from(constant.data as ArrayLike<number | bigint>).every((index) => index >= 0))
      return indices;
    const zero = this.scalar(0, indices.dtype);
    const length = this.cast(size, indices.dtype);
    return this.select(this.compare('Less', indices, zero), this.same('AddV2', [indices, length]), indices);
  }
}
