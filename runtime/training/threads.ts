import { isKnown } from '../../server/language/tensor/dim.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { operators } from '../../server/language/tensor/operators/index.js';
import { sizeOf } from '../../server/language/tensor/shape.js';
import { replay } from '../program/replay.js';
import { Tape } from '../program/tape.js';

/**
 * Operations of one thread in a step below which another thread costs more than it brings: a
 * thread's share must outlast waking it up and waiting for it. Measured with 784-300-100-10 at
 * batch 32 (51 million operations a step), which two threads make a third faster.
 */
const OPERATIONS_PER_THREAD = 1e7;

/** A backward pass computes as much as a forward pass for the data and again for the weights. */
const TRAINING_OVER_FORWARD = 3;

/** How many threads a model's training steps are worth; the engine may have fewer. */
export function threadsWorthwhile(forward: Graph, batchSize: number): number {
  return Math.max(
    1,
    Math.round((TRAINING_OVER_FORWARD * forwardOperations(forward, batchSize)) / OPERATIONS_PER_THREAD),
  );
}

/** Multiplications and additions of a forward pass over one batch, as far as shapes tell. */
export function forwardOperations(forward: Graph, batchSize: number): number {
  let operations = 0;
  for (const { op, inputs, outputs, attributes } of applicationsOf(forward, batchSize)) {
    const flops = operators.get(op)?.flops;
    const count = flops ? flops(inputs, outputs, attributes) : outputs[0]?.shape && sizeOf(outputs[0].shape);
    if (count !== undefined && isKnown(count)) operations += count;
  }
  return operations;
}

/** What a forward pass over one batch computes, at four bytes a number, as far as shapes tell. */
export function forwardBytes(forward: Graph, batchSize: number): number {
  let numbers = 0;
  for (const { outputs } of applicationsOf(forward, batchSize))
    for (const { shape } of outputs) {
      const size = shape && sizeOf(shape);
      if (size !== undefined && isKnown(size)) numbers += size;
    }
  return 4 * numbers;
}

function applicationsOf(forward: Graph, batchSize: number): Tape['applications'] {
  const tape = new Tape(forward.name);
  const bound = forward.inputs.map(({ name, dtype, shape }) => {
    const known = shape?.map((dim, axis) => (axis === 0 && !isKnown(dim) ? batchSize : dim));
    return [name, tape.input(name, dtype, known)] as const;
  });
  replay(forward, tape, new Map(bound));
  return tape.applications;
}
