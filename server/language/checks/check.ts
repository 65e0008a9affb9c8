import type { Fault, Fix, Problem } from '../recorder.js';
import { formatShape, type Shape } from '../tensor/shape.js';

/** One kind of fault: its id, how grave it is, its words, and its mends. */
export interface Check {
  readonly rule: string;
  readonly severity: Problem['severity'];
  /** What is, what was expected, why, and what to do, in the user's names. */
  message(fault: Fault, text: string): string;
  fixes?(fault: Fault, text: string): readonly Fix[];
}

/** Readers of a fault's details, which are plain data. */
export function textOf(fault: Fault, name: string): string | undefined {
  const value = fault.details[name];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

export function shapeOf(fault: Fault, name: string): Shape | undefined {
  const value = fault.details[name];
  return Array.isArray(value) ? (value as Shape) : undefined;
}

export function shown(fault: Fault, name: string): string {
  return formatShape(shapeOf(fault, name));
}

/** How the program names the value at a range, `x_train`, where it is short; else undefined. */
export function sourceAt(value: unknown, text: string): string | undefined {
  if (typeof value !== 'object' || value === null || !('start' in value) || !('end' in value)) return undefined;
  const source = text.slice(Number(value.start), Number(value.end)).replace(/^\w+\s*=(?!=)\s*/, '');
  return source.length > 0 && source.length <= 60 && !source.includes('\n') ? source : undefined;
}

/** The layer as the program wrote it, `Dense(10)`, or its type. */
export function layerText(fault: Fault, text: string): string {
  const written = sourceAt(fault.details['layerRange'] ?? fault.range, text);
  const type = textOf(fault, 'type') ?? 'layer';
  return written?.includes(type) ? `\`${written}\`` : `\`${textOf(fault, 'layer') ?? type}\` (${type})`;
}
