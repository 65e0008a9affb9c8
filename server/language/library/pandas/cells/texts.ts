import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { none, type ObjectValue, str, type Value } from '../../../values/value.js';
import { define } from '../../python/define.js';
import { rangeIndex } from '../labels.js';
import { allFound, found, groupsOf, replacedBy } from './patterns.js';
import { type Row, refuse, rowValue, tableValue } from './table.js';
import { flags, isMissing, NaNValue, plainAt, type Vector, vectorOf } from './vector.js';

/** `column.str` in a run: methods of Python's strings, element by element. */
export function textAccessor(row: Row, context: Context): Value {
  const texts =
    row.cells.type === 'str' ||
    (row.cells.type === 'object' && row.cells.data.some(({ kind }) => withElements.has(kind)));
  if (!texts && row.cells.data.length > 0)
    context.raise('AttributeError', 'Can only use .str accessor with string values, not floating or integer');
  return object(textAccessorType, row);
}

const withElements: ReadonlySet<string> = new Set(['str', 'list', 'tuple']);

const special = /[\\^$.|?*+()[\]{}]/;

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
      name === 'cat'
        ? joinedTexts(row.cells, args, context)
        : name === 'extract'
          ? extracted(row, args, context)
          : rowValue({ ...row, cells: mapped(row.cells, name, args.rest, args.keywords, context) }),
    );
    return { kind: 'native', function: call };
  },
  getItem: (self, key, context) => {
    const row = (self as ObjectValue<Row>).state;
    return rowValue({ ...row, cells: eachText(row.cells, (text) => itemOf(text, key, context)) });
  },
};

/** `column.str.cat(sep=…)`: one text of all that are there. */
function joinedTexts(cells: Vector, args: Arguments, context: Context): Value {
  const separator = args.keywords.get('sep') ?? str('');
  const others = [...args.keywords.keys()].some((key) => key !== 'sep');
  if (args.rest.length > 0 || others || separator.kind !== 'str' || cells.type !== 'str')
    return refuse('its arguments', 'Series.str.cat', context);
  return str(cells.data.filter((text) => text !== undefined).join(separator.value));
}

/** `column.str.extract(pattern)`: what the groups of the first match hold. */
function extracted(row: Row, args: Arguments, context: Context): Value {
  const pattern = args.rest[0] ?? args.keywords.get('pat');
  const others = [...args.keywords.keys()].some((key) => key !== 'pat' && key !== 'expand');
  const { cells } = row;
  if (
    pattern?.kind !== 'str' ||
    args.rest.length > 1 ||
    others ||
    cells.type !== 'str' ||
    pattern.value.includes('(?P')
  )
    return refuse('its arguments', 'Series.str.extract', context);
  const expand = args.keywords.get('expand');
  const groups = cells.data.map((text) =>
    text === undefined ? undefined : groupsOf(pattern.value, str(text), context),
  );
  const width = groups.find((each) => each !== undefined)?.length;
  if (width === undefined) return refuse('a pattern that no text has', 'Series.str.extract', context);
  if (width === 0) context.raise('ValueError', 'pattern contains no capture groups');
  const column = (at: number): Vector => {
    const texts = groups.map((each) => each?.[at]);
    return { type: 'str', data: texts.map((each) => (each?.kind === 'str' ? each.value : undefined)) };
  };
  if (width === 1 && expand && context.truth(expand) === false) return rowValue({ ...row, cells: column(0) });
  return tableValue({
    index: row.index,
    columns: rangeIndex(width, true),
    cells: Array.from({ length: width }, (_, at) => column(at)),
  });
}

function itemOf(value: Value, key: Value, context: Context): Value {
  if (key.kind === 'int') {
    const length = context.length(value);
    if (length.kind === 'int' && (key.value >= length.value || key.value < -length.value)) return NaNValue;
  }
  return context.getItem(value, key);
}

/**
 * What is made of each element that is there; numbers become floats where some are missing, conditions false. Among
 * objects a missing one stays what it was, and texts stay objects.
 */
