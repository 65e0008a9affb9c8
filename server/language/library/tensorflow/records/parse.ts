import { allocate, type ElementType, type TypedArray } from '../../../tensor/element-type.js';
import type { Context } from '../../../values/context.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { numberOfValue } from '../../numpy/arguments.js';
import { castTo } from '../../numpy/arrays/cells.js';
import { elementCount } from '../../numpy/arrays/strides.js';
import { comparePoints } from '../../python/sorting.js';
import type { Spec } from '../data/element-spec.js';
import { convert } from '../eager-tensor.js';
import { bytesGiven, byteTensor } from '../text-tensor.js';
import { onNumbers } from '../texts/functions.js';
import type { Feature, Features } from './example.js';
import { readExample } from './messages.js';

/** What a program says that an example holds under a name. */
export interface FeatureSpec extends Spec {
  readonly form: 'fixed' | 'sequence' | 'sparse';
  /** What stands where an example has nothing; None: it must have something. */
  readonly otherwise: Value;
  readonly allowsMissing: boolean;
}

/** A `tf.SparseTensor` of one axis, or of one more for a batch: the elements that are there and where. */
export interface Sparse {
  readonly indices: TensorValue;
  readonly values: Value;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
}

const int64 = (shape: readonly number[], data: BigInt64Array) => tensor('tensorflow', 'int64', shape, data);

export const sparseType: NativeType<Sparse> = {
  name: 'SparseTensor',
  module: 'tensorflow',
  attributes: {
    indices: (self) => (stateOf(self, sparseType) as Sparse).indices,
    values: (self) => (stateOf(self, sparseType) as Sparse).values,
    dense_shape: (self) => {
      const { shape } = stateOf(self, sparseType) as Sparse;
      return int64([shape.length], BigInt64Array.from(shape, BigInt));
    },
    dtype: (self) => ({ kind: 'dtype', dtype: (stateOf(self, sparseType) as Sparse).dtype }),
  },
};

const kinds: Readonly<Partial<Record<ElementType, Feature['kind']>>> = {
  string: 'bytes',
  float32: 'float',
  int64: 'int64',
};
const typeNames = { bytes: 'string', float: 'float', int64: 'int64', none: 'nothing' } as const;

/** The values of a feature; undefined where an example has none. Raises for those of another type. */
function valuesOf(name: string, spec: FeatureSpec, example: Features, context: Context): Feature | undefined {
  const wanted = spec.dtype && kinds[spec.dtype];
  if (!wanted)
    return context.raise(
      'ValueError',
      `Invalid dtype ${spec.dtype ?? '?'} of the feature ${name}: float32, int64 or string`,
    );
  const found = example.get(name);
  if (!found || found.kind === 'none') return undefined;
  if (found.kind !== wanted)
    context.raise(
      'InvalidArgumentError',
      `Key: ${name}.  Data types don't match. Data type: ${typeNames[found.kind]} but expected type: ${typeNames[wanted]}`,
    );
  return found;
}

/** The values of features one after the other, as a tensor. */
function joined(dtype: ElementType, all: readonly Feature[], shape: readonly number[]): Value {
  if (dtype === 'string')
    return byteTensor(
      all.flatMap(({ values }) => [...(values as readonly Uint8Array[])]),
      shape,
    );
  const data = allocate(
    dtype,
    all.reduce((sum, { values }) => sum + values.length, 0),
  );
  let at = 0;
  for (const { values } of all) {
    if (data instanceof BigInt64Array) data.set(values as BigInt64Array, at);
    else (data as Float32Array).set(values as Float32Array, at);
    at += values.length;
  }
  return tensor('tensorflow', dtype, shape, data);
}

/** What stands for a feature that an example lacks, `count` times or as often as it says itself. */
function filling({ dtype, otherwise }: FeatureSpec, count: number, context: Context): Feature {
  if (dtype === 'string') {
    const given = otherwise.kind === 'none' ? [new Uint8Array()] : bytesGiven(otherwise)?.bytes;
    if (!given?.length) return context.unknown('a default_value that is not known', 'tf.io.parse_example') as never;
    return { kind: 'bytes', values: Array.from({ length: count }, (_, at) => given[at % given.length] as Uint8Array) };
  }
  const given = otherwise.kind === 'none' ? undefined : convert(otherwise, context);
  if (given && !given.data?.length)
    return context.unknown('a default_value that is not known', 'tf.io.parse_example') as never;
  const type = dtype as ElementType;
  const data = given?.data && given.dtype ? castTo(given.data, given.dtype, type) : allocate(type, 1);
  const whole = allocate(type, count);
  for (let at = 0; at < count; at += 1) (whole as TypedArray)[at] = data[at % data.length] as never;
  return { kind: kinds[type], values: whole } as Feature;
}

/** A feature that has as many values in each example. */
function fixed(
  name: string,
  spec: FeatureSpec,
  examples: readonly Features[],
  outer: readonly number[],
  context: Context,
): Value {
  const shape = (spec.shape ?? []) as readonly number[];
  if (!spec.shape || shape.some((dim) => typeof dim !== 'number'))
    return context.raise(
      'ValueError',
      `First dimension of shape for feature ${name} unknown. Consider using FixedLenSequenceFeature.`,
    );
  const count = elementCount(shape);
  const all = examples.map((example) => {
    const found = valuesOf(name, spec, example, context);
    if (!found) {
      if (spec.otherwise.kind === 'none')
        return context.raise(
          'InvalidArgumentError',
          `Feature: ${name} (data type: ${spec.dtype === 'float32' ? 'float' : spec.dtype}) is required but could not be found.`,
        );
      return filling(spec, count, context);
    }
    if (found.values.length !== count)
      context.raise(
        'InvalidArgumentError',
        `Key: ${name}.  Number of ${typeNames[found.kind]} values != expected.  Values size: ${found.values.length} but output shape: [${shape.join()}]`,
      );
    return found;
  });
  return joined(spec.dtype as ElementType, all, [...outer, ...shape]);
}

