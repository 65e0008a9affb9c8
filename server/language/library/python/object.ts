import type { NativeType } from '../../values/native-type.js';
import { object } from '../../values/native-type.js';
import { define } from './define.js';
import { typeName } from './type-name.js';

/** `object`, from which all else inherits. */
export const objectType: NativeType = {
  name: 'object',
  module: 'builtins',
  construct: define('object', '', ['object()'], () => object(objectType, undefined)),
  truth: () => true,
  repr: (self) => `<${self.kind === 'instance' ? `__main__.${typeName(self)}` : typeName(self)} object>`,
};
