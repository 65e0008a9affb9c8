import type { Dataset } from '../language/library/tensorflow/data/dataset.js';
import { formatCount } from '../language/model/parameters.js';
import { formatDim } from '../language/tensor/dim.js';
import { formatShape, type MaybeShape } from '../language/tensor/shape.js';
import type { Value } from '../language/values/value.js';

/** `1 param`, `235,500 params`; `? params` where the number is not known. */
export function parameters(value: number | null): string {
  if (value === null) return '? params';
  return value === 1 ? '1 param' : `${formatCount(value)} params`;
}

/** A tensor alone as its shape; several with commas between. */
export function shapes(all: readonly { readonly shape: MaybeShape }[]): string {
  return all.map(({ shape }) => formatShape(shape)).join(', ');
}

/** A dataset: `1,875 × (batch, 28, 28) float32, (batch,) int64`. */
export function elementsOf({ element, cardinality }: Dataset): string {
  const count =
    cardinality === undefined
      ? '?'
      : cardinality === 'infinite'
        ? '∞'
        : typeof cardinality === 'number'
          ? formatCount(cardinality)
          : formatDim(cardinality);
  return `${count} × ${elementText(element)}`;
}

function elementText(element: Value): string {
  switch (element.kind) {
    case 'tensor':
      return element.dtype ? `${formatShape(element.shape)} ${element.dtype}` : formatShape(element.shape);
    case 'tuple':
      return element.elements.map(elementText).join(', ');
    case 'dict':
      return `{${[...element.entries.values()].map(({ key, value }) => `${key.kind === 'str' ? key.value : '?'}: ${elementText(value)}`).join(', ')}}`;
    case 'none':
      return 'None';
    default:
      return '?';
  }
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

/** Where Keras documents itself. */
const kerasApi = 'https://keras.io/api/';

/** A link to a page below the root of Keras's documentation. */
export function documentationLink(page: string): string {
  return `[Keras documentation](${new URL(page, kerasApi).href})`;
}
