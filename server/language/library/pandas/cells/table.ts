import type { Context } from '../../../values/context.js';
import { keyOf } from '../../../values/equality.js';
import type { Arguments, NativeFunction } from '../../../values/native-function.js';
import type { NativeType } from '../../../values/native-type.js';
import { object } from '../../../values/native-type.js';
import { bind, parseSignature } from '../../../values/signature.js';
import { none, type ObjectValue, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { define } from '../../python/define.js';
import { columnOf, frameOf, indexValue } from '../construct.js';
import { frameType } from '../frame-type.js';
import { type Column, type Frame, type Index, labelled, rangeIndex } from '../labels.js';
import { seriesType } from '../series-type.js';
import { labelAt, labelValues, placesOfLabel, sizeOfAxis, takeColumns, takeLabels } from './axis.js';
import { objectsOf } from './object-array.js';
import { elementTypeOfVector, isNumbers, numberOfScalar, take, type Vector } from './vector.js';

/** A table with its elements. */
export interface Table {
  readonly index: Index;
  readonly columns: Index;
  readonly cells: readonly Vector[];
}
/** A column with its elements. */
export interface Row {
  readonly index: Index;
  readonly cells: Vector;
  readonly name: Value | undefined;
}

export function tableValue({ index, columns, cells }: Table): ObjectValue<Frame> {
  return object(frameType, stateOfTable({ index, columns, cells }));
}

export function stateOfTable({ index, columns, cells }: Table): Frame {
  // The columns' labels are always listed.
  const listed = columns.labels ? columns : { ...columns, labels: labelValues(columns) };
  return { index, columns: listed, cells, dtypes: cells.map(elementTypeOfVector) };
}

export function rowValue({ index, cells, name }: Row): ObjectValue<Column> {
  return object(seriesType, { index, cells, name, dtype: elementTypeOfVector(cells) });
}

/** A column under `0, 1, 2, …`. */
export const plainColumn = (cells: Vector, name?: Value): ObjectValue<Column> =>
  rowValue({ index: rangeIndex(cells.data.length), cells, name });

export function tableOfValue(value: Value): Table | undefined {
  const frame = frameOf(value);
  return frame?.cells ? (frame as Table) : undefined;
}

export function rowOfValue(value: Value): Row | undefined {
  const column = columnOf(value);
  return column?.cells ? (column as Row) : undefined;
}

export function selfTable(args: Arguments): Table {
  return tableOfValue(args.get('self')) as Table;
}

export function selfRow(args: Arguments): Row {
  return rowOfValue(args.get('self')) as Row;
}

export function rowsAt(table: Table, places: ArrayLike<number>): Table {
  return {
    index: takeLabels(table.index, places),
    columns: table.columns,
    cells: table.cells.map((each) => take(each, places)),
  };
}

export function elementsAt(row: Row, places: ArrayLike<number>): Row {
  return { ...row, index: takeLabels(row.index, places), cells: take(row.cells, places) };
}

export function columnsOfTable(table: Table, places: readonly number[]): Table {
  return {
    index: table.index,
    columns: takeColumns(table.columns, places),
    cells: places.map((at) => table.cells[at] as Vector),
  };
}

export function columnOfTable(table: Table, at: number): Row {
  return { index: table.index, cells: table.cells[at] as Vector, name: labelAt(table.columns, at) };
}

/** Some rows of a table, a column or an array of objects of a run; undefined for other values, and on shapes. */
export function rowsInRun(value: Value, context: Context, places: () => readonly number[]): Value | undefined {
  if (context.host.mode !== 'numbers') return undefined;
  const table = tableOfValue(value);
  if (table) return tableValue(rowsAt(table, places()));
  const row = rowOfValue(value);
  if (row) return rowValue(elementsAt(row, places()));
  const at = () => Int32Array.from(places());
  return objectsOf(value) && context.getItem(value, array('int32', [at().length], at()));
}

/** The one column of a label. */
export function columnNamed(table: Table, label: Value, context: Context): Row {
  const places = placesOfLabel(table.columns, label);
  if (places.length > 1) return refuse('a column of which there are several', 'DataFrame', context);
  const [at] = places;
  if (at === undefined) return missingKey(label, context);
  return columnOfTable(table, at);
}

export function missingKey(label: Value, context: Context): never {
  return context.raise('KeyError', context.repr(label) ?? '');
}

export const rowCountOf = (table: { readonly index: Index }): number => sizeOfAxis(table.index);

/** Ends the run, since this is not computed. */
export function refuse(reason: string, name: string, context: Context): never {
  context.unknown(reason, name);
  throw new Error(reason);
}

/** A number among arguments, Python's or NumPy's; what else is given ends the run. */
export function numberArgument(args: Arguments, parameter: string, name: string, context: Context): number {
  const number = args.get(parameter).kind === 'none' ? undefined : numberOfScalar(args.get(parameter));
  return number === undefined || Number.isNaN(number) ? refuse(`its argument ${parameter}`, name, context) : number;
}

/** An axis's labels as the program holds them. Others may share them: to name these names them here alone. */
export function ownIndex(of: { index: Index }): Value {
  of.index = { ...of.index };
  return indexValue(of.index);
}

/** Writes what a method makes into its own object for `inplace=True`, else gives it. */
export function outcome(args: Arguments, made: Table | Row, context: Context): Value {
  if (context.truth(args.get('inplace')) !== true) return valueOfMade(made);
  overwrite(args.get('self'), made);
  return none;
}

export const valueOfMade = (made: Table | Row): Value => ('columns' in made ? tableValue(made) : rowValue(made));

/** Makes a table or column in the program another one. */
export function overwrite(self: Value, made: Table | Row): void {
  if ('columns' in made) Object.assign(frameOf(self) as Frame, stateOfTable(made));
  else Object.assign(columnOf(self) as Column, { ...made, dtype: elementTypeOfVector(made.cells) });
}

/**
 * A function of a run: arguments that it does not look at may be given with their default only, since they
 * would change the result.
 */
export function computed(
  name: string,
  signature: string,
  call: (args: Arguments, context: Context) => Value,
  /** Arguments that change nothing here, such as how memory is used. */
  idle = '',
): NativeFunction {
  const spared = new Set(idle.split(' '));
  return define(name, signature, [], (args, context) => {
    const read = new Set<string>();
    const followed: Arguments = {
      get: (parameter) => {
        read.add(parameter);
        return args.get(parameter);
      },
      given: (parameter) => {
        read.add(parameter);
        return args.given(parameter);
      },
      rest: args.rest,
      keywords: args.keywords,
    };
    const made = call(followed, context);
    for (const { name: parameter, default: usual } of parseSignature(signature).parameters) {
      if (read.has(parameter) || spared.has(parameter) || !args.given(parameter) || usual === undefined) continue;
      if (keyOf(args.get(parameter)) !== keyOf(usual))
        refuse(`its argument ${parameter} is not computed yet`, name, context);
    }
    return made;
  });
}

/** Makes the methods of a class; each is called with what its object holds. */
export function methodsOf<State>(owner: string, own: (args: Arguments) => State) {
  return (
    name: string,
    signature: string,
    call: (state: State, args: Arguments, context: Context) => Value,
    idle = '',
  ): NativeFunction =>
    computed(
      `${owner}.${name}`,
      ['self', signature].filter(Boolean).join(', '),
      (args, context) => call(own(args), args, context),
      idle,
    );
}

/** A function that is followed on shapes by one body and computed in runs by another. */
export function twofold(shapes: NativeFunction, numbers: NativeFunction | undefined): NativeFunction {
  return {
    ...shapes,
    call(args, context) {
      if (context.host.mode !== 'numbers') return shapes.call(args, context);
      if (!numbers) return context.unknown(notComputed, shapes.name);
      const { parameters: given, positional, rest } = parseSignature(shapes.signature);
      // Those in front of `*args` that were given one after another go by position.
      const gap = given.findIndex((each) => !args.given(each.name));
      const first = rest === undefined ? [] : given.slice(0, Math.min(positional, gap < 0 ? positional : gap));
      const others = given.filter((each) => !first.includes(each) && args.given(each.name));
      // `self` is the first of a method's.
      const self = given[0]?.name === 'self' && rest === undefined ? [args.get('self')] : [];
      const keywords = new Map(args.keywords);
      for (const { name } of others) if (name !== 'self') keywords.set(name, args.get(name));
      const bound = bind(
        parseSignature(numbers.signature),
        [...self, ...first.map(({ name }) => args.get(name)), ...args.rest],
        keywords,
      );
      if (typeof bound === 'string') return context.raise('TypeError', `${shapes.name}() ${bound}`);
      return numbers.call(bound, context);
    },
  };
}

export const notComputed = 'it is followed in the editor, and not yet computed in runs';

/** What a table or a column does on shapes and in runs, where only what is listed under `numbers` is known. */
export function both<State>(shapes: NativeType<State>, numbers: Partial<NativeType<State>>): NativeType<State> {
  const name = shapes.name;
  const on = (context: Context) => context.host.mode === 'numbers';
  const methods: Record<string, NativeFunction> = {};
  for (const [key, method] of Object.entries(shapes.methods ?? {}))
    methods[key] = twofold(method, numbers.methods?.[key]);
  for (const [key, method] of Object.entries(numbers.methods ?? {}))
    methods[key] ??= twofold(
      define(method.name, 'self, *args, **kwargs', [], (_args, context) =>
        context.unknown(`Layerscope does not know pandas.${method.name}`, method.name),
      ),
      method,
    );
  const attributes: Record<string, (self: Value, context: Context) => Value> = {};
  for (const [key, attribute] of Object.entries(shapes.attributes ?? {}))
    attributes[key] = (self, context) => {
      if (!on(context)) return attribute(self, context);
      return numbers.attributes?.[key]?.(self, context) ?? context.unknown(notComputed, `${name}.${key}`);
    };
  const unknown = (context: Context, part: string): never => refuse(notComputed, `${name}${part}`, context);
  return {
    ...shapes,
    ...(shapes.construct ? { construct: twofold(shapes.construct, numbers.construct) } : {}),
    attributes,
    methods,
    getAttribute: (self, key, context) => {
      if (!on(context)) return shapes.getAttribute?.(self, key, context);
      return numbers.getAttribute?.(self, key, context) ?? context.unknown(notComputed, `${name}.${key}`);
    },
    setAttribute: (self, key, value, context) =>
      (on(context) ? numbers.setAttribute : shapes.setAttribute)?.(self, key, value, context) ??
      unknown(context, `.${key}`),
    getItem: (self, key, context) =>
      (on(context) ? numbers.getItem : shapes.getItem)?.(self, key, context) ?? unknown(context, '[…]'),
    setItem: (self, key, value, context) => {
      const set = on(context) ? numbers.setItem : shapes.setItem;
      if (!set) unknown(context, '[…] = …');
      set?.(self, key, value, context);
    },
    deleteItem: (self, key, context) => {
      const set = on(context) ? numbers.deleteItem : shapes.deleteItem;
      if (!set) unknown(context, '[…]');
      set?.(self, key, context);
    },
    length: (self, context) => shapes.length?.(self, context) ?? unknown(context, ''),
    iterate: (self, context) =>
      (on(context) ? numbers.iterate : shapes.iterate)?.(self, context) ?? unknown(context, ''),
    contains: (self, item, context) =>
      (on(context) ? numbers.contains : shapes.contains)?.(self, item, context) ?? unknown(context, ''),
    binary: (operator, self, other, reflected, context) =>
      (on(context) ? numbers.binary : shapes.binary)?.(operator, self, other, reflected, context),
    compare: (operator, self, other, reflected, context) =>
      (on(context) ? numbers.compare : shapes.compare)?.(operator, self, other, reflected, context),
    unary: (operator, self, context) =>
      (on(context) ? numbers.unary : shapes.unary)?.(operator, self, context) ?? unknown(context, operator),
    truth: (self, context) => (on(context) ? numbers.truth : shapes.truth)?.(self, context),
    repr: (self, context) => (on(context) ? numbers.repr : shapes.repr)?.(self, context),
    array: (self, context) => (on(context) ? numbers.array : shapes.array)?.(self, context),
    wrapArray: (self, values, context) =>
      (on(context) ? numbers.wrapArray : shapes.wrapArray)?.(self, values, context) ?? values,
  };
}

export { isNumbers, labelled };
