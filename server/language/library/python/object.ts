import type { NativeType } from '../../values/native-type.js';
import { object } from '../../values/native-type.js';
import { define } from './define.js';
import { plainRepr } from './object-text.js';

/** `object`, from which all else inherits. */
export const objectType: NativeType = {
  name: 'object',
  module: 'builtins',
  construct: define('object', '', ['object()'], () => object(objectType, undefined)),
  truth: () => true,
  repr: (self, context) => plainRepr(self, self.kind === 'instance' ? self.class : objectType, context),
};
