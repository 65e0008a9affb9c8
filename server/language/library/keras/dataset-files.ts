import { HostError } from '../../host.js';
import type { TypedArray } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import type { Arguments } from '../../values/native-function.js';
import { int, str, type TensorValue, tuple, type Value } from '../../values/value.js';
import { getItem } from '../numpy/indexing.js';
import { npyArray, npzEntries } from '../numpy/npz.js';
import { objectArray } from '../numpy/object-array.js';
import { PickleError, readPickle } from '../numpy/pickle.js';
import { LegacyGenerator } from '../numpy/random/legacy.js';
import { array } from '../numpy/view.js';
import { JsonReader } from '../python/modules/json-reader.js';
import { decode } from '../python/text-encoding.js';
import { fetchFile, kerasHome, unpackFile } from './get-file.js';

/** Where Keras's own data sets are downloaded from. */
const origin = 'https://storage.googleapis.com/tensorflow/tf-keras-datasets/';
const toronto = 'https://www.cs.toronto.edu/~kriz/';

/** A file in the folder where Keras keeps its downloads. */
interface CachedFile {
  /** Within `datasets`; several places where versions of Keras differ. */
  readonly places: readonly string[];
  /** The program says its name. */
  readonly isGiven?: boolean;
  readonly url: string;
  /** It is an archive, to be unpacked in this folder. */
  readonly unpackIn?: string;
}

/** SHA-256 of the archives, MD5 of the lists of words, as Keras 3.15 has them. */
const hashes: Readonly<Record<string, string>> = {
  'boston_housing.npz': 'f553886a1f8d56431e820c5b82552d9d95cfcb96d1e678153f8839538947dff5',
  'california_housing.npz': '1a2e3a52e0398de6463aebe6f4a8da34fb21fbb6b934cf88c3425e766f2a1a6f',
  'cifar-10-python.tar.gz': '6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce',
  'cifar-100-python.tar.gz': '85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7',
  'imdb.npz': '69664113be75683a8fe16e3ed0ab59fda8886cb3cd7ada244f7d9544e4676b9f',
  'imdb_word_index.json': 'bfafd718b763782e994055a2d397834f',
  'mnist.npz': '731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1',
  'reuters.npz': 'd6586e694ee56d7a4e65172e12b3e987c03096cb01eab99753921ef915959916',
  'reuters_word_index.json': '4d44cc38712099c9e383dc6e5f11a921',
};

/** What `load_data` of a data set gives on numbers, from the files that Keras keeps. */
export function loadedData(set: string, args: Arguments, context: Context): Value {
  const load = loaders[set];
  return load ? load(args, context) : context.unknown('it is not read', `keras.datasets.${set}.load_data`);
}

/** `get_word_index` of a data set of texts. */
export function loadedWords(set: string, args: Arguments, context: Context): Value {
  const name = textOf(args, 'path', `${set}_word_index.json`);
  const url = `${origin}${set}_word_index.json`;
  const bytes = cached({ places: [name], isGiven: true, url }, `${set}.get_word_index`, context);
  return new JsonReader(decode(bytes, str('utf-8'), str('strict'), context), context).read();
}

