import { isKnown } from '../../server/language/tensor/dim.js';
import type { ElementType } from '../../server/language/tensor/element-type.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { ModelProgram, Objective, OptimizerSpec } from '../../server/language/training-request.js';
import type { EpochData } from './epoch.js';
import { layoutOf } from './optimizers/layout.js';
import { metricOf } from './program-objectives.js';
import { mixed } from './randomness/mixing.js';
import { trainingStep } from './step.js';
import { Tape } from './tape.js';

/** What a training step holds at its fullest moment, by the shapes of its graph: engines may need more or less. In bytes. */
export interface StepMemory {
  readonly bytes: number;
  /** Those that take the most then, the largest first. */
  readonly largest: readonly LargeTensor[];
}

export interface LargeTensor {
  /** The layer that gives it, or whose gradient it is; undefined: the loss or the optimiser. */
  readonly layer: string | undefined;
  readonly shape: readonly number[];
  readonly dtype: ElementType;
  readonly bytes: number;
}

/** So many of the largest are named. */
const mostNamed = 3;

/** Throws what building the step throws. */
export function stepMemory(
  model: ModelProgram,
  objectives: readonly Objective[],
  optimizer: OptimizerSpec,
  { x, y, sampleWeights, batchSize }: EpochData,
): StepMemory {
  const tape = new Tape('memory');
  const held: SymbolicTensor[] = [];
  const input = (name: string, dtype: ElementType, shape: readonly number[]) => {
    const tensor = tape.input(name, dtype, shape);
    held.push(tensor);
    return tensor;
  };
  const layout = layoutOf(
    optimizer,
    model.weights.filter(({ trainable }) => trainable),
  );
  const data = (kinds: EpochData['y'], name: string) =>
    kinds.map((kind, index) => kind && input(`${name}${index}`, kind.dtype, [batchSize, ...kind.shape]));
  const inputs = data(x, 'x').filter((tensor) => tensor !== undefined);
  const step = input('step', 'int64', []);
  const result = trainingStep(
    tape,
    model,
    objectives,
    { spec: optimizer, layout },
    {
      x: inputs,
      y: data(y, 'y'),
      sampleWeights: data(sampleWeights, 'sample_weights'),
      weights: new Map(model.weights.map(({ name, value }) => [name, input(name, value.dtype, value.shape)])),
      metricStates: objectives.flatMap(({ metrics }, output) =>
        metrics.map((spec) =>
          metricOf(spec)
            .state(spec, model.inference.outputs[output]?.shape)
            .map(({ name, shape }, index) => input(`metric/${output}/${spec.key}/${index}/${name}`, 'float32', shape)),
        ),
      ),
      randomness: { seed: mixed(0), step, batch: inputs[0] as SymbolicTensor, batchSize },
    },
    {
      slots: layout.pieces.map(({ slots }) => slots.map(({ input: name, dtype, shape }) => input(name, dtype, shape))),
      shared: layout.shared.map(({ input: name, dtype, shape }) => input(name, dtype, shape)),
      iterations: step,
      learningRate: input('learning_rate', 'float32', []),
    },
  );
  const kept = [...result.weights.values(), ...result.optimizer.slots.flat(), ...result.optimizer.shared];
  return fullest(tape, held, kept);
}

/** Goes through the operations in their order: a tensor lives from where it is computed to where it is last used. */
function fullest(tape: Tape, held: readonly SymbolicTensor[], kept: readonly SymbolicTensor[]): StepMemory {
  // What is differentiated as one stands beside the operators that it is made of.
  const applications = tape.applications.filter(({ derivative }) => !derivative);
  const lastUse = new Map<string, number>();
  applications.forEach(({ inputs, captured }, at) => {
    for (const tensor of [...inputs, ...captured]) if (tensor) lastUse.set(tensor.name, at);
  });
  for (const { name } of kept) lastUse.set(name, applications.length);
  const always = held.reduce((sum, tensor) => sum + bytesOf(tensor), 0);
  const live = new Map<string, LargeTensor>();
  let [now, most]: [number, StepMemory] = [always, { bytes: always, largest: [] }];
  applications.forEach(({ inputs, outputs, layer, captured }, at) => {
    for (const tensor of outputs) {
      const bytes = bytesOf(tensor);
      now += bytes;
      const shape = (tensor.shape ?? []).map((dim) => (isKnown(dim) ? dim : 0));
      live.set(tensor.name, { layer, shape, dtype: tensor.dtype, bytes });
    }
    if (now > most.bytes) {
      const largest = [...live.values()].sort((a, b) => b.bytes - a.bytes).slice(0, mostNamed);
      most = { bytes: now, largest };
    }
    for (const tensor of [...inputs, ...captured, ...outputs]) {
      const known = tensor && live.get(tensor.name);
      if (!known || (lastUse.get(tensor.name) ?? at) > at) continue;
      now -= known.bytes;
      live.delete(tensor.name);
    }
  });
  return most;
}

const widths: Readonly<Partial<Record<ElementType, number>>> = {
  float64: 8,
  int64: 8,
  uint64: 8,
  float16: 2,
  int16: 2,
  uint16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/** Sizes that are not known count nothing. */
function bytesOf({ shape, dtype }: SymbolicTensor): number {
  let elements = 1;
  for (const dim of shape ?? [0]) elements *= isKnown(dim) ? dim : 0;
  return elements * (widths[dtype] ?? 4);
}
