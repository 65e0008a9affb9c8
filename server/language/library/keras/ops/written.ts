import type { Dim } from '../../../tensor/dim.js';
import { isKnown } from '../../../tensor/dim.js';
import { GraphBuilder, type SymbolicTensor } from '../../../tensor/graph-builder.js';
import type { MaybeShape } from '../../../tensor/shape.js';
import { ShapeError } from '../../../tensor/shape-error.js';
import type { Context } from '../../../values/context.js';
import { type TensorValue, tensor, type Value } from '../../../values/value.js';
import { NotKnown } from '../../numpy/arguments.js';
import { drawSeed } from '../state.js';
import type { OpCall } from './call.js';
import { draws, dropout } from './compute/creation.js';
import { randomChanges } from './compute/image-changes.js';
import { mapOutcome, type Operand, tensorsOfOutcome } from './operand.js';
import { NotComputed, type Write, Writing } from './writing.js';

/** A function's call: what its shape rule says of operands, and what it computes. */
export interface Computation {
  readonly name: string;
  readonly write: Write | undefined;
  /** The call with other operands in the place of some among its arguments, and what the rule says of it. */
  again(replaced: ReadonlyMap<TensorValue, Operand>): { readonly call: OpCall; readonly result: Value };
}

const drawing: ReadonlySet<Write> = new Set([...Object.values(draws), ...Object.values(randomChanges), dropout]);

/** Whether a function gives something else each time. */
export function isDrawn(write: Write | undefined): boolean {
  return write !== undefined && drawing.has(write);
}

/** Writes a call into a graph, and gives its tensors; `symbols` stand for values among its arguments. */
export function written(
  { again, write }: Computation,
  graph: GraphBuilder,
  symbols: ReadonlyMap<TensorValue, SymbolicTensor>,
  seed?: number,
): readonly SymbolicTensor[] {
  if (!write) throw new NotComputed('it is not computed yet');
  const { call, result } = again(symbols);
  if (result.kind === 'unknown') throw new NotComputed(result.reason);
  // A size that is known by now: `ops.size(x)`.
  if (result.kind === 'int') return [graph.constant({ dtype: 'int32', shape: [], data: Int32Array.of(result.value) })];
  const results = tensorsOfOutcome(result);
  const writing = new Writing(graph, call, results, symbols, seed);
  const made = write(writing);
  const tensors = Array.isArray(made) ? (made as readonly SymbolicTensor[]) : [made as SymbolicTensor];
  return results.map((said, i) => {
    const tensor = tensors[i];
    if (!tensor) throw new NotComputed('not all of its results are computed');
    return { ...writing.cast(tensor, said.dtype), shape: sharper(said.shape, tensor.shape) };
  });
}

/** What the rule says of a size, unless the operators know it and it does not. */
function sharper(said: MaybeShape, found: MaybeShape): MaybeShape {
  if (!said || !found || said.length !== found.length) return found ?? said;
  return said.map((dim, axis) => (isKnown(found[axis] as Dim) ? (found[axis] as Dim) : dim));
}

/** Why a call cannot be written, if that is what was thrown. */
export function reasonOf(error: unknown): string | undefined {
  return error instanceof NotComputed || error instanceof NotKnown || error instanceof ShapeError
    ? error.message
    : undefined;
}

/** What a call gives for tensors that have their elements, on numbers. */
export function computeNow(computation: Computation, context: Context): Value {
  const graph = new GraphBuilder(computation.name);
  const seed = isDrawn(computation.write) ? drawSeed(context) : undefined;
  try {
    const { result } = computation.again(new Map());
    if (tensorsOfOutcome(result).length === 0) return result;
    const tensors = written(computation, graph, new Map(), seed);
    const values = context.host.compute(graph.finish(tensors));
    if (!values) return context.unknown('its value is not known', computation.name);
    let at = 0;
    return mapOutcome(result, ({ library }) => {
      const value = values[at] as (typeof values)[number];
      at += 1;
      return tensor(library === 'numpy' ? 'numpy' : 'tensorflow', value.dtype, value.shape, value.data);
    });
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return context.unknown(reason, computation.name);
  }
}
