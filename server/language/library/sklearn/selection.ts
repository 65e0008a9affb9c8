import { add, anonymous, type Dim, floorDivide, subtract } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import { type NativeType, object } from '../../values/native-type.js';
import { int, type NativeFunctionValue, none, type ObjectValue, tuple, type Value } from '../../values/value.js';
import { fromNumbers } from '../numpy/arrays/cells.js';
import { array } from '../numpy/view.js';
import { define, methods, native } from '../python/define.js';
import { iteratorOf, uncertainIterator } from '../python/sequence.js';
import { checkSplitter, foldsOf, type Given, splitParameters } from './numbers/splits.js';
import { scoresByTurn, turnsOf } from './numbers/validation.js';
import { rowCount, sizes } from './split.js';

interface Splitter {
  readonly splits: Value;
  /** In a run: its parameters. */
  readonly given?: Given;
}

/** The classes whose `split` gives the numbers of the rows to train and to test on, turn by turn. */
function splitterType(name: string, usual: number): NativeType<Splitter> {
  const type: NativeType<Splitter> = {
    name,
    module: 'sklearn.model_selection',
    construct: define(name, 'n_splits=..., *args, **kwargs', [], (args, context) => {
      const splits = args.given('n_splits') ? args.get('n_splits') : int(usual);
      if (context.host.mode === 'shapes') return object(type, { splits });
      const parameters = splitParameters[name];
      if (!parameters) return context.unknown('it is not computed in runs yet', name);
      const wrong = [...args.keywords.keys()].find((key) => !(key in parameters));
      if (wrong !== undefined)
        return context.raise('TypeError', `${name}.__init__() got an unexpected keyword argument '${wrong}'`);
      const given: Given = (key) => (key === 'n_splits' ? splits : (args.keywords.get(key) ?? parameters[key] ?? none));
      checkSplitter(name, given, context);
      return object(type, { splits, given });
    }),
    methods: methods(
      define(`${name}.split`, 'self, X, y=None, groups=None', [], (args, context) => {
        const { splits, given } = (args.get('self') as ObjectValue<Splitter>).state;
        const rows = rowCount(args.get('X'), context) ?? anonymous();
        if (given && typeof rows === 'number') return turns(name, given, rows, args.get('y'), context);
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
    repr: (self, context) => {
      const { given } = (self as ObjectValue<Splitter>).state;
      const names = Object.keys(splitParameters[name] ?? {});
      return given && `${name}(${names.map((key) => `${key}=${context.repr(given(key))}`).join(', ')})`;
    },
  };
  return type;
}

/** The splits in a run, made one by one as they are asked for. */
function turns(name: string, given: Given, rows: number, y: Value, context: Context): Value {
  const sizesOf = (own: Given, usual: number) =>
    sizes(rows, own('test_size'), own('train_size'), usual, context) as readonly [number, number];
  const folds = foldsOf(name, given, rows, y, sizesOf, context);
  const places = (part: ArrayLike<number>) =>
    array('int64', [part.length], fromNumbers(Float64Array.from(part), 'int64'));
  return {
    kind: 'iterator',
    name: 'generator',
    next: () => {
      const step = folds.next();
      return step.done ? undefined : tuple([places(step.value.train), places(step.value.test)]);
    },
  };
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
      if (context.host.mode === 'numbers') {
        const [estimator, x, y] = [args.get('estimator'), args.get('X'), args.get('y')];
        const odd = [...args.keywords.keys()].find((key) => !['n_jobs', 'verbose'].includes(key));
        if (odd !== undefined || args.get('groups').kind !== 'none')
          return context.unknown(`its argument ${odd ?? 'groups'} is not supported yet`, 'cross_val_score');
        const turns = turnsOf(args.get('cv'), estimator, x, y, context);
        const scores = scoresByTurn(estimator, x, y, turns, args.get('scoring'), context);
        return array('float64', [scores.length], scores);
      }
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
