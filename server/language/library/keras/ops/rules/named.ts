import type { NativeType } from '../../../../values/native-type.js';
import type { Value } from '../../../../values/value.js';
import { namedTuple, namedTupleType } from '../../../python/modules/named-tuple.js';

const types = new Map<string, NativeType>();

/** A result of several tensors with names, such as `top_k`'s values and indices. */
export function namedOutcome(name: string, fields: readonly string[], values: readonly Value[]): Value {
  let type = types.get(name);
  if (!type) {
    type = namedTupleType(name, 'tensorflow', fields);
    types.set(name, type);
  }
  return namedTuple(type, values);
}
