import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { cast, scalar } from '../constants.js';
import { flagSetting } from '../settings.js';
import type { Arithmetic } from './arithmetic.js';
import type { SlotSpec } from './optimizer.js';

/** Where a `LossScaleOptimizer` is around the optimiser: the scale, the steps since it changed, and the steps that were left out and do not count. */
export function lossScaleSlots(spec: OptimizerSpec): readonly SlotSpec[] {
  const { lossScale } = spec;
  return lossScale
    ? [
        { name: 'loss_scale', initial: lossScale.scale },
        { name: 'loss_scale_steps', initial: lossScale.counter },
        { name: 'left_out', initial: 0 },
      ]
    : [];
}

/** The largest scale of Keras 2: twice as much is no float32. */
const LARGEST = 2 ** 127;

/**
 * Leaves a step out whose gradients, times the scale, are infinite or NaN, and halves the scale; doubles it after so many
 * steps without one. Gradients are not scaled themselves: in float32 nothing comes of a power of two.
 */
export class LossScaling {
  /** Steps before this one that count: Keras 3 does not count those that were left out. */
  readonly iterations: SymbolicTensor;
  /** What the slots become. */
  readonly after: readonly SymbolicTensor[];
  private readonly finite: SymbolicTensor | undefined;

  constructor(
    private readonly nodes: Arithmetic,
    spec: OptimizerSpec,
    gradients: readonly (SymbolicTensor | undefined)[],
    slots: readonly SymbolicTensor[],
    iterations: SymbolicTensor,
  ) {
    const { graph, add, multiply, equal, minimum, maximum, where } = nodes;
    const [scale, steps, leftOut] = slots;
    const { lossScale } = spec;
    this.after = [];
    this.iterations = iterations;
    if (!lossScale || !scale || !steps || !leftOut) return;
    const isOlder = flagSetting(spec, 'older') || flagSetting(spec, 'legacy');
    // Keras 2 counts them, so that none is noted here.
    if (!isOlder) this.iterations = graph.one('Sub', [iterations, cast(graph, leftOut, 'int64')]);
    // Nothing times an infinity is NaN, which equals nothing.
    const none = scalar(graph, 0, 'float32');
    const nothings = gradients.flatMap((gradient) =>
      gradient ? [nodes.sum(graph.one('Mul', [graph.one('Mul', [gradient, scale]), none]))] : [],
    );
    const total = nothings.reduce<SymbolicTensor | undefined>((sum, each) => (sum ? add(sum, each) : each), undefined);
    if (!total) return;
    const finite = equal(total, 0);
    this.finite = finite;
    const next = add(steps, 1);
    const grows = equal(next, lossScale.growth);
    const zero = multiply(steps, 0);
    const doubled = multiply(scale, 2);
    const halved = multiply(scale, 0.5);
    this.after = [
      where(
        finite,
        where(grows, isOlder ? minimum(doubled, LARGEST) : doubled, scale),
        isOlder ? maximum(halved, 1) : halved,
      ),
      where(finite, where(grows, zero, next), zero),
      isOlder ? leftOut : where(finite, leftOut, add(leftOut, 1)),
    ];
  }

  /** What something becomes, if the step is taken. */
  taken(changed: SymbolicTensor, before: SymbolicTensor): SymbolicTensor {
    return this.finite && changed !== before ? this.nodes.where(this.finite, changed, before) : changed;
  }
}
