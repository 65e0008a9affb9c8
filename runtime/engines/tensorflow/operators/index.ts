import type { Rules } from '../rules.js';
import { convolutions } from './convolutions.js';
import { elementwise } from './elementwise.js';
import { indexing } from './indexing.js';
import { layout } from './layout.js';
import { normalization } from './normalization.js';
import { pools } from './pooling.js';
import { products } from './products.js';
import { reductions } from './reductions.js';
import { resizing } from './resizing.js';

/** ONNX's operators in TensorFlow's, but for those that hold graphs. */
export const rules: ReadonlyMap<string, Rules[string]> = new Map(
  Object.entries({
    ...elementwise,
    ...reductions,
    ...layout,
    ...indexing,
    ...products,
    ...convolutions,
    ...pools,
    ...normalization,
    ...resizing,
  }),
);
