import type {
  GradientStep,
  GraphStep,
  RecordedProgram,
  RecordedStep,
  UpdatedWeight,
  UpdateStep,
} from '../../server/language/recorded-program.js';
import { allocate, type TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import type { OptimizerSpec, WeightData } from '../../server/language/training-request.js';
import { cast, constant } from './constants.js';
import { constrained } from './constraints/index.js';
import { differentiate } from './differentiate.js';
import { jacobian } from './jacobian.js';
import { applyGradients } from './optimizers/apply.js';
import { layoutOf, type OptimizerLayout } from './optimizers/layout.js';
import { poolBeforeRelu } from './pool-before-relu.js';
import { countedRandomness } from './randomness/counted.js';
import { mixed } from './randomness/mixing.js';
import { replay } from './replay.js';
import { settledGraph } from './settled-graph.js';
import { Tape } from './tape.js';

/** The graph of a program of recorded operations: inputs and outputs in the program's order. Throws Unsupported, NotDifferentiable. */
export function recordedGraph(program: RecordedProgram): Graph {
  const differentiated = program.steps.some(({ kind }) => kind === 'gradient');
  const { tape, tensors } = written(program, differentiated);
  const outputs = program.outputs.map((at) => tensors[at] as SymbolicTensor);
  return settledGraph(tape.finish(outputs), 'step/');
}

/** For each source of the last step, a gradient, whether the targets depend on it. Throws Unsupported, NotDifferentiable. */
export function connectedSources(program: RecordedProgram): readonly boolean[] {
  const { tape, tensors } = written(program, true, program.steps.length - 1);
  const last = program.steps.at(-1) as GradientStep;
  return gradients(tape, last, tensors).map((gradient) => gradient !== undefined);
}

/** What an optimiser's variables begin with: Keras's, in its order. Throws Unsupported, NotDifferentiable. */
export function firstVariables(
  optimizer: OptimizerSpec,
  weights: readonly UpdatedWeight[],
  values: readonly TensorData[],
): readonly TensorData[] {
  return layoutFor(optimizer, weights, values).variables.map(({ dtype, shape, initial }) => {
    if (typeof initial !== 'number') return initial;
    const size = shape.reduce((product, dim) => product * dim, 1);
    const data = allocate(dtype, size);
    if (initial !== 0 && !(data instanceof BigInt64Array || data instanceof BigUint64Array)) data.fill(initial);
    return { dtype, shape, data };
  });
}

/** `differentiated`: operators give what their derivatives need. */
function written(
  { inputs, steps }: RecordedProgram,
  differentiated: boolean,
  count = steps.length,
): {
  readonly tape: Tape;
  readonly tensors: readonly SymbolicTensor[];
} {
  const tape = new Tape('program', 'step/');
  const tensors = inputs.map(({ dtype, shape }, i) => tape.input(`x${i}`, dtype, shape));
  const sources = new Set(steps.flatMap((step) => (step.kind === 'gradient' ? step.sources.flat() : [])));
  const last = steps.findLastIndex(({ kind }) => kind === 'gradient');
  for (const [i, step] of steps.slice(0, count).entries()) {
    // Gradients by one of several tensors of a graph are of it as it is: settled, others may not come from it any more.
    const isAsIs =
      step.kind === 'graph' &&
      step.graph.outputs.length > 1 &&
      step.graph.outputs.some((_, i) => sources.has(tensors.length + i));
    tensors.push(...writtenStep(tape, step, tensors, { differentiated, isDifferentiated: i < last, isAsIs }));
  }
  return { tape, tensors };
}

interface Writing {
  readonly differentiated: boolean;
  /** Gradients will be asked for of what this step gives. */
  readonly isDifferentiated: boolean;
  readonly isAsIs: boolean;
}

function writtenStep(
  tape: Tape,
  step: RecordedStep,
  tensors: readonly SymbolicTensor[],
  how: Writing,
): readonly SymbolicTensor[] {
  switch (step.kind) {
    case 'graph':
      return writtenGraph(tape, step, tensors, how);
    case 'gradient':
      return (
        step.rows ? jacobians(tape, step, tensors, how.isDifferentiated) : gradients(tape, step, tensors)
      ).flatMap((gradient, i) => {
        if (!step.connected?.[i]) return [];
        return [gradient ?? zeros(tape, tensors[step.sources[i]?.[0] as number] as SymbolicTensor)];
      });
    case 'update':
      return updated(tape, step, tensors);
  }
}

function writtenGraph(
  tape: Tape,
  { graph, inputs, seed }: GraphStep,
  tensors: readonly SymbolicTensor[],
  { differentiated, isAsIs }: Writing,
): readonly SymbolicTensor[] {
  const settled = isAsIs ? graph : poolBeforeRelu(settledGraph(graph, ''));
  const bound = new Map(inputs.map((at, i) => [graph.inputs[i]?.name as string, tensors[at] as SymbolicTensor]));
  const step = seed === undefined ? undefined : tensors[seed];
  // Every size is known: nothing is drawn by the rows of a batch.
  const drawn = step && { seed: mixed(0), step, batch: step, batchSize: 0 };
  const counted = drawn && countedRandomness(settled, tape, bound, drawn);
  return replay(settled, tape, bound, differentiated, counted);
}

/** One for each source; undefined where the target does not depend on it. */
function jacobians(
  tape: Tape,
  { targets, sources, stops, rows }: GradientStep,
  tensors: readonly SymbolicTensor[],
  differentiated: boolean,
): readonly (SymbolicTensor | undefined)[] {
  const target = tensors[targets[0] as number] as SymbolicTensor;
  return jacobian(tape, target, { ofBatch: rows === 'batch', differentiated }, (body, seed) =>
    carriedBack(body, new Map([[target.name, seed]]), { sources, stops }, tensors),
  );
}

/** One for each source; undefined where the targets do not depend on it. */
function gradients(
  tape: Tape,
  { targets, seeds, sources, stops }: GradientStep,
  tensors: readonly SymbolicTensor[],
): readonly (SymbolicTensor | undefined)[] {
  const from = new Map<string, SymbolicTensor>();
  targets.forEach((at, i) => {
    const target = tensors[at] as SymbolicTensor;
    const given = seeds[i];
    const seed =
      given === undefined ? filled(tape, target, 1) : cast(tape, tensors[given] as SymbolicTensor, target.dtype);
    const other = from.get(target.name);
    from.set(target.name, other ? tape.one('Add', [other, seed]) : seed);
  });
  return carriedBack(tape, from, { sources, stops }, tensors);
}

function carriedBack(
  tape: Tape,
  from: ReadonlyMap<string, SymbolicTensor>,
  { sources, stops }: Pick<GradientStep, 'sources' | 'stops'>,
  tensors: readonly SymbolicTensor[],
): readonly (SymbolicTensor | undefined)[] {
  const wanted = sources.map((each) => each.map((at) => tensors[at] as SymbolicTensor));
  const stopped = new Set(stops.map((at) => tensors[at]?.name as string));
  const found = differentiate(tape, from, wanted.flat(), stopped);
  let at = 0;
  return wanted.map((each) => {
    const own = found.slice(at, at + each.length).filter((gradient) => gradient !== undefined);
    at += each.length;
    return own.length === 0 ? undefined : own.reduce((a, b) => tape.one('Add', [a, b]));
  });
}

function filled(tape: Tape, like: SymbolicTensor, value: number): SymbolicTensor {
  if (like.shape?.length === 0) return constant(tape, [value], like.dtype, []);
  return tape.one('Expand', [constant(tape, [value], like.dtype, []), tape.one('Shape', [like])]);
}

function zeros(tape: Tape, like: SymbolicTensor): SymbolicTensor {
  return filled(tape, like, 0);
}

/** Each weight by itself: its variables are Keras's. */
function layoutFor(
  optimizer: OptimizerSpec,
  weights: readonly UpdatedWeight[],
  values: readonly TensorData[],
): OptimizerLayout {
  const data = weights.map(
    ({ name, constraint }, i): WeightData => ({
      name,
      layer: name,
      trainable: true,
      value: values[i] as TensorData,
      ...(constraint ? { constraint } : {}),
    }),
  );
  return layoutOf(optimizer, data, new Set(weights.map(({ name }) => name)));
}

function updated(tape: Tape, step: UpdateStep, tensors: readonly SymbolicTensor[]): readonly SymbolicTensor[] {
  const { optimizer, weights } = step;
  const of = (at: number) => tensors[at] as SymbolicTensor;
  const nothing = weights.map(({ dtype, shape }): TensorData => ({ dtype, shape, data: allocate(dtype, 0) }));
  const layout = layoutFor(optimizer, weights, nothing);
  const places = new Map(layout.variables.map(({ slot }, i) => [slot, i]));
  const variable = (input: string) => of(step.variables[places.get(input) as number] as number);
  const { iterations, learningRate } = step;
  const result = applyGradients(
    tape,
    optimizer,
    layout,
    step.values.map(of),
    step.gradients.map((at, i) => (at === undefined ? undefined : cast(tape, of(at), weights[i]?.dtype ?? 'float32'))),
    {
      slots: layout.pieces.map(({ slots }) => slots.map(({ input }) => variable(input))),
      shared: layout.shared.map(({ input }) => variable(input)),
      iterations: of(iterations),
      learningRate: of(learningRate),
    },
  );
  const slots = layout.pieces.flatMap((piece, i) => piece.slots.map(({ input }, j) => [input, result.slots[i]?.[j]]));
  const shared = layout.shared.map(({ input }, i) => [input, result.shared[i]]);
  const changed = new Map([...slots, ...shared] as [string, SymbolicTensor][]);
  return [
    ...result.weights.map((weight, i) =>
      step.gradients[i] === undefined ? weight : constrained(tape, weights[i]?.constraint, weight),
    ),
    ...layout.variables.map(({ slot }, i) => changed.get(slot ?? '') ?? of(step.variables[i] as number)),
  ];
}
