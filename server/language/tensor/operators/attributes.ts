import type { TensorData } from '../element-type.js';
import type { Attributes, Graph } from '../graph.js';

/** Readers of a node's attributes: each gives undefined where the attribute is absent or of another kind. */

export function int(attributes: Attributes, name: string): number | undefined {
  const attribute = attributes[name];
  return attribute && 'int' in attribute ? attribute.int : undefined;
}

export function float(attributes: Attributes, name: string): number | undefined {
  const attribute = attributes[name];
  return attribute && 'float' in attribute ? attribute.float : undefined;
}

export function string(attributes: Attributes, name: string): string | undefined {
  const attribute = attributes[name];
  return attribute && 'string' in attribute ? attribute.string : undefined;
}

export function ints(attributes: Attributes, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  return attribute && 'ints' in attribute ? attribute.ints : undefined;
}

export function floats(attributes: Attributes, name: string): readonly number[] | undefined {
  const attribute = attributes[name];
  return attribute && 'floats' in attribute ? attribute.floats : undefined;
}

export function tensor(attributes: Attributes, name: string): TensorData | undefined {
  const attribute = attributes[name];
  return attribute && 'tensor' in attribute ? attribute.tensor : undefined;
}

export function graph(attributes: Attributes, name: string): Graph | undefined {
  const attribute = attributes[name];
  return attribute && 'graph' in attribute ? attribute.graph : undefined;
}
