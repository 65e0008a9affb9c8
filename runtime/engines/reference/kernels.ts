import { binary } from './binary.js';
import { elementwise } from './elementwise.js';
import type { Kernels } from './kernel.js';

/** Every operator that the reference engine runs. */
export const kernels: Kernels = { ...elementwise, ...binary };
