import type { SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { LayerArguments } from '../../layer.js';
import type { Pictures } from './pictures.js';

/** What a layer makes of a batch of pictures, by its settings: all of them are known. `layer`: its name. */
export type PictureChange = (pictures: Pictures, args: LayerArguments, layer: string) => SymbolicTensor;

type Range = readonly [low: number, high: number];

/** The range that a factor stands for: f is -f … f, but not below the lowest that it may be. */
export function factorOf(given: unknown, bounds: { readonly low: number; readonly high: number }): Range {
  if (Array.isArray(given)) return sorted(given);
  const size = Math.abs(Number(given));
  return [Math.max(-size, bounds.low), size];
}

/** f is -f … f, whatever it may be. */
export function plainFactorOf(given: unknown): Range {
  if (Array.isArray(given)) return sorted(given);
  const size = Math.abs(Number(given));
  return [-size, size];
}

/** f is 0 … f. */
export function factorUpTo(given: unknown): Range {
  return Array.isArray(given) ? sorted(given) : [0, Number(given)];
}

/** `value_range=`, the smaller number first where `ordered`. */
export function valueRangeOf(args: LayerArguments, ordered = true): Range {
  const given = args['value_range'] as readonly number[];
  return ordered ? sorted(given) : [Number(given[0]), Number(given[1])];
}

function sorted(pair: readonly unknown[]): Range {
  const [a, b] = [Number(pair[0]), Number(pair[1])];
  return a <= b ? [a, b] : [b, a];
}
