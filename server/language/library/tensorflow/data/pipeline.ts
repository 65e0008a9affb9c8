import { allocate, type TypedArray } from '../../../tensor/element-type.js';
import { formatShape, isStatic } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { object } from '../../../values/native-type.js';
import { type ObjectValue, type TensorValue, tensor, unknown, type Value } from '../../../values/value.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { textArrayOf } from '../../numpy/text-array.js';
import { convert } from '../eager-tensor.js';
import { asTextTensor, byteTensor, partOfTexts, stackedTexts, textShape, textTensor } from '../text-tensor.js';
import { type Cardinality, type Dataset, datasetOf, datasetType, elementTensor, mapTensors } from './dataset.js';

/** Gives the elements of one pass in turn; undefined: there are no more. */
export type Next = () => Value | undefined;

/** A dataset on numbers: its elements are made as they are asked for, anew in each pass. */
export class Pipeline implements Dataset {
  readonly firstBatch = undefined;

  constructor(
    /** Begins a pass. */
    readonly open: () => Next,
    readonly cardinality: Cardinality,
    /** What one element looks like; only asked for where somebody wants to know. */
    private readonly spec: () => Value,
  ) {}

  get element(): Value {
    return this.spec();
  }
}

export function pipelineOf(value: Value): Pipeline | undefined {
  const dataset = datasetOf(value);
  return dataset instanceof Pipeline ? dataset : undefined;
}

export function pipelineValue(
  pipeline: Pipeline,
  attributes: Readonly<Record<string, Value>> = {},
): ObjectValue<Dataset> {
  const made = object<Dataset>(datasetType, pipeline);
  for (const [name, value] of Object.entries(attributes)) made.attributes.set(name, value);
  return made;
}

/** What a function of the program gives can only be told by calling it. */
export function notTold(): Value {
  return unknown('what a function of the program makes of an element is not known before it is called', 'element_spec');
}

/** An element's structure with tensors that have no data. */
export function specOf(element: Value): Value {
  return mapLeaves(
    element,
    ({ dtype, shape }) => elementTensor(dtype, shape),
    (texts) => elementTensor('string', textShape(texts)),
  );
}

/** Any value as an element: numbers, lists and arrays become tensors; tuples and dicts stay what they are. */
export function asElement(value: Value, context: Context): Value {
  switch (value.kind) {
    case 'tuple':
      return { ...value, elements: value.elements.map((each) => asElement(each, context)) };
    case 'dict': {
      const entries = [...value.entries].map(
        ([id, entry]) => [id, { key: entry.key, value: asElement(entry.value, context) }] as const,
      );
      return { kind: 'dict', entries: new Map(entries) };
    }
    case 'none':
      return value;
    case 'object':
      if (datasetOf(value)) return value;
      if (textArrayOf(value)) return asTextTensor(value);
      break;
    case 'str':
      return asTextTensor(value);
    case 'list': {
      const texts = holdsText(value) ? nestedTexts(value) : undefined;
      if (texts) return textTensor(texts.texts, texts.shape);
      break;
    }
    default:
      break;
  }
  if (value.kind === 'bytes' && value.data) return byteTensor([value.data], []);
  const made = value.kind === 'bytes' ? undefined : convert(value, context);
  if (!made?.data || !isStatic(made.shape) || made.library === 'keras')
    return context.unknown(made?.reason ?? 'an element of this kind is not supported yet', 'tf.data.Dataset');
  return tensor('tensorflow', made.dtype, made.shape, made.data);
}

/** Whether the first thing in lists of lists is a string. */
function holdsText(value: Value): boolean {
  if (value.kind === 'list' || value.kind === 'tuple')
    return value.elements[0] !== undefined && holdsText(value.elements[0]);
  return value.kind === 'str';
}

/** The same structure with each tensor changed, those of strings too. */
function mapLeaves(value: Value, tensors: (x: TensorValue) => Value, texts: (x: Value) => Value): Value {
  if (value.kind === 'object') return textArrayOf(value) ? texts(value) : value;
  if (value.kind === 'tuple')
    return { ...value, elements: value.elements.map((each) => mapLeaves(each, tensors, texts)) };
  if (value.kind !== 'dict') return mapTensors(value, tensors);
  const entries = [...value.entries].map(
    ([id, entry]) => [id, { key: entry.key, value: mapLeaves(entry.value, tensors, texts) }] as const,
  );
  return { ...value, entries: new Map(entries) };
}

/** The row of a structure of tensors: each without its first axis. */
export function rowOf(value: Value, row: number): Value {
  const sizeOf = (rest: readonly number[]) => rest.reduce((product, dim) => product * dim, 1);
  return mapLeaves(
    value,
    ({ dtype, shape, data }) => {
      const rest = (shape as readonly number[]).slice(1);
      const size = sizeOf(rest);
      return tensor('tensorflow', dtype, rest, data?.subarray(row * size, (row + 1) * size));
    },
    (each) => {
      const rest = (textShape(each) ?? []).slice(1);
      const size = sizeOf(rest);
      return partOfTexts(each, row * size, (row + 1) * size, rest);
    },
  );
}

