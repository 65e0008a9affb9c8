import type { BinaryOperator, ComparisonOperator } from '../../../syntax/tree.js';
import type { NativeModule } from '../../../values/native-module.js';
import { bool, tuple, unknown } from '../../../values/value.js';
import { members, native } from '../define.js';

const binary: Readonly<Record<string, BinaryOperator>> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  matmul: '@',
  lshift: '<<',
  rshift: '>>',
  and_: '&',
  or_: '|',
  xor: '^',
};

const comparisons: Readonly<Record<string, ComparisonOperator>> = {
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
};

/** Python's `operator`. */
export const operatorModule: NativeModule = {
  name: 'operator',
  members: members(
    ...Object.entries(binary).map(([name, symbol]) =>
      native(
        `operator.${name}`,
        'a, b, /',
        [name === 'matmul' ? 'operator.matmul(np.ones((2, 3)), np.ones((3, 4)))' : `operator.${name}(7, 2)`],
        (args, context) => context.binary(symbol, args.get('a'), args.get('b')),
      ),
    ),
    ...Object.entries(comparisons).map(([name, symbol]) =>
      native(`operator.${name}`, 'a, b, /', [`operator.${name}(7, 2)`], (args, context) =>
        context.compare(symbol, args.get('a'), args.get('b')),
      ),
    ),
    native('operator.neg', 'a, /', ['operator.neg(3)'], (args, context) =>
      context.binary('-', { kind: 'int', value: 0 }, args.get('a')),
    ),
    native('operator.not_', 'a, /', ['operator.not_(3)'], (args, context) => {
      const truth = context.truth(args.get('a'));
      return truth === undefined ? unknown('a condition that is not known') : bool(!truth);
    }),
    native('operator.getitem', 'a, b, /', ['operator.getitem([5, 6], 1)'], (args, context) =>
      context.getItem(args.get('a'), args.get('b')),
    ),
    native('operator.contains', 'a, b, /', ['operator.contains("abc", "b")'], (args, context) =>
      context.compare('in', args.get('b'), args.get('a')),
    ),
    native('operator.itemgetter', '*items', ['operator.itemgetter(1)([4, 5])'], ({ rest }) =>
      native('operator.itemgetter', 'obj, /', ['operator.itemgetter(1)([4, 5])'], (args, context) => {
        const found = rest.map((item) => context.getItem(args.get('obj'), item));
        return found.length === 1 && found[0] ? found[0] : tuple(found);
      }),
    ),
    native('operator.attrgetter', '*attrs', ['operator.attrgetter("real")(3)'], ({ rest }) =>
      native('operator.attrgetter', 'obj, /', ['operator.attrgetter("real")(3)'], (args, context) => {
        const found = rest.map((path) =>
          path.kind === 'str'
            ? path.value.split('.').reduce((value, name) => context.getAttribute(value, name), args.get('obj'))
            : unknown('an attribute whose name is not known'),
        );
        return found.length === 1 && found[0] ? found[0] : tuple(found);
      }),
    ),
    native('operator.methodcaller', 'name, /, *args, **kwargs', ['operator.methodcaller("upper")("a")'], (outer) =>
      native('operator.methodcaller', 'obj, /', ['operator.methodcaller("upper")("a")'], (args, context) => {
        const name = outer.get('name');
        if (name.kind !== 'str') return unknown('a method whose name is not known');
        return context.call(context.getAttribute(args.get('obj'), name.value), outer.rest, outer.keywords);
      }),
    ),
  ),
};
