import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { refuse, rowOfValue, tableOfValue } from './table.js';

/** What is asked of groups: a method by its name, or a function of the program that is called with each group. */
export type Asked = { readonly name: string } | { readonly call: (group: Value) => Value };

/** Functions that pandas takes for its own methods. */
const methodsOfNumpy: ReadonlySet<string> = new Set(['sum', 'mean', 'std', 'var', 'min', 'max', 'median', 'prod']);

/** A function as `agg` takes it: `'mean'`, `np.mean`, `max`, `lambda group: …`. */
export function askedOf(func: Value, owner: string, context: Context): Asked {
  if (func.kind === 'str') return { name: func.value };
  if (func.kind === 'native') {
    const { name } = func.function;
    const last = name.slice(name.lastIndexOf('.') + 1);
    if (name.startsWith('np.') && methodsOfNumpy.has(last)) return { name: last };
  }
  if (!['function', 'native', 'method', 'type'].includes(func.kind))
    return refuse('functions of this form', owner, context);
  return { call: (group) => context.call(func, [group]) };
}

/** The single value that a function made of a group; the run's end where it made several. */
export function singleOf(value: Value, owner: string, context: Context): Value {
  const many = tableOfValue(value) || rowOfValue(value) || (value.kind === 'tensor' && (value.shape?.length ?? 0) > 0);
  return many ? refuse('a function that gives several values', owner, context) : value;
}
