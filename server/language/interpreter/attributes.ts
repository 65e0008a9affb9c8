import { findModule, type LibraryModule, typeOf } from '../library/index.js';
import { typeName } from '../library/python/type-name.js';
import type { NativeFunction } from '../values/native-function.js';
import type { NativeType } from '../values/native-type.js';
import { parseSignature } from '../values/signature.js';
import { parameterSize, unknownSize } from '../values/sizes.js';
import {
  type ClassValue,
  type InstanceValue,
  type ModuleValue,
  str,
  type TypeValue,
  type UnknownValue,
  unknown,
  type Value,
} from '../values/value.js';
import { noteChange } from './changes.js';
import { bindMember, findInClass, nativeBase } from './classes.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';
import { isMissing, refuseName } from './missing-names.js';
import { superAttribute, superType } from './super.js';

/** `object.name`. */
export function getAttribute(interpreter: Interpreter, object: Value, name: string): Value {
  if (object.kind === 'module') refuseName(interpreter, object, name);
  return findAttribute(interpreter, object, name) ?? missing(interpreter, object, name);
}

/** `object.name`, or undefined where Python raises AttributeError. */
export function findAttribute(interpreter: Interpreter, object: Value, name: string): Value | undefined {
  switch (object.kind) {
    // A name inside something unknown is known no better; only its use ends a run.
    case 'unknown':
      return unknownAttribute(object, name);
    case 'module':
      return moduleMember(interpreter, object, name);
    case 'instance':
      return instanceAttribute(interpreter, object, name);
    case 'class':
      return classAttribute(interpreter, object, name);
    case 'type':
      return typeAttribute(interpreter, object, name);
    case 'function': {
      const own = object.attributes.get(name);
      if (own) return own;
      break;
    }
    case 'object':
      if (object.type === (superType as NativeType)) return superAttribute(interpreter, object, name);
      break;
    default:
      break;
  }
  return nativeAttribute(interpreter, object, typeOf(object), name);
}

function unknownAttribute(object: UnknownValue, name: string): Value {
  if (object.name === undefined) return unknown(object.reason);
  const full = `${object.name}.${name}`;
  return object.size === undefined
    ? unknown(object.reason, full)
    : unknownSize(object.reason, full, parameterSize(full));
}

/** `object.name = value`. */
export function setAttribute(interpreter: Interpreter, object: Value, name: string, value: Value): void {
  switch (object.kind) {
    case 'unknown':
      interpreter.known(object);
      return;
    case 'instance': {
      const property = findInClass(object.class, name);
      const setter = property?.kind === 'object' ? property.attributes.get('fset') : undefined;
      if (setter) return void interpreter.call(setter, [object, value]);
      const method = interpreter.special(object, '__setattr__');
      if (method) return void interpreter.call(method, [str(name), value]);
      if (object.native && hook(object.native.type, 'setAttribute')?.(object, name, value, interpreter)) return;
      interpreter.beforeChange(object.attributes);
      object.attributes.set(name, value);
      return;
    }
    case 'class':
    case 'function':
      interpreter.beforeChange(object.attributes);
      object.attributes.set(name, value);
      return;
    case 'module':
      if (object.set) object.set(name, value);
      else if (!object.settable?.includes(name))
        interpreter.unknown('a module of the library cannot be changed', `${object.name}.${name} = …`);
      return;
    default:
      break;
  }
  noteChange(interpreter, object);
  if (hook(typeOf(object), 'setAttribute')?.(object, name, value, interpreter)) return;
  if (object.kind !== 'object') {
    interpreter.raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
    return;
  }
  interpreter.beforeChange(object.attributes);
  object.attributes.set(name, value);
}

/** `del object.name`. */
export function deleteAttribute(interpreter: Interpreter, object: Value, name: string): void {
  if (object.kind === 'unknown') return void interpreter.known(object);
  if (object.kind === 'instance' || object.kind === 'object' || object.kind === 'class') {
    interpreter.beforeChange(object.attributes);
    if (object.attributes.delete(name)) return;
  }
  interpreter.raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
}

/** A special method that the class of a value defines in the program (or that an exception has), bound. */
export function specialMethod(interpreter: Interpreter, object: Value, name: string): Value | undefined {
  if (object.kind !== 'instance') return undefined;
  const member = findInClass(object.class, name);
  return member && bindMember(interpreter, member, object, object.class);
}

/** What a native type gives: computed attributes, those kept on the object, methods, class members. */
export function nativeAttribute(
  interpreter: Interpreter,
  object: Value,
  type: NativeType,
  name: string,
): Value | undefined {
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined) {
    const computed = own(t.attributes, name);
    if (computed) return interpreter.known(computed(object, interpreter));
  }
  const plain = object.kind === 'object' ? object.attributes.get(name) : undefined;
  if (plain) return plain;
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined) {
    const method = own(t.methods, name);
    if (method) return { kind: 'method', self: object, function: { kind: 'native', function: method } };
    const member =
      own(t.statics, name) ?? classMethod(t, name, object.kind === 'instance' ? object.class : { kind: 'type', type });
    if (member) return member;
  }
  if (name === '__class__') return { kind: 'type', type };
  if (name === '__doc__') return { kind: 'none' };
  const call = name === '__call__' ? hook(type, 'call') : undefined;
  if (call) return { kind: 'method', self: object, function: { kind: 'native', function: call } };
  return hook(type, 'getAttribute')?.(object, name, interpreter);
}

