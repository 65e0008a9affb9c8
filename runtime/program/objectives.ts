import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { MetricSpec, Objective } from '../../server/language/training-request.js';
import { cast, integers, scalar } from './constants.js';
import { losses } from './losses/index.js';
import type { LossTerms, Prediction } from './losses/loss.js';
import { metrics } from './metrics/index.js';
import type { Tape } from './tape.js';

/** A number that a step gives beside its weights: a key of the logs. */
export interface Measure {
  readonly name: string;
  /** The batch's value; over an epoch these are averaged by samples. */
  readonly value: SymbolicTensor;
}

export interface Judged {
  readonly measures: readonly Measure[];
  /** Gradients of the total loss by the names of the tensors they belong to. */
  seeds(): ReadonlyMap<string, SymbolicTensor>;
}

/** Adds losses and metrics to a step: one objective an output. The first measure is the total loss. */
export function judge(
  tape: Tape,
  outputs: readonly SymbolicTensor[],
  targets: readonly SymbolicTensor[],
  objectives: readonly Objective[],
): Judged {
  const judged = objectives.map((objective, index) => {
    const prediction = predictionOf(tape, outputs[index] as SymbolicTensor, targets[index] as SymbolicTensor);
    const target = targets[index] as SymbolicTensor;
    const forLoss = targetFor(tape, objective.loss.name, target, prediction.output);
    const terms = losses[objective.loss.name](tape, forLoss, prediction, objective.loss);
    const loss = tape.one(objective.loss.reduction === 'sum' ? 'ReduceSum' : 'ReduceMean', [terms.values], {
      keepdims: { int: 0 },
    });
    return { objective, prediction, target, terms, loss };
  });
  const several = objectives.length > 1;
  const total = judged.map(({ loss }) => loss).reduce((sum, loss) => tape.one('Add', [sum, loss]));
  return {
    measures: [
      { name: 'loss', value: total },
      ...(several ? judged.map(({ objective, loss }) => ({ name: `${objective.output}_loss`, value: loss })) : []),
      ...judged.flatMap(({ objective, prediction, target }) =>
        objective.metrics.map((spec) => ({
          name: several ? `${objective.output}_${spec.name}` : spec.name,
          value: measured(tape, spec, target, prediction),
        })),
      ),
    ],
    seeds: () => seedsOf(tape, judged),
  };
}

function measured(tape: Tape, spec: MetricSpec, target: SymbolicTensor, prediction: Prediction): SymbolicTensor {
  const values = metrics[spec.function](
    tape,
    targetFor(tape, spec.function, target, prediction.output),
    prediction,
    spec,
  );
  return tape.one('ReduceMean', [values], { keepdims: { int: 0 } });
}

function seedsOf(
  tape: Tape,
  judged: readonly { readonly objective: Objective; readonly terms: LossTerms }[],
): ReadonlyMap<string, SymbolicTensor> {
  const seeds = new Map<string, SymbolicTensor>();
  for (const { objective, terms } of judged) {
    const one = scalar(tape, 1, terms.values.dtype);
    const count = () => cast(tape, tape.one('Size', [terms.values]), terms.values.dtype);
    const { of, gradient } = terms.seed(objective.loss.reduction === 'sum' ? one : tape.one('Div', [one, count()]));
    const other = seeds.get(of.name);
    seeds.set(of.name, other ? tape.one('Add', [other, gradient]) : gradient);
  }
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

const takesClasses: readonly string[] = ['sparse_categorical_crossentropy', 'sparse_categorical_accuracy'];

/** The labels as a loss or metric takes them: class numbers as they are, all else in the output's type and with its rank. */
function targetFor(tape: Tape, name: string, target: SymbolicTensor, output: SymbolicTensor): SymbolicTensor {
  if (takesClasses.includes(name)) return target;
  const aligned =
    (target.shape?.length ?? 0) + 1 === output.shape?.length
      ? tape.one('Unsqueeze', [target, integers(tape, [-1])])
      : target;
  return cast(tape, aligned, output.dtype);
}
