import type { Weight } from '../../../layers/layer.js';
import { type ComputationEffects, runFunction, untold } from '../../../model/computation.js';
import type { Layer, LayerBody } from '../../../model/model.js';
import type { TensorData } from '../../../tensor/element-type.js';
import type { Graph } from '../../../tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../../tensor/graph-builder.js';
import { isStatic } from '../../../tensor/shape.js';
import { ShapeError } from '../../../tensor/shape-error.js';
import type { Context } from '../../../values/context.js';
import type { TensorValue, Value } from '../../../values/value.js';
import { inside } from '../program-layers.js';
import { drawSeed } from '../state.js';
import { mapTensors, tensorsIn } from '../symbolic.js';
import { compute } from './compute.js';
import { type Operation, Recorded, type Recording, recordingOf, type Source } from './recording.js';
import { Writing } from './writing.js';

/** So many operations wait at most; more of them are computed in between. */
const MOST_WAITING = 2000;

/**
 * Follows what the program does, as in a computation of its own, and keeps it as one operation. What it gives are
 * tensors whose elements are computed when somebody asks for them. `owner`: the layer that is called.
 */
export function record(name: string, context: Context, run: () => Value, owner?: Layer): Value {
  const recording = recordingOf(context);
  recording.record = record;
  recording.depth += 1;
  try {
    const { value, body } = inside(context, [], undefined, run);
    forgetCalls(body);
    if (value.kind === 'unknown') return context.unknown(value.reason, value.name ?? name);
    if (tensorsIn(value).length === 0) return value;
    const { tensors, penalties } = written(name, body, recording, context);
    if (owner) recording.penalties.set(owner, penalties);
    if (recording.waiting > MOST_WAITING) compute([], context);
    return mapTensors(value, (_, i) => tensors[i] as TensorValue);
  } catch (error) {
    if (error instanceof ShapeError) return context.raise('ValueError', error.message);
    throw error;
  } finally {
    recording.depth -= 1;
  }
}

function written(name: string, body: LayerBody, recording: Recording, context: Context) {
  const builder = new GraphBuilder('operation');
  const writing = new Writing(builder, recording);
  const effects: ComputationEffects = { masks: new Map(), updates: new Map(), penalties: [] };
  const outer = recording.writing;
  recording.writing = writing;
  let outputs: readonly SymbolicTensor[];
  try {
    const weightOf = (_layer: Layer, weight: Weight) => writing.read(weight);
    outputs = runFunction(body, [], name, {
      graph: builder,
      training: false,
      untold: untold(),
      weightOf,
      effects,
      anew: true,
    });
  } finally {
    recording.writing = outer;
  }
  if (outputs.some((output) => effects.masks.has(output.name)))
    context.unknown('the mask of what a model gives is not followed in a training loop of the program’s own', name);
  const updates = [...effects.updates];
  const graph = builder.finish([
    ...outputs,
    ...updates.map(([, value]) => value),
    ...effects.penalties.map(({ tensor }) => tensor),
  ]);
  if (graph.inputs.length !== writing.sources.length) context.unknown('it is computed with something unknown', name);
  const results = addGraph(graph, writing, recording, context);
  for (const [i, [weight]] of updates.entries())
    pend(weight, 'value', [results[outputs.length + i] as Recorded], ([value]) => value, false, context);
  const penalties = effects.penalties.map(({ regularizer }, i) => ({
    value: given(results[outputs.length + updates.length + i] as Recorded, context),
    regularizer,
  }));
  return { tensors: results.slice(0, outputs.length).map((each) => given(each, context)), penalties };
}

function addGraph(whole: Graph, writing: Writing, recording: Recording, context: Context): readonly Recorded[] {
  const { id, graph, constants } = recording.graphs.told(whole);
  const sources: Source[] = [...writing.sources, ...constants];
  const draws = drawsNumbers(graph);
  const inputs = sources.map((_, i) => i);
  if (draws) sources.push(seedTensor(context));
  const step = { kind: 'graph', graph, inputs, ...(draws ? { seed: inputs.length } : {}) } as const;
  return add({ step, id: `g${id}`, sources, reads: writing.reads }, graph.outputs, false, context);
}

/** What a graph of one input makes of a tensor. */
export function ofGraph(whole: Graph, input: Recorded, context: Context): readonly Recorded[] {
  const { id, graph, constants } = recordingOf(context).graphs.told(whole);
  const sources: Source[] = [input, ...constants];
  const step = { kind: 'graph', graph, inputs: sources.map((_, i) => i) } as const;
  return add({ step, id: `g${id}`, sources, reads: new Map() }, graph.outputs, false, context);
}

/** Keeps an operation; gives its tensors. */
export function add(
  operation: Pick<Operation, 'step' | 'id' | 'sources' | 'reads' | 'along'>,
  outputs: readonly Pick<Graph['outputs'][number], 'dtype' | 'shape'>[],
  isPassing: boolean,
  context: Context,
): readonly Recorded[] {
  const recording = recordingOf(context);
  recording.order += 1;
  recording.waiting += 1;
  const results: Recorded[] = [];
  const made: Operation = {
    ...operation,
    order: recording.order,
    tapes: recording.tapes.filter(({ isOpen }) => isOpen),
    outputs: results,
  };
  for (const { dtype, shape } of outputs)
    results.push(new Recorded(dtype, isStatic(shape) ? shape : undefined, made, isPassing));
  return results;
}

/** A tensor as the program gets it. */
export function given(recorded: Recorded, context: Context): TensorValue {
  const recording = recordingOf(context);
  recording.given.push(recorded);
  // How many there are is known by what they are: it is computed now.
  if (!recorded.shape) compute([recorded], context);
  return {
    kind: 'tensor',
    library: 'tensorflow',
    shape: recorded.shape,
    dtype: recorded.dtype,
    recorded,
    get data() {
      if (!recorded.value) compute([recorded], context);
      return recorded.value?.data;
    },
    // Nothing changes a tensor of TensorFlow's.
    set data(_) {},
  };
}

/** A property becomes what is computed: whoever looks at it first has it computed. */
export function pend<Owner extends object, Key extends keyof Owner>(
  owner: Owner,
  key: Key,
  values: readonly Recorded[],
  valueOf: (values: readonly TensorData[]) => Owner[Key] | undefined,
  byOptimizer: boolean,
  context: Context,
): void {
  const { pending } = recordingOf(context);
  const settle = (value: Owner[Key] | undefined) => {
    pending.delete(owner);
    Object.defineProperty(owner, key, { configurable: true, enumerable: true, writable: true, value });
  };
  pending.set(owner, { values, byOptimizer, settle: (all) => settle(valueOf(all)) });
  Object.defineProperty(owner, key, {
    configurable: true,
    enumerable: true,
    get: () => {
      compute([], context);
      return owner[key];
    },
    set: settle,
  });
}

function seedTensor(context: Context): TensorData {
  return { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(drawSeed(context))) };
}

function drawsNumbers({ nodes }: Graph): boolean {
  return nodes.some(
    ({ op, attributes }) =>
      op === 'Dropout' ||
      op.startsWith('Random') ||
      Object.values(attributes).some((attribute) => 'graph' in attribute && drawsNumbers(attribute.graph)),
  );
}

/** A loop calls layers without end: what a call was is not kept beyond it, but for a layer's first. */
function forgetCalls({ calls }: LayerBody): void {
  for (const call of calls) {
    const made = call.layer.calls;
    if (made.length > 1 && made.at(-1) === call) made.pop();
    if (call.body) forgetCalls(call.body);
  }
}