function moduleMember(interpreter: Interpreter, module: ModuleValue, name: string): Value | undefined {
  if (interpreter.onNumbers && isMissing(interpreter, module, name)) return undefined;
  return (
    (module as Partial<LibraryModule>).compute?.(name, interpreter) ??
    module.get(name) ??
    findModule(`${module.name}.${name}`)
  );
}

function instanceAttribute(interpreter: Interpreter, object: InstanceValue, name: string): Value | undefined {
  const member = findInClass(object.class, name);
  const isProperty = member?.kind === 'object' && member.attributes.has('fget');
  const plain = isProperty ? undefined : object.attributes.get(name);
  if (plain) return plain;
  if (member) return bindMember(interpreter, member, object, object.class);
  if (name === '__class__') return object.class;
  if (name === '__dict__')
    return {
      kind: 'dict',
      entries: new Map([...object.attributes].map(([key, value]) => [`s${key}`, { key: str(key), value }])),
    };
  const native = object.native
    ? (nativeAttribute(interpreter, object, object.native.type, name) ?? object.native.attributes.get(name))
    : undefined;
  if (native) return native;
  const getter = findInClass(object.class, '__getattr__');
  return getter && interpreter.call(bindMember(interpreter, getter, object, object.class), [str(name)]);
}

function classAttribute(interpreter: Interpreter, object: ClassValue, name: string): Value | undefined {
  const member = findInClass(object, name);
  if (member) return bindMember(interpreter, member, undefined, object);
  const base = nativeBase(object);
  // Its name is its own: of the library's class it has what that gives all that derive from it.
  return (base && typeMember(base, name, object)) ?? nativeAttribute(interpreter, object, typeOf(object), name);
}

/** `dict.fromkeys`, and methods taken from the type itself: `str.upper`. */
function typeAttribute(interpreter: Interpreter, object: TypeValue, name: string): Value | undefined {
  return typeMember(object.type, name, object) ?? nativeAttribute(interpreter, object, typeOf(object), name);
}

function typeMember(type: NativeType, name: string, asked: Value): Value | undefined {
  for (let t: NativeType | undefined = type; t; t = t.base as NativeType | undefined) {
    const member = own(t.statics, name) ?? classMethod(t, name, asked);
    if (member) return member;
    const method = own(t.methods, name);
    if (method) return { kind: 'native', function: unbound(method, type) };
  }
  return undefined;
}

function classMethod(type: NativeType, name: string, asked: Value): Value | undefined {
  const found = own(type.classMethods, name);
  return found && { kind: 'method', self: asked, function: { kind: 'native', function: found } };
}

function missing(interpreter: Interpreter, object: Value, name: string): Value {
  if (object.kind === 'module')
    return interpreter.raise('AttributeError', `module '${object.name}' has no attribute '${name}'`);
  if (object.kind === 'class')
    return interpreter.raise('AttributeError', `type object '${object.name}' has no attribute '${name}'`);
  // What the library's own objects lack may be something that only Layerscope does not know.
  const type = object.kind === 'instance' ? object.native?.type : object.kind === 'type' ? object.type : typeOf(object);
  if (type && type.module !== 'builtins')
    return interpreter.unknown(`Layerscope does not know this attribute`, `${type.name}.${name}`);
  // So may what its functions lack: NumPy's are objects with methods, as `np.add.at`.
  if (object.kind === 'native' && object.function.name.includes('.'))
    return interpreter.unknown(`Layerscope does not know this attribute`, `${object.function.name}.${name}`);
  if (object.kind === 'type')
    return interpreter.raise('AttributeError', `type object '${object.type.name}' has no attribute '${name}'`);
  return interpreter.raise('AttributeError', `'${typeName(object)}' object has no attribute '${name}'`);
}

function own<T>(table: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return table && Object.hasOwn(table, name) ? table[name] : undefined;
}

const unboundMethods = new WeakMap<NativeFunction, NativeFunction>();

/** A method taken from its type (`str.upper`), which refuses objects of other types. */
function unbound(method: NativeFunction, type: NativeType): NativeFunction {
  let made = unboundMethods.get(method);
  if (!made) {
    const [first] = parseSignature(method.signature).parameters;
    made = {
      ...method,
      call: (args, context) => {
        const self = first && args.get(first.name);
        if (self && self.kind === 'unknown') return self;
        if (self && !isOfType(self, type)) {
          const name = method.name.slice(method.name.lastIndexOf('.') + 1);
          return context.raise(
            'TypeError',
            `descriptor '${name}' for '${type.name}' objects doesn't apply to a '${typeName(self)}' object`,
          );
        }
        return method.call(args, context);
      },
    };
    unboundMethods.set(method, made);
  }
  return made;
}

function isOfType(value: Value, type: NativeType): boolean {
  const own = value.kind === 'instance' ? value.native?.type : typeOf(value);
  for (let t: NativeType | undefined = own; t; t = t.base as NativeType | undefined) if (t === type) return true;
  return false;
}
