import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec, WeightData } from '../../../server/language/training-request.js';
import type { Tape } from '../tape.js';
import { optimizerFor } from './index.js';
import type { SlotSpec, StepScalars, Update, WeightShape } from './optimizer.js';

/** The slots of one weight. */
export function slotsOf(spec: OptimizerSpec, weight: WeightData): readonly SlotSpec[] {
  return optimizerFor(spec.name).slots(spec, shapeOf(weight));
}

/** A step of the optimiser: for each trainable weight its new value and slots. */
export function applyGradients(
  tape: Tape,
  spec: OptimizerSpec,
  about: readonly WeightData[],
  weights: readonly SymbolicTensor[],
  gradients: readonly (SymbolicTensor | undefined)[],
  state: StepScalars & { readonly slots: readonly (readonly SymbolicTensor[])[] },
): readonly Update[] {
  const update = optimizerFor(spec.name).update(tape, spec, state);
  return weights.map((weight, index) => {
    const gradient = gradients[index];
    const slots = state.slots[index] ?? [];
    // Keras leaves alone what the loss does not depend on.
    return gradient ? update(weight, gradient, slots, shapeOf(about[index] as WeightData)) : { weight, slots };
  });
}

function shapeOf({ name, value }: WeightData): WeightShape {
  return { name, shape: value.shape };
}