const loaders: Readonly<Record<string, (args: Arguments, context: Context) => Value>> = {
  mnist(args, context) {
    const of = archive('mnist', args, context);
    return pairs(of('x_train'), of('y_train'), of('x_test'), of('y_test'));
  },
  fashion_mnist(_args, context) {
    const idx = (name: string, offset: number) => {
      const file = { places: [`fashion-mnist/${name}`], url: `${origin}${name}` };
      const bytes = unzipped(cached(file, 'fashion_mnist.load_data', context), name, context);
      return bytes.slice(offset);
    };
    const of = (part: string) => {
      const labels = idx(`${part}-labels-idx1-ubyte.gz`, 8);
      const images = idx(`${part}-images-idx3-ubyte.gz`, 16);
      if (images.length !== labels.length * 784)
        context.raise(
          'ValueError',
          `cannot reshape array of size ${images.length} into shape (${labels.length},28,28)`,
        );
      return [array('uint8', [labels.length, 28, 28], images), array('uint8', [labels.length], labels)] as const;
    };
    return pairs(...of('train'), ...of('t10k'));
  },
  cifar10(_args, context) {
    const batch = (name: string) => cifarBatch('cifar-10', 'cifar-10-batches-py', name, 'labels', 'cifar10', context);
    const [x, y] = joined([1, 2, 3, 4, 5].map((number) => batch(`data_batch_${number}`)));
    const [testX, testY] = joined([batch('test_batch')]);
    return pairs(
      pictures(x),
      array('uint8', [y.length, 1], y),
      pictures(testX),
      array('uint8', [testY.length, 1], testY),
    );
  },
  cifar100(args, context) {
    const key = `${textOf(args, 'label_mode', 'fine')}_labels`;
    const of = (name: string) => {
      const [x, y] = joined([cifarBatch('cifar-100', 'cifar-100-python', name, key, 'cifar100', context)]);
      const labels = BigInt64Array.from(y, (label) => BigInt(label));
      return [pictures(x), array('int64', [y.length, 1], labels)] as const;
    };
    return pairs(...of('train'), ...of('test'));
  },
  boston_housing: (args, context) => housing('boston_housing', args, context),
  california_housing: (args, context) => housing('california_housing', args, context),
  imdb(args, context) {
    const of = archive('imdb', args, context);
    const random = randomOf(args, context);
    const part = (name: string) => {
      const x = of(`x_${name}`);
      const order = random.permutation(listed(x, context).length);
      return kept(shuffled(x, order, context), shuffled(of(`y_${name}`), order, context), args, context);
    };
    const [train, test] = [part('train'), part('test')];
    const cap = capping([train, test], args);
    return pairs(...texts(cap(train)), ...texts(cap(test)));
  },
  reuters(args, context) {
    const of = archive('reuters', args, context);
    const x = of('x');
    const order = randomOf(args, context).permutation(listed(x, context).length);
    const whole = kept(shuffled(x, order, context), shuffled(of('y'), order, context), args, context);
    const all = capping([whole], args)(whole);
    const at = Math.trunc(all.x.length * (1 - (numberOf(args, 'test_split') ?? 0.2)));
    const part = (from: number, to: number): Texts => ({ x: all.x.slice(from, to), y: all.y.slice(from, to) });
    return pairs(...texts(part(0, at)), ...texts(part(at, all.x.length)));
  },
};

function pairs(x: Value, y: Value, testX: Value, testY: Value): Value {
  return tuple([tuple([x, y]), tuple([testX, testY])]);
}

/** The arrays of an `.npz` file by their names. */
function archive(set: string, args: Arguments, context: Context): (name: string) => Value {
  const name = `${set}.load_data`;
  const file = textOf(args, 'path', `${set}.npz`);
  const bytes = cached({ places: [file], isGiven: true, url: `${origin}${set}.npz` }, name, context);
  const entries = npzEntries(bytes, file, context);
  return (part) => {
    const entry = entries?.get(part);
    return entry ? npyArray(entry, `${file}:${part}`, true, context) : context.unknown(`${file} has no ${part}`, name);
  };
}

function housing(set: string, args: Arguments, context: Context): Value {
  const of = archive(set, args, context);
  const count = set === 'california_housing' && textOf(args, 'version', 'large') === 'small' ? 600 : undefined;
  const [x, y] = [of('x'), of('y')] as [TensorValue, TensorValue];
  const rows = Math.min(count ?? Number.POSITIVE_INFINITY, Number(x.shape?.[0] ?? 0));
  const order = randomOf(args, context).permutation(rows);
  const at = Math.trunc(rows * (1 - (numberOf(args, 'test_split') ?? 0.2)));
  const [train, test] = [order.subarray(0, at), order.subarray(at)];
  return pairs(
    shuffled(x, train, context),
    shuffled(y, train, context),
    shuffled(x, test, context),
    shuffled(y, test, context),
  );
}

/** `RandomState(seed)`, whose shuffles put so many in order. */
function randomOf(args: Arguments, context: Context): LegacyGenerator {
  return new LegacyGenerator(numberOf(args, 'seed') ?? context.host.entropy());
}

