import { type NativeType, object } from '../values/native-type.js';
import { type ClassValue, type InstanceValue, none, type ObjectValue, type Value } from '../values/value.js';
import { nativeAttribute } from './attributes.js';
import { bindMember, constructNative, methodResolution } from './classes.js';
import type { Interpreter } from './interpreter.js';

interface SuperState {
  readonly instance: InstanceValue;
  /** The class after which the search begins. */
  readonly after: ClassValue;
}

/** `super()`: the methods of the classes after one in an instance's order. */
export const superType: NativeType<SuperState> = { name: 'super', module: 'builtins' };

export function superOf(instance: InstanceValue, after: ClassValue): Value {
  return object(superType, { instance, after });
}

export function superAttribute(interpreter: Interpreter, value: ObjectValue, name: string): Value | undefined {
  const { instance, after } = value.state as SuperState;
  const order = methodResolution(instance.class);
  for (const type of order.slice(order.indexOf(after) + 1)) {
    if (type.kind === 'class') {
      const member = type.attributes.get(name);
      if (member) return bindMember(interpreter, member, instance, instance.class);
    } else if (type.kind === 'type') {
      if (name === '__init__') return constructor(type.type, instance);
      const member = nativeAttribute(interpreter, instance, type.type, name);
      if (member) return member;
    } else {
      return type;
    }
  }
  return name === '__init__' ? constructor(undefined, instance) : undefined;
}

/** `super().__init__` where the next class is one of the library's, or `object`. */
function constructor(type: NativeType | undefined, instance: InstanceValue): Value {
  return {
    kind: 'native',
    function: {
      name: `${type?.name ?? 'object'}.__init__`,
      signature: '*args, **kwargs',
      call: (args, context) => {
        if (type) constructNative(context, instance, type, args.rest, args.keywords);
        return none;
      },
    },
  };
}
