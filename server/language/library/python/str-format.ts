import type { Context } from '../../values/context.js';
import { str, type Value } from '../../values/value.js';

/** `template.format(*positional, **keywords)`; undefined where something in it is not known. */
export function templateFormat(
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): string | undefined {
  const state = { automatic: 0 };
  return fill(template, positional, keywords, context, state, 0);
}

function fill(
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  context: Context,
  state: { automatic: number },
  depth: number,
): string | undefined {
  if (depth > 2) return context.raise('ValueError', 'Max string recursion exceeded');
  let result = '';
  let known = true;
  for (let i = 0; i < template.length; i += 1) {
    const c = template[i] as string;
    if (c === '}' && template[i + 1] !== '}')
      return context.raise('ValueError', "Single '}' encountered in format string");
    if (c !== '{' || template[i + 1] === '{') {
      result += c;
      if (c === '{' || c === '}') i += 1;
      continue;
    }
    const end = closing(template, i);
    if (end < 0)
      return context.raise(
        'ValueError',
        i === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
      );
    const { field, conversion, spec } = parts(template.slice(i + 1, end));
    i = end;
    const value = lookUp(field, positional, keywords, context, state);
    const inner = spec.includes('{') ? fill(spec, positional, keywords, context, state, depth + 1) : spec;
    const converted = conversion ? textOf(value, conversion, context) : value;
    const text = inner === undefined || converted === undefined ? undefined : context.format(converted, inner);
    if (text === undefined) known = false;
    else result += text;
  }
  return known ? result : undefined;
}

/** The value after `!r`, `!s` or `!a`; undefined where it is not known. */
export function textOf(value: Value, conversion: string, context: Context): Value | undefined {
  const text = conversion === 's' ? context.str(value) : context.repr(value);
  return text === undefined ? undefined : str(text);
}

function lookUp(
  field: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  context: Context,
  state: { automatic: number },
): Value {
  const [, head = '', path = ''] = /^([^.[]*)(.*)$/s.exec(field) ?? [];
  let value: Value;
  if (head === '' || /^\d+$/.test(head)) {
    const at = head === '' ? state.automatic++ : Number(head);
    value =
      positional[at] ?? context.raise('IndexError', `Replacement index ${at} out of range for positional args tuple`);
  } else {
    value = keywords.get(head) ?? context.raise('KeyError', `'${head}'`);
  }
  for (const [, attribute, index] of path.matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    if (attribute !== undefined) value = context.getAttribute(value, attribute);
    else
      value = context.getItem(
        value,
        /^\d+$/.test(index as string) ? { kind: 'int', value: Number(index) } : str(index as string),
      );
  }
  return value;
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let i = open; i < template.length; i += 1) {
    if (template[i] === '{') depth += 1;
    else if (template[i] === '}') {
      depth -= 1;
      if (depth === 0) return i;
    }
  }
  return -1;
}

function parts(text: string): { field: string; conversion: string; spec: string } {
  const match = /^([^!:{}[]*(?:\[[^\]]*\][^!:{}[]*)*)(?:!(.))?(?::(.*))?$/su.exec(text);
  return { field: match?.[1] ?? text, conversion: match?.[2] ?? '', spec: match?.[3] ?? '' };
}
