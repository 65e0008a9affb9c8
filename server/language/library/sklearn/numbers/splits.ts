import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import { intOf } from '../../numpy/arguments.js';
import type { LegacyGenerator } from '../../numpy/random/legacy.js';
import { distinct, keyRepr, type Labels, labelsAndShape, placesAmong } from './categories.js';
import { chanceOf } from './chance.js';
import { kindOfTarget } from './targets.js';

/** The rows to train and to test on. */
export interface Fold {
  readonly train: ArrayLike<number>;
  readonly test: ArrayLike<number>;
}

export type Given = (name: string) => Value;

/** Which parameters a splitter has, with their defaults, in the order in which `repr` names them. */
export const splitParameters: Readonly<Record<string, Readonly<Record<string, Value>>>> = {
  KFold: { n_splits: { kind: 'int', value: 5 }, random_state: none, shuffle: { kind: 'bool', value: false } },
  StratifiedKFold: { n_splits: { kind: 'int', value: 5 }, random_state: none, shuffle: { kind: 'bool', value: false } },
  TimeSeriesSplit: {
    gap: { kind: 'int', value: 0 },
    max_train_size: none,
    n_splits: { kind: 'int', value: 5 },
    test_size: none,
  },
  ShuffleSplit: { n_splits: { kind: 'int', value: 10 }, random_state: none, test_size: none, train_size: none },
  StratifiedShuffleSplit: {
    n_splits: { kind: 'int', value: 10 },
    random_state: none,
    test_size: none,
    train_size: none,
  },
};

/** Raises what the constructor raises. */
export function checkSplitter(name: string, given: Given, context: Context): void {
  if (name.endsWith('ShuffleSplit')) return;
  const splits = given('n_splits');
  if (splits.kind !== 'int')
    context.raise(
      'ValueError',
      `The number of folds must be of Integral type. ${context.str(splits)} of type ${context.str(context.getAttribute(splits, '__class__'))} was passed.`,
    );
  else if (splits.value <= 1)
    context.raise(
      'ValueError',
      `k-fold cross-validation requires at least one train/test split by setting n_splits=2 or more, got n_splits=${splits.value}.`,
    );
  if (name !== 'TimeSeriesSplit' && given('random_state').kind !== 'none' && context.truth(given('shuffle')) === false)
    context.raise(
      'ValueError',
      'Setting a random_state has no effect since shuffle is False. You should leave random_state to its default (None), or set shuffle=True.',
    );
}

/** The splits of so many rows; each is made when it is asked for, since they may draw from a common stream. */
export function* foldsOf(
  name: string,
  given: Given,
  rows: number,
  y: Value,
  sizes: (given: Given, usual: number) => readonly [train: number, test: number],
  context: Context,
): Generator<Fold> {
  const count = intOf(given('n_splits'), context);
  if (name === 'ShuffleSplit') {
    const [train, test] = sizes(given, 0.1);
    const random = chanceOf(given('random_state'), context);
    for (let i = 0; i < count; i += 1) {
      const order = random.permutation(rows);
      yield { test: order.subarray(0, test), train: order.subarray(test, test + train) };
    }
    return;
  }
  if (name === 'StratifiedShuffleSplit') {
    yield* stratified(
      classesIn(y, name, context),
      count,
      sizes(given, 0.1),
      chanceOf(given('random_state'), context),
      context,
    );
    return;
  }
  if (name === 'TimeSeriesSplit') yield* inTime(given, rows, count, context);
  else yield* parts(name, given, rows, count, y, context);
}

function* parts(name: string, given: Given, rows: number, count: number, y: Value, context: Context): Generator<Fold> {
  if (count > rows)
    context.raise(
      'ValueError',
      `Cannot have number of splits n_splits=${count} greater than the number of samples: n_samples=${rows}.`,
    );
  const shuffles = context.truth(given('shuffle')) === true;
  const random = shuffles ? chanceOf(given('random_state'), context) : undefined;
  const part = name === 'StratifiedKFold' ? alikeParts(y, count, random, context) : evenParts(rows, count, random);
  const all = Array.from({ length: rows }, (_, i) => i);
  for (let k = 0; k < count; k += 1)
    yield { train: all.filter((i) => part[i] !== k), test: all.filter((i) => part[i] === k) };
}

/** Which part each row is tested in: as many rows in each, but for one. */
function evenParts(rows: number, count: number, random: LegacyGenerator | undefined): Int32Array {
  const order = random?.permutation(rows) ?? Int32Array.from({ length: rows }, (_, i) => i);
  const part = new Int32Array(rows);
  let at = 0;
  for (let k = 0; k < count; k += 1) {
    const size = Math.floor(rows / count) + (k < rows % count ? 1 : 0);
    for (const i of order.subarray(at, at + size)) part[i] = k;
    at += size;
  }
  return part;
}

