import type { Value } from '../../values/value.js';
import { ellipsis, notImplemented, str, True } from '../../values/value.js';
import { codeFunctions } from './builtins/code.js';
import { collectionFunctions } from './builtins/collections.js';
import { descriptorTypes } from './builtins/descriptors.js';
import { inputOutputFunctions } from './builtins/input-output.js';
import { introspectionFunctions } from './builtins/introspection.js';
import { numberFunctions } from './builtins/numbers.js';
import { bytesType } from './bytes.js';
import { dictType } from './dict.js';
import { exceptionClasses } from './exceptions.js';
import { listType } from './list.js';
import { boolType, floatType, intType } from './numbers.js';
import { objectType } from './object.js';
import { rangeType, sliceType } from './range.js';
import { frozensetType, setType } from './set.js';
import { typeType } from './singletons.js';
import { strType } from './str.js';
import { tupleType } from './tuple.js';

const types = [
  boolType,
  bytesType,
  dictType,
  floatType,
  frozensetType,
  intType,
  listType,
  objectType,
  rangeType,
  setType,
  sliceType,
  strType,
  tupleType,
  typeType,
  ...descriptorTypes,
];

/** The names that every program knows without an import. */
export const builtins: ReadonlyMap<string, Value> = new Map<string, Value>([
  ...types.map((type): [string, Value] => [type.name, { kind: 'type', type }]),
  ...exceptionClasses,
  ['IOError', exceptionClasses.get('OSError') as Value],
  ['EnvironmentError', exceptionClasses.get('OSError') as Value],
  ...[
    ...numberFunctions,
    ...collectionFunctions,
    ...introspectionFunctions,
    ...inputOutputFunctions,
    ...codeFunctions,
  ].map((f): [string, Value] => [f.name, { kind: 'native', function: f }]),
  ['__debug__', True],
  ['Ellipsis', ellipsis],
  ['NotImplemented', notImplemented],
  ['__name__', str('__main__')],
]);
