import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { capturedNames } from './captures.js';
import { cast } from './constants.js';
import { forwardScan } from './scan/forward.js';
import type { Tape } from './tape.js';

/** Gradients of seeded targets, written to a tape; undefined where there is none. */
type Gradients = (tape: Tape, seed: SymbolicTensor) => readonly (SymbolicTensor | undefined)[];

/**
 * Derivatives of each element of a tensor, whose shape is known, by sources: of the shape of the target, then that of the
 * source. `ofBatch`: of each sample's elements by the same sample of the source, where no sample depends on another: of the
 * target's shape, then the source's without its first axis. It is a loop over the elements, of whose steps as much as
 * possible is computed together. `differentiated`: gradients of it will be asked for.
 */
export function jacobian(
  tape: Tape,
  target: SymbolicTensor,
  how: { readonly ofBatch: boolean; readonly differentiated: boolean },
  gradients: Gradients,
): readonly (SymbolicTensor | undefined)[] {
  const shape = target.shape as readonly number[];
  const sample = how.ofBatch ? shape.slice(1) : shape;
  const count = product(sample);
  // Where each element stands that a step takes: in a batch the same of each sample.
  const places = BigInt64Array.from({ length: product(shape) }, (_, i) => BigInt(i % Math.max(1, count)));
  const positions = tape.constant({ dtype: 'int64', shape, data: places }, 'positions');
  const rows = BigInt64Array.from({ length: count }, (_, i) => BigInt(i));
  const walked = tape.constant({ dtype: 'int64', shape: [count], data: rows }, 'rows');
  const around = new Map(
    [
      ...tape.applications.flatMap(({ inputs, captured, outputs }) => [...inputs, ...captured, ...outputs]),
      target,
      positions,
    ].flatMap((tensor) => (tensor ? [[tensor.name, tensor] as const] : [])),
  );
  const body = tape.continued('row');
  const row = body.input('row', 'int64', []);
  const found = gradients(body, cast(body, body.one('Equal', [positions, row]), target.dtype));
  const connected = found.filter((gradient) => gradient !== undefined);
  if (connected.length === 0) return found;
  const graph = body.finish(connected);
  const captured = new Map(capturedNames(graph).map((name) => [name, around.get(name) as SymbolicTensor]));
  const scan = { body: graph, initial: [], walked: [walked], captured, reverse: false };
  const stacked = forwardScan(tape, scan, how.differentiated);
  let at = 0;
  return found.map((gradient) => {
    if (!gradient) return undefined;
    at += 1;
    return arranged(tape, stacked[at - 1] as SymbolicTensor, shape, gradient.shape as readonly number[], how.ofBatch);
  });
}

/** Rows of a Jacobian as a tensor of its shape. */
function arranged(
  tape: Tape,
  rows: SymbolicTensor,
  target: readonly number[],
  source: readonly number[],
  ofBatch: boolean,
): SymbolicTensor {
  const reshaped = (tensor: SymbolicTensor, shape: readonly number[]) =>
    tape.one('Reshape', [
      tensor,
      tape.constant({ dtype: 'int64', shape: [shape.length], data: BigInt64Array.from(shape, BigInt) }),
    ]);
  if (!ofBatch) return reshaped(rows, [...target, ...source]);
  const perm = [1, 0, ...source.slice(1).map((_, i) => i + 2)];
  return reshaped(tape.one('Transpose', [rows], { perm: { ints: perm } }), [...target, ...source.slice(1)]);
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, dim) => size * dim, 1);
}
