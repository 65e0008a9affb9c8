import type { NativeFunction } from '../../../values/native-function.js';
import type { NativeType } from '../../../values/native-type.js';
import { object, stateOf } from '../../../values/native-type.js';
import { dimValue, int, type ObjectValue, unknown, type Value } from '../../../values/value.js';
import { lazyIterator } from '../../python/iterator.js';
import type { Cardinality, Dataset } from '../../tensorflow/data/dataset.js';
import { kerasModuleOf } from '../class-modules.js';
import { IndexedBatches } from './indexed-batches.js';

/** Batches that Keras's older iterators give, without end: `ImageDataGenerator.flow`, `TimeseriesGenerator`. */
export const batchesType: NativeType<Dataset> = {
  name: 'Iterator',
  module: 'keras.preprocessing.image',
  home: kerasModuleOf,
  iterate(self) {
    const batches = batchesOf(self);
    if (batches instanceof IndexedBatches) return lazyIterator('Iterator', batches.iterated());
    return batches ? endless(batches.element) : unknown('an iterator that is not known');
  },
  getItem(self, index) {
    const batches = batchesOf(self);
    if (batches instanceof IndexedBatches && index.kind === 'int') return batches.at(index.value);
    return batchesOf(self)?.element ?? unknown('an iterator that is not known');
  },
  length(self) {
    const cardinality = batchesOf(self)?.cardinality;
    return cardinality === undefined || cardinality === 'infinite'
      ? unknown('how many batches there are is not known', 'len()')
      : dimValue(cardinality);
  },
  truth: () => true,
  methods: {
    next: nextOf('next'),
    __next__: nextOf('__next__'),
    reset: {
      name: 'Iterator.reset',
      signature: 'self',
      examples: ['keras.preprocessing.image.ImageDataGenerator().flow(np.ones((4, 8, 8, 3))).reset()'],
      call(args) {
        const batches = batchesOf(args.get('self'));
        if (batches instanceof IndexedBatches) batches.reset();
        return { kind: 'none' };
      },
    },
  },
};

function nextOf(name: string): NativeFunction {
  return {
    name: `Iterator.${name}`,
    signature: 'self',
    examples: [`keras.preprocessing.image.ImageDataGenerator().flow(np.ones((4, 8, 8, 3))).${name}()`],
    call(args) {
      const batches = batchesOf(args.get('self'));
      if (batches instanceof IndexedBatches) return batches.next();
      return batches?.element ?? unknown('an iterator that is not known');
    },
  };
}

/** Such batches as a value. `length` is how many make an epoch. */
export function batchesValue(
  element: Value,
  length: Cardinality,
  attributes: Readonly<Record<string, Value>>,
): ObjectValue<Dataset> {
  const made = object(batchesType, { element, cardinality: length });
  for (const [name, value] of Object.entries(attributes)) made.attributes.set(name, value);
  return made;
}

/** The same on numbers. */
export function indexedValue(
  batches: IndexedBatches,
  attributes: Readonly<Record<string, Value>>,
): ObjectValue<Dataset> {
  const made = object<Dataset>(batchesType, batches);
  for (const [name, value] of Object.entries(attributes)) made.attributes.set(name, value);
  return made;
}

/** The batches that a value is, or undefined. */
export function batchesOf(value: Value): Dataset | undefined {
  return stateOf(value, batchesType);
}

function endless(element: Value): Value {
  return lazyIterator('Iterator', onceThenEnd(element), true);
}

/** One element stands for all. */
function onceThenEnd(element: Value): () => Value | undefined {
  let given = false;
  return () => {
    if (given) return undefined;
    given = true;
    return element;
  };
}

export const countValue = (count: number | undefined): Value =>
  count === undefined ? unknown('how many samples there are is not known') : int(count);
