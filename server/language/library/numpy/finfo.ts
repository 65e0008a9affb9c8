import type { ElementType } from '../../tensor/element-type.js';
import type { NativeFunction } from '../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { int, type Value } from '../../values/value.js';
import { elementTypeOf, NotKnown, whereKnown } from './arguments.js';
import { fromNumbers } from './arrays/cells.js';
import { bitsOf, integerRange, kindOf } from './arrays/promotion.js';
import { array } from './view.js';

/** Machine limits of float types: the distance from 1 to the next number, the greatest, the least normal. */
const limits: Readonly<Partial<Record<ElementType, { eps: number; max: number; tiny: number; precision: number }>>> = {
  float16: { eps: 2 ** -10, max: 65504, tiny: 2 ** -14, precision: 3 },
  float32: { eps: 2 ** -23, max: (2 - 2 ** -23) * 2 ** 127, tiny: 2 ** -126, precision: 6 },
  float64: { eps: 2 ** -52, max: Number.MAX_VALUE, tiny: 2 ** -1022, precision: 15 },
};

function typeOfInfo(self: Value): ElementType {
  return stateOf(self, finfoType) ?? stateOf(self, iinfoType) ?? 'float64';
}

function floatLimit(name: 'eps' | 'max' | 'tiny', sign = 1): (self: Value) => Value {
  return (self) => {
    const dtype = typeOfInfo(self);
    return array(dtype, [], fromNumbers(Float64Array.of(sign * (limits[dtype]?.[name] ?? Number.NaN)), dtype));
  };
}

const finfoType: NativeType<ElementType> = {
  name: 'finfo',
  module: 'numpy',
  attributes: {
    eps: floatLimit('eps'),
    max: floatLimit('max'),
    min: floatLimit('max', -1),
    tiny: floatLimit('tiny'),
    smallest_normal: floatLimit('tiny'),
    bits: (self) => int(bitsOf(typeOfInfo(self))),
    precision: (self) => int(limits[typeOfInfo(self)]?.precision ?? 0),
    dtype: (self) => ({ kind: 'dtype', dtype: typeOfInfo(self) }),
  },
  truth: () => true,
};

const iinfoType: NativeType<ElementType> = {
  name: 'iinfo',
  module: 'numpy',
  attributes: {
    max: (self) => int(integerRange(typeOfInfo(self))?.most ?? 0),
    min: (self) => int(integerRange(typeOfInfo(self))?.least ?? 0),
    bits: (self) => int(bitsOf(typeOfInfo(self))),
    dtype: (self) => ({ kind: 'dtype', dtype: typeOfInfo(self) }),
  },
  truth: () => true,
};

/** `np.finfo(dtype)`, `np.iinfo(dtype)`. */
export const infoFunctions: readonly NativeFunction[] = [
  info(
    'finfo',
    finfoType,
    ['np.finfo(np.float32).eps', "np.finfo('float64').max"],
    (dtype) => kindOf(dtype) === 'float',
  ),
  info(
    'iinfo',
    iinfoType,
    ['np.iinfo(np.uint8).max', 'np.iinfo(np.int32).min'],
    (dtype) => kindOf(dtype) === 'signed' || kindOf(dtype) === 'unsigned',
  ),
];

function info(
  name: string,
  type: NativeType<ElementType>,
  examples: readonly string[],
  fits: (dtype: ElementType) => boolean,
): NativeFunction {
  return {
    name: `np.${name}`,
    signature: 'dtype',
    examples,
    call: whereKnown(`np.${name}`, (args, context) => {
      const given = args.get('dtype');
      const dtype = given.kind === 'tensor' ? given.dtype : elementTypeOf(given);
      if (!dtype) throw new NotKnown('an element type that is not known');
      if (!fits(dtype))
        context.raise(
          'ValueError',
          name === 'finfo' ? `data type ${dtype} not inexact` : `Invalid integer data type '${kindOf(dtype)[0]}'.`,
        );
      return object(type, dtype);
    }),
  };
}
