import type { Context } from '../../../values/context.js';
import type { NativeModule } from '../../../values/native-module.js';
import { int, none, str, unknown, type Value } from '../../../values/value.js';
import { members, native } from '../define.js';

/** The elements of a list whose order is known; undefined where it is not. */
function elementsOf(value: Value): Value[] | undefined {
  return value.kind === 'list' && !value.rest ? value.elements : undefined;
}

/** Whether `a < b`; undefined where it is not known. */
function less(a: Value, b: Value, context: Context): boolean | undefined {
  return context.truth(context.compare('<', a, b));
}

/** The place for an item in a sorted list, after those that equal it where `right`. */
function place(given: Value, item: Value, right: boolean, context: Context): number | undefined {
  const all = context.elements(given);
  let [low, high] = [0, all?.length ?? 0];
  while (all && low < high) {
    const middle = (low + high) >> 1;
    const element = all[middle] as Value;
    const before = right ? less(item, element, context) : less(element, item, context);
    if (before === undefined) return undefined;
    if (right === before) high = middle;
    else low = middle + 1;
  }
  return all && low;
}

const bisectFunctions = [
  ['bisect', true],
  ['bisect_right', true],
  ['bisect_left', false],
] as const;

const insertFunctions = [
  ['insort', true],
  ['insort_right', true],
  ['insort_left', false],
] as const;

/** Python's `bisect`. */
export const bisectModule: NativeModule = {
  name: 'bisect',
  members: members(
    ...bisectFunctions.map(([name, right]) =>
      native(`bisect.${name}`, 'a, x', [`bisect.${name}([1, 3, 5], 3)`], (args, context) => {
        const at = place(args.get('a'), args.get('x'), right, context);
        return at === undefined ? context.unknown('elements that are not known') : int(at);
      }),
    ),
    ...insertFunctions.map(([name, right]) =>
      native(`bisect.${name}`, 'a, x', [`[a := [1, 5], bisect.${name}(a, 3)][0]`], (args, context) => {
        const at = place(args.get('a'), args.get('x'), right, context);
        const elements = elementsOf(args.get('a'));
        if (at === undefined || !elements) return context.unknown('elements that are not known');
        elements.splice(at, 0, args.get('x'));
        return none;
      }),
    ),
  ),
};

/** Python's `statistics`, as far as NumPy's namesakes do not serve. */
export const statisticsModule: NativeModule = {
  name: 'statistics',
  members: members(
    native('statistics.mean', 'data', ['statistics.mean([1, 2, 3, 4])'], (args, context) => {
      const all = context.elements(args.get('data'));
      if (!all) return context.unknown('data that are not known');
      if (all.length === 0) return context.raise('ValueError', 'mean requires at least one data point');
      const sum = all.reduce<Value>((total, value) => context.binary('+', total, value), { kind: 'int', value: 0 });
      const mean = context.binary('/', sum, int(all.length));
      const isWhole = all.every(({ kind }) => kind === 'int') && mean.kind === 'float' && Number.isInteger(mean.value);
      return isWhole ? int(mean.value) : mean;
    }),
    native('statistics.median', 'data', ['statistics.median([3, 1, 2])'], (args, context) => {
      const all = context.elements(args.get('data'));
      if (!all || all.some((value) => value.kind !== 'int' && value.kind !== 'float'))
        return context.unknown('data that are not known');
      if (all.length === 0) return context.raise('ValueError', 'no median for empty data');
      const sorted = all.toSorted((a, b) => numberOf(a) - numberOf(b));
      const [low, high] = [sorted[(sorted.length - 1) >> 1] as Value, sorted[sorted.length >> 1] as Value];
      return low === high ? low : context.binary('/', context.binary('+', low, high), int(2));
    }),
  ),
};

function numberOf(value: Value): number {
  return value.kind === 'int' || value.kind === 'float' ? value.value : Number.NaN;
}

/** Python's `textwrap`, of which scripts use `dedent`. */
export const textwrapModule: NativeModule = {
  name: 'textwrap',
  members: members(
    native('textwrap.dedent', 'text', ["textwrap.dedent('  a\\n    b\\n')"], (args) => {
      const text = args.get('text');
      if (text.kind !== 'str') return unknown('a text that is not known');
      const lines = text.value.split('\n').map((line) => (line.trim() === '' ? '' : line));
      const margins = lines.filter((line) => line !== '').map((line) => /^[ \t]*/.exec(line)?.[0] ?? '');
      let margin = margins[0] ?? '';
      while (margins.some((each) => !each.startsWith(margin))) margin = margin.slice(0, -1);
      return str(lines.map((line) => (line === '' ? '' : line.slice(margin.length))).join('\n'));
    }),
  ),
};
