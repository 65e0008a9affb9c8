import type { ElementType } from '../../tensor/element-type.js';
import type { NativeType } from '../../values/native-type.js';
import type { DtypeValue, TensorValue, TypeValue, Value } from '../../values/value.js';
import { kindOf } from './arrays/promotion.js';
import { isZeroDimensionalArray } from './view.js';

const abstract = (name: string, base?: NativeType): NativeType => ({
  name,
  module: 'numpy',
  ...(base ? { base: base as NativeType<never> } : {}),
});

const generic = abstract('generic');
const number = abstract('number', generic);
const integer = abstract('integer', number);
const signedinteger = abstract('signedinteger', integer);
const unsignedinteger = abstract('unsignedinteger', integer);
const inexact = abstract('inexact', number);
const floating = abstract('floating', inexact);
const character = abstract('character', abstract('flexible', generic));

/** The classes that NumPy's numbers derive from: `np.floating`. No number is of them alone. */
export const numberBases: Readonly<Record<string, TypeValue>> = Object.fromEntries(
  [generic, number, integer, signedinteger, unsignedinteger, inexact, floating].map((type) => [
    type.name,
    { kind: 'type', type },
  ]),
);

const bases = { bool: generic, unsigned: unsignedinteger, signed: signedinteger, float: floating, string: character };

/** The class that numbers of a type derive from: `np.floating` of float32's. */
export function numberBase(dtype: ElementType): NativeType {
  return bases[kindOf(dtype)];
}

/** `np.float32`: the class of NumPy's numbers of a type. */
export function numberClass(dtype: ElementType): DtypeValue {
  return { kind: 'dtype', dtype, isClass: true };
}

/** `type(x)` of a number of NumPy's: an array without axes that was not made as one. Undefined of arrays. */
export function classOfNumber(x: TensorValue): Value | undefined {
  return x.shape?.length === 0 && x.dtype && !isZeroDimensionalArray(x) ? numberClass(x.dtype) : undefined;
}
