import { anonymous } from '../../tensor/dim.js';
import { type NativeFunctionValue, none, tuple } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { native } from '../python/define.js';
import { changeDisplay } from './cells/display.js';
import { functionsInRuns } from './cells/functions.js';
import { twofold } from './cells/table.js';
import { columnOf, frame, frameOf, indexValue, series } from './construct.js';
import { retyped } from './elementwise.js';
import { isAxis } from './frame-reductions.js';
import { joined, merged } from './joining.js';
import { rangeIndex } from './labels.js';
import { lengthOf, onShapes } from './make.js';
import { openColumns } from './selecting.js';

const followed: readonly NativeFunctionValue[] = [
  native(
    'pd.concat',
    "objs, *, axis=0, join='outer', ignore_index=False, **kwargs",
    [],
    onShapes('pd.concat', (args, context) => {
      const given = args.get('objs');
      const objects =
        given.kind === 'list' && given.rest ? undefined : given.kind === 'dict' ? undefined : context.elements(given);
      const axis = args.get('axis');
      const along = isAxis(axis, 0, 'index') ? 0 : isAxis(axis, 1, 'columns') ? 1 : undefined;
      const outer = args.get('join').kind === 'str' && (args.get('join') as { value: string }).value === 'outer';
      const renumber = context.truth(args.get('ignore_index'));
      if (objects?.some(({ kind }) => kind === 'unknown') || !objects || along === undefined)
        return objects || given.kind === 'unknown'
          ? context.unknown('tables or columns', 'pd.concat')
          : frame({ count: anonymous() }, openColumns());
      const parts = objects.filter(({ kind }) => kind !== 'none');
      if (!outer || args.keywords.has('keys')) {
        const made = frameOf(joined(parts, along, false));
        return made
          ? frame(
              along === 0 ? made.index : { count: anonymous() },
              openColumns(along === 1 && outer ? made.columns.count : undefined),
            )
          : context.unknown('tables or columns', 'pd.concat');
      }
      return joined(parts, along, renumber === true);
    }),
  ),
  native(
    'pd.merge',
    'left, right, *args, **kwargs',
    [],
    onShapes('pd.merge', (args) => merged(args.get('left'), args.get('right'), args.keywords)),
  ),
  native(
    'pd.get_dummies',
    'data, *args, **kwargs',
    [],
    onShapes('pd.get_dummies', (args, context) => {
      const data = args.get('data');
      const index = frameOf(data)?.index ?? columnOf(data)?.index ?? rangeIndex(lengthOf(data, context) ?? anonymous());
      return frame(index, openColumns());
    }),
  ),
  ...['to_datetime', 'to_numeric', 'to_timedelta'].map((name) =>
    native(
      `pd.${name}`,
      'arg, *args, **kwargs',
      [],
      onShapes(`pd.${name}`, (args, context) => {
        const given = args.get('arg');
        const column = columnOf(given);
        if (column) return series(column.index, undefined, column.name);
        const table = frameOf(given);
        if (table) return series(table.index);
        const count = lengthOf(given, context);
        return count === undefined ? context.unknown('one date or number', `pd.${name}`) : indexValue({ count });
      }),
    ),
  ),
  native(
    'pd.DatetimeIndex',
    'data=None, *args, **kwargs',
    [],
    onShapes('pd.DatetimeIndex', (args, context) =>
      indexValue({ count: lengthOf(args.get('data'), context) ?? anonymous() }),
    ),
  ),
  ...['isnull', 'isna', 'notnull', 'notna'].map((name) =>
    native(`pd.${name}`, 'obj', [], (args, context) => {
      const given = args.get('obj');
      if (!frameOf(given) && !columnOf(given)) return context.unknown('whether a value is missing', `pd.${name}`);
      const made = retyped(given, 'bool');
      return 'columns' in made ? frame(made.index, made.columns, 'bool') : series(made.index, 'bool', made.name);
    }),
  ),
  ...['date_range', 'bdate_range', 'timedelta_range', 'period_range'].map((name) =>
    native(
      `pd.${name}`,
      'start=None, end=None, periods=None, *args, **kwargs',
      [],
      onShapes(`pd.${name}`, (args) => {
        const periods = args.get('periods');
        return indexValue({
          count: periods.kind === 'int' ? periods.value : periods.kind === 'dim' ? periods.dim : anonymous(),
        });
      }),
    ),
  ),
  ...['cut', 'qcut'].map((name) =>
    native(
      `pd.${name}`,
      'x, *args, **kwargs',
      [],
      onShapes(`pd.${name}`, (args, context) => {
        const column = columnOf(args.get('x'));
        const bins = args.keywords.get('retbins');
        return column && !bins
          ? series(column.index, undefined, column.name)
          : context.unknown('intervals', `pd.${name}`);
      }),
    ),
  ),
  native(
    'pd.unique',
    'values',
    [],
    onShapes('pd.unique', (args) => array(columnOf(args.get('values'))?.dtype, [anonymous()])),
  ),
  native(
    'pd.factorize',
    'values, *args, **kwargs',
    [],
    onShapes('pd.factorize', (args, context) =>
      tuple([
        array('int64', [lengthOf(args.get('values'), context) ?? anonymous()]),
        indexValue({ count: anonymous() }),
      ]),
    ),
  ),
  ...['set_option', 'reset_option'].map((name) =>
    native(`pd.${name}`, '*args, **kwargs', [], (args, context) => {
      if (context.host.mode === 'numbers') changeDisplay(`pd.${name}`, args.rest, context);
      return none;
    }),
  ),
];

/** Settings of how tables are shown change nothing that is computed. */
const settings: ReadonlySet<string> = new Set(['pd.set_option', 'pd.reset_option']);

/** The functions of pandas that make tables and columns of others: on shapes, and in runs where they compute. */
export const functions: readonly NativeFunctionValue[] = followed.map((each) =>
  settings.has(each.function.name)
    ? each
    : {
        kind: 'native',
        function: twofold(
          each.function,
          functionsInRuns.find(({ name }) => name === each.function.name),
        ),
      },
);
