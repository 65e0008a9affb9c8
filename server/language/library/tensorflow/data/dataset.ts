import { anonymous, batch, ceilDivide, type Dim, differ, floorDivide, formatDim, same } from '../../../tensor/dim.js';
import type { ElementType } from '../../../tensor/element-type.js';
import type { MaybeShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { type ObjectValue, type TensorValue, tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { convert } from '../eager-tensor.js';

/** A `tf.data.Dataset`: what one element looks like, and how many there are. */
export interface Dataset {
  /**
   * One element: tensors without data in tuples and dicts, as `element_spec` nests them; None, Unknown, or a
   * dataset (of `window`) in their places.
   */
  readonly element: Value;
  /** undefined where it is not known. */
  readonly cardinality: Cardinality;
  /** How many samples its first element has, where the element's `batch` is open because the last one may have fewer. */
  readonly firstBatch?: number | undefined;
}

export type Cardinality = Dim | 'infinite' | undefined;

/** The type that all datasets have; `transformations.ts` gives it its methods. */
export const datasetType: NativeType<Dataset> = {
  name: 'Dataset',
  module: 'tensorflow.data',
  // Each method gives one of a class of its own.
  home: () => undefined,
};

/** A dataset as a value, for whatever makes one: `image_dataset_from_directory`, `tfds.load`. */
export function datasetValue(
  element: Value,
  cardinality: Cardinality,
  attributes: Readonly<Record<string, Value>> = {},
  firstBatch?: number,
): ObjectValue<Dataset> {
  const made = object(datasetType, { element, cardinality, firstBatch });
  for (const [name, value] of Object.entries(attributes)) made.attributes.set(name, value);
  return made;
}

/** The dataset that a value is, or undefined. */
export function datasetOf(value: Value): Dataset | undefined {
  return stateOf(value, datasetType);
}

/** What `model.fit(dataset)` takes of an element: `(x, y, sample_weight)`; y and weights are undefined where there are none. */
export function fitParts(dataset: Dataset): readonly [x: Value, y?: Value, weights?: Value] {
  const { element } = dataset;
  if (element.kind !== 'tuple' || element.elements.length > 3) return [element];
  const [x, y, weights] = element.elements;
  if (!x) return [element];
  if (!y) return [x];
  return weights ? [x, y, weights] : [x, y];
}

/** A tensor of a dataset's element: its elements are never known. */
export function elementTensor(dtype: ElementType | undefined, shape: MaybeShape, reason?: string): TensorValue {
  const made = tensor('tensorflow', dtype, shape);
  return reason === undefined ? made : { ...made, reason };
}

/** The same structure with each tensor changed; what is no tensor stays. */
export function mapTensors(value: Value, change: (x: TensorValue) => Value): Value {
  if (value.kind === 'tensor') return change(value);
  if (value.kind === 'tuple') return { ...value, elements: value.elements.map((each) => mapTensors(each, change)) };
  if (value.kind !== 'dict') return value;
  const entries = [...value.entries].map(
    ([id, entry]) => [id, { key: entry.key, value: mapTensors(entry.value, change) }] as const,
  );
  return { ...value, entries: new Map(entries) };
}

/** The tensors of a structure, in order. */
export function tensorsIn(value: Value): readonly TensorValue[] {
  const found: TensorValue[] = [];
  mapTensors(value, (x) => {
    found.push(x);
    return x;
  });
  return found;
}

/** Any value as an element: numbers, strings and lists become tensors, tuples and dicts stay what they are. */
export function toElement(value: Value, context: Context): Value {
  switch (value.kind) {
    case 'tuple':
      return { ...value, elements: value.elements.map((each) => toElement(each, context)) };
    case 'dict': {
      const entries = [...value.entries].map(
        ([id, entry]) => [id, { key: entry.key, value: toElement(entry.value, context) }] as const,
      );
      return { kind: 'dict', entries: new Map(entries), ...(value.open ? { open: true } : {}) };
    }
    case 'none':
    case 'unknown':
      return value;
    case 'object':
      if (datasetOf(value)) return value;
      break;
    default:
      break;
  }
  const made = convert(value, context);
  return made ? elementTensor(made.dtype, made.shape, made.reason) : unknown('an element of a kind that is not known');
}

/** What a mapped function returned: TensorFlow takes a list for several parts, not for a tensor. */
export function unpacked(value: Value): Value {
  return value.kind === 'list' && !value.rest ? tuple(value.elements) : value;
}

/** An element without the first axis of its tensors, and how long that axis is. */
export function sliced(value: Value, context: Context): Dataset {
  let length: Dim | undefined;
  const element = mapTensors(value, (x) => {
    if (!x.shape) return elementTensor(x.dtype, undefined, x.reason);
    const [first, ...rest] = x.shape;
    if (first === undefined)
      return context.raise('ValueError', 'Unbatching a tensor is only supported for rank >= 1', 'array-shape');
    if (length !== undefined && differ(first, length))
      context.raise(
        'ValueError',
        `Dimensions ${formatDim(length)} and ${formatDim(first)} are not compatible`,
        'array-shape',
      );
    if (length === undefined || typeof first === 'number') length = first;
    return elementTensor(x.dtype, rest, x.reason);
  });
  return { element, cardinality: length };
}

/** Elements gathered: the number of samples of a batch is open, as the last one may be smaller. */
export function batched(dataset: Dataset, size: Dim | undefined, dropRemainder: boolean): Dataset {
  const { cardinality } = dataset;
  let nested = false;
  const element = mapTensors(dataset.element, (x) => {
    if (!x.shape) return x;
    const again = x.shape.some((dim) => same(dim, batch));
    nested ||= again;
    const open = again ? anonymous('None') : batch;
    return elementTensor(x.dtype, [dropRemainder && size !== undefined ? size : open, ...x.shape], x.reason);
  });
  if (cardinality === undefined) return { element, cardinality };
  const firstBatch = nested || typeof size !== 'number' ? undefined : firstOf(size, cardinality);
  if (cardinality === 'infinite') return { element, cardinality, firstBatch };
  if (size === undefined || size === 0) return { element, cardinality: undefined };
  const batches = dropRemainder ? floorDivide(cardinality, size) : ceilDivide(cardinality, size);
  return { element, cardinality: batches, firstBatch };
}

function firstOf(size: number, cardinality: Dim | 'infinite'): number | undefined {
  if (cardinality === 'infinite') return size;
  return typeof cardinality === 'number' ? Math.min(size, cardinality) : undefined;
}

/** The first element, of which more may be known than of the others. */
export function firstElement({ element, firstBatch }: Dataset): Value {
  if (firstBatch === undefined) return element;
  return mapTensors(element, (x) =>
    x.shape?.some((dim) => same(dim, batch))
      ? elementTensor(
          x.dtype,
          x.shape.map((dim) => (same(dim, batch) ? firstBatch : dim)),
          x.reason,
        )
      : x,
  );
}

/** The smaller of two counts; undefined where it cannot be told. */
export function least(a: Cardinality, b: Cardinality): Cardinality {
  if (a === 'infinite') return b;
  if (b === 'infinite') return a;
  if (a === undefined || b === undefined) return undefined;
  if (typeof a === 'number' && typeof b === 'number') return Math.min(a, b);
  return same(a, b) ? a : undefined;
}
