import { anonymous, isKnown } from '../../tensor/dim.js';
import type { MaybeShape, Shape } from '../../tensor/shape.js';
import type { NativeType } from '../../values/native-type.js';
import { bool, dimValue, int, list, none, type TupleValue, unknown, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { tupleType } from '../python/tuple.js';

/** `tf.TensorShape`: a tuple of sizes with methods of its own. */
export const tensorShapeType: NativeType = {
  ...tupleType,
  name: 'TensorShape',
  module: 'tensorflow.python.framework.tensor_shape',
  base: tupleType as NativeType<never>,
  construct: define('tf.TensorShape', 'dims', ['tf.TensorShape([2, 3])'], (args, context) => {
    const elements = args.get('dims').kind === 'int' ? [args.get('dims')] : context.elements(args.get('dims'));
    return elements ? { kind: 'tuple', elements, type: tensorShapeType } : unknown('a shape that is not known');
  }),
  attributes: {
    rank: (self) => int((self as TupleValue).elements.length),
    ndims: (self) => int((self as TupleValue).elements.length),
    dims: (self) => list([...(self as TupleValue).elements]),
  },
  methods: {
    ...tupleType.methods,
    ...methods(
      define('TensorShape.as_list', 'self', ['tf.ones((2, 3)).shape.as_list()'], (args) =>
        list([...(args.get('self') as TupleValue).elements]),
      ),
      define('TensorShape.num_elements', 'self', ['tf.ones((2, 3)).shape.num_elements()'], (args, context) =>
        (args.get('self') as TupleValue).elements.reduce<Value>(
          (n, dim) => (dim.kind === 'none' ? dim : context.binary('*', n, dim)),
          int(1),
        ),
      ),
      define('TensorShape.is_fully_defined', 'self', ['tf.ones((2, 3)).shape.is_fully_defined()'], (args) =>
        bool((args.get('self') as TupleValue).elements.every((dim) => dim.kind === 'int')),
      ),
      define('TensorShape.assert_has_rank', 'self, rank', ['tf.ones((2, 3)).shape.assert_has_rank(2)'], () => none),
      define(
        'TensorShape.assert_is_compatible_with',
        'self, other',
        ['tf.ones(3).shape.assert_is_compatible_with((3,))'],
        () => none,
      ),
    ),
  },
  repr: (self, context) => {
    const parts = (self as TupleValue).elements.map((element) => context.repr(element));
    return parts.includes(undefined) ? undefined : `TensorShape([${parts.join(', ')}])`;
  },
  str: (self, context) => context.str({ kind: 'tuple', elements: (self as TupleValue).elements }),
  format: (self, _spec, context) => context.str({ kind: 'tuple', elements: (self as TupleValue).elements }),
};

/** A tensor's `shape`. */
export function tensorShape(shape: MaybeShape): Value {
  if (!shape) return unknown('the rank is not known', 'shape');
  return { kind: 'tuple', elements: shape.map(dimValue), type: tensorShapeType };
}

/** What `set_shape` says of a tensor: sizes that were open are closed. */
export function mergedShape(own: MaybeShape, given: readonly Value[]): Shape {
  return given.map((value, at) => {
    const dim = own?.length === given.length ? own[at] : undefined;
    if (value.kind === 'int') return value.value;
    if (value.kind === 'dim') return value.dim;
    return dim !== undefined && (isKnown(dim) || own) ? dim : anonymous('None');
  });
}
