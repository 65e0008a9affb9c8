import type { Context } from '../../../values/context.js';
import { float, type TensorValue, type Value } from '../../../values/value.js';
import type { Compiled } from '../compile.js';
import { judged, logNames } from '../judging.js';
import type { ModelState } from '../model-objects.js';
import { reducedLoss, reductionOf } from '../objective-values.js';
import { type Choice, lossSpec, resolve } from '../objectives.js';
import { kerasFunction } from '../ops/functions.js';
import { tensorsOf } from '../symbolic.js';
import { labelTensors } from '../training-samples.js';

/** A batch with what a model gave for it, as the program has them. */
export interface JudgedValues {
  readonly y: Value;
  readonly prediction: Value;
  readonly sampleWeight: Value;
}

/** The losses of a compiled model for a batch: their weighted sum, and by their names in logs where there are several. */
export function compiledLoss(
  state: ModelState,
  compiled: Compiled,
  batch: JudgedValues,
  context: Context,
): { readonly total: Value; readonly named: ReadonlyMap<string, Value> } | undefined {
  if (compiled.loss.kind === 'none') return undefined;
  const { model } = state;
  const { outputs, misfits } = judged(compiled, model);
  const [misfit] = misfits;
  if (misfit) context.raise('ValueError', misfit.keras);
  const parts = partsOf(batch, state, compiled, context);
  if (!parts) {
    context.unknown('labels or predictions that are no tensors are not supported', 'compute_loss');
    return undefined;
  }
  const names = logNames(compiled, model);
  compiled.isJudged = true;
  const named = new Map<string, Value>();
  let total: Value | undefined;
  outputs.forEach(({ loss }, i) => {
    const part = parts[i];
    if (!loss) return;
    if (!part) {
      context.unknown('labels are missing for an output that has a loss', 'compute_loss');
      return;
    }
    if (!loss.choice || loss.weight === undefined) {
      context.unknown('a loss that is not one of Keras is not supported', 'compute_loss');
      return;
    }
    const value = lossOf(loss.choice, part, context);
    const key = names.outputs[i]?.loss;
    if (key !== undefined) named.set(key, value);
    const weighted = loss.weight === 1 ? value : context.binary('*', value, float(loss.weight));
    total = total ? context.binary('+', total, weighted) : weighted;
  });
  return total && { total, named };
}

/** For each output. */
export interface JudgedPart {
  readonly y: TensorValue;
  readonly prediction: TensorValue;
  readonly sampleWeight: TensorValue | undefined;
}

/** Labels and predictions output by output, without a part where an output has no labels; undefined where they are no tensors. */
export function partsOf(
  { y, prediction, sampleWeight }: JudgedValues,
  { model }: ModelState,
  compiled: Compiled,
  context: Context,
): readonly (JudgedPart | undefined)[] | undefined {
  const labels = labelTensors(y, model, compiled, 'y', 'x, y, y_pred', context);
  const outputs = tensorsOf(prediction, context);
  if (!labels || labels.length !== outputs?.length) return undefined;
  // Keras looks for the weights of an output by its number, unless the outputs are a dict, too.
  if (sampleWeight.kind === 'dict' && labels.length > 1 && !model.outputKeys) context.raise('KeyError', '0');
  const weights = sampleWeight.kind === 'none' ? [] : tensorsOf(sampleWeight, context);
  if (!weights) return undefined;
  return labels.map(
    (label, i) =>
      label && {
        y: label,
        prediction: outputs[i] as TensorValue,
        sampleWeight: weights.length === 1 ? weights[0] : weights[i],
      },
  );
}

function lossOf(choice: Choice, { y, prediction, sampleWeight }: JudgedPart, context: Context): Value {
  if (choice.program) {
    if (sampleWeight) return context.unknown('sample weights of a loss of the program are not supported', choice.name);
    const values = context.call(choice.program.callee, [
      asFloats(y, prediction, choice.program.aligns, context),
      prediction,
    ]);
    const reduction = choice.isObject ? reductionOf(choice.settings.get('reduction')) : 'sum_over_batch_size';
    if (reduction === 'none') return values;
    const reduce = kerasFunction(reduction === 'sum' ? 'sum' : 'mean');
    return reduce ? context.call(reduce, [values]) : values;
  }
  const resolved = resolve(choice, knownShape(y), knownShape(prediction));
  const spec = resolved === undefined ? 'a loss that depends on an unknown shape' : lossSpec(choice, resolved);
  if (typeof spec === 'string') return context.unknown(`${spec} is not supported`, choice.name);
  const given = new Map<string, Value>([
    ['y_true', y],
    ['y_pred', prediction],
  ]);
  if (sampleWeight) given.set('sample_weight', sampleWeight);
  return reducedLoss(spec, given, context);
}

/** Keras gives a loss labels of the predictions' type, and of their rank where a last axis of 1 is all the difference. */
function asFloats(y: TensorValue, prediction: TensorValue, aligns: boolean, context: Context): Value {
  const cast = kerasFunction('cast');
  const reshape = kerasFunction('reshape');
  const floats = cast && y.dtype !== 'float32' ? context.call(cast, [y, { kind: 'str', value: 'float32' }]) : y;
  const [a, b] = [y.shape, prediction.shape];
  const differs = a && b && a.length !== b.length && product(a) === product(b);
  if (!aligns || !differs || !reshape) return floats;
  return context.call(reshape, [floats, context.getAttribute(prediction, 'shape')]);
}

function product(shape: readonly unknown[]): number {
  return shape.reduce<number>((size, dim) => size * Number(dim), 1);
}

/** Shapes are known on numbers. */
function knownShape({ shape }: TensorValue) {
  return shape;
}
