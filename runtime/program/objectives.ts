import { brought, ofOutput } from '../../server/language/objectives/compared.js';
import type { LossTerms, Prediction } from '../../server/language/objectives/losses/loss.js';
import type { MetricBatch } from '../../server/language/objectives/metrics/metric.js';
import { divisorOf, reduced, sizeOf } from '../../server/language/objectives/reduction.js';
import {
  aligned,
  divideNoNan,
  maskedWeights,
  meanFrom,
  rankOf,
  sumOfAll,
} from '../../server/language/objectives/weighting.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { LossSpec, Objective } from '../../server/language/training-request.js';
import { cast, scalar } from './constants.js';
import { lossOf, metricOf } from './program-objectives.js';
import type { Tape } from './tape.js';

/** What a step judges the model by. */
export interface Judging {
  readonly objectives: readonly Objective[];
  /** For each output: the model's, its labels, what its samples count, its mask. */
  readonly outputs: readonly SymbolicTensor[];
  readonly targets: readonly (SymbolicTensor | undefined)[];
  readonly sampleWeights: readonly (SymbolicTensor | undefined)[];
  readonly masks: readonly (SymbolicTensor | undefined)[];
  /** Scalars that the total loss takes in beside the outputs' losses. */
  readonly penalties: readonly SymbolicTensor[];
  /** The variables of each metric before this batch, in the order of `metricsOf`. */
  readonly metricStates: readonly (readonly SymbolicTensor[])[];
}

/** A loss as a key of the logs. */
export interface LossMeasure {
  readonly name: string;
  /** The batch's value; over an epoch these are averaged by samples, or with `byBatch` all alike. */
  readonly value: SymbolicTensor;
  readonly byBatch?: boolean;
}

export interface Judged {
  /** The total first; then each output's, where there are several. */
  readonly losses: readonly LossMeasure[];
  readonly metricStates: readonly (readonly SymbolicTensor[])[];
  /** Gradients of the total loss by the names of the tensors they belong to. */
  seeds(): ReadonlyMap<string, SymbolicTensor>;
}

/** Adds losses and metrics to a step: one objective an output. */
export function judge(tape: Tape, judging: Judging): Judged {
  const { objectives, outputs, targets, sampleWeights, masks, penalties } = judging;
  const judged = objectives.flatMap((objective, index) => {
    const target = targets[index];
    if (!target) return [];
    const prediction = predictionOf(tape, outputs[index] as SymbolicTensor);
    const batch = { target, prediction, weights: sampleWeights[index], mask: masks[index] };
    return { ...batch, objective, loss: objective.loss && outputLoss(tape, objective.loss, batch, objective.weight) };
  });
  const lossesOf = judged.flatMap(({ objective, objective: { key }, loss }) =>
    loss && key !== undefined ? [{ name: key, value: loss.value, byBatch: objective.byBatch === true }] : [],
  );
  const parts = [...judged.flatMap(({ loss }) => (loss ? [loss.total] : [])), ...penalties];
  const total =
    parts.length > 0 ? parts.reduce((sum, part) => tape.one('Add', [sum, part])) : scalar(tape, 0, 'float32');
  const own = judged.flatMap(({ objective, loss, ...batch }) => objective.metrics.map((spec) => ({ spec, batch })));
  return {
    losses: [{ name: 'loss', value: total, byBatch: false }, ...lossesOf].map(({ name, value, byBatch }) => ({
      name,
      ...(byBatch && { byBatch }),
      value: meanFrom(tape, value, 0),
    })),
    metricStates: own.map(({ spec, batch }, index) => {
      const metric = metricOf(spec);
      const compared = brought(tape, batch, metric);
      const weights = spec.weighted ? batch.weights : undefined;
      return metric.update(tape, { ...batch, ...compared, weights }, judging.metricStates[index] ?? [], spec);
    }),
    seeds: () => seedsOf(tape, judged, penalties, total),
  };
}

interface OutputLoss {
  readonly value: SymbolicTensor;
  /** Times the output's weight. */
  readonly total: SymbolicTensor;
  readonly terms: LossTerms;
  /** What each of the terms adds to the total, times the share: a scalar, or in the terms' shape. */
  scale(share: SymbolicTensor): SymbolicTensor;
}

