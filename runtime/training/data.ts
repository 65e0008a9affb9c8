import { isKnown } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { ValueInfo } from '../../server/language/tensor/graph.js';
import { formatShape } from '../../server/language/tensor/shape.js';
import type {
  LossSpec,
  ModelProgram,
  Objective,
  Samples,
  ScriptPlace,
} from '../../server/language/training-request.js';
import type { EpochData } from '../program/epoch.js';
import { lossOf } from '../program/program-objectives.js';
import { TrainingError } from './training-error.js';

/** A data set as an engine takes it: every tensor of a type and shape that the step expects. */
export interface DataSet {
  readonly x: readonly TensorData[];
  /** undefined: of an output that is not judged. */
  readonly y: readonly (TensorData | undefined)[];
  /** For each output, undefined where all samples count 1. */
  readonly sampleWeights: readonly (TensorData | undefined)[];
  readonly samples: number;
}

/** Checks a request's data against its model, so that nothing wrong is trained, and brings it into form. */
export function dataSet(
  request: Samples & {
    readonly place: ScriptPlace;
    readonly model: ModelProgram;
    readonly objectives: readonly Objective[];
    /** Left out: all samples are one batch. */
    readonly batchSize?: number;
  },
  role = '',
): DataSet {
  const { model, objectives } = request;
  const fail = (message: string): never => {
    throw new TrainingError(message, request.place.line);
  };
  const x = inputData(model, request.x, fail, role);
  const samples = x[0]?.shape[0] ?? 0;
  checkBatches(model, samples, request.batchSize ?? samples, fail);
  const outputs = outputsOf(model);
  if (request.y.length !== outputs.length)
    fail(
      `the model "${model.name}" has ${outputs.length} outputs, but ${request.y.length} ${role}y tensors were given`,
    );
  const y = request.y.map((tensor, index) => {
    const { loss, metrics, output } = objectives[index] as Objective;
    if (!tensor && (loss || metrics.length > 0))
      fail(`the output "${output}" is judged, but ${role}y has no labels for it`);
    if (!tensor) return undefined;
    const count = tensor.shape[0] ?? 0;
    if (count !== samples)
      fail(`${role}x has ${samples} samples but ${role}y has ${count}: each sample needs its label`);
    return labelData(tensor, outputs[index] as ValueInfo, objectives[index] as Objective, fail, `${role}y`);
  });
  return { x, y, sampleWeights: weightsOf(request, outputs.length, samples, fail, role), samples };
}

function weightsOf(
  { sampleWeights = [] }: Samples,
  outputs: number,
  samples: number,
  fail: (message: string) => never,
  role: string,
): readonly (TensorData | undefined)[] {
  return Array.from({ length: outputs }, (_, index) => {
    const weights = sampleWeights[index];
    const count = weights?.shape[0];
    if (weights && count !== samples)
      fail(`${role}x has ${samples} samples but ${role}sample_weight has ${count}: each sample needs its weight`);
    return weights && single(weights);
  });
}

/** The tensors that go into a model, in the types and ranks that it takes. */
export function inputData(
  model: ModelProgram,
  given: readonly TensorData[],
  fail: (message: string) => never,
  role = '',
): readonly TensorData[] {
  const inputs = model.inputs.map((name) => model.inference.inputs.find((input) => input.name === name) as ValueInfo);
  if (given.length !== inputs.length)
    fail(`the model "${model.name}" has ${inputs.length} inputs, but ${given.length} ${role}x tensors were given`);
  const samples = given[0]?.shape[0] ?? 0;
  if (samples === 0) fail(`${role}x has no samples: there is nothing to compute`);
  return given.map((tensor, index) => {
    if ((tensor.shape[0] ?? 0) !== samples)
      fail(`the ${role}x tensors have ${samples} and ${tensor.shape[0] ?? 0} samples: all must have as many`);
    const expected = (inputs[index] as ValueInfo).shape;
    const fitted = expected ? withRank(tensor, expected.length) : tensor;
    const fits =
      !expected ||
      (fitted.shape.length === expected.length &&
        expected.every((dim, axis) => axis === 0 || !isKnown(dim) || dim === fitted.shape[axis]));
    if (!fits)
      fail(
        `${role}x is ${formatShape(tensor.shape)} but the model "${model.name}" takes ${formatShape(expected)}: ` +
          'reshape the data, or change the shape of the input',
      );
    return single(fitted);
  });
}

/** Checks that so many samples, cut into batches, make batches of the size that the model's layers carry states for. */
export function checkBatches(
  { batchSize: expected }: ModelProgram,
  samples: number,
  batchSize: number,
  fail: (message: string) => never,
): void {
  if (expected === undefined) return;
  const wrong = [Math.min(batchSize, samples), samples % batchSize].find((size) => size !== 0 && size !== expected);
  if (wrong === undefined) return;
  fail(
    `a layer with stateful=True carries states for batches of ${expected}, but a batch has ${wrong} samples: ` +
      `give batch_size=${expected} and a multiple of ${expected} samples`,
  );
}

