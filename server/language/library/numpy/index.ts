import { elementTypes } from '../../tensor/element-type.js';
import type { NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { float, none, str, type Value } from '../../values/value.js';
import { moduleExceptionClasses } from '../python/exceptions.js';
import { dtypeType } from './dtype.js';
import { infoFunctions } from './finfo.js';
import type { ArrayFunction } from './functions/array-function.js';
import { decompositions, fourierFunctions } from './functions/decompositions.js';
import { arrayFunctions } from './functions/index.js';
import { columnJoiner, rowJoiner } from './functions/joining.js';
import { linalgFunctions } from './functions/linear-algebra.js';
import { ndarrayType } from './ndarray.js';
import { numberBases, numberClass } from './number-classes.js';
import { generatorFunctions, generatorType } from './random/generator-functions.js';
import { moduleFunctions, randomStateType } from './random/legacy-functions.js';

export { dtypeType } from './dtype.js';
export { ndarrayType } from './ndarray.js';

/** The NumPy that programs import. */
export const modules: readonly NativeModule[] = [
  {
    name: 'numpy',
    members: {
      ...membersOf(arrayFunctions),
      ...Object.fromEntries(infoFunctions.map((f) => [f.name.slice('np.'.length), native(f)])),
      ndarray: { kind: 'type', type: ndarrayType },
      dtype: { kind: 'type', type: dtypeType },
      ...Object.fromEntries(
        elementTypes
          .filter((type) => type !== 'string' && type !== 'bfloat16')
          .map((dtype): [string, Value] => [dtype, numberClass(dtype)]),
      ),
      bool_: numberClass('bool'),
      int_: numberClass('int64'),
      intp: numberClass('int64'),
      uint: numberClass('uint64'),
      byte: numberClass('int8'),
      ubyte: numberClass('uint8'),
      half: numberClass('float16'),
      single: numberClass('float32'),
      double: numberClass('float64'),
      ...numberBases,
      pi: float(Math.PI),
      e: float(Math.E),
      inf: float(Number.POSITIVE_INFINITY),
      nan: float(Number.NaN),
      newaxis: none,
      r_: rowJoiner,
      c_: columnJoiner,
      __version__: str('2.4.6'),
    },
  },
  {
    name: 'numpy.linalg',
    members: {
      LinAlgError: moduleExceptionClasses['numpy.linalg.LinAlgError'],
      ...membersOf([...linalgFunctions, ...decompositions]),
    },
  },
  { name: 'numpy.fft', members: membersOf(fourierFunctions) },
  {
    name: 'numpy.random',
    members: {
      ...Object.fromEntries(
        [...moduleFunctions, ...generatorFunctions].map((f) => [f.name.slice('np.random.'.length), native(f)]),
      ),
      RandomState: { kind: 'type', type: randomStateType },
      Generator: { kind: 'type', type: generatorType },
    },
  },
];

function membersOf(functions: readonly ArrayFunction[]): Readonly<Record<string, Value>> {
  return Object.fromEntries(functions.flatMap(({ name, member }) => (member ? [[name, member] as const] : [])));
}

function native(f: NativeFunction): Value {
  return { kind: 'native', function: f };
}
