import type { Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { dimValue, int, type ObjectValue, tuple, type Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { define, methods } from '../python/define.js';

interface Sparse {
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: ElementType | undefined;
}

/** A SciPy matrix of mostly zeros, as encoders and vectorisers give it. */
export function sparse(rows: Dim, columns: Dim, dtype?: ElementType): ObjectValue<Sparse> {
  return object(sparseType, { rows, columns, dtype });
}

export const sparseOf = (value: Value): Sparse | undefined => stateOf(value, sparseType);

const dense = (self: Value) => {
  const { rows, columns, dtype } = (self as ObjectValue<Sparse>).state;
  return array(dtype, [rows, columns]);
};

export const sparseType: NativeType<Sparse> = {
  name: 'csr_matrix',
  module: 'scipy.sparse',
  attributes: {
    shape: (self) => {
      const { rows, columns } = (self as ObjectValue<Sparse>).state;
      return tuple([dimValue(rows), dimValue(columns)]);
    },
    A: dense,
    ndim: () => int(2),
    T: (self) => {
      const { rows, columns, dtype } = (self as ObjectValue<Sparse>).state;
      return sparse(columns, rows, dtype);
    },
  },
  methods: methods(
    ...['toarray', 'todense'].map((name) =>
      define(`csr_matrix.${name}`, 'self, *args, **kwargs', [], (args) => dense(args.get('self'))),
    ),
    ...['tocsr', 'tocsc', 'tocoo', 'copy', 'astype', 'sorted_indices'].map((name) =>
      define(`csr_matrix.${name}`, 'self, *args, **kwargs', [], (args) => args.get('self')),
    ),
    define('csr_matrix.sort_indices', 'self', [], () => ({ kind: 'none' })),
  ),
  getAttribute: (_self, name, context) => context.unknown('a part of a sparse matrix', `csr_matrix.${name}`),
  getItem: (_self, _key, context) => context.unknown('a part of a sparse matrix', 'csr_matrix'),
  truth: () => true,
};
