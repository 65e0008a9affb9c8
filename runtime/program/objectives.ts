import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { Objective, Reduction } from '../../server/language/training-request.js';
import { cast, integers, scalar } from './constants.js';
import { lossFor } from './losses/index.js';
import type { LossTerms, Prediction } from './losses/loss.js';
import { metricFor } from './metrics/index.js';
import type { Tape } from './tape.js';
import { aligned, divideNoNan, maskedWeights, sumOfAll } from './weighting.js';

/** What a step judges the model by. */
export interface Judging {
  readonly objectives: readonly Objective[];
  /** For each output: the model's, its labels, what its samples count, its mask. */
  readonly outputs: readonly SymbolicTensor[];
  readonly targets: readonly SymbolicTensor[];
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
  /** The batch's value; over an epoch these are averaged by samples. */
  readonly value: SymbolicTensor;
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
  const judged = objectives.map((objective, index) => {
    const target = targets[index] as SymbolicTensor;
    const prediction = predictionOf(tape, outputs[index] as SymbolicTensor, target);
    const batch = { target, prediction, weights: sampleWeights[index], mask: masks[index] };
    return { ...batch, objective, loss: lossOf(tape, objective, batch) };
  });
  const lossesOf = judged.flatMap(({ objective, loss }) =>
    loss ? [{ name: `${objective.output}_loss`, value: loss.value }] : [],
  );
  const parts = [...judged.flatMap(({ loss }) => (loss ? [loss.total] : [])), ...penalties];
  const total =
    parts.length > 0 ? parts.reduce((sum, part) => tape.one('Add', [sum, part])) : scalar(tape, 0, 'float32');
  const own = judged.flatMap(({ objective, ...batch }) => objective.metrics.map((spec) => ({ spec, batch })));
  return {
    losses: [{ name: 'loss', value: total }, ...(objectives.length > 1 ? lossesOf : [])],
    metricStates: own.map(({ spec, batch }, index) => {
      const metric = metricFor(spec.name);
      const target = targetFor(tape, metric.labels, batch.target, batch.prediction.output);
      const weights = spec.weighted ? batch.weights : undefined;
      return metric.update(tape, { ...batch, target, weights }, judging.metricStates[index] ?? [], spec);
    }),
    seeds: () => seedsOf(tape, judged, penalties),
  };
}

interface OutputLoss {
  readonly value: SymbolicTensor;
  /** Times the output's weight. */
  readonly total: SymbolicTensor;
  readonly terms: LossTerms;
  /** What each of the terms adds to the total: a scalar, or in the terms' shape. */
  scale(): SymbolicTensor;
}

function lossOf(
  tape: Tape,
  { loss: spec, weight = 1 }: Objective,
  batch: {
    readonly target: SymbolicTensor;
    readonly prediction: Prediction;
    readonly weights: SymbolicTensor | undefined;
    readonly mask: SymbolicTensor | undefined;
  },
): OutputLoss | undefined {
  if (!spec) return undefined;
  const { prediction } = batch;
  const loss = lossFor(spec.name);
  const terms = loss.terms(tape, targetFor(tape, loss.labels, batch.target, prediction.output), prediction, spec);
  const { dtype } = terms.values;
  const given = maskedWeights(tape, batch.weights, batch.mask, spec.reduction);
  const [values, weights] = given ? aligned(tape, terms.values, cast(tape, given, dtype)) : [terms.values];
  const factor = () => scalar(tape, weight, dtype);
  if (!weights) {
    const value = tape.one(spec.reduction === 'sum' ? 'ReduceSum' : 'ReduceMean', [values], { keepdims: { int: 0 } });
    return {
      value,
      total: weight === 1 ? value : tape.one('Mul', [value, factor()]),
      terms,
      scale: () => (spec.reduction === 'sum' ? factor() : tape.one('Div', [factor(), sizeOf(tape, values)])),
    };
  }
  const counted = tape.one('Mul', [values, weights]);
  const divisor = divisorOf(tape, counted, weights, spec.reduction);
  const sum = sumOfAll(tape, counted);
  const value = divisor ? divideNoNan(tape, sum, divisor) : sum;
  return {
    value,
    total: weight === 1 ? value : tape.one('Mul', [value, factor()]),
    terms,
    scale() {
      const each = divisor ? divideNoNan(tape, factor(), divisor) : factor();
      const all = tape.one('Expand', [tape.one('Mul', [weights, each]), tape.one('Shape', [counted])]);
      return values === terms.values
        ? { ...all, shape: values.shape }
        : { ...tape.one('Reshape', [all, tape.one('Shape', [terms.values])]), shape: terms.values.shape };
    },
  };
}

/** undefined: the sum is not divided. */
function divisorOf(
  tape: Tape,
  counted: SymbolicTensor,
  weights: SymbolicTensor,
  reduction: Reduction,
): SymbolicTensor | undefined {
  if (reduction === 'sum') return undefined;
  return reduction === 'mean_with_sample_weight' ? sumOfAll(tape, weights) : sizeOf(tape, counted);
}

function sizeOf(tape: Tape, tensor: SymbolicTensor): SymbolicTensor {
  return cast(tape, tape.one('Size', [tensor]), tensor.dtype);
}

function seedsOf(
  tape: Tape,
  judged: readonly { readonly loss: OutputLoss | undefined }[],
  penalties: readonly SymbolicTensor[],
): ReadonlyMap<string, SymbolicTensor> {
  const seeds = new Map<string, SymbolicTensor>();
  const add = (of: SymbolicTensor, gradient: SymbolicTensor) => {
    const other = seeds.get(of.name);
    seeds.set(of.name, other ? tape.one('Add', [other, gradient]) : gradient);
  };
  for (const { loss } of judged) {
    if (!loss) continue;
    const { of, gradient } = loss.terms.seed(loss.scale());
    add(of, gradient);
  }
  for (const penalty of penalties) add(penalty, scalar(tape, 1, penalty.dtype));
  return seeds;
}

/** The output, with what its softmax or sigmoid was applied to. An axis of size 1 that the labels lack is taken away, as Keras does. */
function predictionOf(tape: Tape, output: SymbolicTensor, target: SymbolicTensor): Prediction {
  const rank = output.shape?.length ?? 0;
  if (rank === (target.shape?.length ?? 0) + 1 && rank > 2 && output.shape?.at(-1) === 1) {
    const squeezed = tape.one('Squeeze', [output, integers(tape, [-1])]);
    return { output: squeezed, logits: undefined, activation: undefined };
  }
  let made = tape.producer(output);
  while (made && (made.op === 'Identity' || (made.op === 'Dropout' && made.inputs.length === 1))) {
    made = made.inputs[0] ? tape.producer(made.inputs[0]) : undefined;
  }
  const activation = made?.op;
  if (!made || (activation !== 'Softmax' && activation !== 'Sigmoid'))
    return { output, logits: undefined, activation: undefined };
  return { output: made.outputs[0] as SymbolicTensor, logits: made.inputs[0], activation };
}

/** The labels as a loss or metric takes them: class numbers as they are, all else in the output's type and with its rank. */
function targetFor(
  tape: Tape,
  labels: 'classes' | undefined,
  target: SymbolicTensor,
  output: SymbolicTensor,
): SymbolicTensor {
  if (labels === 'classes') return target;
  const withRank =
    (target.shape?.length ?? 0) + 1 === output.shape?.length
      ? tape.one('Unsqueeze', [target, integers(tape, [-1])])
      : target;
  return cast(tape, withRank, output.dtype);
}
