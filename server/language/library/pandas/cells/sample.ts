import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { float, int, none, type Value } from '../../../values/value.js';
import { moduleFunctions, randomStateType } from '../../numpy/random/legacy-functions.js';
import { tensorOfVector } from './operators.js';
import { numberArgument, refuse, rowOfValue } from './table.js';
import { doublesOf } from './vector.js';

/** The rows that `sample` draws: NumPy's `choice`, of a generator that starts at `random_state` or of the program's own. */
export function sampledPlaces(count: number, args: Arguments, name: string, context: Context): number[] {
  const [n, share] = [args.get('n'), args.get('frac')];
  if (n.kind !== 'none' && share.kind !== 'none')
    context.raise('ValueError', 'Please enter a value for `frac` OR `n`, not both');
  const axis = args.get('axis');
  if (
    axis.kind !== 'none' &&
    !(axis.kind === 'int' && axis.value === 0) &&
    !(axis.kind === 'str' && axis.value === 'index')
  )
    refuse('columns', name, context);
  const replace = context.truth(args.get('replace')) === true;
  const fraction = share.kind === 'none' ? undefined : numberArgument(args, 'frac', name, context);
  if (fraction !== undefined && fraction > 1 && !replace)
    context.raise('ValueError', 'Replace has to be set to `True` when upsampling the population `frac` > 1.');
  const size =
    fraction !== undefined
      ? roundHalfEven(fraction * count)
      : n.kind === 'none'
        ? 1
        : numberArgument(args, 'n', name, context);
  if (size > count && !replace)
    context.raise('ValueError', "Cannot take a larger sample than population when 'replace=False'");
  const drawn = context.call(
    choiceOf(args.get('random_state'), context),
    [int(count)],
    new Map<string, Value>([
      ['size', int(size)],
      ['replace', { kind: 'bool', value: replace }],
      ['p', probabilities(args.get('weights'), name, context)],
    ]),
  );
  if (drawn.kind !== 'tensor' || !drawn.data) return refuse('rows that are drawn', name, context);
  return Array.from(drawn.data as ArrayLike<number | bigint>, Number);
}

function probabilities(weights: Value, name: string, context: Context): Value {
  if (weights.kind === 'none') return none;
  const cells = rowOfValue(weights)?.cells;
  const numbers = cells && doublesOf(cells);
  if (!numbers) return refuse('its argument weights', name, context);
  const total = Array.from(numbers).reduce((sum, each) => sum + each, 0);
  return context.binary('/', tensorOfVector(cells, context), float(total));
}

/** `choice` of the generator that `random_state` means. */
function choiceOf(state: Value, context: Context): Value {
  const choice = moduleFunctions.find(({ name }) => name === 'np.random.choice');
  if (state.kind === 'none' && choice) return { kind: 'native', function: choice };
  const generator = state.kind === 'int' ? context.call({ kind: 'type', type: randomStateType }, [state]) : state;
  return context.getAttribute(generator, 'choice');
}

function roundHalfEven(x: number): number {
  const below = Math.floor(x);
  return x - below === 0.5 ? below + (below % 2) : Math.round(x);
}
