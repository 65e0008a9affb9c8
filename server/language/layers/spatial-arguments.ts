import type { GraphBuilder, SymbolicTensor } from '../tensor/graph-builder.js';
import { choice, refused, show } from './arguments.js';
import type { DataFormat } from './channels.js';
import type { GivenArguments, PlainValue } from './layer.js';

/** How many axes a layer moves over: of a sequence, an image, a volume. */
export type SpatialRank = 1 | 2 | 3;

export const spatialRanks: readonly SpatialRank[] = [1, 2, 3];

/** What such an input is called in a hover. */
export const spatialWord = { 1: 'a sequence', 2: 'an image', 3: 'a volume' } as const;

/** One number an axis, or one for all of them: `kernel_size=3`, `strides=(2, 1)`. undefined where it is not known. */
export function sizes(
  given: GivenArguments,
  name: string,
  rank: number,
  { fallback, least = 1 }: { readonly fallback?: readonly number[] | undefined; readonly least?: 0 | 1 } = {},
): readonly number[] | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  if (value === null && fallback) return fallback;
  const all = typeof value === 'number' ? Array.from({ length: rank }, () => value) : value;
  const fits =
    Array.isArray(all) &&
    all.length === rank &&
    all.every((n) => typeof n === 'number' && Number.isInteger(n) && n >= least);
  if (fits) return all as readonly number[];
  const number = least === 1 ? 'a positive integer' : 'an integer from 0';
  throw refused(
    name,
    value,
    rank === 1 ? number : `${number} or a ${rank === 2 ? 'pair' : 'triple'} of them`,
    `The \`${name}\` argument must be a tuple of ${rank} integers. Received ${name}=${show(value)}`,
  );
}

/** Numbers before and after each axis: `1`, `(1, 2)` for both ends of each axis, `((0, 1), (2, 0))`. */
export function margins(
  given: GivenArguments,
  name: string,
  rank: SpatialRank,
): readonly (readonly [number, number])[] | undefined {
  const value = given.get(name);
  if (value === undefined) return undefined;
  const ends = (each: PlainValue): readonly [number, number] | undefined => {
    const [before, after, ...more] = typeof each === 'number' ? [each, each] : Array.isArray(each) ? each : [];
    return isCount(before) && isCount(after) && more.length === 0 ? [before, after] : undefined;
  };
  const axes = rank === 1 ? [value] : typeof value === 'number' ? Array.from({ length: rank }, () => value) : value;
  const all = Array.isArray(axes) ? axes.map(ends) : [];
  if (all.length === rank && all.every((each) => each !== undefined)) return all;
  throw refused(
    name,
    value,
    rank === 1 ? 'an integer or a pair of them' : `an integer, or ${rank} integers or pairs of them`,
    `\`${name}\` should have ${rank === 1 ? 2 : rank} elements. Received: ${name}=${show(value)}.`,
  );
}

/** `data_format`; undefined where it is not known. */
export function dataFormat(given: GivenArguments): DataFormat | undefined {
  return choice(given, 'data_format', ['channels_last', 'channels_first'], 'channels_last');
}

/** Whether all of these settings are known: nothing can be computed otherwise. */
export function allKnown(args: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => args[name] !== undefined);
}

/** The default of an argument that has one number an axis, as Keras writes it: `2`, `(2, 2)`. */
export function spelt(value: number, rank: SpatialRank): string {
  return rank === 1 ? String(value) : `(${Array.from({ length: rank }, () => value).join(', ')})`;
}

/** A result of which nothing is known, as an argument is not. */
export function unknownResult(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return { ...graph.one('Identity', [x]), shape: undefined };
}

function isCount(value: PlainValue | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
