import { add, anonymous, type Dim, isKnown, multiply, subtract } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import { sizeOf } from '../../../values/sizes.js';
import { dimValue, none, tensor, tuple, unknown, type Value } from '../../../values/value.js';
import { lazyIterator } from '../../python/iterator.js';
import {
  batched,
  type Cardinality,
  type Dataset,
  datasetOf,
  datasetType,
  datasetValue,
  elementTensor,
  firstElement,
  least,
  mapTensors,
  sliced,
  toElement,
  unpacked,
} from './dataset.js';
import { datasetText, madeBy } from './dataset-classes.js';
import { specOfElement, staticShape } from './element-spec.js';
import { pipelineOf } from './pipeline.js';
import { running } from './running.js';
import { askedElement } from './traced-element.js';

type Body = (dataset: Dataset, args: Arguments, context: Context) => Value;

/** A method of datasets; on numbers what it does is in `running.ts`. */
function method(name: string, signature: string, body: Body): [string, NativeFunction] {
  const spelled = `tf.data.Dataset.${name}`;
  return [
    name,
    {
      name: spelled,
      shapesOnly: true,
      signature: signature ? `self, ${signature}` : 'self',
      call(args, context) {
        const self = args.get('self');
        if (context.host.mode === 'numbers') {
          const [run, pipeline] = [running[name], pipelineOf(self)];
          if (!run || !pipeline) return context.unknown('a run does not transform datasets so', spelled);
          const isParallel = signature.includes('num_parallel_calls') && args.get('num_parallel_calls').kind !== 'none';
          return madeBy(name, run(pipeline, args, context), isParallel);
        }
        const dataset = datasetOf(self);
        return dataset ? body(dataset, args, context) : unknown('a dataset that is not known', spelled);
      },
    },
  ];
}

/** What neither changes an element nor how many there are. */
const same = (name: string, signature: string) => method(name, signature, of);

/** A count among the arguments: undefined where it is not known. */
function count(value: Value): Dim | undefined {
  const size = sizeOf(value);
  if (size !== undefined) return size;
  if (value.kind === 'tensor' && value.shape?.length === 0 && value.data) return Number(value.data[0]);
  return undefined;
}

/** Calls a function of the program on an element, spread out where it is a tuple, as TensorFlow does. */
export function callOn(f: Value, element: Value, context: Context): Value {
  if (f.kind === 'none') return element;
  return context.call(f, element.kind === 'tuple' && !element.type ? element.elements : [element]);
}

const mapped: Body = (dataset, args, context) =>
  of({ ...dataset, element: toElement(unpacked(callOn(args.get('map_func'), dataset.element, context)), context) });

const flattened: Body = (dataset, args, context) => {
  const inner = datasetOf(callOn(args.get('map_func'), dataset.element, context));
  if (!inner) return context.unknown('what the function gives is not known', 'flat_map');
  const { cardinality } = dataset;
  const known = cardinality !== 'infinite' && inner.cardinality !== 'infinite';
  return datasetValue(
    inner.element,
    known && cardinality !== undefined && inner.cardinality !== undefined
      ? multiply(cardinality, inner.cardinality)
      : undefined,
  );
};

const window: Body = (dataset, args, context) => {
  const size = count(args.get('size'));
  const drop = context.truth(args.get('drop_remainder')) === true;
  const inner = (x: Value): Value => datasetValue(x, drop ? size : undefined);
  return datasetValue(mapTensors(dataset.element, inner), windows(dataset.cardinality, size, args, drop));
};

function windows(cardinality: Cardinality, size: Dim | undefined, args: Arguments, drop: boolean): Cardinality {
  if (cardinality === 'infinite') return 'infinite';
  const shift = args.get('shift').kind === 'none' ? size : count(args.get('shift'));
  const stride = count(args.get('stride'));
  if (![cardinality, size, shift, stride].every((each) => typeof each === 'number' && each > 0)) return undefined;
  const [n, length, by, step] = [cardinality, size, shift, stride] as [number, number, number, number];
  if (!drop) return Math.ceil(n / by);
  const span = (length - 1) * step + 1;
  return n < span ? 0 : Math.floor((n - span) / by) + 1;
}

