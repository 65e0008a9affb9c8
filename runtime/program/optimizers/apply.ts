import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec } from '../../../server/language/training-request.js';
import { cast } from '../constants.js';
import { flagSetting } from '../settings.js';
import type { Tape } from '../tape.js';
import { Accumulation, int64 } from './accumulation.js';
import { Arithmetic } from './arithmetic.js';
import { clipGradients } from './clip-gradients.js';
import { optimizerFor } from './index.js';
import { accumulatorSlot, averageSlot, commonSlots, type OptimizerLayout, type Piece, shapeOf } from './layout.js';
import { LossScaling } from './loss-scaling.js';
import { MovingAverage } from './moving-average.js';
import type { Update, WeightShape } from './optimizer.js';
import { gathered, gatheredGradients, separated } from './pieces.js';
import { keptOfOtherRows, slicesOf } from './slices.js';
import { weightDecayOf } from './weight-decay.js';

/** What an optimiser knows beside weights and gradients. */
export interface OptimizerState {
  /** For each piece of the layout. */
  readonly slots: readonly (readonly SymbolicTensor[])[];
  readonly shared: readonly SymbolicTensor[];
  /** Steps before this one: int64 without axes. */
  readonly iterations: SymbolicTensor;
  /** A scalar of float32. */
  readonly learningRate: SymbolicTensor;
  /** How many samples a step has at most, where that is known. */
  readonly batchSize?: number;
}

export interface Applied {
  /** In the order of the trainable weights. */
  readonly weights: readonly SymbolicTensor[];
  /** For each piece. */
  readonly slots: readonly (readonly SymbolicTensor[])[];
  readonly shared: readonly SymbolicTensor[];
}

/** A step of the optimiser as Keras's `apply` takes it, without constraints. A weight without a gradient stays as it is. */
export function applyGradients(
  tape: Tape,
  spec: OptimizerSpec,
  layout: OptimizerLayout,
  weights: readonly SymbolicTensor[],
  gradients: readonly (SymbolicTensor | undefined)[],
  state: OptimizerState,
): Applied {
  const nodes = new Arithmetic(tape, state.batchSize);
  const { subtract, multiply, where } = nodes;
  const optimizer = optimizerFor(spec.name);
  const ownShared = state.shared.slice(0, optimizer.shared?.length ?? 0);
  const scaling = new LossScaling(nodes, spec, gradients, state.shared.slice(ownShared.length), state.iterations);
  const accumulation = new Accumulation(nodes, spec, scaling.iterations);
  const moving = new MovingAverage(nodes, spec, accumulation.updates);
  const scalars = {
    step: cast(tape, tape.one('Add', [accumulation.updates, int64(nodes, 1)]), 'float32'),
    learningRate: state.learningRate,
  };
  const shared = optimizer.updateShared?.(nodes, spec, { ...scalars, shared: ownShared }) ?? [];
  // Keras 2 sums the rows of such a gradient up once they are clipped: then nothing is peculiar about them.
  const summed = flagSetting(spec, 'older') || flagSetting(spec, 'legacy');
  const update = optimizer.update(summed ? new Arithmetic(tape) : nodes, spec, { ...scalars, shared });
  const common = commonSlots(spec).map(({ name }) => name);
  const slotOf = (index: number, name: string) => state.slots[index]?.[common.indexOf(name)];

  const found = gatheredGradients(tape, layout, gradients);
  for (const { gradient } of found) {
    const slices = gradient && slicesOf(tape, gradient);
    if (slices) nodes.sliced(gradient, slices);
  }
  const sums = found.map(({ gradient }, index) => accumulation.sum(gradient, slotOf(index, accumulatorSlot)));
  const means = sums.map((sum) => sum && accumulation.mean(sum));
  const clipped = clipGradients(nodes, spec, means);
  const results = gathered(tape, layout, weights).map((weight, index): Update => {
    const own = (state.slots[index] as readonly SymbolicTensor[]).slice(common.length);
    const about = aboutPiece(layout.pieces[index] as Piece);
    const gradient = clipped[index];
    const known = found[index]?.known;
    const choose = (changed: SymbolicTensor, before: SymbolicTensor) =>
      accumulation.ifDue(known && changed !== before ? where(known, changed, before) : changed, before);
    let changed: Update = { weight, slots: own };
    if (gradient) {
      const decay = weightDecayOf(spec, about);
      const decayed = decay === null ? weight : subtract(weight, multiply(multiply(weight, decay), state.learningRate));
      changed = update(decayed, gradient, own, about);
      const rows = found[index]?.gradient && nodes.slicesOf(found[index].gradient as SymbolicTensor);
      const kept = rows && keptOfOtherRows(spec);
      if (rows && kept) {
        const taken = rows.taken();
        changed = {
          weight: where(taken, changed.weight, weight),
          slots:
            kept === 'all'
              ? changed.slots.map((slot, at) => where(taken, slot, own[at] as SymbolicTensor))
              : changed.slots,
        };
      }
    }
    const followed = moving.follow(slotOf(index, averageSlot), choose(changed.weight, weight));
    const accumulated = slotOf(index, accumulatorSlot);
    const slots = [
      ...(followed.average ? [followed.average] : []),
      ...(accumulated ? [accumulation.rest(sums[index], accumulated)] : []),
      ...changed.slots.map((slot, at) => choose(slot, own[at] as SymbolicTensor)),
    ];
    return {
      weight: scaling.taken(followed.weight, weight),
      slots: slots.map((slot, at) => scaling.taken(slot, state.slots[index]?.[at] as SymbolicTensor)),
    };
  });
  return {
    weights: separated(
      tape,
      layout,
      results.map(({ weight }) => weight),
    ),
    slots: results.map(({ slots }) => slots),
    shared: [
      ...shared.map((value, index) => {
        const before = ownShared[index] as SymbolicTensor;
        return scaling.taken(accumulation.ifDue(value, before), before);
      }),
      ...scaling.after,
    ],
  };
}

/** Of a piece of several weights, what is the same for all. */
function aboutPiece({ weights }: Piece): WeightShape {
  return shapeOf(weights[0] as Piece['weights'][number]);
}
