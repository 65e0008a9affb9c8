import type { Fix } from '../recorder.js';
import { type Check, textOf } from './check.js';

/** Keras refuses an argument: a name it does not have, a value it does not take. */
export const layerArgument: Check = {
  rule: 'layer-argument',
  severity: 'error',
  message(fault) {
    const type = textOf(fault, 'type');
    const message = textOf(fault, 'message') ?? 'Keras refuses this argument';
    const suggestion = textOf(fault, 'suggestion');
    const where = type && !message.includes(type) ? `${type}: ` : '';
    return `${where}${message}${suggestion ? `; did you mean \`${suggestion}\`?` : '.'}`;
  },
  fixes(fault, text): readonly Fix[] {
    const suggestion = textOf(fault, 'suggestion');
    const wrong = fault.details['unknown'] === true ? textOf(fault, 'argument') : textOf(fault, 'value');
    if (!suggestion || !wrong) return [];
    const start = placeOf(wrong, fault.details['unknown'] === true, fault.range, text);
    if (start === undefined) return [];
    return [{ title: `Change to ${suggestion}`, edits: [{ start, end: start + wrong.length, text: suggestion }] }];
  },
};

/** Where the wrong word stands in the argument; a keyword's name may stand just before the range of its value. */
function placeOf(
  word: string,
  keyword: boolean,
  range: { readonly start: number; readonly end: number },
  text: string,
): number | undefined {
  const inside = text.slice(range.start, range.end).search(new RegExp(`(?<![\\w])${literally(word)}(?![\\w])`));
  if (inside >= 0) return range.start + inside;
  if (!keyword) return undefined;
  const before = new RegExp(`(?<![\\w])${literally(word)}\\s*=\\s*$`).exec(
    text.slice(Math.max(0, range.start - 200), range.start),
  );
  return before ? Math.max(0, range.start - 200) + before.index : undefined;
}

/** A word as a pattern: what the user wrote may be any text. */
function literally(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
