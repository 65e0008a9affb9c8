import type { JsonShape, LayerSummary } from '../../server/contract.js';

/** `235,500`; `?` where it is not known. */
export function count(value: number | null): string {
  return value === null ? '?' : value.toLocaleString('en-US');
}

/** As `model.summary()` prints it, with `None` for what a run leaves open: `(None, 300)`; several outputs in brackets. */
export function shapeText(shape: LayerSummary['outputShape']): string {
  if (shape === null) return '?';
  if (isList(shape)) return `[${shape.map((one) => shapeText(one)).join(', ')}]`;
  const dims = shape.map((dim) => (dim === null ? 'None' : String(dim)));
  return dims.length === 1 ? `(${dims[0]},)` : `(${dims.join(', ')})`;
}

function isList(shape: NonNullable<LayerSummary['outputShape']>): shape is readonly (JsonShape | null)[] {
  return shape.some((dim) => Array.isArray(dim));
}
