import { typeOf } from '../library/index.js';
import { typeName } from '../library/python/type-name.js';
import { derivedUnknown, parameterSize, unknownSize } from '../values/sizes.js';
import { type UnknownValue, unknown, type Value } from '../values/value.js';
import { noteChange, noteElementChange } from './changes.js';
import { classHook } from './classes.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';

/** `object[index]`. */
export function getItem(interpreter: Interpreter, object: Value, index: Value): Value {
  if (object.kind === 'unknown') return interpreter.known(unknownItem(object, index));
  if (object.kind === 'instance') {
    const method = interpreter.special(object, '__getitem__');
    if (method) return interpreter.call(method, [index]);
  }
  const classItem = object.kind === 'class' ? classHook(object, 'getItem') : undefined;
  if (classItem) return interpreter.known(classItem(object, index, interpreter));
  // `list[int]` and the like say nothing that matters here.
  if (object.kind === 'type' || object.kind === 'class') return object;
  // A dict that makes what it lacks changes as it is read.
  if (object.kind === 'dict' && object.type) noteChange(interpreter, object);
  const get = hook(typeOf(object), 'getItem');
  if (!get) return interpreter.raise('TypeError', `'${typeName(object)}' object is not subscriptable`);
  return interpreter.known(get(object, index, interpreter));
}

function unknownItem(object: UnknownValue, index: Value): Value {
  const shown = index.kind === 'int' ? `${index.value}` : index.kind === 'str' ? `'${index.value}'` : undefined;
  if (object.size === undefined || shown === undefined) return named(object, '[…]');
  const name = `${object.name}[${shown}]`;
  return unknownSize(object.reason, name, parameterSize(name));
}

/** `object[index] = value`. */
export function setItem(interpreter: Interpreter, object: Value, index: Value, value: Value): void {
  if (object.kind === 'unknown') return void interpreter.known(object);
  if (object.kind === 'instance') {
    const method = interpreter.special(object, '__setitem__');
    if (method) return void interpreter.call(method, [index, value]);
  }
  const set = hook(typeOf(object), 'setItem');
  if (!set) {
    interpreter.raise('TypeError', `'${typeName(object)}' object does not support item assignment`);
    return;
  }
  noteElementChange(interpreter, object);
  set(object, index, value, interpreter);
}

/** `del object[index]`. */
export function deleteItem(interpreter: Interpreter, object: Value, index: Value): void {
  if (object.kind === 'unknown') return void interpreter.known(object);
  if (object.kind === 'instance') {
    const method = interpreter.special(object, '__delitem__');
    if (method) return void interpreter.call(method, [index]);
  }
  const remove = hook(typeOf(object), 'deleteItem');
  if (!remove) {
    interpreter.raise('TypeError', `'${typeName(object)}' object doesn't support item deletion`);
    return;
  }
  noteChange(interpreter, object);
  remove(object, index, interpreter);
}

function named(object: Value & { kind: 'unknown' }, suffix: string): Value {
  return object.name ? unknown(object.reason, object.name + suffix) : derivedUnknown(object);
}
