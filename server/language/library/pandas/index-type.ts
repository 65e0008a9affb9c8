import { anonymous } from '../../tensor/dim.js';
import { keyOf } from '../../values/equality.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, dimValue, int, list, type ObjectValue, tuple, unknown, type Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { define, methods } from '../python/define.js';
import { iteratorOf, slicePositions, uncertainIterator } from '../python/sequence.js';
import { indexOnNumbers } from './cells/index-numbers.js';
import { both } from './cells/table.js';
import { indexValue, series } from './construct.js';
import { type Index, labelled } from './labels.js';
import { byPosition, element } from './selecting.js';

const stateOfIndex = (self: Value) => (self as ObjectValue<Index>).state;

/** The labels of rows or columns: `df.index`, `df.columns`. */
const indexOnShapes: NativeType<Index> = {
  name: 'Index',
  module: 'pandas',
  attributes: {
    values: (self) => labelArray(stateOfIndex(self)),
    shape: (self) => tuple([dimValue(stateOfIndex(self).count)]),
    size: (self) => dimValue(stateOfIndex(self).count),
    ndim: () => int(1),
    name: (self) => stateOfIndex(self).name ?? unknown('the name of an index'),
  },
  methods: methods(
    ...['tolist', 'to_list'].map((name) =>
      define(`Index.${name}`, 'self', [], (args) => {
        const { labels } = stateOfIndex(args.get('self'));
        return labels ? list([...labels]) : { kind: 'list', elements: [], rest: unknown('a label that is not known') };
      }),
    ),
    define('Index.to_numpy', 'self, **kwargs', [], (args) => labelArray(stateOfIndex(args.get('self')))),
    define('Index.to_series', 'self, **kwargs', [], (args) => {
      const index = stateOfIndex(args.get('self'));
      return series(index);
    }),
    ...['drop', 'difference'].map((name) =>
      define(`Index.${name}`, 'self, labels, *args, **kwargs', [], (args, context) => {
        const { labels } = stateOfIndex(args.get('self'));
        const taken = args.get('labels');
        const out = taken.kind === 'str' || taken.kind === 'int' ? [taken] : context.elements(taken);
        const keys = out && new Set(out.map(keyOf));
        if (!labels || !keys || keys.has(undefined)) return indexValue({ count: anonymous() });
        const rest = labels.filter((label) => !keys.has(keyOf(label)));
        return indexValue(name === 'drop' ? labelled(rest) : { count: rest.length });
      }),
    ),
    define('Index.get_loc', 'self, key', [], (args, context) => {
      const { labels } = stateOfIndex(args.get('self'));
      const at = labels?.findIndex((label) => keyOf(label) === keyOf(args.get('key')));
      return at === undefined || at < 0 ? context.unknown('a place that is not known', 'Index.get_loc') : int(at);
    }),
    ...['map', 'astype', 'rename', 'copy', 'str', 'sort_values'].map((name) =>
      define(`Index.${name}`, 'self, *args, **kwargs', [], (args) =>
        indexValue({ count: stateOfIndex(args.get('self')).count }),
      ),
    ),
  ),
  getAttribute: (_self, name) => unknown(`Layerscope does not know pandas.Index.${name}`, `Index.${name}`),
  getItem: (self, key, context) => {
    const index = stateOfIndex(self);
    const { labels } = index;
    if (labels && key.kind === 'slice') {
      const at = slicePositions(key, labels.length, context);
      if (at) return indexValue(labelled(at.map((i) => labels[i] as Value)));
    }
    const picked = byPosition(index, key, context);
    if (picked) return indexValue(picked);
    const at = key.kind === 'int' && labels ? labels.at(key.value) : undefined;
    return at ?? element(index.range ? 'int64' : undefined, context);
  },
  length: (self) => dimValue(stateOfIndex(self).count),
  iterate: (self) => {
    const { labels } = stateOfIndex(self);
    return labels
      ? iteratorOf(labels, 'iterator')
      : uncertainIterator([unknown('a label that is not known')], 'iterator');
  },
  contains: (self, item, context) => {
    const { labels } = stateOfIndex(self);
    const key = keyOf(item);
    const keys = labels?.map(keyOf);
    if (!keys || key === undefined || keys.includes(undefined)) return context.unknown('labels that are not known');
    return bool(keys.includes(key));
  },
  binary: (_operator, self) => indexValue({ count: stateOfIndex(self).count }),
  compare: (_operator, self) => array('bool', [stateOfIndex(self).count]),
  unary: (_operator, self) => indexValue({ count: stateOfIndex(self).count }),
  truth: () => undefined,
  array: (self) => labelArray(stateOfIndex(self)),
};

/** Labels: on shapes as far as they are known, in runs all of them. */
export const indexType: NativeType<Index> = both(indexOnShapes, indexOnNumbers);

function labelArray(index: Index) {
  return array(index.range ? 'int64' : undefined, [index.count]);
}
