import type { NativeType } from '../../../values/native-type.js';
import { bool, int, list, none, type ObjectValue, tuple, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import { methods } from '../../python/define.js';
import { iteratorOf } from '../../python/sequence.js';
import { indexValue } from '../construct.js';
import { type Index, labelled } from '../labels.js';
import { arrayOfVector, plainArrayOfVector, tensorOf } from './arrays.js';
import { cellsOfAxis, indexOfVector, isUnique, labelValues, placesOfLabel, takeLabels } from './axis.js';
import { axisArgument, labelsOf } from './construct-table.js';
import { dtypeValue } from './frame-numbers.js';
import { elementwise } from './operators.js';
import { sortedPlaces } from './ordering.js';
import { byPlace, isOne, keyVector } from './select.js';
import { indexText } from './show.js';
import { computed, missingKey, rowValue } from './table.js';
import { fieldOfIndex } from './times.js';
import { elementAt, firstPlaces, isNumbers, keyAt, keyOfScalar, take } from './vector.js';

const own = (self: Value): Index => (self as ObjectValue<Index>).state;

/** Labels in runs. */
export const indexOnNumbers: Partial<NativeType<Index>> = {
  attributes: {
    values: (self) => arrayOfVector(cellsOfAxis(own(self))),
    shape: (self) => tuple([int(own(self).count as number)]),
    size: (self) => int(own(self).count as number),
    ndim: () => int(1),
    name: (self) => own(self).name ?? none,
  },
  methods: methods(
    ...['tolist', 'to_list'].map((name) =>
      computed(`Index.${name}`, 'self', (args) => list([...labelValues(own(args.get('self')))])),
    ),
    computed('Index.to_numpy', 'self', (args) => plainArrayOfVector(cellsOfAxis(own(args.get('self'))))),
    computed('Index.to_series', 'self', (args) => {
      const index = own(args.get('self'));
      return rowValue({ index, cells: cellsOfAxis(index), name: index.name });
    }),
    ...['drop', 'difference'].map((name) =>
      computed(`Index.${name}`, 'self, labels', (args, context) => {
        const index = own(args.get('self'));
        const given = args.get('labels');
        const gone = keyVector(given, context);
        const labels = gone ? Array.from({ length: gone.data.length }, (_, at) => elementAt(gone, at)) : [given];
        if (name === 'drop') {
          const missing = labels.filter((label) => placesOfLabel(index, label).length === 0);
          if (missing.length > 0)
            context.raise('KeyError', `"[${missing.map((each) => context.repr(each)).join(', ')}] not found in axis"`);
        }
        const keys = new Set(labels.map(keyOfScalar));
        const cells = cellsOfAxis(index);
        const left = Array.from({ length: cells.data.length }, (_, at) => at).filter(
          (at) => !keys.has(keyAt(cells, at)),
        );
        if (name === 'drop') return indexValue(indexOfVector(take(cells, left), index.name));
        // Each label once, in order.
        const rest = take(cells, left);
        const once = take(rest, firstPlaces(rest, true));
        return indexValue(
          indexOfVector(take(once, sortedPlaces([{ vector: once, ascending: true }], context)), index.name),
        );
      }),
    ),
    computed('Index.get_loc', 'self, key', (args, context) => {
      const [at] = placesOfLabel(own(args.get('self')), args.get('key'));
      return at === undefined ? missingKey(args.get('key'), context) : int(at);
    }),
    computed('Index.copy', 'self', (args) => indexValue(own(args.get('self')))),
    computed('Index.map', 'self, mapper', (args, context) => {
      const mapper = args.get('mapper');
      const index = own(args.get('self'));
      return indexValue(
        labelsOf(
          labelValues(index).map((label) =>
            mapper.kind === 'dict' ? context.getItem(mapper, label) : context.call(mapper, [label]),
          ),
        ),
      );
    }),
  ),
  getAttribute: (self, name) => {
    const index = own(self);
    if (name === 'dtype') return dtypeValue(cellsOfAxis(index).type);
    if (name === 'is_unique') return bool(isUnique(index));
    if (name === 'empty') return bool(index.count === 0);
    return fieldOfIndex(index, name);
  },
  setAttribute: (self, name, value) => {
    if (name === 'name') Object.assign(own(self), { name: value });
    return name === 'name';
  },
  getItem: (self, key, context) => {
    const index = own(self);
    const places = byPlace(key, index, context);
    if (isOne(places)) return index.labels?.[places.one] ?? elementAt(cellsOfAxis(index), places.one);
    return indexValue(
      index.labels
        ? labelled(
            places.map((at) => labelValues(index)[at] as Value),
            index.name,
          )
        : takeLabels(index, places),
    );
  },
  iterate: (self) => iteratorOf(labelValues(own(self)), 'iterator'),
  contains: (self, item) => bool(placesOfLabel(own(self), item).length > 0),
  binary: (operator, self, other, reflected, context) => {
    const operand = axisLike(other) ? cellsOfAxis(axisArgument(other, context) as Index) : other;
    return indexValue(
      indexOfVector(elementwise(operator, cellsOfAxis(own(self)), operand, reflected, context), own(self).name),
    );
  },
  compare: (operator, self, other, reflected, context) => {
    const operand = axisLike(other) ? cellsOfAxis(axisArgument(other, context) as Index) : other;
    const made = elementwise(operator, cellsOfAxis(own(self)), operand, reflected, context);
    return isNumbers(made) ? array('bool', [made.data.length], made.data) : none;
  },
  repr: (self, context) => indexText(own(self), context),
  array: (self, context) => tensorOf(plainArrayOfVector(cellsOfAxis(own(self))), context, 'np.asarray'),
};

const axisLike = (value: Value): boolean =>
  value.kind === 'list' || value.kind === 'object' || (value.kind === 'tensor' && (value.shape?.length ?? 0) > 0);
