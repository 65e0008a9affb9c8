import type { TensorSpec } from '../../model/model.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import { castTo } from '../numpy/arrays/cells.js';

/**
 * What an engine computed, in the element types that the outputs have by their layers' dtype policies: engines compute in
 * float32.
 */
export function asOutputs(
  results: readonly TensorData[],
  outputs: readonly Pick<TensorSpec, 'dtype'>[],
  context: Context,
): readonly TensorData[] {
  return results.map((result, i) => {
    const to = outputs[i]?.dtype;
    if (result.dtype !== 'float32' || !to || to === 'float32') return result;
    if (to !== 'float16') context.unknown(`results of ${to} are not supported`, 'predict');
    return to === 'float16' ? { ...result, dtype: to, data: castTo(result.data, 'float32', to) } : result;
  });
}
