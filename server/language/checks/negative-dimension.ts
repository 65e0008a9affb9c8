import type { Fix } from '../recorder.js';
import { formatShape, type Shape } from '../tensor/shape.js';
import { type Check, layerText, shown } from './check.js';

/** A convolution's or pooling's window is larger than what it moves over. */
export const negativeDimension: Check = {
  rule: 'negative-dimension',
  severity: 'error',
  message(fault, text) {
    const window = Array.isArray(fault.details['window']) ? ` ${formatShape(fault.details['window'] as Shape)}` : '';
    const advice =
      fault.details['padding'] === 'valid'
        ? "Use `padding='same'`, a smaller window, or fewer poolings before it."
        : 'Use a smaller window.';
    return `${layerText(fault, text)} moves a window${window} over ${shown(fault, 'received')}, which is smaller: nothing would be left. ${advice}`;
  },
  fixes(fault, text): readonly Fix[] {
    const source = text.slice(fault.range.start, fault.range.end);
    const close = fault.range.end - 1;
    if (fault.details['padding'] !== 'valid' || !source.endsWith(')') || source.includes('padding')) return [];
    const comma = /[(,]\s*\)$/.test(source) ? '' : ', ';
    return [
      { title: "Pad the input: padding='same'", edits: [{ start: close, end: close, text: `${comma}padding='same'` }] },
    ];
  },
};
