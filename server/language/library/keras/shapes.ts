import { anonymous, batch, type Dim } from '../../tensor/dim.js';
import { type ElementType, elementTypes, isFloat } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Value } from '../../values/value.js';
import { plain } from './plain.js';

/** A shape as the program wrote it: None is a dim of its own, the first one the batch where `withBatch`. */
export function shapeOf(value: Value | undefined, withBatch: boolean): Shape | undefined {
  if (!value) return undefined;
  const elements =
    value.kind === 'tuple' || value.kind === 'list' ? value.elements : value.kind === 'int' ? [value] : undefined;
  if (!elements) return undefined;
  return elements.map((element, axis): Dim => {
    if (element.kind === 'int' && element.value >= 0) return element.value;
    if (element.kind === 'dim') return element.dim;
    if (element.kind === 'unknown' && element.size !== undefined) return element.size;
    if (element.kind === 'none') return withBatch && axis === 0 ? batch : anonymous('None');
    const number = plain(element);
    return typeof number === 'number' && Number.isInteger(number) && number >= 0 ? number : anonymous();
  });
}

/** `dtype=`'s value; runs compute in float32. */
export function elementTypeOf(value: Value | undefined): ElementType {
  const name = value && plain(value);
  const found = elementTypes.find((type) => type === name) ?? 'float32';
  return isFloat(found) ? 'float32' : found;
}
