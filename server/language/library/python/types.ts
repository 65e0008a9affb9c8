import type { NativeType } from '../../values/native-type.js';
import type { Value } from '../../values/value.js';
import { bytesType } from './bytes.js';
import { dictType } from './dict.js';
import { iteratorType } from './iterator.js';
import { listType } from './list.js';
import { boolType, floatType, intType } from './numbers.js';
import { objectType } from './object.js';
import { rangeType, sliceType } from './range.js';
import { frozensetType, setType } from './set.js';
import {
  ellipsisType,
  functionType,
  methodType,
  moduleType,
  nativeFunctionType,
  noneType,
  notImplementedType,
  typeType,
} from './singletons.js';
import { strType } from './str.js';
import { tupleType } from './tuple.js';

const types: Readonly<Partial<Record<Value['kind'], NativeType>>> = {
  none: noneType,
  ellipsis: ellipsisType,
  'not-implemented': notImplementedType,
  bool: boolType,
  int: intType,
  dim: intType,
  float: floatType,
  str: strType,
  bytes: bytesType,
  list: listType,
  tuple: tupleType,
  dict: dictType,
  range: rangeType,
  slice: sliceType,
  iterator: iteratorType,
  function: functionType,
  native: nativeFunctionType,
  method: methodType,
  class: typeType,
  type: typeType,
  module: moduleType,
};

/** The type of any value but tensors, whose libraries give theirs. */
export function typeOfPythonValue(value: Value): NativeType {
  if (value.kind === 'object') return value.type;
  if ((value.kind === 'tuple' || value.kind === 'list' || value.kind === 'dict') && value.type) return value.type;
  if (value.kind === 'instance') return value.native?.type ?? objectType;
  if (value.kind === 'set') return value.frozen ? frozensetType : setType;
  return types[value.kind] ?? objectType;
}
