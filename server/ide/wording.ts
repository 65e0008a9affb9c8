import { formatCount } from '../language/model/parameters.js';
import { formatShape, type MaybeShape } from '../language/tensor/shape.js';

/** `1 param`, `235,500 params`; `? params` where the number is not known. */
export function parameters(value: number | null): string {
  if (value === null) return '? params';
  return value === 1 ? '1 param' : `${formatCount(value)} params`;
}

/** A tensor alone as its shape; several with commas between. */
export function shapes(all: readonly { readonly shape: MaybeShape }[]): string {
  return all.map(({ shape }) => formatShape(shape)).join(', ');
}

const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

/** `179.4 MB`, counting 1,024 bytes to the KB as Keras does. */
export function bytes(value: number): string {
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}
