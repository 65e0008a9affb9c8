import type { Dim } from '../../tensor/dim.js';
import type { MaybeShape } from '../../tensor/shape.js';
import { refused, show } from '../arguments.js';
import type { GivenArguments } from '../layer.js';

/** What a layer makes of category numbers: the numbers themselves, a row of 0 and 1 for each, or one row for all of a sample. */
export type OutputMode = 'int' | 'one_hot' | 'multi_hot' | 'count' | 'tf_idf';

/** Keras's older names. */
const renamed: Readonly<Record<string, OutputMode>> = { binary: 'multi_hot', 'tf-idf': 'tf_idf' };

/** `output_mode=`; undefined where it is not known. */
export function outputMode<Mode extends OutputMode>(
  given: GivenArguments,
  modes: readonly Mode[],
  olderNames = false,
): Mode | undefined {
  const value = given.get('output_mode');
  if (value === undefined) return undefined;
  const wanted = olderNames && typeof value === 'string' ? (renamed[value] ?? value) : value;
  const found = modes.find((mode) => mode === wanted);
  if (found) return found;
  throw refused(
    'output_mode',
    value,
    modes.map((mode) => `'${mode}'`).join(' or '),
    `Unknown value for \`output_mode\`. Expected one of {${modes.map((mode) => `'${mode}'`).join(', ')}}. Received: output_mode=${show(value)}`,
    modes,
  );
}

/** Only rows of 0 and 1 can be kept as sparse tensors. */
export function checkSparse(given: GivenArguments, mode: OutputMode | undefined): void {
  const sparse = given.get('sparse');
  if (mode !== 'int' || !sparse) return;
  throw refused(
    'sparse',
    sparse,
    'False where `output_mode` is `int`',
    `\`sparse\` may only be true if \`output_mode\` is \`'one_hot'\`, \`'multi_hot'\`, or \`'count'\`. Received: sparse=${show(sparse)} and output_mode=int`,
  );
}

/** The shape of encoded categories, of which there are `depth`. */
export function encodedShape(shape: MaybeShape, mode: OutputMode | undefined, depth: Dim): MaybeShape {
  if (!shape || mode === undefined) return undefined;
  if (mode === 'int') return shape;
  if (shape.length === 0) return [depth];
  const appended = mode === 'one_hot' && !(shape.length > 1 && shape.at(-1) === 1);
  return appended ? [...shape, depth] : [...shape.slice(0, -1), depth];
}
