import type { NativeType } from '../../values/native-type.js';
import {
  type ClassValue,
  type FunctionValue,
  type ModuleValue,
  str,
  type TypeValue,
  type Value,
} from '../../values/value.js';
import { define } from './define.js';
import { at, fullName, functionText, moduleOf, qualifiedName } from './object-text.js';

/** Types of values that can do little: None, `...`, functions, classes, modules. */
export const noneType: NativeType = { name: 'NoneType', module: 'builtins', truth: () => false, repr: () => 'None' };
export const ellipsisType: NativeType = {
  name: 'ellipsis',
  module: 'builtins',
  truth: () => true,
  repr: () => 'Ellipsis',
};
export const notImplementedType: NativeType = {
  name: 'NotImplementedType',
  module: 'builtins',
  truth: () => true,
  repr: () => 'NotImplemented',
};

export const functionType: NativeType = {
  name: 'function',
  module: 'builtins',
  attributes: {
    __name__: (self) => str((self as FunctionValue).name),
    __qualname__: (self) => str(qualifiedName(self as FunctionValue)),
  },
  truth: () => true,
  repr: (self, context) => functionText(self as FunctionValue, context),
};

export const nativeFunctionType: NativeType = {
  name: 'builtin_function_or_method',
  module: 'builtins',
  attributes: { __name__: (self) => str(self.kind === 'native' ? lastPart(self.function.name) : '') },
  truth: () => true,
  repr: (self, context) => {
    if (self.kind !== 'native') return undefined;
    const { name } = self.function;
    // Keras is written in Python, as are those of its functions that programs give and print.
    return name.startsWith('keras.')
      ? at(`function ${lastPart(name)}`, self.function, context)
      : `<built-in function ${lastPart(name)}>`;
  },
};

export const methodType: NativeType = {
  name: 'method',
  module: 'builtins',
  attributes: {
    __name__: (self) =>
      str(
        self.kind === 'method'
          ? self.function.kind === 'function'
            ? self.function.name
            : lastPart(self.function.function.name)
          : '',
      ),
    __self__: (self, context) => (self.kind === 'method' ? self.self : context.unknown('a method')),
    __func__: (self, context) => (self.kind === 'method' ? self.function : context.unknown('a method')),
  },
  truth: () => true,
  repr: (self, context) => {
    if (self.kind !== 'method' || self.function.kind !== 'function') return undefined;
    const owner = context.repr(self.self);
    return owner && `<bound method ${qualifiedName(self.function)} of ${owner}>`;
  },
};

/** What both `class` statements and native types are. */
export const typeType: NativeType = {
  name: 'type',
  module: 'builtins',
  construct: define('type', 'object, bases=..., dict=..., /', ['type(1)', "type('a')"], (args, context) =>
    args.given('bases')
      ? context.unknown('a class made by a call', 'type')
      : context.getAttribute(args.get('object'), '__class__'),
  ),
  attributes: {
    __name__: (self) => str(classNameOf(self)),
    __qualname__: (self) => str(classNameOf(self)),
    __module__: (self, context) => {
      if (self.kind !== 'type') return str('__main__');
      const module = moduleOf(self.type, context);
      return module === undefined
        ? context.unknown('the module is not known', `${self.type.name}.__module__`)
        : str(module);
    },
  },
  truth: () => true,
  repr: (self, context) => {
    const name = fullName(self.kind === 'class' ? self : (self as TypeValue).type, context);
    return name && `<class '${name}'>`;
  },
};

export const moduleType: NativeType = {
  name: 'module',
  module: 'builtins',
  attributes: { __name__: (self) => str((self as ModuleValue).name) },
  truth: () => true,
  repr: (self) => `<module '${(self as ModuleValue).name}'>`,
};

function classNameOf(value: Value): string {
  return value.kind === 'type' ? value.type.name : (value as ClassValue).name;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}
