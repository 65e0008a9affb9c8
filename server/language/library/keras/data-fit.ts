import { kerasShape } from '../../model/input-spec.js';
import type { Model } from '../../model/model.js';
import { losses } from '../../objectives/losses/index.js';
import { type Dim, differ, formatDim } from '../../tensor/dim.js';
import type { TensorData } from '../../tensor/element-type.js';
import { formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { TensorValue } from '../../values/value.js';
import type { Compiled } from './compile.js';
import { argumentRange, report } from './faults.js';
import { alignedShapes, judged } from './judging.js';
import { type Choice, resolve } from './objectives.js';

/** Compares data with a built model: only what certainly fails is reported. */
export function checkData(
  model: Model,
  compiled: Compiled | undefined,
  x: readonly TensorValue[] | undefined,
  y: readonly (TensorValue | undefined)[] | undefined,
  signature: string,
  context: Context,
): void {
  checkCounts(x, y, signature, context);
  if (!model.built || !x) return;
  model.inputs.forEach((input, i) => {
    const got = x[i]?.shape;
    if (!input.shape || !got || sampleFits(got, input.shape)) return;
    const range = argumentRange('x', signature, context);
    const layer = model.calls.find((call) =>
      call.inputs.some(({ source }) => source && source === input.source),
    )?.layer;
    report(
      'data-shape',
      range,
      { received: got, expected: input.shape, model: model.name, layer: layer?.name, range },
      `Invalid input shape for input with name '${input.source?.call.layer.name}'. Expected shape ${kerasShape(input.shape)}, but input has incompatible shape ${kerasShape(got)}`,
      context,
    );
  });
  if (compiled && y)
    model.outputs.forEach((output, i) => {
      checkLabels(model, compiled, output.shape, y[i], i, signature, context);
    });
}

/** Data whose rank is off by a last axis of one, in the rank that the model takes. */
export function fitRank(data: TensorData, wanted: MaybeShape): TensorData {
  if (!wanted) return data;
  if (data.shape.length === wanted.length + 1 && data.shape.at(-1) === 1)
    return { ...data, shape: data.shape.slice(0, -1) };
  if (data.shape.length === wanted.length - 1 && wanted.at(-1) === 1) return { ...data, shape: [...data.shape, 1] };
  return data;
}

function sampleFits(got: Shape, wanted: Shape): boolean {
  if (got.length === wanted.length + 1 && !differ(got.at(-1) as Dim, 1)) return sampleFits(got.slice(0, -1), wanted);
  if (got.length === wanted.length - 1 && !differ(wanted.at(-1) as Dim, 1)) return sampleFits([...got, 1], wanted);
  return got.length === wanted.length && got.every((dim, axis) => axis === 0 || !differ(dim, wanted[axis] as Dim));
}

function checkCounts(
  x: readonly TensorValue[] | undefined,
  y: readonly (TensorValue | undefined)[] | undefined,
  signature: string,
  context: Context,
): void {
  const samples = x?.[0]?.shape?.[0];
  const labels = y?.[0]?.shape?.[0];
  if (samples === undefined || labels === undefined || !differ(samples, labels)) return;
  report(
    'sample-count',
    argumentRange('y', signature, context),
    {
      samples: formatDim(samples),
      labels: formatDim(labels),
      x: argumentRange('x', signature, context),
      y: argumentRange('y', signature, context),
    },
    `Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.'x' sizes: ${formatDim(samples)}\n'y' sizes: ${formatDim(labels)}\n`,
    context,
  );
}

/** Labels against the output and the loss. */
function checkLabels(
  model: Model,
  compiled: Compiled,
  output: MaybeShape,
  label: TensorValue | undefined,
  index: number,
  signature: string,
  context: Context,
): void {
  const y = label?.shape;
  const own = judged(compiled, model).outputs[index];
  if (!own || !output || !y || output.length === 0) return;
  const loss =
    wrongLoss(own.loss?.choice, y, output) ?? wrongMetric([...own.metrics, ...own.weightedMetrics], y, output);
  if (loss === undefined) return;
  // Labels that come with a dataset stand nowhere of their own.
  const given = argumentRange('y', signature, context);
  const range = given === context.range ? argumentRange('x', signature, context) : given;
  report(
    'label-shape',
    range,
    {
      loss,
      received: y,
      dtype: label.dtype,
      output,
      layer: model.outputs[index]?.source?.call.layer.name,
      layerRange: model.outputs[index]?.source?.call.layer.range,
      range,
    },
    `Arguments \`target\` and \`output\` must have the same shape. Received: target.shape=${formatShape(y)}, output.shape=${kerasShape(output)}`,
    context,
  );
}

/** The loss's name, where labels of this shape certainly fail with it. */
function wrongLoss(choice: Choice | undefined, y: Shape, output: Shape): string | undefined {
  const name = choice && !choice.program ? resolve(choice, y, output) : undefined;
  return name !== undefined && misfits(name, y, output) ? name : undefined;
}

/** The name of a metric that compares element by element and brings nothing to one rank. */
function wrongMetric(metrics: readonly (Choice | undefined)[], y: Shape, output: Shape): string | undefined {
  const found = metrics.find((each) => {
    if (!each || each.program || each.byShape || (each.kind === 'loss' && each.isObject)) return false;
    return losses.get(each.function)?.labels === 'elements' && y.length !== output.length;
  });
  return found?.function;
}

function misfits(loss: string, y: Shape, output: Shape): boolean {
  if (loss === 'sparse_categorical_crossentropy') {
    const labels = y.length === output.length - 1 ? [...y, 1] : y;
    return (
      labels.length !== output.length ||
      differ(labels.at(-1) as Dim, 1) ||
      samplesDiffer(labels.slice(0, -1), output.slice(0, -1))
    );
  }
  const kind = losses.get(loss);
  if (!kind || kind.labels === 'classes' || loss === 'circle' || loss === 'ctc') return false;
  const [a, b] = alignedShapes(y, output);
  if (a.length !== b.length) return kind.labels === 'elements' || a.length < b.length;
  return kind.labels === 'elements' ? samplesDiffer(a, b) : a.some((dim, axis) => clash(dim, b[axis] as Dim, axis));
}

/** Whether two sizes certainly cannot be broadcast. */
function clash(a: Dim, b: Dim, axis: number): boolean {
  return axis > 0 && differ(a, b) && differ(a, 1) && differ(b, 1);
}

/** Whether an axis after the first certainly differs. */
function samplesDiffer(a: Shape, b: Shape): boolean {
  return a.some((dim, axis) => axis > 0 && differ(dim, b[axis] as Dim));
}
