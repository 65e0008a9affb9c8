import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { tuple, type Value } from '../../../values/value.js';
import { intOf, numberOfValue } from '../../numpy/arguments.js';
import { fromNumbers } from '../../numpy/arrays/cells.js';
import { toArray } from '../../numpy/operand.js';
import type { LegacyGenerator } from '../../numpy/random/legacy.js';
import { array } from '../../numpy/view.js';
import { chanceOf } from './chance.js';
import { matrixOf } from './matrix.js';

/** Rows of features and what is to be told of each. */
interface Drawn {
  x: number[][];
  y: number[];
}

type Generate = (args: Arguments, random: LegacyGenerator, context: Context) => Value;

const list = (length: number, f: (i: number) => number): number[] => Array.from({ length }, (_, i) => f(i));
const rows = (count: number, width: number, f: () => number): number[][] =>
  Array.from({ length: count }, () => list(width, f));

/** All rows in another order, as `sklearn.utils.shuffle` puts them. */
function shuffled<Kept extends Pick<Drawn, 'x'> & { y: readonly unknown[] }>(
  drawn: Kept,
  random: LegacyGenerator,
): Kept {
  const order = Array.from(random.permutation(drawn.x.length));
  return { ...drawn, x: order.map((i) => drawn.x[i] as number[]), y: order.map((i) => drawn.y[i]) };
}

function inOrder(row: readonly number[], order: ArrayLike<number>): number[] {
  return Array.from(order, (i) => row[i] as number);
}

function features(x: readonly (readonly number[])[]): Value {
  return array('float64', [x.length, x[0]?.length ?? 0], Float64Array.from(x.flat()));
}

const labels = (y: readonly number[]): Value => array('int64', [y.length], fromNumbers(Float64Array.from(y), 'int64'));

const isTrue = (args: Arguments, name: string, context: Context) => context.truth(args.get(name)) === true;

const withNoise = (drawn: Drawn, args: Arguments, random: LegacyGenerator): Drawn => {
  const noise = args.get('noise');
  if (noise.kind === 'none') return drawn;
  const scale = numberOfValue(noise);
  return { ...drawn, x: drawn.x.map((row) => row.map((v) => v + scale * random.normal())) };
};

/** `np.linspace(0, stop, count)`. */
function steps(stop: number, count: number, isClosed: boolean): number[] {
  const step = stop / (isClosed ? count - 1 : count);
  return list(count, (i) => (isClosed && i === count - 1 && count > 1 ? stop : i === 0 ? 0 : i * step));
}

/** How many samples on the outer and on the inner shape. */
function halves(args: Arguments, context: Context): readonly [outer: number, inner: number] {
  const given = args.get('n_samples');
  if (given.kind === 'tuple') {
    const [outer, inner, ...rest] = given.elements.map((each) => intOf(each, context));
    if (outer !== undefined && inner !== undefined && rest.length === 0) return [outer, inner];
    context.raise('ValueError', '`n_samples` can be either an int or a two-element tuple.');
  }
  const all = intOf(given, context);
  return [Math.floor(all / 2), all - Math.floor(all / 2)];
}

function twoShapes(x: number[][], outer: number, args: Arguments, random: LegacyGenerator, context: Context): Value {
  const drawn: Drawn = { x, y: x.map((_, i) => (i < outer ? 0 : 1)) };
  const mixed = isTrue(args, 'shuffle', context) ? shuffled(drawn, random) : drawn;
  const found = withNoise(mixed, args, random);
  return tuple([features(found.x), labels(found.y)]);
}

const moons: Generate = (args, random, context) => {
  const [outer, inner] = halves(args, context);
  const x = [
    ...steps(Math.PI, outer, true).map((t) => [Math.cos(t), Math.sin(t)]),
    ...steps(Math.PI, inner, true).map((t) => [1 - Math.cos(t), 1 - Math.sin(t) - 0.5]),
  ];
  return twoShapes(x, outer, args, random, context);
};

const circles: Generate = (args, random, context) => {
  const [outer, inner] = halves(args, context);
  const factor = numberOfValue(args.get('factor'));
  const x = [
    ...steps(2 * Math.PI, outer, false).map((t) => [Math.cos(t), Math.sin(t)]),
    ...steps(2 * Math.PI, inner, false).map((t) => [Math.cos(t) * factor, Math.sin(t) * factor]),
  ];
  return twoShapes(x, outer, args, random, context);
};