const padded: Body = (dataset, args, context) => {
  const shapes = args.get('padded_shapes');
  const element =
    shapes.kind === 'none'
      ? mapTensors(dataset.element, (x) =>
          elementTensor(
            x.dtype,
            x.shape?.map((dim) => (isKnown(dim) ? dim : anonymous('None'))),
          ),
        )
      : withShapes(dataset.element, shapes);
  return of(batched({ ...dataset, element }, count(args.get('batch_size')), drops(args, context)));
};

/** An element whose shapes are given beside it; -1 and None are open. */
function withShapes(element: Value, shapes: Value): Value {
  if (element.kind === 'tensor') return elementTensor(element.dtype, staticShape(shapes));
  if (element.kind === 'tuple' && (shapes.kind === 'tuple' || shapes.kind === 'list'))
    return tuple(element.elements.map((each, i) => withShapes(each, shapes.elements[i] ?? none)));
  if (element.kind === 'dict' && shapes.kind === 'dict') {
    const entries = [...element.entries].map(
      ([id, entry]) =>
        [id, { key: entry.key, value: withShapes(entry.value, shapes.entries.get(id)?.value ?? none) }] as const,
    );
    return { kind: 'dict', entries: new Map(entries) };
  }
  return unknown('padded shapes that are not known');
}

function drops(args: Arguments, context: Context): boolean {
  return context.truth(args.get('drop_remainder')) === true;
}

function of({ element, cardinality, firstBatch }: Dataset): Value {
  return datasetValue(element, cardinality, {}, firstBatch);
}

function taken(cardinality: Cardinality, amount: Dim | undefined): Cardinality {
  return amount === -1 ? cardinality : least(cardinality, amount);
}

function skipped(cardinality: Cardinality, amount: Dim | undefined): Cardinality {
  if (cardinality === 'infinite' || amount === 0) return cardinality;
  if (typeof amount === 'number' && amount < 0) return 0;
  if (cardinality === undefined || amount === undefined) return undefined;
  const left = subtract(cardinality, amount);
  return typeof left === 'number' ? Math.max(0, left) : typeof amount === 'number' ? undefined : left;
}

function repeated(cardinality: Cardinality, times: Value): Cardinality {
  const n = times.kind === 'none' ? -1 : count(times);
  if (cardinality === 'infinite' || cardinality === 0) return cardinality;
  if (typeof n === 'number' && n < 0) return cardinality === undefined ? undefined : 'infinite';
  return cardinality === undefined || n === undefined ? undefined : multiply(cardinality, n);
}

function sum(a: Cardinality, b: Cardinality): Cardinality {
  if (a === 'infinite' || b === 'infinite') return 'infinite';
  return a === undefined || b === undefined ? undefined : add(a, b);
}

const scalar = (dtype: 'int64' | 'string') => elementTensor(dtype, []);

