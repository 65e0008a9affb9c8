import type { Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { dimValue, int, type ObjectValue, type TensorValue, tuple, type Value } from '../../values/value.js';
import { array, permuted } from '../numpy/view.js';
import { define, methods } from '../python/define.js';

interface Sparse {
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: ElementType | undefined;
  /** In a run: all elements. */
  readonly values?: TensorValue | undefined;
}

/** A SciPy matrix of mostly zeros, as encoders and vectorisers give it. */
export function sparse(rows: Dim, columns: Dim, dtype?: ElementType, values?: TensorValue): ObjectValue<Sparse> {
  return object(sparseType, { rows, columns, dtype, values });
}

export const sparseOf = (value: Value): Sparse | undefined => stateOf(value, sparseType);

const dense = (self: Value) => {
  const { rows, columns, dtype, values } = (self as ObjectValue<Sparse>).state;
  return array(dtype, [rows, columns], values?.data?.slice());
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
      const { rows, columns, dtype, values } = (self as ObjectValue<Sparse>).state;
      return sparse(columns, rows, dtype, values && permuted(values, [1, 0]));
    },
  },
  methods: methods(
    define('csr_matrix.toarray', 'self, *args, **kwargs', [], (args) => dense(args.get('self'))),
    define('csr_matrix.todense', 'self, *args, **kwargs', [], (args, context) =>
      context.host.mode === 'numbers'
        ? context.unknown("NumPy's matrices are not supported yet: use toarray()", 'csr_matrix.todense')
        : dense(args.get('self')),
    ),
    ...['tocsr', 'tocsc', 'tocoo', 'copy', 'sorted_indices'].map((name) =>
      define(`csr_matrix.${name}`, 'self, *args, **kwargs', [], (args) => args.get('self')),
    ),
    define('csr_matrix.astype', 'self, dtype, *args, **kwargs', [], (args, context) => {
      const { rows, columns, values } = (args.get('self') as ObjectValue<Sparse>).state;
      if (!values) return args.get('self');
      const changed = context.call(context.getAttribute(values, 'astype'), [args.get('dtype')]) as TensorValue;
      return sparse(rows, columns, changed.dtype, changed);
    }),
    define('csr_matrix.sort_indices', 'self', [], () => ({ kind: 'none' })),
  ),
  getAttribute: (_self, name, context) => context.unknown('a part of a sparse matrix', `csr_matrix.${name}`),
  getItem: (_self, _key, context) => context.unknown('a part of a sparse matrix', 'csr_matrix'),
  truth: () => true,
};
