import type { NativeType } from '../values/native-type.js';

type HookName =
  | 'getAttribute'
  | 'setAttribute'
  | 'call'
  | 'getItem'
  | 'setItem'
  | 'deleteItem'
  | 'iterate'
  | 'length'
  | 'contains'
  | 'binary'
  | 'augmented'
  | 'compare'
  | 'unary'
  | 'truth'
  | 'repr'
  | 'str'
  | 'format'
  | 'enter'
  | 'exit'
  | 'metaclass'
  | 'subclassed'
  | 'construct'
  | 'derive'
  | 'initialised';

/** A hook of a type, or of the nearest type that it derives from. */
export function hook<Name extends HookName>(type: NativeType, name: Name): NativeType[Name] | undefined {
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined)
    if (t[name] !== undefined) return t[name];
  return undefined;
}