const methods: Readonly<Record<string, NativeFunction>> = Object.fromEntries([
  method(
    'map',
    'map_func, num_parallel_calls=None, deterministic=None, synchronous=None, use_unbounded_threadpool=False, name=None',
    mapped,
  ),
  method('flat_map', 'map_func, name=None', flattened),
  method(
    'interleave',
    'map_func, cycle_length=None, block_length=None, num_parallel_calls=None, deterministic=None, name=None',
    flattened,
  ),
  method(
    'batch',
    'batch_size, drop_remainder=False, num_parallel_calls=None, deterministic=None, name=None',
    (dataset, args, context) => of(batched(dataset, count(args.get('batch_size')), drops(args, context))),
  ),
  method(
    'ragged_batch',
    'batch_size, drop_remainder=False, row_splits_dtype=int64, name=None',
    (dataset, args, context) => {
      const element = mapTensors(dataset.element, (x) =>
        elementTensor(
          x.dtype,
          x.shape?.map((dim) => (isKnown(dim) ? dim : anonymous('None'))),
        ),
      );
      return of(batched({ ...dataset, element }, count(args.get('batch_size')), drops(args, context)));
    },
  ),
  method(
    'padded_batch',
    'batch_size, padded_shapes=None, padding_values=None, drop_remainder=False, name=None',
    padded,
  ),
  method(
    'bucket_by_sequence_length',
    'element_length_func, bucket_boundaries, bucket_batch_sizes, padded_shapes=None, padding_values=None, pad_to_bucket_boundary=False, no_padding=False, drop_remainder=False, name=None',
    (dataset) => {
      const element = mapTensors(dataset.element, (x) =>
        elementTensor(
          x.dtype,
          x.shape?.map((dim) => (isKnown(dim) ? dim : anonymous('None'))),
        ),
      );
      return datasetValue(batched({ ...dataset, element }, undefined, false).element, undefined);
    },
  ),
  method('unbatch', 'name=None', (dataset, _args, context) => {
    const { element, cardinality } = sliced(dataset.element, context);
    const total = dataset.cardinality;
    return datasetValue(
      element,
      total === 'infinite'
        ? total
        : typeof total === 'number' && typeof cardinality === 'number'
          ? total * cardinality
          : undefined,
    );
  }),
  method('rebatch', 'batch_size, drop_remainder=False, name=None', (dataset, args, context) => {
    const { element } = sliced(dataset.element, context);
    return of(batched({ element, cardinality: undefined }, count(args.get('batch_size')), drops(args, context)));
  }),
  method('window', 'size, shift=None, stride=1, drop_remainder=False, name=None', window),
  // Any batch may come first then.
  method('shuffle', 'buffer_size, seed=None, reshuffle_each_iteration=True, name=None', ({ element, cardinality }) =>
    datasetValue(element, cardinality),
  ),
  same('prefetch', 'buffer_size, name=None'),
  same('cache', "filename='', name=None"),
  same('with_options', 'options, name=None'),
  same('snapshot', "path, compression='AUTO', reader_func=None, shard_func=None, name=None"),
  same('fingerprint', ''),
  same('ignore_errors', 'log_warning=False, name=None'),
  method('repeat', 'count=None, name=None', (dataset, args) =>
    of({ ...dataset, cardinality: repeated(dataset.cardinality, args.get('count')) }),
  ),
  method('take', 'count, name=None', (dataset, args) =>
    of({ ...dataset, cardinality: taken(dataset.cardinality, count(args.get('count'))) }),
  ),
  method('skip', 'count, name=None', (dataset, args) =>
    datasetValue(dataset.element, skipped(dataset.cardinality, count(args.get('count')))),
  ),
  method('shard', 'num_shards, index, name=None', (dataset, args) => {
    const [shards, index] = [count(args.get('num_shards')), count(args.get('index'))];
    const { cardinality } = dataset;
    const known = typeof cardinality === 'number' && typeof shards === 'number' && typeof index === 'number';
    return datasetValue(
      dataset.element,
      known
        ? Math.ceil(Math.max(0, cardinality - index) / shards)
        : cardinality === 'infinite'
          ? cardinality
          : undefined,
    );
  }),
  method('filter', 'predicate, name=None', (dataset, args, context) => {
    callOn(args.get('predicate'), dataset.element, context);
    return datasetValue(dataset.element, undefined);
  }),
  method('take_while', 'predicate, name=None', (dataset, args, context) => {
    callOn(args.get('predicate'), dataset.element, context);
    return datasetValue(dataset.element, undefined);
  }),
  method('unique', 'name=None', (dataset) => datasetValue(dataset.element, undefined)),
  method('concatenate', 'dataset, name=None', (dataset, args, context) => {
    const other = datasetOf(args.get('dataset'));
    if (!other) return context.unknown('a dataset that is not known', 'concatenate');
    return datasetValue(common(dataset.element, other.element), sum(dataset.cardinality, other.cardinality));
  }),
  method('enumerate', 'start=0, name=None', (dataset) =>
    of({ ...dataset, element: tuple([scalar('int64'), dataset.element]) }),
  ),
  method('apply', 'transformation_func', (_dataset, args, context) =>
    context.call(args.get('transformation_func'), [args.get('self')]),
  ),
  method('reduce', 'initial_state, reduce_func, name=None', (dataset, args, context) => {
    const state = toElement(args.get('initial_state'), context);
    return toElement(context.call(args.get('reduce_func'), [state, dataset.element]), context);
  }),
  method('scan', 'initial_state, scan_func, name=None', (dataset, args, context) => {
    const state = toElement(args.get('initial_state'), context);
    const made = context.call(args.get('scan_func'), [state, dataset.element]);
    const element = made.kind === 'tuple' ? made.elements[1] : undefined;
    return datasetValue(
      element ? toElement(element, context) : unknown('what the function gives is not known'),
      dataset.cardinality,
    );
  }),
  method(
    'group_by_window',
    'key_func, reduce_func, window_size=None, window_size_func=None, name=None',
    (dataset, args, context) => {
      const inner = datasetOf(
        context.call(args.get('reduce_func'), [scalar('int64'), datasetValue(dataset.element, undefined)]),
      );
      return inner
        ? datasetValue(inner.element, undefined)
        : context.unknown('what the function gives is not known', 'group_by_window');
    },
  ),
  method('get_single_element', 'name=None', (dataset) => dataset.element),
  method('cardinality', 'name=None', ({ cardinality }) => {
    const n = cardinality === 'infinite' ? -1 : cardinality;
    return tensor('tensorflow', 'int64', [], typeof n === 'number' ? BigInt64Array.of(BigInt(n)) : undefined);
  }),
  method('as_numpy_iterator', '', (dataset) => elements({ ...dataset, element: asNumpy(dataset.element) })),
  method('save', 'path, compression=None, shard_func=None, checkpoint_args=None', () => none),
]);

