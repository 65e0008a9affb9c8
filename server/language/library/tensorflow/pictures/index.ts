import { boxes } from './boxes.js';
import { colors } from './colors.js';
import { geometry } from './geometry.js';
import { measures } from './measures.js';
import { patches } from './patches.js';
import type { Direct } from './picture.js';
import { randomChanges } from './random.js';
import { resizing } from './resizing.js';

/** Functions of `tf.image` on elements: a graph of operators would take a hundred times as long for each picture. */
export const pictureChanges: readonly (readonly [string, Direct])[] = [
  ...geometry,
  ...colors,
  ...randomChanges,
  ...resizing,
  ...measures,
  ...boxes,
  ...patches,
];
