import { kerasShape } from '../../../model/input-spec.js';
import type { Model } from '../../../model/model.js';
import { type Dim, differ } from '../../../tensor/dim.js';
import type { Context } from '../../../values/context.js';
import { int, list, str, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { shuffleList } from '../../python/modules/random.js';
import { typeName } from '../../python/type-name.js';
import { datasetOf } from '../../tensorflow/data/dataset.js';
import { type Next, type Pipeline, pipelineOf } from '../../tensorflow/data/pipeline.js';
import { batchesOf } from '../preprocessing/batches.js';
import { IndexedBatches } from '../preprocessing/indexed-batches.js';

/** What gives a training its batches, as Keras's data adapters have it. */
export interface BatchSource {
  /** How many batches a pass has; undefined: that is not known, or it has no end. */
  readonly batches: number | undefined;
  /** A batch to tell types and shapes by. */
  readonly first: Value;
  /** No code of the program makes them. */
  readonly isRows?: boolean;
  /** Begins a pass. What it gives has no more batches where it gives undefined. */
  open(): () => Value | undefined;
  epochBegins?(): void;
  epochEnds?(): void;
}

/** Keras looks at so many batches before it takes any: it takes them again. */
const peeked = 2;

/** As Keras's messages call what gives batches: `generator`; undefined: it is no such thing. */
export function sourceName(value: Value): string | undefined {
  if (value.kind === 'iterator') return 'generator';
  if (datasetOf(value)) return 'tf.data.Dataset';
  if (batchesOf(value)) return 'PyDataset';
  const base = value.kind === 'instance' ? value.native?.type.name : undefined;
  return base === 'Sequence' || base === 'PyDataset' ? 'PyDataset' : undefined;
}

/** Raises what Keras does where a stream gives single samples instead of batches, and says what to do. */
export function checkBatched(model: Model, x: readonly TensorValue[] | undefined, context: Context): void {
  model.inputs.forEach(({ shape, source }, at) => {
    const got = x?.[at]?.shape;
    if (!model.built || !shape || !got || got.length + 1 !== shape.length || got.length === 0) return;
    const isSample = got.every((dim, axis) => !differ(dim, shape[axis + 1] as Dim));
    // A last axis of one may be left out.
    if (isSample && shape.at(-1) !== 1)
      context.raise(
        'ValueError',
        `Invalid input shape for input with name '${source?.call.layer.name}'. Expected shape ${kerasShape(shape)}, but input has incompatible shape ${kerasShape(got)}: these are single samples, put .batch(32) at the end of the dataset`,
      );
  });
}

/** What a value gives batches by; undefined: it is no such thing. `shuffle`: a PyDataset's batches are taken in random order. */
export function batchSource(value: Value, shuffle: boolean, context: Context): BatchSource | undefined {
  if (value.kind === 'iterator') return generatorSource(value, context);
  const pipeline = pipelineOf(value);
  if (pipeline) return datasetSource(pipeline, context);
  const indexed = batchesOf(value);
  if (indexed instanceof IndexedBatches)
    return indexedSource(
      {
        batches: indexed.cardinality,
        at: (index) => standard(indexed.at(index), context),
        epochBegins: () => {},
        epochEnds: () => indexed.epochEnds(),
      },
      shuffle,
      context,
    );
  return sourceName(value) ? sequenceSource(value, shuffle, context) : undefined;
}

function generatorSource(value: Value & { kind: 'iterator' }, context: Context): BatchSource {
  if (value.name !== 'generator' && context.host.kerasVersion !== 2)
    context.raise(
      'ValueError',
      `Unrecognized data type: x=${context.repr(value) ?? '…'} (of type <class '${typeName(value)}'>)`,
    );
  const seen: Value[] = [];
  for (let next: Value | undefined; seen.length < peeked; seen.push(next)) {
    next = value.next();
    if (!next) break;
  }
  const [first] = seen;
  if (!first)
    return context.raise(
      'ValueError',
      'When passing a Python generator to a Keras model, the generator must yield at least one batch. Received an empty generator.',
    );
  if (first.kind !== 'tuple' && context.host.kerasVersion !== 2)
    context.raise(
      'ValueError',
      `When passing a Python generator to a Keras model, the generator must return a tuple, either (input,) or (inputs, targets) or (inputs, targets, sample_weights). Received: ${context.str(first) ?? '…'}`,
    );
  return {
    batches: undefined,
    first,
    open() {
      // What was looked at comes first, in every pass; a generator itself goes on where it was.
      let at = 0;
      return () => (at < seen.length ? seen[at++] : value.next());
    },
  };
}

function datasetSource(dataset: Pipeline, context: Context): BatchSource {
  const { cardinality } = dataset;
  const next = dataset.open();
  const first = next() ?? context.raise('ValueError', 'The dataset is empty: it gives no batches.');
  // The pass that was begun for a look is the first that is taken.
  let begun: Next | undefined = next;
  return {
    batches: typeof cardinality === 'number' ? cardinality : undefined,
    first,
    open() {
      const pass = begun;
      begun = undefined;
      if (!pass) return dataset.open();
      let isFirst = true;
      return () => {
        if (!isFirst) return pass();
        isFirst = false;
        return first;
      };
    },
  };
}

function sequenceSource(value: Value, shuffle: boolean, context: Context): BatchSource {
  const own = context.findAttribute(value, 'num_batches') ?? context.length(value);
  const batches = own.kind === 'int' ? own.value : undefined;
  if (own.kind !== 'int' && own.kind !== 'none')
    context.unknown('how many batches it has is not known', typeName(value));
  if (batches === 0) context.raise('ValueError', 'The PyDataset has length 0');
  const told = (name: string) => () => {
    const method = context.findAttribute(value, name);
    if (method) context.call(method, []);
  };
  return indexedSource(
    {
      batches,
      at: (index) => standard(context.getItem(value, int(index)), context),
      epochBegins: told('on_epoch_begin'),
      epochEnds: told('on_epoch_end'),
    },
    shuffle,
    context,
  );
}

interface Indexed {
  readonly batches: number | undefined;
  at(index: number): Value;
  epochBegins(): void;
  epochEnds(): void;
}

function indexedSource(indexed: Indexed, shuffle: boolean, context: Context): BatchSource {
  const { batches } = indexed;
  const seen = Array.from({ length: Math.min(peeked, batches ?? peeked) }, (_, index) => indexed.at(index));
  return {
    batches,
    first: seen[0] as Value,
    open() {
      let at = 0;
      if (batches === undefined) return () => indexed.at(at++);
      const order = list(Array.from({ length: batches }, (_, index) => int(index)));
      if (shuffle) shuffleList(order, context);
      return () => {
        const next = order.elements[at++];
        return next?.kind === 'int' ? indexed.at(next.value) : undefined;
      };
    },
    epochBegins: () => indexed.epochBegins(),
    epochEnds: () => indexed.epochEnds(),
  };
}

/** A batch as `__getitem__` gives it, as a tuple; a dict is the inputs. */
function standard(batch: Value, context: Context): Value {
  if (batch.kind === 'dict' || (batch.kind === 'tuple' && batch.elements.length > 0 && batch.elements.length < 4))
    return batch;
  if (batch.kind === 'tensor') return tuple([batch]);
  if (batch.kind === 'list') return standard(tuple(batch.elements), context);
  return context.raise(
    'ValueError',
    `PyDataset.__getitem__() must return a tuple or a dict. If a tuple, it must be ordered either (input,) or (inputs, targets) or (inputs, targets, sample_weights). Received: ${context.str(batch)?.slice(0, 100) ?? context.str(str('…'))}... of type <class '${typeName(batch)}'>`,
  );
}
