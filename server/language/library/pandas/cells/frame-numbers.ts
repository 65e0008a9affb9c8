import type { Context } from '../../../values/context.js';
import type { NativeType } from '../../../values/native-type.js';
import { bool, int, list, str, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { display } from '../../matplotlib/figure.js';
import { methods } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { frameOf, indexValue } from '../construct.js';
import { indexer } from '../indexers.js';
import { type Frame, labelled } from '../labels.js';
import { arrayOfTable, tensorOf } from './arrays.js';
import { assignItem, columnFrom, withColumn } from './assign.js';
import { labelValues, placesOfLabel } from './axis.js';
import { axisArgument, tableOfData } from './construct-table.js';
import { negated, operate } from './operators.js';
import { transposed } from './rows-or-columns.js';
import { itemOfTable } from './select.js';
import { tableText } from './show.js';
import {
  columnNamed,
  columnsOfTable,
  overwrite,
  ownIndex,
  rowCountOf,
  rowValue,
  type Table,
  tableOfValue,
  tableValue,
} from './table.js';
import { tableMethods } from './table-methods.js';
import { isElementType } from './vector.js';

const own = (self: Value): Table => tableOfValue(self) as Table;

/** Tables in runs. */
export const frameOnNumbers: Partial<NativeType<Frame>> = {
  construct: tableOfData,
  attributes: {
    values: (self) => arrayOfTable(own(self)),
    shape: (self) => tuple([int(rowCountOf(own(self))), int(own(self).cells.length)]),
    size: (self) => int(rowCountOf(own(self)) * own(self).cells.length),
    ndim: () => int(2),
    index: (self) => ownIndex(frameOf(self) as Frame),
    columns: (self) => {
      const frame = frameOf(self) as Frame;
      frame.columns = { ...frame.columns };
      return indexValue(frame.columns);
    },
    dtypes: (self) => {
      const { columns, cells } = own(self);
      return rowValue({
        index: columns,
        cells: { type: 'object', data: cells.map(({ type }) => dtypeValue(type)) },
        name: undefined,
      });
    },
    axes: (self) => list([indexValue(own(self).index), indexValue(own(self).columns)]),
    T: (self) => tableValue(transposed(own(self))),
    empty: (self) => bool(rowCountOf(own(self)) === 0 || own(self).cells.length === 0),
    iloc: (self) => indexer(self, 'iloc'),
    loc: (self) => indexer(self, 'loc'),
    iat: (self) => indexer(self, 'iloc'),
    at: (self) => indexer(self, 'loc'),
    plot: () => display(),
    hist: () => display(),
  },
  methods: methods(...tableMethods),
  getAttribute: (self, name) => {
    const table = own(self);
    if (name === 'empty') return bool(rowCountOf(table) === 0 || table.cells.length === 0);
    const [at, ...more] = placesOfLabel(table.columns, str(name));
    return at !== undefined && more.length === 0
      ? rowValue({ index: table.index, cells: table.cells[at] as Table['cells'][number], name: str(name) })
      : undefined;
  },
  setAttribute: (self, name, value, context) => {
    const table = own(self);
    if (name === 'columns' || name === 'index') return relabel(self, table, name, value, context);
    const label = str(name);
    if (placesOfLabel(table.columns, label).length === 1)
      overwrite(self, withColumn(table, label, columnFrom(value, table, context)));
    return true;
  },
  getItem: (self, key, context) => itemOfTable(own(self), key, context),
  setItem: (self, key, value, context) => assignItem(self, key, value, context),
  deleteItem: (self, key, context) => {
    const table = own(self);
    columnNamed(table, key, context);
    const gone = placesOfLabel(table.columns, key)[0];
    overwrite(
      self,
      columnsOfTable(
        table,
        table.cells.flatMap((_, at) => (at === gone ? [] : [at])),
      ),
    );
  },
  iterate: (self) => iteratorOf(labelValues(own(self).columns), 'iterator'),
  contains: (self, item) => bool(placesOfLabel(own(self).columns, item).length > 0),
  binary: (operator, self, other, reflected, context) => operate(operator, self, other, reflected, context),
  compare: (operator, self, other, reflected, context) => operate(operator, self, other, reflected, context),
  unary: (operator, self, context) => {
    const table = own(self);
    return tableValue({ ...table, cells: table.cells.map((cells) => negated(operator, cells, context)) });
  },
  truth: (_self, context) => ambiguous('DataFrame', context),
  repr: (self, context) => tableText(own(self), context),
  array: (self, context) => tensorOf(arrayOfTable(own(self)), context, 'np.asarray'),
  wrapArray: (self, values) => wrapped(own(self), values),
};

/** A dtype as `df.dtypes` lists it: `int64`, `str`, `object`. */
export function dtypeValue(type: Table['cells'][number]['type']): Value {
  return isElementType(type) ? { kind: 'dtype', dtype: type } : str(type);
}

export function ambiguous(name: string, context: Context): never {
  return context.raise(
    'ValueError',
    `The truth value of a ${name} is ambiguous. Use a.empty, a.bool(), a.item(), a.any() or a.all().`,
  );
}

function relabel(self: Value, table: Table, axis: 'columns' | 'index', value: Value, context: Context): boolean {
  const labels = axisArgument(value, context);
  const size = axis === 'columns' ? table.cells.length : rowCountOf(table);
  if (labels?.count !== size)
    context.raise(
      'ValueError',
      `Length mismatch: Expected axis has ${size} elements, new values have ${labels?.count} elements`,
    );
  overwrite(
    self,
    axis === 'columns'
      ? { ...table, columns: labelled(labelValues(labels), labels.name) }
      : { ...table, index: labels },
  );
  return true;
}

/** An array's elements under a table's labels; the array itself where it has another shape. */
function wrapped(table: Table, values: TensorValue): Value {
  const [rows, width] = (values.shape ?? []) as readonly number[];
  if (
    values.shape?.length !== 2 ||
    rows !== rowCountOf(table) ||
    width !== table.cells.length ||
    !values.data ||
    !values.dtype ||
    values.dtype === 'string'
  )
    return values;
  const { data, dtype } = values;
  const cells = table.cells.map((_, j) => {
    const column = data.slice(0, rows);
    for (let i = 0; i < rows; i += 1) column[i] = data[i * width + j] as number;
    return { type: dtype, data: column };
  });
  return tableValue({ ...table, cells });
}
