import { typeOf } from '../library/index.js';
import { exceptionText, isA } from '../library/python/exceptions.js';
import { plainRepr } from '../library/python/object-text.js';
import { typeName } from '../library/python/type-name.js';
import type { Value } from '../values/value.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';

/** `bool(value)`; undefined where it cannot be known. */
export function truthOf(interpreter: Interpreter, value: Value): boolean | undefined {
  switch (value.kind) {
    case 'bool':
      return value.value;
    case 'none':
      return false;
    case 'unknown':
      interpreter.known(value);
      return undefined;
    case 'instance': {
      const method = interpreter.special(value, '__bool__') ?? interpreter.special(value, '__len__');
      if (method) return truthOf(interpreter, interpreter.call(method, []));
      break;
    }
    default:
      break;
  }
  const type = typeOf(value);
  const truth = hook(type, 'truth');
  if (truth) return truth(value, interpreter);
  const length = hook(type, 'length');
  return length ? truthOf(interpreter, length(value, interpreter)) : true;
}

/** `str(value)`; undefined where it cannot be known. */
export function strOf(interpreter: Interpreter, value: Value): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'instance') {
    const method = interpreter.special(value, '__str__');
    if (method) return textFrom(interpreter, interpreter.call(method, []));
    if (isA(value.class, 'BaseException')) return exceptionText(value, interpreter);
  }
  if (value.kind === 'unknown') return unknownText(interpreter, value);
  const str = hook(typeOf(value), 'str');
  return str ? str(value, interpreter) : reprOf(interpreter, value);
}

/** `repr(value)`; undefined where it cannot be known. */
export function reprOf(interpreter: Interpreter, value: Value): string | undefined {
  if (value.kind === 'unknown') return unknownText(interpreter, value);
  if (value.kind === 'instance') {
    const method = interpreter.special(value, '__repr__');
    if (method) return textFrom(interpreter, interpreter.call(method, []));
  }
  const type = typeOf(value);
  const repr = hook(type, 'repr');
  return repr
    ? repr(value, interpreter)
    : plainRepr(value, value.kind === 'instance' ? value.class : type, interpreter);
}

/** `format(value, spec)`; undefined where it cannot be known. */
export function formatOf(interpreter: Interpreter, value: Value, spec: string): string | undefined {
  if (value.kind === 'unknown') return unknownText(interpreter, value);
  if (value.kind === 'instance') {
    const method = interpreter.special(value, '__format__');
    if (method) return textFrom(interpreter, interpreter.call(method, [{ kind: 'str', value: spec }]));
  }
  const format = hook(typeOf(value), 'format');
  if (format) return format(value, spec, interpreter);
  if (spec !== '')
    return interpreter.raise('TypeError', `unsupported format string passed to ${typeName(value)}.__format__`);
  return strOf(interpreter, value);
}

function textFrom(interpreter: Interpreter, value: Value): string | undefined {
  if (value.kind === 'str') return value.value;
  if (value.kind === 'unknown') return unknownText(interpreter, value);
  return interpreter.raise('TypeError', `__str__ returned non-string (type ${typeName(value)})`);
}

function unknownText(interpreter: Interpreter, value: Value): undefined {
  interpreter.known(value);
  return undefined;
}
