import { isA } from '../library/python/exceptions.js';
import { objectType } from '../library/python/object.js';
import type { ClassDefinition } from '../syntax/tree.js';
import type { Context } from '../values/context.js';
import type { NativeType } from '../values/native-type.js';
import { type ClassValue, type InstanceValue, str, tuple, type Value } from '../values/value.js';
import { evaluate } from './evaluate.js';
import { executeBlock } from './execute.js';
import { decorated } from './functions.js';
import { hook } from './hooks.js';
import type { Interpreter } from './interpreter.js';
import { Scope } from './scope.js';

/** A `class` statement. */
export function makeClass(interpreter: Interpreter, node: ClassDefinition, scope: Scope): Value {
  const bases = node.bases
    .map((base) => evaluate(interpreter, base, scope))
    .filter((base) => !(base.kind === 'type' && (base.type === objectType || base.type.marker)));
  const body = new Scope('class', scope);
  const made: ClassValue = { kind: 'class', name: node.name, bases, attributes: body.variables, node };
  body.variables.set('__module__', scope.module.variables.get('__name__') ?? str('__main__'));
  executeBlock(interpreter, node.body, body);
  for (const member of made.attributes.values()) claim(member, made);
  const native = bases.length > 0 ? nativeBase(made) : undefined;
  const replaced = native && hook(native, 'subclassed')?.(made, interpreter);
  if (replaced) return replaced;
  return decorated(interpreter, node.decorators, made, scope);
}

/** A call of a class: a new instance, initialised. */
export function instantiate(
  interpreter: Interpreter,
  type: ClassValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  const unknownBase = methodResolution(type).find((base) => base.kind === 'unknown');
  if (unknownBase) return interpreter.known(unknownBase);
  const instance: InstanceValue = { kind: 'instance', class: type, attributes: new Map(), made: interpreter.range };
  interpreter.recorder.made(instance);
  const initialise = findInClass(type, '__init__');
  if (initialise) {
    const base = type.bases.length > 0 ? nativeBase(type) : undefined;
    if (base?.bare) constructNative(interpreter, instance, base, [], new Map());
    // As `BaseException.__new__`: an `__init__` of its own need not call the base's.
    if (isA(type, 'BaseException')) instance.attributes.set('args', tuple(positional));
    interpreter.call(bindMember(interpreter, initialise, instance, type), positional, keywords);
    if (instance.native) hook(instance.native.type, 'initialised')?.(instance, interpreter);
    return instance;
  }
  const base = nativeBase(type);
  if (base) constructNative(interpreter, instance, base, positional, keywords);
  else if (positional.length > 0 || keywords.size > 0)
    interpreter.raise('TypeError', `${type.name}() takes no arguments`);
  return instance;
}

/** Gives an instance what its base class of the library keeps. */
export function constructNative(
  context: Context,
  instance: InstanceValue,
  base: NativeType,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): void {
  const derive = hook(base, 'derive');
  if (derive) {
    const derived = derive(instance, positional, keywords, context);
    if (derived) instance.native = derived;
    return;
  }
  const construct = hook(base, 'construct');
  const made = construct ? context.call({ kind: 'native', function: construct }, positional, keywords) : undefined;
  if (made?.kind === 'object') instance.native = made;
  else context.unknown('classes of the program that derive from this one are not run', base.name);
}

/** The classes in which a member is looked for, in order. */
export function methodResolution(type: ClassValue): readonly Value[] {
  const inherited = type.bases.map((base) => (base.kind === 'class' ? methodResolution(base) : [base]));
  return [type, ...merge([...inherited, type.bases])];
}

/** A member of a class or of those of the program that it derives from. */
export function findInClass(type: ClassValue, name: string): Value | undefined {
  const own = type.attributes.get(name);
  if (own || type.bases.length === 0) return own;
  for (const base of methodResolution(type)) {
    const member = base.kind === 'class' ? base.attributes.get(name) : undefined;
    if (member) return member;
  }
  return undefined;
}

/** The class of the library that a class derives from. */
export function nativeBase(type: ClassValue): NativeType | undefined {
  const base = methodResolution(type).find((candidate) => candidate.kind === 'type');
  return base?.kind === 'type' ? base.type : undefined;
}

/** A hook of what a class itself can do, where a class of the library that it derives from says so. */
export function classHook<Name extends 'call' | 'getItem' | 'iterate' | 'length'>(
  type: ClassValue,
  name: Name,
): NativeType[Name] | undefined {
  const base = type.bases.length > 0 ? nativeBase(type) : undefined;
  const metaclass = base && hook(base, 'metaclass');
  return metaclass?.[name];
}

/** Whether a value's class is `type` or derives from it. */
export function derivesFrom(type: ClassValue, ancestor: ClassValue): boolean {
  return type === ancestor || methodResolution(type).includes(ancestor);
}

/** A class's member as one gets it through an instance (or, without one, through the class). */
export function bindMember(
  interpreter: Interpreter,
  member: Value,
  instance: InstanceValue | undefined,
  type: ClassValue,
): Value {
  if (member.kind === 'function' || member.kind === 'native')
    return instance ? { kind: 'method', self: instance, function: member } : member;
  if (member.kind === 'object') {
    const getter = member.attributes.get('fget');
    if (getter) return instance ? interpreter.call(getter, [instance]) : member;
    const inner = member.attributes.get('__func__');
    if (inner && member.type.name === 'staticmethod') return inner;
    if (inner?.kind === 'function' && member.type.name === 'classmethod')
      return { kind: 'method', self: type, function: inner };
  }
  return member;
}

/** Tells functions in which class they stand, for `super()`. */
function claim(member: Value, owner: ClassValue): void {
  if (member.kind === 'function') member.owner ??= owner;
  if (member.kind === 'object')
    for (const inner of member.attributes.values()) if (inner.kind === 'function') inner.owner ??= owner;
}

/** C3, as Python linearises base classes. */
function merge(lists: readonly (readonly Value[])[]): Value[] {
  const order: Value[] = [];
  let rest = lists.filter((list) => list.length > 0);
  while (rest.length > 0) {
    const next =
      rest
        .map((list) => list[0] as Value)
        .find((candidate) => !rest.some((list) => list.slice(1).includes(candidate))) ?? (rest[0]?.[0] as Value);
    order.push(next);
    rest = rest
      .map((list) => (list[0] === next ? list.slice(1) : list.filter((type) => type !== next)))
      .filter((list) => list.length > 0);
  }
  return order;
}