/** What elements of two datasets have in common: a dim that differs is open. */
function common(a: Value, b: Value): Value {
  if (a.kind === 'tensor' && b.kind === 'tensor') {
    const shape =
      a.shape && b.shape && a.shape.length === b.shape.length
        ? a.shape.map((dim, axis) => {
            const other = b.shape?.[axis];
            return dim === other || (typeof dim !== 'number' && typeof other !== 'number') ? dim : anonymous('None');
          })
        : undefined;
    return elementTensor(a.dtype, shape);
  }
  if (a.kind === 'tuple' && b.kind === 'tuple')
    return tuple(a.elements.map((each, i) => common(each, b.elements[i] ?? none)));
  return a.kind === b.kind ? a : unknown('elements of different kinds');
}

/** Loops as long as this are followed round by round. */
const FOLLOWED = 3;

function asNumpy(element: Value): Value {
  return mapTensors(element, ({ dtype, shape, data }) => tensor('numpy', dtype, shape, data));
}

/** The elements in turn: all look the same, the first apart. */
function elements(dataset: Dataset): Value {
  const { element, cardinality } = dataset;
  const first = firstElement(dataset);
  let asked = false;
  const exact = typeof cardinality === 'number' && cardinality <= FOLLOWED;
  let left = exact ? cardinality : FOLLOWED;
  const iterator = lazyIterator(
    'OwnedIterator',
    () => {
      if (left === 0) return undefined;
      left -= 1;
      const next = exact && !asked ? first : element;
      asked = true;
      return next;
    },
    !exact,
  );
  return exact ? iterator : { ...iterator, notEmpty: true, first };
}

Object.assign(datasetType, {
  methods,
  attributes: {
    element_spec: (self: Value, context: Context) => {
      const dataset = datasetOf(self);
      return dataset ? specOfElement(askedElement(dataset, context)) : unknown('a dataset that is not known');
    },
  },
  iterate: (self: Value) => {
    const pipeline = pipelineOf(self);
    if (pipeline) return lazyIterator('OwnedIterator', pipeline.open());
    const dataset = datasetOf(self);
    return dataset ? elements(dataset) : unknown('a dataset that is not known');
  },
  length: (self: Value, context: Context) => {
    const cardinality = datasetOf(self)?.cardinality;
    if (cardinality === 'infinite') return context.raise('TypeError', 'The dataset is infinite.');
    if (cardinality === undefined && context.host.mode === 'numbers')
      return context.raise('TypeError', 'The dataset length is unknown.');
    return cardinality === undefined
      ? unknown('how many elements the dataset has is not known', 'len()')
      : dimValue(cardinality);
  },
  truth: () => true,
  repr: datasetText,
});
