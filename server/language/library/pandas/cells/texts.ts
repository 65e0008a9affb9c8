import type { Context } from '../../../values/context.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { type ObjectValue, str, type Value } from '../../../values/value.js';
import { define } from '../../python/define.js';
import { type Row, refuse, rowValue } from './table.js';
import { isMissing, NaNValue, plainAt, type Vector, vectorOf } from './vector.js';

/** `column.str` in a run: methods of Python's strings, element by element. */
export function textAccessor(row: Row, context: Context): Value {
  const texts =
    row.cells.type === 'str' || (row.cells.type === 'object' && row.cells.data.some(({ kind }) => kind === 'str'));
  if (!texts && row.cells.data.length > 0)
    context.raise('AttributeError', 'Can only use .str accessor with string values, not floating or integer');
  return object(textAccessorType, row);
}

const plainMethods = new Set(
  `lower upper strip lstrip rstrip title capitalize swapcase casefold startswith endswith isdigit isalpha isnumeric isalnum
  isspace isupper islower istitle isdecimal find rfind count zfill center ljust rjust removeprefix removesuffix`.split(
    /\s+/,
  ),
);

const textAccessorType: NativeType<Row> = {
  name: 'StringMethods',
  module: 'pandas',
  getAttribute: (self, name, context) => {
    const row = (self as ObjectValue<Row>).state;
    const call = define(`Series.str.${name}`, '*args, **kwargs', [], (args) =>
      rowValue({ ...row, cells: mapped(row.cells, name, args.rest, args.keywords, context) }),
    );
    return { kind: 'native', function: call };
  },
  getItem: (self, key, context) => {
    const row = (self as ObjectValue<Row>).state;
    return rowValue({ ...row, cells: eachText(row.cells, (text) => itemOf(text, key, context)) });
  },
};

function itemOf(value: Value, key: Value, context: Context): Value {
  if (key.kind === 'int') {
    const length = context.length(value);
    if (length.kind === 'int' && (key.value >= length.value || key.value < -length.value)) return NaNValue;
  }
  return context.getItem(value, key);
}

/** What is made of each element that is there; numbers become floats where some are missing, conditions false. */
function eachText(cells: Vector, make: (text: Value) => Value): Vector {
  const values = Array.from({ length: cells.data.length }, (_, at) =>
    isMissing(cells, at) ? NaNValue : make(plainAt(cells, at)),
  );
  const found = values.filter((_, at) => !isMissing(cells, at));
  if (found.length < values.length && found.length > 0 && found.every(({ kind }) => kind === 'bool'))
    return { type: 'bool', data: Uint8Array.from(values, (each) => (each.kind === 'bool' && each.value ? 1 : 0)) };
  return vectorOf(values);
}

function mapped(
  cells: Vector,
  name: string,
  rest: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): Vector {
  const full = `Series.str.${name}`;
  const only = (...names: string[]) => {
    for (const key of keywords.keys()) if (!names.includes(key)) refuse(`its argument ${key}`, full, context);
  };
  const text = (at: number, key: string): string | undefined => {
    const value = rest[at] ?? keywords.get(key);
    return value?.kind === 'str' ? value.value : undefined;
  };
  if (plainMethods.has(name)) {
    only();
    return eachText(cells, (each) => context.call(context.getAttribute(each, name), rest));
  }
  if (name === 'len') return eachText(cells, (each) => context.length(each));
  if (name === 'replace') {
    only('pat', 'repl', 'regex', 'n');
    const [pattern, other] = [text(0, 'pat'), text(1, 'repl')];
    const regex = keywords.get('regex') ?? rest[4];
    if (pattern === undefined || other === undefined || keywords.has('n'))
      return refuse('its arguments', full, context);
    if (regex && context.truth(regex) && /[\\^$.|?*+()[\]{}]/.test(pattern)) return refuse('patterns', full, context);
    return eachText(cells, (each) =>
      each.kind === 'str' ? str(each.value.replaceAll(pattern, () => other)) : NaNValue,
    );
  }
  if (name === 'contains') {
    only('pat', 'case', 'na', 'regex');
    const pattern = text(0, 'pat');
    if (pattern === undefined) return refuse('its arguments', full, context);
    const regex = keywords.get('regex');
    if (!(regex && context.truth(regex) === false) && /[\\^$.?*+()[\]{}]/.test(pattern))
      return refuse('patterns', full, context);
    const words = regex && context.truth(regex) === false ? [pattern] : pattern.split('|');
    const lower = keywords.get('case') !== undefined && context.truth(keywords.get('case') as Value) === false;
    const found = (said: string) =>
      words.some((word) => (lower ? said.toLowerCase().includes(word.toLowerCase()) : said.includes(word)));
    return eachText(cells, (each) => ({ kind: 'bool', value: each.kind === 'str' && found(each.value) }));
  }
  if (name === 'split') {
    only('pat', 'n');
    const pattern = text(0, 'pat');
    if (pattern !== undefined && pattern.length > 1) return refuse('patterns', full, context);
    const most = rest[1] ?? keywords.get('n');
    const limits: Value[] = most?.kind === 'int' && most.value > 0 ? [most] : [];
    const made = Array.from(
      { length: cells.data.length },
      (_, at): Value =>
        isMissing(cells, at)
          ? NaNValue
          : context.call(context.getAttribute(plainAt(cells, at), 'split'), [
              pattern === undefined ? { kind: 'none' } : str(pattern),
              ...limits,
            ]),
    );
    return { type: 'object', data: made };
  }
  if (name === 'get') return eachText(cells, (each) => itemOf(each, rest[0] ?? { kind: 'int', value: 0 }, context));
  if (name === 'slice')
    return eachText(cells, (each) =>
      context.getItem(each, {
        kind: 'slice',
        start: rest[0] ?? { kind: 'none' },
        stop: rest[1] ?? { kind: 'none' },
        step: rest[2] ?? { kind: 'none' },
      }),
    );
  if (name === 'join')
    return eachText(cells, (each) => context.call(context.getAttribute(rest[0] as Value, 'join'), [each]));
  return refuse('it is not computed yet', full, context);
}
