import type { ElementType, TensorData } from '../../server/language/tensor/element-type.js';
import { allocate } from '../../server/language/tensor/element-type.js';
import type { FitRequest, ModelProgram } from '../../server/language/training-request.js';
import { metricOf } from '../program/program-objectives.js';
import { mixed } from '../program/randomness/mixing.js';
import { trainingLosses } from '../program/step.js';
import { Tape } from '../program/tape.js';
import { hasInvalid } from './invalid-loss.js';
import type { WatchGraph } from './listener.js';
import { forwardOperations } from './threads.js';

/** Operations of a step that the reference engine can be asked for: some seconds. */
const mostOperations = 2e9;

/** What layers give that train well is far below it. */
const huge = 1e12;

/** Where a loss that is no finite number comes from, in words; what is left out is not known. */
export interface Origin {
  readonly words?: string;
  readonly mend?: string;
}

interface Batch {
  /** Their numbers in the data set. */
  readonly samples: readonly number[];
  /** What the numbers count in, where it is not the data set: `the batch, in `. */
  readonly of?: string;
  readonly x: readonly (TensorData | undefined)[];
  readonly y: readonly (TensorData | undefined)[];
  readonly sampleWeights: readonly (TensorData | undefined)[];
}

/** Takes a step's forward pass again and looks at what each layer gives. `step`: how many were taken before. */
export function firstInvalidLayer(
  model: ModelProgram,
  request: FitRequest,
  batch: Batch,
  weights: ReadonlyMap<string, TensorData>,
  step: number,
  named: (layer: string) => string,
  watchGraph: WatchGraph | undefined,
): Origin {
  const inData =
    invalidSample(batch.x, batch.samples, `${batch.of ?? ''}x`) ??
    invalidSample(batch.y, batch.samples, `${batch.of ?? ''}y`);
  if (inData) return inData;
  if (!watchGraph || forwardOperations(model.training, batch.samples.length) > mostOperations) return {};
  const tape = new Tape('invalid loss');
  const inputs = new Map<string, TensorData>();
  const put = (name: string, value: TensorData) => {
    inputs.set(name, value);
    return tape.input(name, value.dtype, value.shape);
  };
  const all = (values: readonly (TensorData | undefined)[], name: string) =>
    values.map((value, index) => value && put(`${name}${index}`, value));
  const x = all(batch.x, 'x').filter((tensor) => tensor !== undefined);
  const [first] = x;
  if (!first) return {};
  const losses = trainingLosses(tape, model, request.objectives, {
    x,
    y: all(batch.y, 'y'),
    sampleWeights: all(batch.sampleWeights, 'sample_weights'),
    weights: new Map([...weights].map(([name, value]) => [name, put(`weight/${name}`, value)])),
    metricStates: request.objectives.flatMap(({ metrics }, output) =>
      metrics.map((spec) =>
        metricOf(spec)
          .state(spec, model.inference.outputs[output]?.shape)
          .map(({ name, shape }, index) => put(`metric/${spec.key}/${index}/${name}`, zeros('float32', shape))),
      ),
    ),
    randomness: {
      seed: mixed(request.seed),
      step: put('step', { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(step)) }),
      batch: first,
      batchSize: request.batchSize,
    },
  });
  const graph = tape.finish(losses.map(({ value }) => value));
  // What a layer computes within itself may be infinite, as masks of attention are: what it gives others must not.
  const takers = new Map<string, Set<string | undefined>>();
  for (const node of graph.nodes)
    for (const input of node.inputs) takers.set(input, (takers.get(input) ?? new Set()).add(node.layer));
  let found: Origin = {};
  const layers = new Set(model.training.nodes.map((node) => node.layer));
  let largest = { value: 0, layer: '' };
  watchGraph(graph, inputs, ({ layer, outputs: names }, outputs) => {
    // Functions of the program that are losses have operations with names of their own.
    if (layer === undefined || !layers.has(layer)) return false;
    const given = outputs.filter(
      ({ dtype }, index) =>
        dtype.startsWith('float') &&
        [...(takers.get(names[index] ?? '') ?? [undefined])].some((taker) => taker !== layer),
    );
    const invalid = given.find(({ data }) => hasInvalid(data));
    if (!invalid) {
      for (const { data } of given) {
        const value = largestOf(data);
        if (value > largest.value) largest = { value, layer };
      }
      return false;
    }
    const isInfinite = !invalid.data.some((value) => Number.isNaN(Number(value)));
    const what = isInfinite ? 'infinite numbers' : 'NaN';
    found = {
      words: `it begins in layer ${named(layer)}, which gives ${what} though its weights and the data are finite`,
      mend: isInfinite
        ? 'Lower the learning rate, scale the inputs to about -1 to 1, or normalize between layers'
        : 'Look for logarithms and square roots of negative numbers and divisions by 0 there, and scale the inputs to about -1 to 1',
    };
    return true;
  });
  if (found.words) return found;
  if (largest.value > huge)
    return {
      words: `what layer ${named(largest.layer)} gives has grown to ${largest.value.toExponential(1)}, of which the loss makes too large a number`,
      mend: 'Lower the learning rate, scale inputs and labels to about -1 to 1, or clip the gradients (clipnorm=1.0)',
    };
  return {
    words: 'it begins in the loss itself, since what the layers give is finite',
    mend: 'See whether the labels are what the loss takes (crossentropies: from 0 to 1, or class numbers below the number of outputs), and whether the last activation fits it',
  };
}

function largestOf(data: TensorData['data']): number {
  let largest = 0;
  for (const value of data) if (Math.abs(Number(value)) > largest) largest = Math.abs(Number(value));
  return largest;
}

/** The first sample of the data that holds what is no finite number. */
function invalidSample(
  tensors: readonly (TensorData | undefined)[],
  samples: readonly number[],
  name: string,
): Origin | undefined {
  for (const tensor of tensors) {
    if (!tensor) continue;
    const size = tensor.data.length / Math.max(1, samples.length);
    const at = samples.findIndex((_, row) => hasInvalid(tensor.data.subarray(row * size, (row + 1) * size)));
    if (at < 0) continue;
    const values = Array.from(tensor.data.subarray(at * size, (at + 1) * size), Number);
    const what = values.some(Number.isNaN) ? 'NaN' : 'an infinite number';
    const which = tensors.length > 1 ? `${name}[${tensors.indexOf(tensor)}]` : name;
    return {
      words: `the data has ${what} in sample ${samples[at]} of ${which}`,
      mend: 'Leave such samples out, or replace what is missing (np.nan_to_num, or the mean of the others)',
    };
  }
  return undefined;
}

function zeros(dtype: ElementType, shape: readonly number[]): TensorData {
  return {
    dtype,
    shape,
    data: allocate(
      dtype,
      shape.reduce((product, size) => product * size, 1),
    ),
  };
}
