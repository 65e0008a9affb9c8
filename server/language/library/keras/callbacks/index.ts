import type { NativeType } from '../../../values/native-type.js';
import { callbackType } from './callback.js';
import { earlyStopping } from './early-stopping.js';
import { lambdaCallback } from './lambda-callback.js';

/** The callbacks that are called; one that is only named is refused in a run. */
export const callbackTypes: readonly NativeType<never>[] = [callbackType, earlyStopping, lambdaCallback].map(
  (type) => type as NativeType<never>,
);
