import { activations } from './activations.js';
import { arithmetic } from './arithmetic.js';
import { convolution } from './conv.js';
import type { Derivative } from './derivative.js';
import { dropout } from './dropout.js';
import { flat, functions } from './elementwise.js';
import { matrixProducts } from './matmul.js';
import { normalization } from './normalization.js';
import { orderings } from './ordering.js';
import { pooling } from './pool.js';
import { reductions } from './reduce.js';
import { rearrangements } from './reshape.js';
import { scan } from './scan.js';
import { scatters } from './scatter.js';
import { softmax } from './softmax.js';

/** Every operator that gradients can be carried through, by ONNX's name. */
export const derivatives: ReadonlyMap<string, Derivative> = new Map([
  ...[
    activations,
    arithmetic,
    convolution,
    dropout,
    functions,
    matrixProducts,
    normalization,
    orderings,
    pooling,
    rearrangements,
    reductions,
    scan,
    scatters,
    softmax,
  ].flatMap((family) => Object.entries(family)),
  ...flat.map((op): [string, Derivative] => [op, { backward: () => [] }]),
]);
