import type { BinaryOperator, ComparisonOperator } from '../../syntax/tree.js';
import { anonymous } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { Value } from '../../values/value.js';
import { elementTypeOf } from '../numpy/arguments.js';
import { promote } from '../numpy/arrays/promotion.js';
import { toArray } from '../numpy/operand.js';
import { define } from '../python/define.js';
import { given } from './changing.js';
import { columnOf, frame, frameOf, series } from './construct.js';
import { type Column, type Frame, type Index, sameLabels, typesOf } from './labels.js';

/** What an operator gives element by element, by the types of its operands. */
function typeOf(operator: string, a: ElementType | undefined, b: ElementType | undefined): ElementType | undefined {
  if (!a || !b) return undefined;
  if (operator === '/') return 'float64';
  // A division by zero, or a remainder by it, turns whole numbers into floats.
  if (operator === '//' || operator === '%') return a === 'float64' || b === 'float64' ? 'float64' : undefined;
  if (a === 'bool' && b === 'bool') return ['&', '|', '^'].includes(operator) ? 'bool' : undefined;
  return promote(a, b);
}

/** `self op other` of tables and columns: the labels that both have, those of either where they differ. */
export function arithmetic(
  operator: BinaryOperator | ComparisonOperator,
  self: Value,
  other: Value,
  context: Context,
): Value | undefined {
  const compares = ['==', '!=', '<', '<=', '>', '>='].includes(operator);
  const result = (a: ElementType | undefined, b: ElementType | undefined) =>
    compares ? 'bool' : typeOf(operator, a, b);
  if (other.kind === 'unknown') return context.unknown(other.reason, other.name);
  if (operator === '@') return undefined;
  const table = frameOf(self);
  const column = columnOf(self);
  const right = columnOf(other);
  const rightTable = frameOf(other);
  if (table) {
    const types = (b: ElementType | undefined): Frame['dtypes'] =>
      Array.isArray(table.dtypes)
        ? table.dtypes.map((a) => result(a, b))
        : result(table.dtypes as ElementType | undefined, b);
    if (rightTable)
      return frame(
        aligned(table.index, rightTable.index),
        aligned(table.columns, rightTable.columns),
        compares ? 'bool' : undefined,
      );
    if (right) {
      const columns = aligned(table.columns, right.index);
      return frame(table.index, columns, columns === table.columns ? types(right.dtype) : undefined);
    }
    return frame(table.index, table.columns, types(scalarType(other, context)));
  }
  if (!column || rightTable) return undefined;
  if (right) return series(aligned(column.index, right.index), result(column.dtype, right.dtype));
  return series(column.index, result(column.dtype, scalarType(other, context)), column.name);
}

/** The labels of both: those of either where they are not the same. */
export function aligned(a: Index, b: Index): Index {
  return sameLabels(a, b) ? a : { count: anonymous() };
}

function scalarType(value: Value, context: Context): ElementType | undefined {
  if (value.kind === 'int' || value.kind === 'dim') return 'int64';
  if (value.kind === 'float') return 'float64';
  if (value.kind === 'str') return undefined;
  const dtype = toArray(value, context)?.dtype;
  return dtype === 'string' ? undefined : dtype;
}

type Types = 'kept' | 'open' | ElementType;

/** Methods that give each element another value: rows and columns stay. */
const elementwise: Readonly<Record<string, Types>> = {
  ...named('kept', 'copy round abs clip cumsum cummax cummin sort_values sort_index rename_axis'),
  ...named(
    'open',
    `fillna ffill bfill pad backfill interpolate replace diff pct_change shift where mask map applymap
    transform rank infer_objects convert_dtypes cumprod set_axis combine_first tz_localize tz_convert`,
  ),
  ...named('bool', 'isnull isna notnull notna isin eq ne lt le gt ge between'),
};

/** Methods of the operators' names, such as `df.sub(other)`. */
const operators: Readonly<Record<string, BinaryOperator>> = {
  ...{ add: '+', radd: '+', sub: '-', subtract: '-', rsub: '-', mul: '*', multiply: '*', rmul: '*' },
  ...{ div: '/', divide: '/', truediv: '/', rdiv: '/', rtruediv: '/', floordiv: '//', mod: '%', pow: '**' },
};

function named(types: Types, names: string): Record<string, Types> {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, types]));
}

/** The methods that tables and columns have in common and that leave their labels as they are. */
export function elementwiseMethods(owner: 'DataFrame' | 'Series'): readonly NativeFunction[] {
  return [
    ...Object.entries(elementwise).map(([name, types]) =>
      define(`${owner}.${name}`, 'self, *args, **kwargs', [], (args, context) => {
        const self = args.get('self');
        return given(self, retyped(self, types), args, context);
      }),
    ),
    ...Object.entries(operators).map(([name, operator]) =>
      define(`${owner}.${name}`, 'self, other, *args, **kwargs', [], (args, context) => {
        const self = args.get('self');
        const along = args.rest[0] ?? args.keywords.get('axis');
        const rows =
          along && (along.kind === 'int' ? along.value === 0 : along.kind === 'str' && along.value === 'index');
        const table = frameOf(self);
        if (table && rows && columnOf(args.get('other'))) {
          const index = aligned(table.index, columnOf(args.get('other'))?.index as Index);
          return frame(index, table.columns);
        }
        return (
          arithmetic(operator, self, args.get('other'), context) ?? context.unknown('an operand', `${owner}.${name}`)
        );
      }),
    ),
    define(`${owner}.astype`, 'self, dtype, *args, **kwargs', [], (args, context) => {
      const self = args.get('self');
      const wanted = elementTypeOf(args.get('dtype'));
      const known = wanted === 'string' ? undefined : wanted;
      const types = args.get('dtype');
      const made = retyped(self, known ?? 'open');
      if (types.kind === 'dict' && 'columns' in made && Array.isArray(frameOf(self)?.dtypes)) {
        const before = frameOf(self)?.dtypes as readonly (ElementType | undefined)[];
        const dtypes = before.map((dtype, at) => {
          const label = made.columns.labels?.[at];
          const entry = [...types.entries.values()].find(({ key }) => sameLabel(key, label));
          if (!entry) return types.open ? undefined : dtype;
          const type = elementTypeOf(entry.value);
          return type === 'string' ? undefined : type;
        });
        return given(self, { ...made, dtypes }, args, context);
      }
      return given(self, made, args, context);
    }),
  ];
}

function sameLabel(a: Value, b: Value | undefined): boolean {
  return !!b && 'value' in a && 'value' in b && a.value === b.value;
}

/** The same labels with other element types. */
export function retyped(self: Value, types: Types): Frame | Column {
  const table = frameOf(self);
  const dtype = types === 'kept' || types === 'open' ? undefined : types;
  if (table) return { ...table, dtypes: types === 'kept' ? table.dtypes : typesOf(table.columns, dtype) };
  const column = columnOf(self) as Column;
  return { ...column, dtype: types === 'kept' ? column.dtype : dtype };
}
