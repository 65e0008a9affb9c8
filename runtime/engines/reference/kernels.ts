import { binary } from './binary.js';
import { bitwise } from './bitwise.js';
import { constants } from './constants.js';
import { controlFlow } from './control-flow.js';
import { convolutions } from './conv.js';
import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import type { Kernels } from './kernel.js';
import { layouts } from './layout.js';
import { products } from './matmul.js';
import { normalizations } from './normalization.js';
import { pieces } from './pieces.js';
import { pools } from './pool.js';
import { random } from './random.js';
import { reductions } from './reduce.js';
import { resizing } from './resize.js';
import { sequences } from './sequences.js';
import { softmax } from './softmax.js';

/** Every operator that the reference engine runs. */
export const kernels: Kernels = {
  ...elementwise,
  ...binary,
  ...bitwise,
  ...reductions,
  ...softmax,
  ...products,
  ...convolutions,
  ...pools,
  ...normalizations,
  ...random,
  ...layouts,
  ...pieces,
  ...indexing,
  ...sequences,
  ...constants,
  ...resizing,
  ...controlFlow,
};