function eachText(cells: Vector, make: (text: Value) => Value): Vector {
  const objects = cells.type === 'object';
  const values = Array.from({ length: cells.data.length }, (_, at) =>
    isMissing(cells, at) ? (objects ? plainAt(cells, at) : NaNValue) : make(plainAt(cells, at)),
  );
  if (objects) {
    const made = vectorOf(values);
    return made.type === 'str' ? { type: 'object', data: values } : made;
  }
  const found = values.filter((_, at) => !isMissing(cells, at));
  if (found.length < values.length && found.length > 0 && found.every(({ kind }) => kind === 'bool'))
    return { type: 'bool', data: Uint8Array.from(values, (each) => (each.kind === 'bool' && each.value ? 1 : 0)) };
  return vectorOf(values);
}

const isNumber = ({ kind }: Value): boolean => kind === 'int' || kind === 'float' || kind === 'bool';

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
    return eachText(cells, (each) =>
      each.kind === 'str' ? context.call(context.getAttribute(each, name), rest) : NaNValue,
    );
  }
  if (name === 'len') {
    only();
    return eachText(cells, (each) => (isNumber(each) ? NaNValue : context.length(each)));
  }
  if (name === 'replace') {
    only('pat', 'repl', 'regex', 'n');
    const [pattern, other] = [text(0, 'pat'), text(1, 'repl')];
    const regex = keywords.get('regex');
    if (pattern === undefined || other === undefined || keywords.has('n') || rest.length > 2)
      return refuse('its arguments', full, context);
    if (regex && context.truth(regex) && special.test(pattern))
      return eachText(cells, (each) => (each.kind === 'str' ? replacedBy(pattern, other, each, context) : NaNValue));
    return eachText(cells, (each) =>
      each.kind === 'str' ? str(each.value.replaceAll(pattern, () => other)) : NaNValue,
    );
  }
  if (name === 'contains') {
    only('pat', 'case', 'na', 'regex');
    const absent = rest[3] ?? keywords.get('na');
    if (rest.length > 1) return refuse('its arguments', full, context);
    if (absent && (absent.kind !== 'bool' || cells.type !== 'str')) return refuse('its argument na', full, context);
    const pattern = text(0, 'pat');
    if (pattern === undefined) return refuse('its arguments', full, context);
    const regex = keywords.get('regex');
    const isPattern = !(regex && context.truth(regex) === false) && /[\\^$.?*+()[\]{}]/.test(pattern);
    const words = regex && context.truth(regex) === false ? [pattern] : pattern.split('|');
    const lower = keywords.get('case') !== undefined && context.truth(keywords.get('case') as Value) === false;
    const contains = (said: string): boolean =>
      isPattern
        ? context.truth(found('search', pattern, str(said), lower, context)) === true
        : words.some((word) => (lower ? said.toLowerCase().includes(word.toLowerCase()) : said.includes(word)));
    const missing = absent?.kind === 'bool' && absent.value;
    if (cells.type === 'str')
      return flags(cells.data.length, (at) => {
        const said = cells.data[at];
        return said === undefined ? missing : contains(said);
      });
    return eachText(cells, (each) => (each.kind === 'str' ? { kind: 'bool', value: contains(each.value) } : NaNValue));
  }
  if (name === 'split') {
    only('pat', 'n');
    const pattern = text(0, 'pat');
    // Longer ones are patterns to pandas.
    if (pattern !== undefined && pattern.length > 1 && /[\\^$.|?*+()[\]{}]/.test(pattern))
      return refuse('patterns', full, context);
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
  if (name === 'match' || name === 'fullmatch' || name === 'findall') {
    only('pat');
    const pattern = text(0, 'pat');
    if (pattern === undefined || rest.length > 1) return refuse('its arguments', full, context);
    return eachText(cells, (each) => {
      if (each.kind !== 'str') return NaNValue;
      return name === 'findall' ? allFound(pattern, each, context) : found(name, pattern, each, false, context);
    });
  }
  if (name === 'get') {
    only('i');
    const at = rest[0] ?? keywords.get('i') ?? refuse('its arguments', full, context);
    return eachText(cells, (each) => itemOf(each, at, context));
  }
  if (name === 'slice') {
    only('start', 'stop', 'step');
    const [start, stop, step] = ['start', 'stop', 'step'].map((key, at) => rest[at] ?? keywords.get(key) ?? none);
    const slice: Value = { kind: 'slice', start: start ?? none, stop: stop ?? none, step: step ?? none };
    return eachText(cells, (each) => context.getItem(each, slice));
  }
  if (name === 'join')
    return eachText(cells, (each) => context.call(context.getAttribute(rest[0] as Value, 'join'), [each]));
  return refuse('it is not computed yet', full, context);
}
