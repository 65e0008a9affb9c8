import type { NativeType } from '../../../values/native-type.js';
import { bool, int, none, str, tuple, type Value } from '../../../values/value.js';
import { display } from '../../matplotlib/figure.js';
import { methods } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { columnOf } from '../construct.js';
import { indexer } from '../indexers.js';
import type { Column } from '../labels.js';
import { arrayOfVector, tensorOf } from './arrays.js';
import { assignElements } from './assign.js';
import { placesOfLabel } from './axis.js';
import { columnMethods } from './column-methods.js';
import { axisArgument, seriesOfData } from './construct-table.js';
import { ambiguous, dtypeValue } from './frame-numbers.js';
import { negated, operate } from './operators.js';
import { itemOfRow } from './select.js';
import { seriesText } from './show.js';
import { overwrite, ownIndex, type Row, rowCountOf, rowOfValue, rowValue } from './table.js';
import { textAccessor } from './texts.js';
import { timeAccessor } from './times.js';
import { elementAt, plainValues } from './vector.js';

const own = (self: Value): Row => rowOfValue(self) as Row;

/** Columns in runs. */
export const seriesOnNumbers: Partial<NativeType<Column>> = {
  construct: seriesOfData,
  attributes: {
    values: (self) => arrayOfVector(own(self).cells),
    array: (self) => arrayOfVector(own(self).cells),
    shape: (self) => tuple([int(rowCountOf(own(self)))]),
    size: (self) => int(rowCountOf(own(self))),
    ndim: () => int(1),
    T: (self) => self,
    index: (self) => ownIndex(columnOf(self) as Column),
    name: (self) => own(self).name ?? none,
    dtype: (self) => dtypeValue(own(self).cells.type),
    dtypes: (self) => dtypeValue(own(self).cells.type),
    iloc: (self) => indexer(self, 'iloc'),
    loc: (self) => indexer(self, 'loc'),
    iat: (self) => indexer(self, 'iloc'),
    at: (self) => indexer(self, 'loc'),
    str: (self, context) => textAccessor(own(self), context),
    dt: (self, context) => timeAccessor(own(self), context),
    plot: () => display(),
    hist: () => display(),
  },
  methods: methods(...columnMethods),
  getAttribute: (self, name) => {
    const row = own(self);
    if (name === 'empty') return bool(rowCountOf(row) === 0);
    const [at] = placesOfLabel(row.index, str(name));
    return at === undefined ? undefined : elementAt(row.cells, at);
  },
  setAttribute: (self, name, value, context) => {
    const row = own(self);
    if (name === 'name') overwrite(self, { ...row, name: value });
    else if (name === 'index') {
      const index = axisArgument(value, context);
      if (!index || index.count !== row.index.count)
        return context.raise(
          'ValueError',
          `Length mismatch: Expected axis has ${row.index.count} elements, new values have ${index?.count ?? 0} elements`,
        );
      overwrite(self, { ...row, index });
    } else return false;
    return true;
  },
  getItem: (self, key, context) => itemOfRow(own(self), key, context),
  setItem: (self, key, value, context) => assignElements(self, key, value, 'item', context),
  iterate: (self) => iteratorOf(plainValues(own(self).cells), 'iterator'),
  contains: (self, item) => bool(placesOfLabel(own(self).index, item).length > 0),
  binary: (operator, self, other, reflected, context) => operate(operator, self, other, reflected, context),
  compare: (operator, self, other, reflected, context) => operate(operator, self, other, reflected, context),
  unary: (operator, self, context) => rowValue({ ...own(self), cells: negated(operator, own(self).cells, context) }),
  truth: (_self, context) => ambiguous('Series', context),
  repr: (self, context) => seriesText(own(self), context),
  array: (self, context) => tensorOf(arrayOfVector(own(self).cells), context, 'np.asarray'),
  wrapArray: (self, values) => {
    const row = own(self);
    return values.shape?.length === 1 &&
      values.shape[0] === rowCountOf(row) &&
      values.data &&
      values.dtype &&
      values.dtype !== 'string'
      ? rowValue({ ...row, cells: { type: values.dtype, data: values.data } })
      : values;
  },
};
