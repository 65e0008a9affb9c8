import { typeOf } from '../library/index.js';
import { isA } from '../library/python/exceptions.js';
import { typeName } from '../library/python/type-name.js';
import type { IteratorValue, UnknownValue, Value } from '../values/value.js';
import { classHook } from './classes.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';
import { PythonException } from './python-exception.js';

/** `iter(value)`. */
export function iteratorOver(interpreter: Interpreter, value: Value): IteratorValue | UnknownValue {
  if (value.kind === 'iterator') return value;
  if (value.kind === 'unknown') {
    interpreter.known(value);
    return value;
  }
  if (value.kind === 'instance') {
    const iter = interpreter.special(value, '__iter__');
    if (iter) {
      const result = interpreter.call(iter, []);
      if (result.kind !== 'instance') return iteratorOver(interpreter, result);
      const next = interpreter.special(result, '__next__');
      if (next)
        return protocolIterator(interpreter, result.class.name, () => interpreter.call(next, []), 'StopIteration');
    }
    const item = interpreter.special(value, '__getitem__');
    if (item) {
      let index = 0;
      return protocolIterator(
        interpreter,
        'iterator',
        () => interpreter.call(item, [{ kind: 'int', value: index++ }]),
        'IndexError',
      );
    }
  }
  const iterate = value.kind === 'class' ? classHook(value, 'iterate') : hook(typeOf(value), 'iterate');
  if (!iterate) return interpreter.raise('TypeError', `'${typeName(value)}' object is not iterable`);
  const iterator = iterate(value, interpreter);
  if (iterator.kind === 'iterator') return iterator;
  return iteratorOver(interpreter, iterator);
}

/** So many values fill a process's memory. */
const mostElements = 50_000_000;
/** More elements are not counted while one types: how many there are is then not known. */
const mostOnShapes = 200_000;

/** Of taking an element, in steps; what a program does to make it counts for itself. */
const elementCost = 1 / 32;

function tooMany(interpreter: Interpreter): undefined {
  return interpreter.onNumbers ? interpreter.raise('MemoryError', `more than ${mostElements} elements`) : undefined;
}

/** All elements, or the first `wanted`; undefined where their number cannot be known. */
export function elementsOf(
  interpreter: Interpreter,
  value: Value,
  wanted = Number.POSITIVE_INFINITY,
): readonly Value[] | undefined {
  if (value.kind === 'tuple') return value.elements;
  if (value.kind === 'list') return value.rest ? undefined : value.elements;
  const iterator = iteratorOver(interpreter, value);
  if (iterator.kind === 'unknown' || iterator.unknownLength) return undefined;
  const elements: Value[] = [];
  const most = interpreter.onNumbers ? mostElements : mostOnShapes;
  if (value.kind === 'range' && wanted > most && (value.stop - value.start) / value.step > most)
    return tooMany(interpreter);
  while (elements.length < wanted) {
    const element = iterator.next();
    if (element === undefined) break;
    interpreter.budget.step(elementCost);
    if (elements.length >= most) return tooMany(interpreter);
    elements.push(element);
  }
  return elements;
}

/** `len(value)`. */
export function lengthOf(interpreter: Interpreter, value: Value): Value {
  if (value.kind === 'unknown') return interpreter.known(value);
  const method = interpreter.special(value, '__len__');
  if (method) return interpreter.call(method, []);
  const length = value.kind === 'class' ? classHook(value, 'length') : hook(typeOf(value), 'length');
  return length
    ? length(value, interpreter)
    : interpreter.raise('TypeError', `object of type '${typeName(value)}' has no len()`);
}

/** An iterator that a class of the program defines; the exception of that type is its end. */
function protocolIterator(interpreter: Interpreter, name: string, step: () => Value, end: string): IteratorValue {
  let over = false;
  return {
    kind: 'iterator',
    name,
    next: () => {
      if (over) return undefined;
      interpreter.tries += 1;
      try {
        return step();
      } catch (error) {
        if (!(error instanceof PythonException && isA(error.exception.class, end))) throw error;
        over = true;
        return undefined;
      } finally {
        interpreter.tries -= 1;
      }
    },
  };
}