function shuffled(value: Value, order: Int32Array, context: Context): Value {
  if (value.kind === 'list') return objectArray(Array.from(order, (at) => value.elements[at] as Value));
  return value.kind === 'tensor' ? getItem(value, array('int32', [order.length], order), context) : value;
}

interface Texts {
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
}

/** Texts as lists of word numbers, moved up by `index_from=`, those longer than `maxlen=` left out. */
function kept(x: Value, y: Value, args: Arguments, context: Context): Texts {
  const [start, from, longest] = ['start_char', 'index_from', 'maxlen'].map((name) => numberOf(args, name));
  const moved = listed(x, context).map((text) => {
    const words = numbersIn(text, context).map((word) => word + (from ?? 0));
    return start === undefined ? words : [start, ...words];
  });
  const labels = Array.from((y as TensorValue).data as ArrayLike<number | bigint>, Number);
  if (!longest) return { x: moved, y: labels };
  const chosen = moved.flatMap((text, at) => (text.length < longest ? [at] : []));
  if (chosen.length === 0)
    context.raise(
      'ValueError',
      `After filtering for sequences shorter than maxlen=${longest}, no sequence was kept. Increase maxlen.`,
    );
  return { x: chosen.map((at) => moved[at] as number[]), y: chosen.map((at) => labels[at] as number) };
}

/** Replaces words past `num_words=` and before `skip_top=` by `oov_char=`, or leaves them out where that is None. */
function capping(parts: readonly Texts[], args: Arguments): (part: Texts) => Texts {
  const [oov, skip = 0] = ['oov_char', 'skip_top'].map((name) => numberOf(args, name));
  // Without a limit it is the largest number, which the comparison leaves out.
  const limit =
    numberOf(args, 'num_words') ||
    parts.reduce((most, { x }) => x.reduce((max, text) => text.reduce((a, b) => Math.max(a, b), max), most), 0);
  const change = (word: number) => (word >= skip && word < limit ? word : oov);
  return ({ x, y }) => ({ x: x.map((text) => text.map(change).filter((word) => word !== undefined)), y });
}

/** Lists of word numbers; the numbers share their values, of which there are few. */
function texts({ x, y }: Texts): readonly [Value, Value] {
  const numbers = new Map<number, Value>();
  const numberValue = (word: number): Value => {
    let found = numbers.get(word);
    if (!found) {
      found = int(word);
      numbers.set(word, found);
    }
    return found;
  };
  return [
    objectArray(x.map((words): Value => ({ kind: 'list', elements: words.map(numberValue) }))),
    array('int64', [y.length], BigInt64Array.from(y, BigInt)),
  ];
}

function listed(value: Value, context: Context): readonly Value[] {
  return value.kind === 'list' ? value.elements : (context.elements(value) ?? []);
}

function numbersIn(value: Value, context: Context): readonly number[] {
  if (value.kind === 'tensor' && value.data) return Array.from(value.data as ArrayLike<number | bigint>, Number);
  return listed(value, context).map((each) => {
    if (each.kind === 'int') return each.value;
    context.unknown('the file holds something else where whole numbers should be', 'keras.datasets');
    return Number.NaN;
  });
}

/** A pickled batch of CIFAR's: pictures of 3 × 32 × 32 and their labels. */
function cifarBatch(
  set: string,
  folder: string,
  name: string,
  labelKey: string,
  module: string,
  context: Context,
): readonly [TypedArray, readonly number[]] {
  const places = [`${folder}-target/${folder}/${name}`, `${folder}/${name}`];
  const url = `${toronto}${set}-python.tar.gz`;
  const bytes = cached({ places, url, unpackIn: `${folder}-target` }, `${module}.load_data`, context);
  try {
    const batch = readPickle(bytes, 'latin1');
    const part = (key: string) =>
      batch.kind === 'dict' ? batch.entries.get(keyOf(str(key)) as string)?.value : undefined;
    const [data, labels] = [part('data'), part(labelKey)];
    if (data?.kind === 'tensor' && data.data && labels) return [data.data, numbersIn(labels, context)];
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
  }
  context.unknown(`the file ${name} is none of this data set's`, `keras.datasets.${module}.load_data`);
  return [new Uint8Array(), []];
}

