import type { ClassDefinition, Node, Range } from '../language/syntax/tree.js';
import { boundTargets } from './bound-places.js';
import { statements } from './statements.js';

export interface AttributePlace extends Range {
  /** Whether it is set here. */
  readonly isBinding: boolean;
}

/** Where the methods of a class speak of `self.name`, in the order of the text. */
export function attributesOf(type: ClassDefinition, name: string): readonly AttributePlace[] {
  const places: AttributePlace[] = [];
  if (name === '') return places;
  for (const method of type.body) {
    if (method.kind !== 'Function') continue;
    const self = method.parameters[0]?.name;
    if (self === undefined) continue;
    const set = new Set([...statements(method.body)].flatMap(boundTargets));
    for (const node of nodesIn(method))
      if (node.kind === 'Attribute' && node.name === name && node.object.kind === 'Name' && node.object.id === self)
        places.push({ start: node.nameStart, end: node.nameStart + name.length, isBinding: set.has(node) });
  }
  return places;
}

/** All nodes below one. */
function* nodesIn(field: unknown): Generator<Node> {
  if (Array.isArray(field)) {
    for (const element of field) yield* nodesIn(element);
  } else if (typeof field === 'object' && field !== null) {
    if ('kind' in field && 'start' in field) yield field as Node;
    for (const inner of Object.values(field)) yield* nodesIn(inner);
  }
}
