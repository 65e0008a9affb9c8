import type { Analysis } from '../language/analysis.js';
import type { Range } from '../language/syntax/tree.js';
import { attributesOf } from './attributes.js';
import { scopesAt } from './names.js';
import { nodePath } from './node-path.js';
import { occurrences } from './occurrences.js';

/** A place at which the same thing is meant. */
export interface Reference extends Range {
  /** Whether it is bound or set here, not only read. */
  readonly isBinding: boolean;
}

/** All places in this program that mean the variable, or the attribute of `self`, at an offset. */
export function references(analysis: Analysis, offset: number): readonly Reference[] {
  const [node] = nodePath(analysis.module, offset);
  if (node?.kind === 'Attribute' && offset >= node.nameStart) {
    const own = scopesAt(analysis, node.start).findLast((scope) => scope.kind === 'Class');
    const places = own?.kind === 'Class' ? attributesOf(own, node.name) : [];
    return places.some(({ start }) => start === node.nameStart) ? places : [];
  }
  const all = occurrences(analysis.module);
  const here = all.find(({ start, end }) => start <= offset && offset <= end);
  return here ? all.filter(({ variable }) => variable === here.variable) : [];
}