/** … with the classes' shares in each. */
function alikeParts(y: Value, count: number, random: LegacyGenerator | undefined, context: Context): Int32Array {
  const [labels, shape] = labelsAndShape(y, 'StratifiedKFold', context);
  const kind = kindOfTarget(labels, shape);
  if (kind !== 'binary' && kind !== 'multiclass')
    context.raise('ValueError', `Supported target types are: ('binary', 'multiclass'). Got '${kind}' instead.`);
  // Classes in the order in which they come up.
  const names = [...new Set(labels.keys)];
  const at = new Map(names.map((key, i) => [key, i]));
  const encoded = Int32Array.from(labels.keys, (key) => at.get(key) as number);
  const sizes = names.map((_, k) => encoded.filter((each) => each === k).length);
  if (sizes.every((size) => count > size))
    context.raise('ValueError', `n_splits=${count} cannot be greater than the number of members in each class.`);
  const sorted = encoded.toSorted();
  const part = new Int32Array(encoded.length);
  for (const k of names.keys()) {
    const folds = Array.from({ length: count }, (_, i) => {
      let size = 0;
      for (let j = i; j < sorted.length; j += count) if (sorted[j] === k) size += 1;
      return new Array<number>(size).fill(i);
    }).flat();
    const order = random?.permutation(folds.length);
    let next = 0;
    for (const [i, own] of encoded.entries()) {
      if (own !== k) continue;
      part[i] = folds[order ? (order[next] as number) : next] as number;
      next += 1;
    }
  }
  return part;
}

function* inTime(given: Given, rows: number, count: number, context: Context): Generator<Fold> {
  const number = (name: string) => (given(name).kind === 'none' ? undefined : intOf(given(name), context));
  const gap = number('gap') ?? 0;
  const test = number('test_size') ?? Math.floor(rows / (count + 1));
  const most = number('max_train_size');
  if (count + 1 > rows)
    context.raise('ValueError', `Cannot have number of folds=${count + 1} greater than the number of samples=${rows}.`);
  if (rows - gap - test * count <= 0)
    context.raise(
      'ValueError',
      `Too many splits=${count} for number of samples=${rows} with test_size=${test} and gap=${gap}.`,
    );
  const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  for (let start = rows - count * test; start < rows; start += test) {
    const end = start - gap;
    yield { train: span(most && most < end ? end - most : 0, end), test: span(start, start + test) };
  }
}

/** The rows of each class, in the classes' order. */
export interface Classes {
  readonly labels: Labels;
  readonly rows: readonly (readonly number[])[];
}

export function classesIn(y: Value, name: string, context: Context): Classes {
  const [labels, shape] = labelsAndShape(y, name, context);
  if (shape.length === 2 && shape[1] !== 1)
    return context.unknown('classes of several columns are not supported yet', name) as never;
  const classes = distinct(labels);
  const rows: number[][] = classes.keys.map(() => []);
  for (const [i, at] of placesAmong(classes, labels.keys).entries()) rows[at]?.push(i);
  return { labels: classes, rows };
}

/** Splits by chance that keep the classes' shares. */
export function* stratified(
  { labels, rows }: Classes,
  count: number,
  [trained, tested]: readonly [number, number],
  random: LegacyGenerator,
  context: Context,
): Generator<Fold> {
  const sizes = rows.map(({ length }) => length);
  const few = labels.keys.filter((_, k) => (sizes[k] as number) < 2);
  if (few.length > 0)
    context.raise(
      'ValueError',
      `The least populated classes in y have only 1 member, which is too few. The minimum number of groups for any class cannot be less than 2. Classes with too few members are: [${few.map((key) => (typeof key === 'string' ? context.repr({ kind: 'str', value: key }) : keyRepr(key, labels, context).replace(/^np\.\w+\((.*)\)$/, '$1'))).join(', ')}]`,
    );
  for (const [name, size] of [
    ['train_size', trained],
    ['test_size', tested],
  ] as const)
    if (size < rows.length)
      context.raise(
        'ValueError',
        `The ${name} = ${size} should be greater or equal to the number of classes = ${rows.length}`,
      );
  for (let i = 0; i < count; i += 1) {
    const own = shared(sizes, trained, random);
    const others = shared(
      sizes.map((size, k) => size - (own[k] as number)),
      tested,
      random,
    );
    const [train, test]: [number[], number[]] = [[], []];
    for (const [k, members] of rows.entries()) {
      const mixed = Array.from(random.permutation(members.length), (at) => members[at] as number);
      const [first, second] = [own[k] as number, others[k] as number];
      train.push(...mixed.slice(0, first));
      test.push(...mixed.slice(first, first + second));
    }
    const reordered = (part: readonly number[]) =>
      Array.from(random.permutation(part.length), (at) => part[at] as number);
    yield { train: reordered(train), test: reordered(test) };
  }
}

/** So many draws shared out among classes by their sizes; what is left over goes to the greatest remainders, ties by chance. */
function shared(sizes: readonly number[], draws: number, random: LegacyGenerator): number[] {
  const all = sizes.reduce((total, size) => total + size, 0);
  const exact = sizes.map((size) => (size / all) * draws);
  const found = exact.map(Math.floor);
  let left = Math.trunc(draws - found.reduce((total, size) => total + size, 0));
  if (left <= 0) return found;
  const rests = exact.map((x, i) => x - (found[i] as number));
  for (const rest of [...new Set(rests)].sort((a, b) => b - a)) {
    const tied = [...rests.keys()].filter((i) => rests[i] === rest);
    const order = random.permutation(tied.length).subarray(0, Math.min(tied.length, left));
    for (const at of order) found[tied[at] as number] = (found[tied[at] as number] as number) + 1;
    left -= order.length;
    if (left === 0) break;
  }
  return found;
}