type Batch = Pick<MetricBatch, 'target' | 'prediction' | 'weights' | 'mask'>;

function outputLoss(tape: Tape, spec: LossSpec, batch: Batch, weight = 1): OutputLoss {
  const loss = lossOf(spec);
  const compared = brought(tape, batch, { ...loss, aligns: spec.program?.aligns ?? true });
  const terms = loss.terms(tape, compared.target, compared.prediction, spec);
  const { dtype } = terms.values;
  const mask = bothMasks(tape, batch.mask, terms.mask);
  const given = maskedWeights(tape, batch.weights, mask, spec.reduction);
  const [values, weights] = given ? aligned(tape, terms.values, cast(tape, given, dtype)) : [terms.values];
  const counted = weights ? tape.one('Mul', [values, weights]) : values;
  const value = reduced(tape, counted, weights, spec.reduction);
  return {
    value,
    total: weight === 1 ? value : tape.one('Mul', [value, scalar(tape, weight, dtype)]),
    terms,
    scale(share) {
      const factor = weight === 1 ? share : tape.one('Mul', [share, scalar(tape, weight, dtype)]);
      const divisor = divisorOf(tape, counted, weights, spec.reduction);
      // Of a sum of weights, which may be 0; a size is none.
      const over = weights ? divideNoNan : quotient;
      const each = divisor ? over(tape, factor, divisor) : factor;
      if (!weights) return each;
      const all = tape.one('Mul', [each, weights]);
      const size = tape.one('Shape', [counted]);
      // Values that were brought to the weights' rank go back to their own; one value that all weights share has their sum.
      const spread = tape.one('Expand', [all, size]);
      if (rankOf(values) < rankOf(counted)) return sumOfAll(tape, spread);
      return values === terms.values
        ? { ...spread, shape: values.shape }
        : { ...tape.one('Reshape', [spread, tape.one('Shape', [terms.values])]), shape: terms.values.shape };
    },
  };
}

function quotient(tape: Tape, a: SymbolicTensor, b: SymbolicTensor): SymbolicTensor {
  return tape.one('Div', [a, b]);
}

/** Keras's mask of the output and that of the loss's values. */
function bothMasks(
  tape: Tape,
  a: SymbolicTensor | undefined,
  b: SymbolicTensor | undefined,
): SymbolicTensor | undefined {
  return a && b ? tape.one('And', [a, b]) : (a ?? b);
}

function seedsOf(
  tape: Tape,
  judged: readonly { readonly loss: OutputLoss | undefined }[],
  penalties: readonly SymbolicTensor[],
  total: SymbolicTensor,
): ReadonlyMap<string, SymbolicTensor> {
  // What is minimised is the sum of a loss that is not reduced, in which a scalar counts once for each element.
  const shareOf = (part: SymbolicTensor) =>
    rankOf(total) > rankOf(part) ? sizeOf(tape, total) : scalar(tape, 1, part.dtype);
  const seeds = new Map<string, SymbolicTensor>();
  const add = (of: SymbolicTensor, gradient: SymbolicTensor) => {
    const other = seeds.get(of.name);
    seeds.set(of.name, other ? tape.one('Add', [other, gradient]) : gradient);
  };
  for (const { loss } of judged) {
    if (!loss) continue;
    const { of, gradient } = loss.terms.seed(loss.scale(shareOf(loss.value)));
    add(of, gradient);
  }
  for (const penalty of penalties) add(penalty, shareOf(penalty));
  return seeds;
}

/** The output, with what its softmax or sigmoid was applied to. */
function predictionOf(tape: Tape, output: SymbolicTensor): Prediction {
  let made = tape.producer(output);
  while (made && (made.op === 'Identity' || (made.op === 'Dropout' && made.inputs.length === 1))) {
    made = made.inputs[0] ? tape.producer(made.inputs[0]) : undefined;
  }
  const activation = made?.op;
  if (!made || (activation !== 'Softmax' && activation !== 'Sigmoid')) return ofOutput(output);
  return { output: made.outputs[0] as SymbolicTensor, logits: made.inputs[0], activation };
}