/** What the program must know of a data set. */
export function kindsOf({ x, y, sampleWeights }: DataSet, batchSize: number): EpochData {
  const kind = ({ dtype, shape }: TensorData) => ({ dtype, shape: shape.slice(1) });
  return {
    x: x.map(kind),
    y: y.map((each) => each && kind(each)),
    sampleWeights: sampleWeights.map((weights) => weights && kind(weights)),
    batchSize,
  };
}

function outputsOf(model: ModelProgram): readonly ValueInfo[] {
  return model.inference.outputs.slice(0, model.outputs.length);
}

/** Labels in the rank in which they came: a loss and a metric may see them differently. */
function labelData(
  y: TensorData,
  output: ValueInfo,
  { loss }: Objective,
  fail: (message: string) => never,
  name: string,
): TensorData {
  const { shape } = output;
  // What a function of the program does with labels is its own affair.
  if (!shape || !loss || loss.program) return single(y);
  const { labels } = lossOf(loss);
  if (labels === 'classes') return classLabels(y, loss, output, fail, name);
  const fitted = withRank(y, shape.length);
  const squeezable = fitted.shape.length + 1 === shape.length && shape.at(-1) === 1;
  const fits =
    (fitted.shape.length === shape.length || squeezable) &&
    (y.shape.length === shape.length || shape.at(-1) === 1 || y.shape.length > shape.length) &&
    fitted.shape.every((size, axis) => {
      const dim = shape[axis];
      return (
        axis === 0 ||
        dim === undefined ||
        !isKnown(dim) ||
        dim === size ||
        (labels !== 'elements' && (size === 1 || dim === 1))
      );
    });
  if (!fits && loss.name !== 'circle' && loss.name !== 'ctc') {
    const classes = shape.at(-1);
    const sparse =
      loss.name === 'categorical_crossentropy' &&
      classes !== undefined &&
      withRank(y, shape.length - 1).shape.length === shape.length - 1;
    fail(
      `${name} is ${formatShape(y.shape)} but the model's output is ${formatShape(shape)}, and ${loss.name} compares them element by element: ` +
        (sparse
          ? 'use sparse_categorical_crossentropy, or one-hot the labels with to_categorical'
          : 'give labels in the shape of the output'),
    );
  }
  return single(y);
}

/** Class numbers, whole ones as int64; checked against the number of outputs. */
function classLabels(
  y: TensorData,
  loss: LossSpec,
  { shape }: ValueInfo,
  fail: (message: string) => never,
  name: string,
): TensorData {
  const rank = shape?.length ?? 0;
  const labels = withRank(y, rank - 1);
  const fits =
    labels.shape.length === rank - 1 &&
    labels.shape.every((size, axis) => {
      const dim = shape?.[axis];
      return axis === 0 || dim === undefined || !isKnown(dim) || dim === size;
    });
  if (!fits)
    fail(
      `${name} is ${formatShape(y.shape)} but ${loss.name} needs one class number for each output of ${formatShape(shape)}: ` +
        'for one-hot labels use categorical_crossentropy',
    );
  const classes = shape?.at(-1);
  const ignored = loss.settings['ignore_class'];
  let largest = Number.NEGATIVE_INFINITY;
  let smallest = Number.POSITIVE_INFINITY;
  let whole = true;
  for (const element of y.data) {
    const label = Number(element);
    if (label === ignored) continue;
    if (label > largest) largest = label;
    if (label < smallest) smallest = label;
    if (!Number.isInteger(label)) whole = false;
  }
  if (!whole && y.data.some((label) => !Number.isFinite(Number(label))))
    fail(`${name} holds NaN or infinity where class numbers belong`);
  if (smallest < 0 || (classes !== undefined && isKnown(classes) && Math.trunc(largest) >= classes)) {
    const wrong = smallest < 0 ? smallest : largest;
    fail(
      `the labels in ${name} go from ${smallest} to ${largest}, and ${wrong} is not a class: ` +
        `the model has ${classes} outputs, for the classes 0 to ${Number(classes) - 1}. ` +
        (smallest < 0 || Number(classes) === 1
          ? 'Number the classes from 0'
          : `Give the last layer ${Math.trunc(largest) + 1} units, or number the classes from 0`),
    );
  }
  if (!whole) return single(y);
  const data =
    y.data instanceof BigInt64Array ? y.data : BigInt64Array.from(y.data as Iterable<number>, (label) => BigInt(label));
  return { dtype: 'int64', shape: y.shape, data };
}

/** With an axis of size 1 put at the end or taken away there, where that gives the rank: as Keras does. */
function withRank(tensor: TensorData, rank: number): TensorData {
  const { shape } = tensor;
  if (shape.length === rank - 1) return { ...tensor, shape: [...shape, 1] };
  if (shape.length === rank + 1 && shape.at(-1) === 1) return { ...tensor, shape: shape.slice(0, -1) };
  return tensor;
}

/** Keras trains in float32: doubles are rounded to it. Other types are cast a batch at a time. */
function single(tensor: TensorData): TensorData {
  if (tensor.dtype !== 'float64') return tensor;
  return { dtype: 'float32', shape: tensor.shape, data: new Float32Array(tensor.data as Float64Array) };
}