/** A feature of any number of values, filled up to the longest. */
function sequence(
  name: string,
  spec: FeatureSpec,
  examples: readonly Features[],
  outer: readonly number[],
  context: Context,
): Value {
  const inner = (spec.shape ?? []) as readonly number[];
  const size = elementCount(inner);
  const all = examples.map((example): Feature => {
    const found = valuesOf(name, spec, example, context);
    if (!found && !spec.allowsMissing)
      return context.raise('InvalidArgumentError', `Feature: ${name} is required but could not be found.`);
    const { values } = found ?? { values: [] };
    if (size === 0 || values.length % size !== 0)
      context.raise(
        'InvalidArgumentError',
        `Key: ${name}.  Number of values is no multiple of ${size}: ${values.length}`,
      );
    return found ?? { kind: 'none', values: [] };
  });
  const longest = Math.max(0, ...all.map(({ values }) => values.length));
  const filled = all.flatMap((each) => {
    const missing = longest - each.values.length;
    const own = each.values.length > 0 ? [each] : [];
    return missing > 0 ? [...own, filling(spec, missing, context)] : own;
  });
  return joined(spec.dtype as ElementType, filled, [...outer, longest / (size || 1), ...inner]);
}

function sparse(
  name: string,
  spec: FeatureSpec,
  examples: readonly Features[],
  outer: readonly number[],
  context: Context,
): Value {
  const all = examples.map(
    (example) => valuesOf(name, spec, example, context) ?? ({ kind: 'none', values: [] } as const),
  );
  const longest = Math.max(0, ...all.map(({ values }) => values.length));
  const places = all.flatMap(({ values }, row) =>
    Array.from({ length: values.length }, (_, at) => (outer.length > 0 ? [row, at] : [at])),
  );
  const dtype = spec.dtype as ElementType;
  return object(sparseType, {
    indices: int64([places.length, outer.length + 1], BigInt64Array.from(places.flat(), BigInt)),
    values: joined(
      dtype,
      all.filter(({ values }) => values.length > 0),
      [places.length],
    ),
    shape: [...outer, longest],
    dtype,
  });
}

/** Features in the order in which TensorFlow gives them: sparse ones first, each by its name. */
export function parsedExamples(
  specs: ReadonlyMap<string, FeatureSpec>,
  serialized: Value,
  isSingle: boolean,
  context: Context,
): Value {
  const given = bytesGiven(serialized);
  if (!given || (isSingle ? given.shape.length !== 0 : given.shape.length > 1))
    return context.unknown(
      serialized.kind === 'unknown' ? serialized.reason : 'no tensor of serialised examples of this shape',
      'serialized=',
    );
  const examples = given.bytes.map((content) => readExample(content, context, 'InvalidArgumentError'));
  const make = { fixed, sequence, sparse };
  const order = [...specs].sort(([a, one], [b, other]) =>
    (one.form === 'sparse') === (other.form === 'sparse') ? comparePoints(a, b) : one.form === 'sparse' ? -1 : 1,
  );
  const entries = order.map(
    ([name, spec]) =>
      [
        `s${name}`,
        {
          key: { kind: 'str', value: name } as const,
          value: make[spec.form](name, spec, examples, given.shape, context),
        },
      ] as const,
  );
  return { kind: 'dict', entries: new Map(entries) };
}

/** `tf.sparse.to_dense`, and `tf.io.parse_tensor`'s fellow for features of any number of values. */
export const toDense = onNumbers(
  'tf.sparse.to_dense',
  'sp_input, default_value=None, validate_indices=True, name=None',
  (args, context) => {
    const given = stateOf(args.get('sp_input'), sparseType);
    if (!given) return context.unknown('no sparse tensor that is known', 'tf.sparse.to_dense');
    const { shape, dtype, values, indices } = given;
    const count = elementCount(shape);
    const columns = shape.length;
    const last = shape.at(-1) ?? 1;
    const places = Array.from({ length: indices.shape?.[0] as number }, (_, row) => {
      const at = indices.data?.subarray(row * columns, (row + 1) * columns) as BigInt64Array;
      return columns === 2 ? Number(at[0]) * last + Number(at[1]) : Number(at[0]);
    });
    const fill = args.get('default_value');
    if (dtype === 'string') {
      const blank = fill.kind === 'none' ? new Uint8Array() : (bytesGiven(fill)?.bytes[0] ?? new Uint8Array());
      const all = new Array<Uint8Array>(count).fill(blank);
      const own = bytesGiven(values)?.bytes ?? [];
      places.forEach((place, at) => {
        all[place] = own[at] as Uint8Array;
      });
      return byteTensor(all, shape);
    }
    const data = allocate(dtype, count);
    if (fill.kind !== 'none') {
      const blank = castTo(Float64Array.of(numberOfValue(fill)), 'float64', dtype);
      for (let at = 0; at < count; at += 1) data[at] = blank[0] as never;
    }
    const own = (values as TensorValue).data as TypedArray;
    places.forEach((place, at) => {
      data[place] = own[at] as never;
    });
    return tensor('tensorflow', dtype, shape, data);
  },
);
