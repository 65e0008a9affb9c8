import { ownerOf } from '../library/numpy/view.js';
import type { NativeFunction } from '../values/native-function.js';
import type { Value } from '../values/value.js';
import type { Interpreter } from './interpreter.js';

/** Methods of lists, dicts, sets, arrays and variables that change their object. */
const changingMethods: ReadonlySet<string> = new Set([
  ...['append', 'extend', 'insert', 'remove', 'pop', 'clear', 'sort', 'reverse'],
  ...['popitem', 'update', 'setdefault', 'move_to_end', 'subtract', '__missing__'],
  ...['add', 'discard', 'difference_update', 'intersection_update', 'symmetric_difference_update'],
  ...['fill', 'put', 'itemset', 'resize', 'partition', 'setfield', 'setflags', 'byteswap'],
  ...['assign', 'assign_add', 'assign_sub', 'scatter_update', 'scatter_add', 'scatter_sub', 'scatter_nd_update'],
  ...['__setitem__', '__delitem__', '__iadd__', '__isub__', '__imul__', '__ior__', '__iand__', '__ixor__'],
]);

/** Functions that change their first argument. */
const changingFunctions: ReadonlySet<string> = new Set([
  ...[
    'shuffle',
    'heappush',
    'heappop',
    'heapify',
    'heapreplace',
    'heappushpop',
    'insort',
    'insort_left',
    'insort_right',
  ],
  ...[
    'copyto',
    'put',
    'putmask',
    'place',
    'fill_diagonal',
    'put_along_axis',
    'setitem',
    'delitem',
    'setattr',
    'delattr',
    'set_value',
  ],
]);

/** Call before anything that may change a value in place. */
export function noteChange(interpreter: Interpreter, value: Value): void {
  if (value.kind === 'list' || value.kind === 'dict' || value.kind === 'set') interpreter.beforeChange(value);
  else if (value.kind === 'tensor') interpreter.beforeChange(value.library === 'numpy' ? ownerOf(value) : value);
}

/** As `noteChange`, for what changes elements but no shape: a tensor without elements stays what it is. */
export function noteElementChange(interpreter: Interpreter, value: Value): void {
  if (value.kind !== 'tensor' || value.data !== undefined) noteChange(interpreter, value);
}

/** Call before a method of the library is called on `self`. */
export function noteMethod(interpreter: Interpreter, method: NativeFunction, self: Value): void {
  if (changingMethods.has(lastName(method))) noteChange(interpreter, self);
}

/** Call before a function of the library is called. */
export function noteCall(interpreter: Interpreter, callee: NativeFunction, positional: readonly Value[]): void {
  const [first] = positional;
  if (first && isChangeable(first) && changingFunctions.has(lastName(callee))) noteChange(interpreter, first);
}

function isChangeable({ kind }: Value): boolean {
  return kind === 'list' || kind === 'dict' || kind === 'set' || kind === 'tensor';
}

const lastNames = new WeakMap<NativeFunction, string>();

function lastName(callee: NativeFunction): string {
  let name = lastNames.get(callee);
  if (name === undefined) {
    name = callee.name.slice(callee.name.lastIndexOf('.') + 1);
    lastNames.set(callee, name);
  }
  return name;
}
