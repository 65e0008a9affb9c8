import type { NativeFunction } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { arrayFunctions } from '../../numpy/functions/index.js';

let functions: ReadonlyMap<string, NativeFunction> | undefined;

/** NumPy's function of a name, that columns are computed with. */
export function numpyFunction(name: string): Value {
  functions ??= new Map(
    arrayFunctions.flatMap(({ name: own, member }) => (member?.kind === 'native' ? [[own, member.function]] : [])),
  );
  const found = functions.get(name);
  if (!found) throw new TypeError(`NumPy has no ${name}`);
  return { kind: 'native', function: found };
}
