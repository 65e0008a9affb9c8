import type { SymbolicTensor } from '../../../server/language/tensor/graph-builder.js';
import type { WeightData } from '../../../server/language/training-request.js';
import { constant, integers } from '../constants.js';
import type { Tape } from '../tape.js';
import type { OptimizerLayout, Piece } from './layout.js';

/** A tensor for each weight, as one for each piece. */
export function gathered(
  tape: Tape,
  { pieces }: OptimizerLayout,
  tensors: readonly SymbolicTensor[],
): readonly SymbolicTensor[] {
  return pieces.map(({ members, isVector }) => {
    const own = members.map((member) => tensors[member] as SymbolicTensor);
    return isVector ? inOneVector(tape, own) : (own[0] as SymbolicTensor);
  });
}

/** A piece's gradient; `known` says where it is one, unless it is one everywhere. */
export interface PieceGradient {
  readonly gradient: SymbolicTensor | undefined;
  readonly known: SymbolicTensor | undefined;
}

/** Weights without a gradient have zeros in a vector. */
export function gatheredGradients(
  tape: Tape,
  { pieces }: OptimizerLayout,
  gradients: readonly (SymbolicTensor | undefined)[],
): readonly PieceGradient[] {
  return pieces.map(({ members, weights, isVector }) => {
    const own = members.map((member) => gradients[member]);
    if (own.every((gradient) => !gradient)) return { gradient: undefined, known: undefined };
    if (!isVector) return { gradient: own[0], known: undefined };
    const filled = own.map((gradient, index) => gradient ?? zeros(tape, weights[index] as WeightData));
    const known = weights.flatMap(({ value }, index) => new Array<number>(value.data.length).fill(own[index] ? 1 : 0));
    return {
      gradient: inOneVector(tape, filled),
      known: known.includes(0) ? constant(tape, known, 'bool') : undefined,
    };
  });
}

/** A tensor for each piece, as one for each weight. */
export function separated(
  tape: Tape,
  { pieces }: OptimizerLayout,
  tensors: readonly SymbolicTensor[],
): readonly SymbolicTensor[] {
  const found: SymbolicTensor[] = [];
  pieces.forEach((piece, index) => {
    const parts = piece.isVector ? parted(tape, piece, tensors[index] as SymbolicTensor) : [tensors[index]];
    piece.members.forEach((member, at) => {
      found[member] = parts[at] as SymbolicTensor;
    });
  });
  return found;
}

function inOneVector(tape: Tape, tensors: readonly SymbolicTensor[]): SymbolicTensor {
  const vectors = tensors.map((tensor) =>
    tensor.shape?.length === 1 ? tensor : tape.one('Reshape', [tensor, integers(tape, [-1])]),
  );
  return tape.one('Concat', vectors, { axis: { int: 0 } });
}

function parted(tape: Tape, { weights }: Piece, vector: SymbolicTensor): readonly SymbolicTensor[] {
  const sizes = weights.map(({ value }) => value.data.length);
  const parts = tape.apply('Split', [vector, integers(tape, sizes)], { axis: { int: 0 } }, sizes.length);
  return parts.map((part, index) => {
    const { shape } = (weights[index] as WeightData).value;
    return shape.length === 1 ? part : tape.one('Reshape', [part, integers(tape, shape)]);
  });
}

function zeros(tape: Tape, { value: { dtype, shape, data } }: WeightData): SymbolicTensor {
  return constant(tape, new Array<number>(data.length).fill(0), dtype, shape);
}
