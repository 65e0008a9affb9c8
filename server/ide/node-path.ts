import type { Module, Node, Range } from '../language/syntax/tree.js';

/** The nodes around an offset, the smallest first. */
export function nodePath(module: Module, offset: number): Node[] {
  const path: Node[] = [];
  let children: Iterable<Node> = statementsAt(module, offset);
  for (;;) {
    const next = firstAround(children, offset);
    if (!next) return path.reverse();
    path.push(next);
    children = childrenOf(next);
  }
}

/** A top-level statement is found by halving, so that a long file costs no more than a short one. */
function statementsAt({ body }: Module, offset: number): Node[] {
  let low = 0;
  let high = body.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((body[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return body.slice(low, low + 2);
}

/** Of two nodes that touch at the offset, the one that starts there. */
function firstAround(nodes: Iterable<Node>, offset: number): Node | undefined {
  let found: Node | undefined;
  for (const node of nodes)
    if (node.start <= offset && offset <= node.end && (!found || node.start === offset)) found = node;
  return found;
}

/** Whatever a node holds that has a place, in the order of its fields. */
function* childrenOf(node: object): Generator<Node> {
  for (const field of Object.values(node)) yield* nodesIn(field);
}

function* nodesIn(field: unknown): Generator<Node> {
  if (Array.isArray(field)) for (const element of field) yield* nodesIn(element);
  else if (isNode(field)) yield field;
  else if (typeof field === 'object' && field !== null) yield* childrenOf(field);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && isRange(value);
}

function isRange(value: object): value is Range {
  return 'start' in value && 'end' in value && typeof value.start === 'number' && typeof value.end === 'number';
}