const blobs: Generate = (args, random, context) => {
  const given = args.get('n_samples');
  const sizes = given.kind === 'int' ? undefined : (context.elements(given) ?? []).map((each) => intOf(each, context));
  const asked = args.get('centers');
  const [low, high] = (context.elements(args.get('center_box')) ?? []).map(numberOfValue) as [number, number];
  const uniform = () => low + (high - low) * random.double();
  const width = intOf(args.get('n_features'), context);
  let centers: number[][];
  if (asked.kind === 'int' || asked.kind === 'none')
    centers = rows(asked.kind === 'int' ? asked.value : (sizes?.length ?? 3), width, uniform);
  else {
    const { data, columns } = matrixOf(asked, 'make_blobs', context);
    centers = list(data.length / columns, (i) => i).map((i) =>
      Array.from(data.subarray(i * columns, (i + 1) * columns)),
    );
  }
  if (sizes && sizes.length !== centers.length)
    context.raise(
      'ValueError',
      `Length of \`n_samples\` not consistent with number of centers. Got n_samples = ${context.str(given)} and centers = ${context.str(asked)}`,
    );
  const std = args.get('cluster_std');
  const spread =
    std.kind === 'int' || std.kind === 'float'
      ? centers.map(() => numberOfValue(std))
      : (context.elements(std) ?? []).map(numberOfValue);
  if (spread.length !== centers.length)
    context.raise(
      'ValueError',
      `Length of \`clusters_std\` not consistent with number of centers. Got centers = ${context.str(asked)} and cluster_std = ${context.str(std)}`,
    );
  const all = sizes ? 0 : intOf(given, context);
  const counts = sizes ?? centers.map((_, i) => Math.floor(all / centers.length) + (i < all % centers.length ? 1 : 0));
  const drawn: Drawn = { x: [], y: [] };
  for (const [i, center] of centers.entries())
    for (let k = 0; k < (counts[i] as number); k += 1) {
      drawn.x.push(center.map((c) => c + (spread[i] as number) * random.normal()));
      drawn.y.push(i);
    }
  const found = isTrue(args, 'shuffle', context) ? shuffled(drawn, random) : drawn;
  const parts = [features(found.x), labels(found.y)];
  return tuple(
    isTrue(args, 'return_centers', context)
      ? [
          ...parts,
          asked.kind === 'int' || asked.kind === 'none' ? features(centers) : (toArray(asked, context) ?? asked),
        ]
      : parts,
  );
};

const regression: Generate = (args, random, context) => {
  if (args.get('effective_rank').kind !== 'none')
    return context.unknown('its argument effective_rank is not supported yet', 'make_regression');
  const number = (name: string) => intOf(args.get(name), context);
  const [samples, width, targets] = [number('n_samples'), number('n_features'), number('n_targets')];
  const informative = Math.min(width, number('n_informative'));
  let x = rows(samples, width, () => random.normal());
  let truth = rows(width, targets, () => 0);
  for (let j = 0; j < informative; j += 1) truth[j] = list(targets, () => 100 * random.double());
  const bias = numberOfValue(args.get('bias'));
  let y = x.map((row) =>
    list(targets, (t) => row.reduce((sum, v, j) => sum + v * (truth[j]?.[t] as number), 0) + bias),
  );
  const noise = numberOfValue(args.get('noise'));
  if (noise > 0) y = y.map((row) => row.map((v) => v + noise * random.normal()));
  if (isTrue(args, 'shuffle', context)) {
    ({ x, y } = shuffled({ x, y }, random));
    const order = random.permutation(width);
    x = x.map((row) => inOrder(row, order));
    truth = Array.from(order, (j) => truth[j] as number[]);
  }
  const flat = (values: number[][]): Value =>
    targets === 1 ? array('float64', [values.length], Float64Array.from(values.flat())) : features(values);
  return tuple(isTrue(args, 'coef', context) ? [features(x), flat(y), flat(truth)] : [features(x), flat(y)]);
};

/** Numbers below `population`, each once, as `sample_without_replacement` finds them. */
function sample(population: number, count: number, random: LegacyGenerator): number[] {
  const ratio = count / population;
  if (ratio > 0.01 && ratio < 0.99) return Array.from(random.permutation(population)).slice(0, count);
  if (ratio >= 0.2) {
    const found = list(count, (i) => i);
    for (let i = count; i < population; i += 1) {
      const j = random.below(i);
      if (j < count) found[j] = i;
    }
    return found;
  }
  const found = new Set<number>();
  while (found.size < count) found.add(random.below(population - 1));
  return [...found];
}

/** Corners of a hypercube: one of -1 and 1 on each axis. */
function corners(count: number, axes: number, random: LegacyGenerator): number[][] {
  if (axes > 30) {
    const first = rows(count, axes - 30, () => random.below(1));
    return corners(count, 30, random).map((row, i) => [...(first[i] as number[]), ...row]);
  }
  return sample(2 ** axes, count, random).map((corner) =>
    list(axes, (j) => Math.floor(corner / 2 ** (axes - 1 - j)) % 2),
  );
}

