import type { Placed } from './convert/conversion.js';
import { identifier } from './convert/expressions.js';
import type { Statement } from './tree.js';

const binding =
  /^[ \t]*(?:(?:async[ \t]+)?(?:def|class)[ \t]+([\p{L}\p{N}_]+)|([\p{L}\p{N}_]+)[ \t]*(?::[^=\n]+)?=(?!=))/gmu;

/**
 * What stands for a statement that is not read: the names that its lines look to bind get values nobody knows, so that no
 * earlier value is taken for theirs. All that has a place is added to `nodes`.
 */
export function unread(text: string, nodes: Placed[]): Statement[] {
  const names = new Map<string, number>();
  for (const match of text.matchAll(binding)) {
    const name = identifier(match[1] ?? match[2] ?? '');
    if (!names.has(name)) names.set(name, match.index + match[0].lastIndexOf(match[1] ?? match[2] ?? ''));
  }
  return [...names].map(([id, start]) => {
    const end = start + id.length;
    const target = { kind: 'Name', id, start, end } as const;
    const value = { kind: 'Missing', start: end, end } as const;
    const statement = { kind: 'Assign', targets: [target], value, start, end } as const;
    nodes.push(target, value, statement);
    return statement;
  });
}