/** How many rows a structure of tensors has; all must have as many. */
export function rowsOf(value: Value, context: Context): number {
  let rows: number | undefined;
  const count = (shape: readonly number[], x: Value) => {
    const [first] = shape;
    if (first === undefined)
      return context.raise('ValueError', 'Unbatching a tensor is only supported for rank >= 1', 'array-shape');
    if (rows !== undefined && first !== rows)
      context.raise('ValueError', `Dimensions ${rows} and ${first} are not compatible`, 'array-shape');
    rows = first;
    return x;
  };
  mapLeaves(
    value,
    (x) => count(x.shape as readonly number[], x),
    (x) => count(textShape(x) ?? [], x),
  );
  return rows ?? 0;
}

/** Elements of one structure put together, part by part. */
function together(
  values: readonly Value[],
  join: (tensors: readonly TensorValue[], component: number) => Value,
  counter = { at: 0 },
): Value {
  const [first] = values;
  switch (first?.kind) {
    case 'tensor': {
      counter.at += 1;
      return join(values as readonly TensorValue[], counter.at - 1);
    }
    case 'tuple':
      return {
        ...first,
        elements: first.elements.map((_, index) =>
          together(
            values.map((value) => (value.kind === 'tuple' ? (value.elements[index] as Value) : value)),
            join,
            counter,
          ),
        ),
      };
    case 'dict': {
      const entries = [...first.entries].map(([id, { key }]) => {
        const parts = values.map(
          (value) => (value.kind === 'dict' ? value.entries.get(id)?.value : undefined) ?? value,
        );
        return [id, { key, value: together(parts, join, counter) }] as const;
      });
      return { kind: 'dict', entries: new Map(entries) };
    }
    case 'object':
      return stackedTexts(values) ?? first;
    default:
      return first ?? unknown('nothing to put together');
  }
}

/** A batch of elements. */
export function stacked(elements: readonly Value[], context: Context): Value {
  return together(elements, (tensors, component) => {
    const { dtype, shape } = tensors[0] as TensorValue;
    const wanted = (shape ?? []).join();
    const other = tensors.findIndex((x) => (x.shape ?? []).join() !== wanted);
    if (other > 0)
      context.raise(
        'InvalidArgumentError',
        `Cannot batch tensors with different shapes in component ${component}. First element had shape ${bracketed(tensors[0])} and element ${other} had shape ${bracketed(tensors[other])}.`,
      );
    const size = (tensors[0] as TensorValue).data?.length ?? 0;
    const data = allocate(dtype ?? 'float32', size * tensors.length);
    tensors.forEach((x, index) => {
      put(data, x.data as TypedArray, index * size);
    });
    return tensor('tensorflow', dtype, [tensors.length, ...(shape ?? [])], data);
  });
}

/** A batch of elements of different sizes, filled up to the largest, or to `sizes` where these are given. */
export function padded(
  elements: readonly Value[],
  sizes: (component: number) => readonly (number | undefined)[] | undefined,
  filling: (component: number) => number,
  context: Context,
): Value {
  return together(elements, (tensors, component) => {
    const { dtype, shape } = tensors[0] as TensorValue;
    const given = sizes(component);
    const dims = (shape ?? []).map(
      (_, axis) => given?.[axis] ?? Math.max(...tensors.map((x) => (x.shape as readonly number[])[axis] as number)),
    );
    const size = dims.reduce((product, dim) => product * dim, 1);
    const data = allocate(dtype ?? 'float32', size * tensors.length);
    const fill = filling(component);
    if (fill !== 0) {
      if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(BigInt(fill));
      else data.fill(fill);
    }
    tensors.forEach((x, index) => {
      const own = x.shape as readonly number[];
      if (own.some((dim, axis) => dim > (dims[axis] as number)))
        context.raise('DataLossError', `Attempted to pad to a smaller size than the input element.`);
      placed(data, index * size, dims, x.data as TypedArray, own);
    });
    return tensor('tensorflow', dtype, [tensors.length, ...dims], data);
  });
}

/** Copies a tensor into the corner of a larger one. */
function placed(
  into: TypedArray,
  at: number,
  dims: readonly number[],
  from: TypedArray,
  shape: readonly number[],
): void {
  if (shape.length <= 1) {
    put(into, from, at);
    return;
  }
  const [inner, outer] = [shape.slice(1), dims.slice(1)].map((sizes) =>
    sizes.reduce((product, dim) => product * dim, 1),
  );
  for (let row = 0; row < (shape[0] as number); row += 1)
    placed(
      into,
      at + row * (outer as number),
      dims.slice(1),
      from.subarray(row * (inner as number), (row + 1) * (inner as number)),
      shape.slice(1),
    );
}

function put(into: TypedArray, from: TypedArray, at: number): void {
  // Both have the same type.
  if (into instanceof BigInt64Array || into instanceof BigUint64Array) into.set(from as BigInt64Array, at);
  else into.set(from as Float32Array, at);
}

function bracketed(x: TensorValue | undefined): string {
  return x?.shape?.length
    ? formatShape(x.shape)
        .replace(/^\((.*?),?\)$/, '[$1]')
        .replaceAll(' ', '')
    : '[]';
}
