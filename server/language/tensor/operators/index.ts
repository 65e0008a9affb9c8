import { binary } from './binary.js';
import { conv } from './conv.js';
import { dropout } from './dropout.js';
import { elementwise } from './elementwise.js';
import { gemm, matMul } from './matmul.js';
import type { Operator } from './operator.js';
import { pools } from './pool.js';
import { flatten, reshape, squeeze, unsqueeze } from './reshape.js';
import { softmax } from './softmax.js';
import { transpose } from './transpose.js';

/** Every operator that a graph may hold, by ONNX's name. */
export const operators: ReadonlyMap<string, Operator> = new Map(
  [
    ...elementwise,
    ...binary,
    ...softmax,
    ...pools,
    conv,
    dropout,
    flatten,
    gemm,
    matMul,
    reshape,
    squeeze,
    transpose,
    unsqueeze,
  ].map((operator) => [operator.name, operator]),
);
