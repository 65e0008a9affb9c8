import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { str, type Value } from '../../../values/value.js';
import { type TextArray, textArray, textArrayType, textsOf } from '../../numpy/text-array.js';
import { strRepr } from '../../python/str-repr.js';

/** pandas's array of strings, as `column.values` gives it: an array of strings but for how it is printed. */
const stringArrayType: NativeType<TextArray> = {
  ...textArrayType,
  name: 'StringArray',
  module: 'pandas.arrays',
  base: textArrayType as NativeType<never>,
  attributes: { ...textArrayType.attributes, dtype: () => str('str') },
  repr: (self: Value) => stringsText(textsOf(self) ?? []),
  str: (self: Value) => stringsText(textsOf(self) ?? []),
  format: (self: Value, _spec: string, _context: Context) => stringsText(textsOf(self) ?? []),
};

export function stringArray(texts: readonly string[]): Value {
  return object(stringArrayType, textArray(texts, [texts.length], true).state);
}

/** As pandas prints it; undefined stands for a missing one. */
export function stringsText(texts: readonly (string | undefined)[]): string {
  const cut = texts.length > 100;
  const shown = cut ? [...texts.slice(0, 10), ...texts.slice(-10)] : texts;
  const words = shown.map((text) => (text === undefined ? 'nan' : strRepr(text)));
  const lines: string[] = [];
  let line = '[';
  for (const [i, word] of words.entries()) {
    const last = i === words.length - 1;
    const piece = last ? `${word}]` : `${word},`;
    if (cut && i === 10) {
      lines.push(line.trimEnd(), ' ...');
      line = ' ';
    }
    if (line.trim().length > 1 && line.length + piece.length > 79) {
      lines.push(line.trimEnd());
      line = ' ';
    }
    line += last ? piece : `${piece} `;
  }
  const body = words.length === 0 ? '[]' : [...lines, line].join('\n');
  return `<StringArray>\n${body}\nLength: ${texts.length}, dtype: str`;
}
