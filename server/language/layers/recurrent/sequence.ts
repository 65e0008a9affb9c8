import { batch, type Dim, differ, formatDim, same } from '../../tensor/dim.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { flag, setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { GivenArguments, LayerArguments } from '../layer.js';
import { integers } from '../scalar.js';

/** What every layer that walks through a sequence takes beside its cell's arguments. */
export const sequenceSignature = 'return_sequences=False, return_state=False, go_backwards=False, stateful=False';

/** The parameters of such a layer's call. The first may be a list, as in Keras 2: the sequence and its initial states. */
export const sequenceCall = 'sequences, initial_state=None, mask=None, training=False';

export function sequenceSettings(given: GivenArguments): LayerArguments {
  return {
    return_sequences: flag(given, 'return_sequences'),
    return_state: flag(given, 'return_state'),
    go_backwards: flag(given, 'go_backwards'),
    stateful: flag(given, 'stateful'),
  };
}

/** As `sequenceSettings`, with what only layers over vectors take; `time_major` is Keras 2's. */
export function vectorSequenceSettings(given: GivenArguments): LayerArguments {
  return {
    ...sequenceSettings(given),
    unroll: flag(given, 'unroll'),
    time_major: flag(given, 'time_major') ?? false,
  };
}

/** The places of the sequence and of its initial states among a call's inputs. */
export function placesOf(given: CallArguments): { readonly sequence: number; readonly states: readonly number[] } {
  const [sequence = 0, ...states] = given.inputs(given.first);
  return { sequence, states: [...states, ...given.inputs('initial_state')] };
}

/** Output and, where they are wanted, the states. */
export function outputCount(args: LayerArguments, states: number): number {
  return args['return_state'] ? 1 + states : 1;
}

/** Checks what holds for the axes of batch and time. Throws ShapeError. */
export function checkSequence(args: LayerArguments, shape: Shape): void {
  const [first, second] = args['time_major'] ? [shape[1], shape[0]] : shape;
  if (args['stateful'] && first !== undefined && same(first, batch)) {
    const example = formatShape([32, ...shape.slice(1)]);
    throw new ShapeError('input-shape', `\`stateful=True\` needs a known batch size, such as ${example}`, {
      received: shape,
      keras: `When using \`stateful=True\` in a RNN, the batch size must be static. Found dynamic batch size: sequence.shape=${formatShape(shape)}`,
    });
  }
  if (args['unroll'] && second !== undefined && isNone(second)) {
    throw new ShapeError('input-shape', `\`unroll=True\` needs a known number of steps, got ${formatShape(shape)}`, {
      received: shape,
      axis: 1,
      keras: 'Cannot unroll a RNN if the time dimension is undefined.',
    });
  }
}

/** Checks initial states against what a layer carries: as many, of these shapes. Throws ShapeError. */
export function checkStates(states: readonly MaybeShape[], carried: readonly Shape[]): void {
  if (states.length === 0) return;
  if (states.length !== carried.length) {
    throw new ShapeError('input-shape', `carries ${count(carried.length)}, got ${count(states.length)}`, {
      keras: `Layer has ${carried.length} states but was passed ${states.length} initial states.`,
    });
  }
  states.forEach((state, i) => {
    const expected = carried[i] as Shape;
    if (!state) return;
    const fits = state.length === expected.length && state.every((dim, axis) => !differ(dim, expected[axis] as Dim));
    if (fits) return;
    throw new ShapeError(
      'input-shape',
      `carries a state of ${formatShape(expected)} from step to step, got one of ${formatShape(state)} to start with`,
      { received: state },
    );
  });
}

function count(states: number): string {
  return `${states} state${states === 1 ? '' : 's'}`;
}

/** Whether the program says that a size is open. */
export function isNone(dim: Dim): boolean {
  return typeof dim !== 'number' && formatDim(dim) === 'None';
}

/** A tensor of zeros with the first axis of another one: states before the first step. */
export function zeroStates(graph: GraphBuilder, x: SymbolicTensor, axis: number, shape: Shape): SymbolicTensor {
  const samples = graph.one('Shape', [x], { start: { int: axis }, end: { int: axis + 1 } });
  const rest = integers(
    graph,
    shape.slice(1).map((dim) => (typeof dim === 'number' ? dim : 1)),
  );
  const zeros = graph.one('ConstantOfShape', [graph.one('Concat', [samples, rest], { axis: { int: 0 } })]);
  return { ...zeros, shape };
}

/** One step: its input and the states before, to the states after. */
type Step = (x: SymbolicTensor, states: readonly SymbolicTensor[], body: GraphBuilder) => readonly SymbolicTensor[];

/**
 * Walks through `x` along its first axis, time, in the order of the axis; gives what the layer's arguments ask for:
 * output, states. `shown` is the state that is the output of each step.
 */
export function walk(
  args: LayerArguments,
  x: SymbolicTensor,
  states: readonly SymbolicTensor[],
  carried: readonly Shape[],
  graph: GraphBuilder,
  step: Step,
  shown = 0,
): readonly SymbolicTensor[] {
  const body = graph.subgraph('step');
  const before = states.map((_, i) => body.input('state', 'float32', carried[i]));
  const now = body.input('now', x.dtype, x.shape?.slice(1));
  const after = step(now, before, body);
  const sequences = setting<boolean | undefined>(args, 'return_sequences');
  const collected = sequences === false ? [] : [after[shown] as SymbolicTensor];
  const results = graph.apply(
    'Scan',
    [...states, x],
    { body: { graph: body.finish([...after, ...collected]) }, num_scan_inputs: { int: 1 } },
    states.length + collected.length,
  );
  const last = results.slice(0, states.length).map((state, i) => ({ ...state, shape: carried[i] }));
  const all = results[states.length];
  const output = all ? batchFirst(args, graph, all) : (last[shown] as SymbolicTensor);
  const first = sequences === undefined ? { ...output, shape: undefined } : output;
  return args['return_state'] ? [first, ...last] : [first];
}

/** A sequence with time as its first axis, in the order in which the layer walks through it. */
export function timeFirst(args: LayerArguments, graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const first = args['time_major'] ? x : swapped(graph, x);
  return args['go_backwards'] ? { ...reversed(graph, first, 0), shape: first.shape } : first;
}

/** The steps that a layer gives, as the layer's arguments have them. */
function batchFirst(args: LayerArguments, graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  return args['time_major'] ? x : swapped(graph, x);
}

/** The axes of samples and steps exchanged. */
function swapped(graph: GraphBuilder, x: SymbolicTensor): SymbolicTensor {
  const perm = Array.from({ length: x.shape?.length ?? 0 }, (_, axis) => (axis < 2 ? 1 - axis : axis));
  return graph.one('Transpose', [x], { perm: { ints: perm } });
}

/** The elements of an axis in the opposite order. */
export function reversed(graph: GraphBuilder, x: SymbolicTensor, axis: number): SymbolicTensor {
  const range = [-1, -(2 ** 31), axis, -1].map((each) => integers(graph, [each]));
  return { ...graph.one('Slice', [x, ...range]), shape: x.shape };
}
