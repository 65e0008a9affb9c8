import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { str, tuple, unknown, type Value } from '../../values/value.js';
import { native } from '../python/define.js';
import { batched, datasetValue, elementTensor, mapTensors } from './data/dataset.js';

type Part = readonly [dtype: ElementType, shape: readonly (number | null)[]];

/** A data set of TensorFlow Datasets: its features in order, which two of them are input and label, how many examples. */
interface Known {
  readonly features: Readonly<Record<string, Part>>;
  readonly supervised: readonly [string, string];
  readonly splits: Readonly<Record<string, number>>;
}

const label: Part = ['int64', []];
const pictures = (shape: Part[1], splits: Known['splits'], more: Known['features'] = {}): Known => ({
  features: { ...more, image: ['uint8', shape], label },
  supervised: ['image', 'label'],
  splits,
});
const texts = (splits: Known['splits'], feature = 'text'): Known => ({
  features: { label, [feature]: ['string', []] },
  supervised: [feature, 'label'],
  splits,
});
const open = [null, null, 3];

const sets: Readonly<Record<string, Known>> = {
  mnist: pictures([28, 28, 1], { train: 60000, test: 10000 }),
  fashion_mnist: pictures([28, 28, 1], { train: 60000, test: 10000 }),
  kmnist: pictures([28, 28, 1], { train: 60000, test: 10000 }),
  cifar10: pictures([32, 32, 3], { train: 50000, test: 10000 }, { id: ['string', []] }),
  cifar100: pictures([32, 32, 3], { train: 50000, test: 10000 }, { id: ['string', []], coarse_label: label }),
  horses_or_humans: pictures([300, 300, 3], { train: 1027, test: 256 }),
  rock_paper_scissors: pictures([300, 300, 3], { train: 2520, test: 372 }),
  cats_vs_dogs: pictures(open, { train: 23262 }, { 'image/filename': ['string', []] }),
  oxford_flowers102: pictures(open, { train: 1020, test: 6149, validation: 1020 }, { file_name: ['string', []] }),
  tf_flowers: pictures(open, { train: 3670 }),
  beans: pictures([500, 500, 3], { train: 1034, test: 128, validation: 133 }),
  food101: pictures(open, { train: 75750, validation: 25250 }),
  stanford_dogs: pictures(open, { train: 12000, test: 8580 }, { 'image/filename': ['string', []] }),
  eurosat: pictures([64, 64, 3], { train: 27000 }, { filename: ['string', []] }),
  imdb_reviews: texts({ train: 25000, test: 25000, unsupervised: 50000 }),
  ag_news_subset: {
    features: { description: ['string', []], label, title: ['string', []] },
    supervised: ['description', 'label'],
    splits: { train: 120000, test: 7600 },
  },
};

function tensorOf([dtype, shape]: Part): Value {
  return elementTensor(
    dtype,
    shape.map((dim): Dim => dim ?? anonymous('None')),
  );
}

/** One example: a dict of its features, or (input, label). */
function exampleOf({ features, supervised }: Known, asSupervised: boolean): Value {
  if (asSupervised) return tuple(supervised.map((name) => tensorOf(features[name] as Part)));
  const entries = Object.entries(features).map(
    ([name, part]) => [`s${name}`, { key: str(name), value: tensorOf(part) }] as const,
  );
  return { kind: 'dict', entries: new Map(entries) };
}

/** How many examples `train`, `train[:80%]`, `train[100:]`, `train+test` have. */
function countOf(split: string, { splits }: Known): number | undefined {
  let total = 0;
  for (const part of split.split('+')) {
    const match = /^\s*(\w+)\s*(?:\[\s*(-?\d+)?(%)?\s*:\s*(-?\d+)?(%)?\s*\])?\s*$/.exec(part);
    const whole = match && Object.hasOwn(splits, match[1] as string) ? splits[match[1] as string] : undefined;
    if (!match || whole === undefined) return undefined;
    const at = (given: string | undefined, percent: string | undefined, fallback: number): number => {
      if (given === undefined) return fallback;
      const position = percent ? Math.round((whole * Number(given)) / 100) : Number(given);
      return Math.min(whole, Math.max(0, position < 0 ? position + whole : position));
    };
    total += Math.max(0, at(match[4], match[5], whole) - at(match[2], match[3], 0));
  }
  return total;
}

function load(args: Arguments, context: Context): Value {
  const name = args.get('name');
  if (context.host.mode === 'numbers')
    return context.unknown(
      'a run has no TensorFlow Datasets; keras.datasets, and files by keras.utils.get_file, it downloads',
      'tfds.load',
    );
  const own = name.kind === 'str' ? name.value.split(':')[0]?.split('/')[0] : undefined;
  const known = own !== undefined && Object.hasOwn(sets, own) ? sets[own] : undefined;
  const info = unknown('what is known of the data set beside its examples', 'tfds.info');
  const withInfo = context.truth(args.get('with_info'));
  if (!known || withInfo === undefined) return unknown('this data set is not known', 'tfds.load');
  const example = exampleOf(known, context.truth(args.get('as_supervised')) === true);
  const size = args.get('batch_size');
  const made = (split: Value): Value => {
    if (split.kind === 'list' || split.kind === 'tuple') return { ...split, elements: split.elements.map(made) };
    const count = split.kind === 'str' ? countOf(split.value, known) : undefined;
    const whole = { element: example, cardinality: count };
    if (size.kind === 'none') return datasetValue(example, count);
    const by = size.kind === 'int' && size.value > 0 ? size.value : size.kind === 'int' ? count : undefined;
    const batches = batched(whole, by, false);
    return datasetValue(
      mapTensors(batches.element, (x) => x),
      batches.cardinality,
    );
  };
  const split = args.get('split');
  const result: Value =
    split.kind === 'none'
      ? {
          kind: 'dict',
          entries: new Map(
            Object.keys(known.splits).map((each) => [`s${each}`, { key: str(each), value: made(str(each)) }]),
          ),
        }
      : made(split);
  return withInfo ? tuple([result, info]) : result;
}

const loader = native(
  'tfds.load',
  'name, *, split=None, data_dir=None, batch_size=None, shuffle_files=False, download=True, as_supervised=False, decoders=None, read_config=None, with_info=False, builder_kwargs=None, download_and_prepare_kwargs=None, as_dataset_kwargs=None, try_gcs=False, file_format=None',
  [],
  load,
);

/** TensorFlow Datasets: the best known of its sets. */
export const datasetModules: readonly NativeModule[] = [
  {
    name: 'tensorflow_datasets',
    members: {
      load: { ...loader, function: { ...loader.function, shapesOnly: true } },
      as_numpy: native(
        'tfds.as_numpy',
        'dataset',
        ['tensorflow_datasets.as_numpy(tf.ones((2, 3)))'],
        (args, context) => {
          const value = args.get('dataset');
          if (value.kind === 'tensor')
            return { kind: 'tensor', library: 'numpy', shape: value.shape, dtype: value.dtype, data: value.data };
          const iterator = context.findAttribute(value, 'as_numpy_iterator');
          return iterator ? context.call(iterator, []) : unknown('a dataset that is not known', 'tfds.as_numpy');
        },
      ),
      disable_progress_bar: native(
        'tfds.disable_progress_bar',
        '',
        ['tensorflow_datasets.disable_progress_bar()'],
        () => ({ kind: 'none' }),
      ),
    },
  },
];
