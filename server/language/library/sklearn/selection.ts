import { add, anonymous, type Dim, floorDivide, subtract } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { type NativeType, object } from '../../values/native-type.js';
import { int, type NativeFunctionValue, type ObjectValue, tuple, type Value } from '../../values/value.js';
import { array } from '../numpy/view.js';
import { define, methods, native } from '../python/define.js';
import { iteratorOf, uncertainIterator } from '../python/sequence.js';
import { rowCount } from './split.js';

interface Splitter {
  readonly splits: Value;
}

/** The classes whose `split` gives the numbers of the rows to train and to test on, turn by turn. */
function splitterType(name: string, usual: number): NativeType<Splitter> {
  const type: NativeType<Splitter> = {
    name,
    module: 'sklearn.model_selection',
    construct: define(name, 'n_splits=..., *args, **kwargs', [], (args, context) => {
      if (context.host.mode === 'numbers') return context.unknown('it is not computed in runs yet', name);
      return object(type, { splits: args.given('n_splits') ? args.get('n_splits') : int(usual) });
    }),
    methods: methods(
      define(`${name}.split`, 'self, X, y=None, groups=None', [], (args, context) => {
        const { splits } = (args.get('self') as ObjectValue<Splitter>).state;
        const rows = rowCount(args.get('X'), context) ?? anonymous();
        if (splits.kind !== 'int' || splits.value > 100)
          return uncertainIterator([turn(rows, anonymous())], 'generator');
        return iteratorOf(
          Array.from({ length: splits.value }, (_, i) => turn(rows, tested(name, rows, splits.value, i), name)),
          'generator',
        );
      }),
      define(
        `${name}.get_n_splits`,
        'self, *args, **kwargs',
        [],
        (args) => (args.get('self') as ObjectValue<Splitter>).state.splits,
      ),
    ),
    truth: () => true,
  };
  return type;
}

function turn(rows: Dim, test: Dim, name = ''): Value {
  const whole = name === 'KFold' || name === 'StratifiedKFold' || name === 'GroupKFold';
  const train = whole ? subtract(rows, test) : anonymous();
  return tuple([array('int64', [train]), array('int64', [test])]);
}

/** KFold's parts differ by one row at most, the longer ones first. */
function tested(name: string, rows: Dim, splits: number, turnNumber: number): Dim {
  if (name !== 'KFold' || typeof rows !== 'number') return anonymous();
  return add(floorDivide(rows, splits), turnNumber < rows % splits ? 1 : 0);
}

export const splitters: readonly NativeType<Splitter>[] = [
  splitterType('KFold', 5),
  splitterType('StratifiedKFold', 5),
  splitterType('GroupKFold', 5),
  splitterType('TimeSeriesSplit', 5),
  splitterType('ShuffleSplit', 10),
  splitterType('StratifiedShuffleSplit', 10),
];

export const selectionFunctions: readonly NativeFunctionValue[] = [
  native(
    'sklearn.model_selection.cross_val_score',
    'estimator, X, y=None, *, groups=None, scoring=None, cv=None, **kwargs',
    [],
    (args, context) => {
      if (context.host.mode === 'numbers') return context.unknown('it is not computed in runs yet', 'cross_val_score');
      return array('float64', [folds(args.get('cv'), context)]);
    },
  ),
  native('sklearn.model_selection.cross_val_predict', 'estimator, X, y=None, **kwargs', [], (_args, context) =>
    context.unknown('what an estimator predicts', 'cross_val_predict'),
  ),
];

function folds(cv: Value, context: Context): Dim {
  if (cv.kind === 'none') return 5;
  if (cv.kind === 'int') return cv.value;
  if (cv.kind !== 'object') return anonymous();
  const splits = (cv.state as Partial<Splitter>).splits;
  return splits?.kind === 'int' && context.host.mode === 'shapes' ? splits.value : anonymous();
}
