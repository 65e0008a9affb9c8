import type { Context } from '../../../values/context.js';
import { int, str, type Value } from '../../../values/value.js';
import { reModule } from '../../python/modules/re.js';
import { NaNValue } from './vector.js';

/** A function of Python's `re`. */
function ofRe(name: string, args: readonly Value[], context: Context): Value {
  const member = reModule.members?.[name];
  if (!member) throw new TypeError(`re has no ${name}`);
  return context.call(member, args);
}

const ignoringCase = int(2);

/** Whether a pattern is found in a text: anywhere, at its start, or as the whole of it. */
export function found(
  how: 'search' | 'match' | 'fullmatch',
  pattern: string,
  text: Value,
  ignoresCase: boolean,
  context: Context,
): Value {
  const match = ofRe(how, [str(pattern), text, ignoresCase ? ignoringCase : int(0)], context);
  return { kind: 'bool', value: match.kind !== 'none' };
}

export function replacedBy(pattern: string, other: string, text: Value, context: Context): Value {
  return ofRe('sub', [str(pattern), str(other), text], context);
}

export function allFound(pattern: string, text: Value, context: Context): Value {
  return ofRe('findall', [str(pattern), text], context);
}

/** What the groups of the first match hold, missing where one has no part in it; undefined where there is no match. */
export function groupsOf(pattern: string, text: Value, context: Context): readonly Value[] | undefined {
  const match = ofRe('search', [str(pattern), text], context);
  if (match.kind === 'none') return undefined;
  const groups = context.elements(context.call(context.getAttribute(match, 'groups'), [])) ?? [];
  return groups.map((each) => (each.kind === 'none' ? NaNValue : each));
}