const classification: Generate = (args, random, context) => {
  const number = (name: string) => intOf(args.get(name), context);
  const [samples, width, informative, redundant, repeated, classes, perClass] = [
    'n_samples',
    'n_features',
    'n_informative',
    'n_redundant',
    'n_repeated',
    'n_classes',
    'n_clusters_per_class',
  ].map(number) as [number, number, number, number, number, number, number];
  if (informative + redundant + repeated > width)
    context.raise(
      'ValueError',
      'Number of informative, redundant and repeated features must sum to less than the number of total features',
    );
  if (informative < Math.log2(classes * perClass))
    context.raise(
      'ValueError',
      `n_classes(${classes}) * n_clusters_per_class(${perClass}) must be smaller or equal 2**n_informative(${informative})=${2 ** informative}`,
    );
  const separation = numberOfValue(args.get('class_sep'));
  const given = args.get('weights');
  let weights =
    given.kind === 'none' ? list(classes, () => 1 / classes) : (context.elements(given) ?? []).map(numberOfValue);
  if (weights.length !== classes && weights.length !== classes - 1)
    context.raise('ValueError', 'Weights specified but incompatible with number of classes.');
  if (weights.length === classes - 1) weights = [...weights, 1 - weights.reduce((sum, w) => sum + w, 0)];
  const clusters = classes * perClass;
  const sizes = list(clusters, (k) => Math.trunc((samples * (weights[k % classes] as number)) / perClass));
  const missing = samples - sizes.reduce((sum, size) => sum + size, 0);
  for (let i = 0; i < missing; i += 1) sizes[i % clusters] = (sizes[i % clusters] as number) + 1;

  let centroids = corners(clusters, informative, random).map((row) =>
    row.map((v) => v * (2 * separation) - separation),
  );
  if (!isTrue(args, 'hypercube', context)) {
    const byRow = list(clusters, () => random.double());
    centroids = centroids.map((row, k) => row.map((v) => v * (byRow[k] as number)));
    const byColumn = list(informative, () => random.double());
    centroids = centroids.map((row) => row.map((v, j) => v * (byColumn[j] as number)));
  }
  let x = rows(samples, informative, () => random.normal());
  let y: number[] = [];
  const product = (row: readonly number[], matrix: readonly (readonly number[])[], columns: number) =>
    list(columns, (t) => row.reduce((sum, v, j) => sum + v * (matrix[j]?.[t] as number), 0));
  for (const [k, centroid] of centroids.entries()) {
    const mix = rows(informative, informative, () => 2 * random.double() - 1);
    for (let i = 0; i < (sizes[k] as number); i += 1) {
      const at = y.length;
      x[at] = product(x[at] as number[], mix, informative).map((v, j) => v + (centroid[j] as number));
      y.push(k % classes);
    }
  }
  if (redundant > 0) {
    const mix = rows(informative, redundant, () => 2 * random.double() - 1);
    x = x.map((row) => [...row, ...product(row, mix, redundant)]);
  }
  const useful = informative + redundant;
  const copies = list(repeated, () => Math.trunc((useful - 1) * random.double() + 0.5));
  if (repeated > 0) x = x.map((row) => [...row, ...copies.map((j) => row[j] as number)]);
  const rest = width - useful - repeated;
  if (rest > 0) x = x.map((row) => [...row, ...list(rest, () => random.normal())]);
  const share = numberOfValue(args.get('flip_y'));
  const flips = list(samples, () => random.double()).map((draw) => draw < share);
  y = y.map((label, i) => (flips[i] ? random.below(classes - 1) : label));
  const [shift, scale] = [args.get('shift'), args.get('scale')];
  if ([shift, scale].some(({ kind }) => kind !== 'none' && kind !== 'int' && kind !== 'float'))
    return context.unknown('its arguments shift and scale as arrays are not supported yet', 'make_classification');
  const shifts =
    shift.kind === 'none'
      ? list(width, () => (2 * random.double() - 1) * separation)
      : list(width, () => numberOfValue(shift));
  const scales =
    scale.kind === 'none' ? list(width, () => 1 + 100 * random.double()) : list(width, () => numberOfValue(scale));
  x = x.map((row) => row.map((v, j) => (v + (shifts[j] as number)) * (scales[j] as number)));
  if (isTrue(args, 'shuffle', context)) {
    ({ x, y } = shuffled({ x, y }, random));
    const order = random.permutation(width);
    x = x.map((row) => inOrder(row, order));
  }
  return isTrue(args, 'return_X_y', context)
    ? tuple([features(x), labels(y)])
    : context.unknown('return_X_y=False is not supported yet', 'make_classification');
};

/** Data sets drawn by chance, as scikit-learn draws them. */
export const generators: ReadonlyMap<string, Generate> = new Map([
  ['make_moons', moons],
  ['make_circles', circles],
  ['make_blobs', blobs],
  ['make_regression', regression],
  ['make_classification', classification],
]);

export function generated(name: string, args: Arguments, context: Context): Value {
  const generate = generators.get(name);
  return generate
    ? generate(args, chanceOf(args.get('random_state'), context), context)
    : context.unknown('drawing such data is not supported yet', name);
}
