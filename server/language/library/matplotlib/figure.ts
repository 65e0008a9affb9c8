import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { type IteratorValue, list, type ObjectValue, tuple, type Value } from '../../values/value.js';

/** What is known of something that is only for show: how many parts a grid of axes has, axis by axis. */
interface Display {
  readonly grid: readonly number[] | undefined;
}

/** Figures, axes, lines: whatever one asks of them gives another one. */
const displayType: NativeType<Display> = {
  name: 'Figure',
  module: 'matplotlib',
  call: {
    name: 'matplotlib',
    signature: 'self, /, *args, **kwargs',
    call: (args, context) => {
      tellOnce(context);
      return args.get('self');
    },
  },
  getAttribute: (self, name) => {
    const { grid } = stateOf(self, displayType) as Display;
    if (name === 'subplots') return { kind: 'native', function: subplots('Figure.subplots', false) };
    return display(grid && flattening.has(name) ? [grid.reduce((product, size) => product * size, 1)] : undefined);
  },
  setAttribute: () => true,
  getItem: (self, index) => {
    const { grid } = stateOf(self, displayType) as Display;
    return display(
      grid && (index.kind === 'int' || index.kind === 'tuple')
        ? grid.slice(index.kind === 'tuple' ? index.elements.length : 1)
        : undefined,
    );
  },
  setItem: () => {},
  iterate: (self) => {
    const { grid } = stateOf(self, displayType) as Display;
    const [size = 1, ...rest] = grid ?? [];
    let left = size;
    const iterator: IteratorValue = {
      kind: 'iterator',
      name: 'matplotlib',
      next: () => {
        left -= 1;
        return left < 0 ? undefined : display(grid && rest);
      },
    };
    return grid ? iterator : { ...iterator, unknownLength: true };
  },
  truth: () => true,
  enter: (self) => self,
  exit: () => {},
};

const flattening: ReadonlySet<string> = new Set(['flat', 'ravel', 'flatten']);

export function display(grid?: readonly number[]): ObjectValue<Display> {
  return object(displayType, { grid });
}

/** A function that draws. What Python gives back in several parts comes in as many. */
export function drawing(name: string, parts?: number): Value {
  return {
    kind: 'native',
    function: {
      name,
      signature: '*args, **kwargs',
      examples: [`${name}()`],
      call: (_, context) => {
        tellOnce(context);
        if (parts === undefined) return display();
        const made = Array.from({ length: parts }, () => display());
        return parts === 1 ? list(made) : tuple(made);
      },
    },
  };
}

/** `plt.subplots(rows, columns)`: a figure and one axes, or a grid of them without its axes of size 1. */
export function subplots(name: string, withFigure: boolean): NativeFunction {
  return {
    name,
    signature: 'nrows=1, ncols=1, *, squeeze=True, **kwargs',
    examples: withFigure ? [`${name}(2, 3)`] : [],
    call: (args, context) => {
      tellOnce(context);
      const sizes = ['nrows', 'ncols'].map((axis) => args.get(axis));
      const grid = sizes.every((size) => size.kind === 'int')
        ? sizes.map((size) => (size.kind === 'int' ? size.value : 1))
        : undefined;
      const kept = context.truth(args.get('squeeze')) === false ? grid : grid?.filter((size) => size !== 1);
      const axes = display(kept && kept.length > 0 ? kept : undefined);
      return withFigure ? tuple([display(), axes]) : axes;
    },
  };
}

function tellOnce(context: Context): void {
  if (!context.host.warn || context.state('matplotlib.told', () => ({ yet: false })).yet) return;
  context.state('matplotlib.told', () => ({ yet: false })).yet = true;
  context.host.warn?.(
    'The figures of matplotlib and seaborn are neither drawn nor saved yet: all else goes on. The learning curves are drawn without them.',
  );
}
