import { batch, type Dim, differ, formatDim, same } from '../../tensor/dim.js';
import { elementTypeNumbers } from '../../tensor/element-type.js';
import type { GraphBuilder, SymbolicTensor } from '../../tensor/graph-builder.js';
import { formatShape, type MaybeShape, type Shape } from '../../tensor/shape.js';
import { ShapeError } from '../../tensor/shape-error.js';
import { flag, setting } from '../arguments.js';
import type { CallArguments } from '../call-arguments.js';
import type { GivenArguments, LayerArguments, LayerContext } from '../layer.js';
import { integers, scalar } from '../scalar.js';

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
    zero_output_for_mask: given.given('zero_output_for_mask') && flag(given, 'zero_output_for_mask') === true,
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
function zeroStates(graph: GraphBuilder, x: SymbolicTensor, axis: number, shape: Shape): SymbolicTensor {
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

/** What a layer walks through, and what it begins with. */
export interface Walk {
  /** (time, batch, …), in the order in which it is read. */
  readonly x: SymbolicTensor;
  /** (batch, time) as it comes: true for steps that count. */
  readonly mask: SymbolicTensor | undefined;
  /** The states before the first step; left out: zeros of `carried`, or what the batch before left. */
  readonly initial: readonly SymbolicTensor[];
  readonly carried: readonly Shape[];
  /** The state that is the output of each step; left out: the first. */
  readonly shown?: number;
}

/** What a stateful layer calls its states among its weights. */
export function stateName(index: number): string {
  return index === 0 ? 'rnn_state' : `rnn_state_${index}`;
}

/** The states that the batch before left; none where the layer keeps none. Throws ShapeError for a batch of another size. */
function statesLeft(
  carried: readonly Shape[],
  weights: ReadonlyMap<string, SymbolicTensor>,
): readonly SymbolicTensor[] {
  const left = carried.flatMap((_, i) => weights.get(stateName(i)) ?? []);
  const [expected, received] = [left[0]?.shape?.[0], carried[0]?.[0]];
  if (expected !== undefined && received !== undefined && differ(expected, received)) {
    const [of, got] = [expected, received].map(formatDim);
    throw new ShapeError('input-shape', `keeps states for batches of ${of}, got one of ${got}`, {
      axis: 0,
      keras: `If an RNN is stateful, the batch size of the input sequences must be the same as the batch size of the initial state. \n- Expected batch size: ${of}\n- Received batch size: ${got}`,
    });
  }
  return left;
}

/** Walks through a sequence; gives what the layer's arguments ask for: output, states. */
export function walk(
  args: LayerArguments,
  { x, mask, initial: given, carried, shown = 0 }: Walk,
  weights: ReadonlyMap<string, SymbolicTensor>,
  { graph, update }: Pick<LayerContext, 'graph' | 'update'>,
  step: Step,
): readonly SymbolicTensor[] {
  const zeros = (shape: Shape) => zeroStates(graph, x, 1, shape);
  const left = statesLeft(carried, weights);
  const initial = given.length ? given : left;
  const states = initial.length ? initial : carried.map(zeros);
  // Where a step does not count, Keras shows the output before it: zeros before the first, whatever the states are.
  const apart = mask !== undefined && (initial.length > 0 || args['zero_output_for_mask'] === true);
  const first = [...states, ...(apart ? [zeros(carried[shown] as Shape)] : [])];
  const body = graph.subgraph('step');
  const before = first.map((_, i) => body.input('state', 'float32', carried[i] ?? carried[shown]));
  const now = body.input('now', x.dtype, x.shape?.slice(1));
  const counts = mask && maskedSteps(args, graph, mask, (carried[shown] as Shape).length);
  const counted = counts && body.input('mask', counts.dtype, counts.shape?.slice(1));
  const computed = step(now, before.slice(0, states.length), body);
  const kept = (after: SymbolicTensor, else_: SymbolicTensor | undefined) =>
    counted ? body.one('Where', [counted, after, else_]) : after;
  const after = computed.map((each, i) => kept(each, before[i]));
  const output = computed[shown] as SymbolicTensor;
  if (apart) after.push(kept(output, args['zero_output_for_mask'] === true ? zeroLike(body, output) : before.at(-1)));
  const place = apart ? after.length - 1 : shown;
  const sequences = setting<boolean | undefined>(args, 'return_sequences');
  const collected = sequences === false ? [] : [after[place] as SymbolicTensor];
  const results = graph.apply(
    'Scan',
    [...first, x, ...(counts ? [counts] : [])],
    { body: { graph: body.finish([...after, ...collected]) }, num_scan_inputs: { int: counts ? 2 : 1 } },
    first.length + collected.length,
  );
  const last = results.slice(0, first.length).map((state, i) => ({ ...state, shape: carried[i] ?? carried[shown] }));
  for (const i of left.keys()) update(stateName(i), last[i] as SymbolicTensor);
  const all = results[first.length];
  const whole = all ? batchFirst(args, graph, all) : (last[place] as SymbolicTensor);
  const shownOutput = sequences === undefined ? { ...whole, shape: undefined } : whole;
  return args['return_state'] ? [shownOutput, ...last.slice(0, states.length)] : [shownOutput];
}

/** The mask of a layer's call, if it has one. */
export function maskIn(given: CallArguments, inputs: readonly SymbolicTensor[]): SymbolicTensor | undefined {
  const place = given.input('mask');
  return place === undefined ? undefined : inputs[place];
}

/** A mask as (time, batch, 1, …), with as many axes behind time as a state has. */
function maskedSteps(args: LayerArguments, graph: GraphBuilder, mask: SymbolicTensor, rank: number): SymbolicTensor {
  const bools = mask.dtype === 'bool' ? mask : graph.one('Cast', [mask], { to: { int: elementTypeNumbers.bool } });
  const missing = rank + 1 - (bools.shape?.length ?? 2);
  const axes = Array.from({ length: Math.max(0, missing) }, (_, i) => rank - i).reverse();
  const first = timeFirst(args, graph, bools);
  return axes.length > 0 ? graph.one('Unsqueeze', [first, integers(graph, axes)]) : first;
}

function zeroLike(graph: GraphBuilder, like: SymbolicTensor): SymbolicTensor {
  return graph.one('Expand', [scalar(graph, 0, like), graph.one('Shape', [like])]);
}

/** The mask of what a recurrent layer gives: that of its sequence where it gives one, too. */
export function sequenceMasks(
  args: LayerArguments,
  _inputs: readonly SymbolicTensor[],
  masks: readonly (SymbolicTensor | undefined)[],
): readonly (SymbolicTensor | undefined)[] {
  return args['return_sequences'] === true ? masks.slice(0, 1) : [];
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