function joined(batches: readonly (readonly [TypedArray, readonly number[]])[]): readonly [Uint8Array, Uint8Array] {
  const x = new Uint8Array(batches.reduce((sum, [data]) => sum + data.length, 0));
  let at = 0;
  for (const [data] of batches) {
    x.set(data as Uint8Array, at);
    at += data.length;
  }
  return [x, Uint8Array.from(batches.flatMap(([, labels]) => labels))];
}

/** Pictures with their channels last. */
function pictures(channelsFirst: Uint8Array): Value {
  const pixels = 32 * 32;
  const data = new Uint8Array(channelsFirst.length);
  const count = Math.floor(channelsFirst.length / (3 * pixels));
  for (let picture = 0; picture < count; picture += 1)
    for (let channel = 0; channel < 3; channel += 1)
      for (let pixel = 0; pixel < pixels; pixel += 1)
        data[(picture * pixels + pixel) * 3 + channel] = channelsFirst[
          (picture * 3 + channel) * pixels + pixel
        ] as number;
  return array('uint8', [count, 32, 32, 3], data);
}

/** A kept file without its compression; raises with its name where it is damaged. */
function unzipped(bytes: Uint8Array, name: string, context: Context): Uint8Array {
  try {
    const found = context.host.gunzip(bytes);
    if (found) return found;
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    context.raise('gzip.BadGzipFile', `${name}: ${error.message}`);
  }
  context.unknown('compressed files are not read here', name);
  return new Uint8Array();
}

/** The bytes of a file that Keras keeps; what is not there is downloaded, or the run ends and says how it gets there. */
function cached(wanted: CachedFile, name: string, context: Context): Uint8Array {
  const given = wanted.isGiven ? wanted.places[0] : undefined;
  // Keras 2 joins it to its folder.
  if (given?.includes('/') && context.host.kerasVersion !== 2)
    context.raise(
      'ValueError',
      `Paths are no longer accepted as the \`fname\` argument. To specify the file's parent directory, use the \`cache_dir\` argument. Received: fname=${given}`,
    );
  const folder = kerasHome(context);
  const found =
    folder === undefined
      ? undefined
      : (keptFile(wanted, folder, context) ?? fetchedInto(wanted, folder, name, context));
  if (found) return found;
  context.unknown('no environment variable says where the home folder is', `keras.datasets.${name}`);
  return new Uint8Array();
}

function keptFile({ places }: CachedFile, folder: string, context: Context): Uint8Array | undefined {
  const { host } = context;
  for (const place of places) {
    const path = `${folder}/datasets/${place}`;
    if (host.fileKind(path) !== 'file') continue;
    try {
      const bytes = host.readFile(path);
      if (bytes) return bytes;
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      context.raise(error.type, error.message);
    }
  }
  return undefined;
}

function fetchedInto(wanted: CachedFile, folder: string, name: string, context: Context): Uint8Array | undefined {
  const { url, places, unpackIn } = wanted;
  const place = `${folder}/datasets/${unpackIn ? `${unpackIn}_archive` : places[0]}`;
  const hash = hashes[url.slice(url.lastIndexOf('/') + 1)];
  // The archive may be there, and what was in it not.
  const isThere = unpackIn !== undefined && context.host.fileKind(place) === 'file';
  if (!isThere) fetchFile({ url, file: place, ...(hash !== undefined && { hash }) }, `keras.datasets.${name}`, context);
  if (unpackIn) unpackFile(place, `${folder}/datasets/${unpackIn}`, ['tar', 'zip'], context);
  return (
    keptFile(wanted, folder, context) ??
    (context.unknown(`${place} has come, and has not ${places[0]} in it`, `keras.datasets.${name}`) as never)
  );
}

function textOf(args: Arguments, name: string, otherwise: string): string {
  const value = args.get(name);
  return value.kind === 'str' ? value.value : otherwise;
}

function numberOf(args: Arguments, name: string): number | undefined {
  const value = args.get(name);
  return value.kind === 'int' || value.kind === 'float' ? value.value : undefined;
}
