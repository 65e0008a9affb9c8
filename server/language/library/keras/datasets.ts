import { anonymous } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { tensor, tuple, unknown, type Value } from '../../values/value.js';

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
  housing('boston_housing', "path='boston_housing.npz', test_split=0.2, seed=113", 404, 102, 13, 'float64'),
  housing(
    'california_housing',
    "version='large', path='california_housing.npz', test_split=0.2, seed=113",
    16512,
    4128,
    8,
    'float32',
  ),
];

/** Reviews and newswires are lists of word numbers of different lengths: arrays of objects, whose rows are not known. */
const texts: readonly { readonly name: string; readonly train: number; readonly test: number }[] = [
  { name: 'imdb', train: 25000, test: 25000 },
  { name: 'reuters', train: 8982, test: 2246 },
];

const textSignature =
  "path='…', num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113, start_char=1, oov_char=2, index_from=3, **kwargs";

export const datasetModules: readonly NativeModule[] = [
  { name: 'keras.datasets', members: {} },
  ...dataSets.map((set): NativeModule => {
    const load_data = loader(set.name, set.signature, (args) =>
      args.given('test_split') || args.given('version')
        ? unknown('the split is not known', set.name)
        : pair(set.train.map(arrayOf), set.test.map(arrayOf)),
    );
    return { name: `keras.datasets.${set.name}`, members: { load_data } };
  }),
  ...texts.map((set): NativeModule => {
    const load_data = loader(set.name, textSignature, (args) => {
      const whole = !args.given('maxlen') && !args.given('test_split');
      const part = (count: number) => {
        const samples = whole ? count : anonymous();
        return [
          { ...tensor('numpy', undefined, [samples]), reason: 'each row is a list of its own length' },
          tensor('numpy', 'int64', [samples]),
        ];
      };
      return pair(part(set.train), part(set.test));
    });
    const name = `keras.datasets.${set.name}.get_word_index`;
    const get_word_index = native(name, 'path=None', (_args, context) =>
      context.unknown('Layerscope does not download data yet', name),
    );
    return { name: `keras.datasets.${set.name}`, members: { load_data, get_word_index } };
  }),
];

/** `load_data`: what it gives is known on shapes; on numbers it would have to be downloaded. */
function loader(set: string, signature: string, shapes: (args: Arguments) => Value): Value {
  return native(`keras.datasets.${set}.load_data`, signature, (args, context) =>
    context.host.mode === 'numbers' ? download(set, context) : shapes(args),
  );
}

function native(name: string, signature: string, call: NativeFunction['call']): Value {
  return { kind: 'native', function: { name, signature, call } };
}

function housing(
  name: string,
  signature: string,
  train: number,
  test: number,
  features: number,
  dtype: ElementType,
): DataSet {
  const part = (count: number): readonly [Part, Part] => [
    [dtype, [count, features]],
    [dtype, [count]],
  ];
  return { name, signature, train: part(train), test: part(test) };
}

function arrayOf([dtype, shape]: Part): Value {
  return tensor('numpy', dtype, shape);
}

function pair(train: readonly Value[], test: readonly Value[]): Value {
  return tuple([tuple(train), tuple(test)]);
}

function download(name: string, context: Context): Value {
  return context.unknown(
    `Layerscope does not download data yet: read the files of ${name} from a folder instead`,
    `keras.datasets.${name}.load_data`,
  );
}
