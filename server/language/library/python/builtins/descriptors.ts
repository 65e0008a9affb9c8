import { type NativeType, object } from '../../../values/native-type.js';
import type { ObjectValue, Value } from '../../../values/value.js';
import { define, methods } from '../define.js';

/** `@property`, `@staticmethod`, `@classmethod`: what classes look for in their members. The parts are attributes by Python's names. */
function propertyOf(fget: Value, fset?: Value): ObjectValue {
  const made = object(propertyType, undefined);
  made.attributes.set('fget', fget);
  if (fset) made.attributes.set('fset', fset);
  return made as ObjectValue;
}

const propertyType: NativeType<undefined> = {
  name: 'property',
  module: 'builtins',
  construct: define('property', 'fget=None, fset=None', ['property(abs)'], (args) =>
    propertyOf(args.get('fget'), args.given('fset') ? args.get('fset') : undefined),
  ),
  methods: methods(
    define('property.setter', 'self, fset', ['property(abs).setter(abs)'], (args) =>
      propertyOf((args.get('self') as ObjectValue).attributes.get('fget') as Value, args.get('fset')),
    ),
    define('property.getter', 'self, fget', ['property(abs).getter(abs)'], (args) => propertyOf(args.get('fget'))),
  ),
};

const staticmethodType = wrapper('staticmethod');
const classmethodType = wrapper('classmethod');

/** `super`: the interpreter gives it its meaning, since it depends on where it is called. */
const superType: NativeType = { name: 'super', module: 'builtins' };

export const descriptorTypes: readonly NativeType[] = [
  propertyType as NativeType,
  staticmethodType,
  classmethodType,
  superType,
];

function wrapper(name: 'staticmethod' | 'classmethod'): NativeType {
  const type: NativeType = {
    name,
    module: 'builtins',
    construct: define(name, 'function', [`${name}(abs)`], (args) => {
      const made = object(type, undefined);
      made.attributes.set('__func__', args.get('function'));
      return made;
    }),
  };
  return type;
}
