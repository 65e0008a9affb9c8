import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { str, tensor, tuple, type Value } from '../../values/value.js';
import { loadedData, loadedWords } from './dataset-files.js';

/** A data set that `load_data` gives: shapes and element types as Keras documents them. */
interface DataSet {
  readonly name: string;
  readonly signature: string;
  readonly train: readonly [x: Part, y: Part];
  readonly test: readonly [x: Part, y: Part];
}
type Part = readonly [dtype: ElementType, shape: Shape];

const images = (count: number, sample: Shape, labels: Shape, labelType: ElementType): readonly [Part, Part] => [
  ['uint8', [count, ...sample]],
  [labelType, [count, ...labels]],
];

const dataSets: readonly DataSet[] = [
  {
    name: 'mnist',
    signature: "path='mnist.npz'",
    train: images(60000, [28, 28], [], 'uint8'),
    test: images(10000, [28, 28], [], 'uint8'),
  },
  {
    name: 'fashion_mnist',
    signature: '',
    train: images(60000, [28, 28], [], 'uint8'),
    test: images(10000, [28, 28], [], 'uint8'),
  },
  {
    name: 'cifar10',
    signature: '',
    train: images(50000, [32, 32, 3], [1], 'uint8'),
    test: images(10000, [32, 32, 3], [1], 'uint8'),
  },
  {
    name: 'cifar100',
    signature: "label_mode='fine'",
    train: images(50000, [32, 32, 3], [1], 'int64'),
    test: images(10000, [32, 32, 3], [1], 'int64'),
  },
];

/** Data sets that `load_data` splits by `test_split`: how many samples there are in all, by version where there are several. */
const housing = [
  {
    name: 'boston_housing',
    signature: "path='boston_housing.npz', test_split=0.2, seed=113",
    samples: { '': 506 },
    features: 13,
    dtype: 'float64',
  },
  {
    name: 'california_housing',
    signature: "version='large', path='california_housing.npz', test_split=0.2, seed=113",
    samples: { large: 20640, small: 600 },
    features: 8,
    dtype: 'float32',
  },
] as const;

/** Reviews and newswires are lists of word numbers of different lengths: arrays of objects, whose rows are not known. */
const imdb = {
  name: 'imdb',
  signature:
    "path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2, index_from=3, **kwargs",
  words: 88584,
};
const reuters = {
  name: 'reuters',
  signature:
    "path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113, start_char=1, oov_char=2, index_from=3",
  words: 30979,
  samples: 11228,
};

const topics =
  'cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ship cotton carcass crude nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin strategic-metal livestock retail ipi iron-steel rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead'.split(
    ' ',
  );

export const datasetModules: readonly NativeModule[] = [
  { name: 'keras.datasets', members: {} },
  ...dataSets.map((set): NativeModule => {
    const load_data = loader(set.name, set.signature, (args, context) => {
      if (set.name === 'cifar100') oneOf(args, 'label_mode', ['fine', 'coarse'], context);
      return pair(set.train.map(arrayOf), set.test.map(arrayOf));
    });
    return { name: `keras.datasets.${set.name}`, members: { load_data } };
  }),
  ...housing.map(({ name, signature, samples, features, dtype }): NativeModule => {
    const load_data = loader(name, signature, (args, context) => {
      const counts: Readonly<Record<string, number>> = samples;
      const version = name === 'california_housing' ? oneOf(args, 'version', Object.keys(samples), context) : '';
      const [train, test] = split(version === undefined ? undefined : counts[version], args, context, true);
      const part = (count: Dim) => [arrayOf([dtype, [count, features]]), arrayOf([dtype, [count]])];
      return pair(part(train), part(test));
    });
    return { name: `keras.datasets.${name}`, members: { load_data } };
  }),
  texts(imdb, () => [25000, 25000]),
  texts(reuters, (args, context) => split(reuters.samples, args, context, false), {
    get_label_names: native('keras.datasets.reuters.get_label_names', '', () => tuple(topics.map(str)), [
      'keras.datasets.reuters.get_label_names()',
    ]),
  }),
];

function texts(
  set: { readonly name: string; readonly signature: string; readonly words: number },
  counts: (args: Arguments, context: Context) => readonly [Dim, Dim],
  more: Readonly<Record<string, Value>> = {},
): NativeModule {
  const load_data = loader(set.name, set.signature, (args, context) => {
    // Texts that are longer than `maxlen` are left out.
    const whole = args.get('maxlen').kind === 'none' && !args.keywords.has('nb_words');
    const [train, test] = counts(args, context);
    const part = (count: Dim) => {
      const samples = whole ? count : anonymous();
      return [
        { ...tensor('numpy', undefined, [samples]), reason: 'each row is a list of its own length' },
        tensor('numpy', 'int64', [samples]),
      ];
    };
    return pair(part(train), part(test));
  });
  const name = `keras.datasets.${set.name}.get_word_index`;
  const get_word_index = native(name, `path='${set.name}_word_index.json'`, (args, context) =>
    context.host.mode === 'numbers'
      ? loadedWords(set.name, args, context)
      : { kind: 'dict', entries: new Map(), open: true },
  );
  return { name: `keras.datasets.${set.name}`, members: { load_data, get_word_index, ...more } };
}

/** The samples that `test_split` leaves for training, and those that it takes. */
function split(
  samples: number | undefined,
  args: Arguments,
  context: Context,
  checked: boolean,
): readonly [train: Dim, test: Dim] {
  const share = args.get('test_split');
  const value = share.kind === 'int' || share.kind === 'float' ? share.value : undefined;
  const outside = value !== undefined && !(value >= 0 && value < 1);
  if (outside && checked) {
    context.raise(
      'ValueError',
      `Invalid \`test_split\` argument: ${value}. It must be between 0 and 1 (exclusive of 1).`,
    );
  }
  if (samples === undefined || value === undefined || outside) return [anonymous(), anonymous()];
  const train = Math.trunc(samples * (1 - value));
  return [train, samples - train];
}

/** A string argument of a few; undefined where it is not known. */
function oneOf(args: Arguments, name: string, choices: readonly string[], context: Context): string | undefined {
  const value = args.get(name);
  if (value.kind === 'unknown') return undefined;
  if (value.kind === 'str' && choices.includes(value.value)) return value.value;
  return context.raise(
    'ValueError',
    `\`${name}\` must be one of ${choices.map((choice) => `'${choice}'`).join(', ')}. Received: ${name}=${context.str(value) ?? '?'}`,
  );
}

/** `load_data`: what it gives is known on shapes; on numbers it is read from the files that Keras keeps. */
function loader(set: string, signature: string, shapes: (args: Arguments, context: Context) => Value): Value {
  return native(`keras.datasets.${set}.load_data`, signature, (args, context) => {
    const said = shapes(args, context);
    return context.host.mode === 'numbers' ? loadedData(set, args, context) : said;
  });
}

function native(name: string, signature: string, call: NativeFunction['call'], examples?: readonly string[]): Value {
  return { kind: 'native', function: { name, signature, call, ...(examples ? { examples } : {}) } };
}

function arrayOf([dtype, shape]: Part): Value {
  return tensor('numpy', dtype, shape);
}

function pair(train: readonly Value[], test: readonly Value[]): Value {
  return tuple([tuple(train), tuple(test)]);
}
