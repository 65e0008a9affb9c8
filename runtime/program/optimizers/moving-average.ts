import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { cast, scalar } from '../constants.js';
import { flagSetting, numberSetting, optionalNumber } from '../settings.js';
import { dividesNext, int64 } from './accumulation.js';
import type { Arithmetic } from './arithmetic.js';

/** `use_ema`: a running mean of the weights, which takes their place now and then, and at the end of `fit`. */
export class MovingAverage {
  private readonly momentum: SymbolicTensor | undefined;
  private readonly overwrites: SymbolicTensor | undefined;

  /** `updates`: those made before this step. */
  constructor(
    private readonly nodes: Arithmetic,
    spec: OptimizerSpec,
    updates: SymbolicTensor,
  ) {
    if (!flagSetting(spec, 'use_ema')) return;
    const { graph, multiply } = nodes;
    const later = graph.one('Not', [graph.one('Equal', [updates, int64(nodes, 0)])]);
    const momentum = numberSetting(spec, 'ema_momentum');
    // Keras 2 has the mean begin with the weight, Keras 3 with the first step's.
    this.momentum = flagSetting(spec, 'older')
      ? scalar(graph, momentum, 'float32')
      : multiply(cast(graph, later, 'float32'), momentum);
    const frequency = optionalNumber(spec, 'ema_overwrite_frequency');
    if (frequency) this.overwrites = dividesNext(nodes, updates, frequency);
  }

  /** The average after a step that left the weight at a value, and what the weight is then. */
  follow(
    average: SymbolicTensor | undefined,
    weight: SymbolicTensor,
  ): { readonly weight: SymbolicTensor; readonly average: SymbolicTensor | undefined } {
    if (!average || !this.momentum) return { weight, average };
    const { add, multiply, subtract, where } = this.nodes;
    const followed = add(multiply(average, this.momentum), multiply(weight, subtract(1, this.momentum)));
    return { weight: this.overwrites ? where(this.overwrites, followed, weight) : weight, average: followed };
  }
}
