import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';
import { elementCount } from './arrays/strides.js';

/** As NumPy prints an array of objects, or its repr: the middle of long axes left out. */
export function objectText(
  elements: readonly Value[],
  shape: readonly number[],
  context: Context,
  asRepr: boolean,
): string {
  const separator = asRepr ? ', ' : ' ';
  const words = elements.length > 1000;
  const prefix = asRepr ? 'array(' : '';
  const edge = 3;
  const text = (each: Value) => {
    const said = context.repr(each) ?? '?';
    return each.kind === 'list' && !each.type ? `list(${said})` : said;
  };
  const limit = 75 - (asRepr ? 1 : 0);
  const draw = (start: number, dims: readonly number[], indent: string): string => {
    const [count = 0, ...inner] = dims;
    const size = elementCount(inner);
    const places = Array.from({ length: count }, (_, i) => i).filter(
      (i) => !words || count <= 2 * edge || i < edge || i >= count - edge,
    );
    const cut = places.length < count;
    if (inner.length > 0) {
      const parts = places.map((i) => draw(start + i * size, inner, `${indent} `));
      const gap = `${separator.trimEnd()}${'\n'.repeat(inner.length)}${indent} `;
      if (cut) parts.splice(edge, 0, `...`);
      return `[${parts.join(gap)}]`;
    }
    let out = '';
    let line = `${indent} `;
    const add = (word: string, last: boolean) => {
      const piece = last ? word : word + separator.trimEnd();
      if (line.length + piece.trimEnd().length + (last ? 1 : 0) > limit && line.length > indent.length + 1) {
        out += `${line.trimEnd()}\n`;
        line = `${indent} `;
      }
      line += piece + (last ? '' : ' ');
    };
    const parts = places.map((i) => text(elements[start + i * size] as Value));
    if (cut) parts.splice(edge, 0, '...');
    parts.forEach((word, i) => {
      add(word, i === parts.length - 1);
    });
    return `[${(out + line).slice(indent.length + 1)}]`;
  };
  const body = elements.length === 0 ? '[]' : draw(0, shape, ' '.repeat(prefix.length));
  return asRepr ? `array(${body}, dtype=object)` : body;
}
