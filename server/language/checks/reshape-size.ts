import { isKnown } from '../tensor/dim.js';
import { formatShape, type Shape, sizeOf } from '../tensor/shape.js';
import { type Check, layerText, shapeOf } from './check.js';

/** A reshape to another number of values. */
export const reshapeSize: Check = {
  rule: 'reshape-size',
  severity: 'error',
  message(fault, text) {
    const got = shapeOf(fault, 'received');
    const wanted = shapeOf(fault, 'wanted');
    if (!got || !wanted) return String(fault.details['message'] ?? 'The number of values differs.');
    const free = wanted.some((dim) => dim === -1);
    const target = wanted.filter((dim) => dim !== -1);
    const goal = free
      ? `a multiple of ${count(target)} is needed for the -1`
      : `${formatShape(wanted)} holds ${count(wanted)}`;
    return `${layerText(fault, text)} cannot lay out ${formatShape(got)}: it holds ${count(got)} values, ${goal}. Change the target so that the products agree.`;
  },
};

function count(shape: Shape): string {
  const size = sizeOf(shape);
  return isKnown(size) ? String(size) : '?';
}
