import type { ArrayFunction } from './array-function.js';
import { conversionMethods } from './conversion.js';
import { creationFunctions } from './creation.js';
import { elementwiseFunctions } from './elementwise.js';
import { fileFunctions } from './files.js';
import { formFunctions } from './forms.js';
import { joiningFunctions } from './joining.js';
import { linearAlgebraFunctions } from './linear-algebra.js';
import { mappedFunctions } from './mapped.js';
import { orderingFunctions } from './ordering.js';
import { productFunctions } from './products.js';
import { reductionFunctions } from './reductions.js';
import { savedFunctions } from './saved.js';
import { setFunctions } from './sets.js';
import { shapingFunctions } from './shaping.js';
import { writtenFunctions } from './written.js';

/** Every function of `numpy` and every method of its arrays. */
export const arrayFunctions: readonly ArrayFunction[] = [
  ...creationFunctions,
  ...conversionMethods,
  ...shapingFunctions,
  ...joiningFunctions,
  ...elementwiseFunctions,
  ...reductionFunctions,
  ...orderingFunctions,
  ...setFunctions,
  ...linearAlgebraFunctions,
  ...fileFunctions,
  ...formFunctions,
  ...productFunctions,
  ...mappedFunctions,
  ...savedFunctions,
  ...writtenFunctions,
];
