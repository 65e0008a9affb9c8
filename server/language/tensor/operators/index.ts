import { binary } from './binary.js';
import { concat, pad, split } from './concat.js';
import { controlFlow } from './control-flow.js';
import { conv } from './conv.js';
import { convTranspose } from './conv-transpose.js';
import { dropout } from './dropout.js';
import { elementwise } from './elementwise.js';
import { expansions } from './expand.js';
import { gathers } from './gather.js';
import { gemm, matMul } from './matmul.js';
import { normalizations } from './normalization.js';
import type { Operator } from './operator.js';
import { pools } from './pool.js';
import { random } from './random.js';
import { reductions } from './reduce.js';
import { flatten, reshape, squeeze, unsqueeze } from './reshape.js';
import { scatters } from './scatter.js';
import { sequences } from './sequences.js';
import { shapes } from './shapes.js';
import { slice } from './slice.js';
import { softmax } from './softmax.js';
import { transpose } from './transpose.js';

/** Every operator that a graph may hold, by ONNX's name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [
    ...[...elementwise, ...binary, ...reductions, ...softmax],
    ...[matMul, gemm, conv, convTranspose, ...pools, ...normalizations, dropout, ...random],
    ...[reshape, flatten, squeeze, unsqueeze, transpose, slice, concat, split, pad, ...expansions],
    ...[...gathers, ...scatters, ...sequences, ...shapes, ...controlFlow],
  ].map((operator) => [operator.name, operator]),
);
