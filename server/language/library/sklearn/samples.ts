import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Context } from '../../values/context.js';
import type { Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { numbersOfObjects } from '../pandas/cells/object-array.js';
import { sparseOf } from './sparse.js';
import { rowCount } from './split.js';

/** Rows and columns of data that an estimator is given. */
export interface Samples {
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: ElementType | undefined;
}

/** Data as rows and columns; an exception where it certainly has another rank. */
export function samplesOf(value: Value, name: string, context: Context): Samples {
  const matrix = sparseOf(value);
  if (matrix) return matrix;
  const values = value.kind === 'unknown' ? undefined : (numbersOfObjects(value) ?? toArray(value, context));
  const shape = values?.shape;
  if (!shape) return { rows: rowCount(value, context) ?? anonymous(), columns: anonymous(), dtype: values?.dtype };
  if (shape.length > 2)
    context.raise(
      'ValueError',
      `Found array with dim ${shape.length}, while dim <= 2 is required by ${name}.`,
      'array-shape',
    );
  const shown = context.host.mode === 'numbers' && values ? context.str(values) : undefined;
  if (shape.length < 2)
    context.raise(
      'ValueError',
      `Expected 2D array, got ${shape.length === 0 ? 'scalar' : '1D'} array instead${shown === undefined ? '. ' : `:\narray=${shown}.\n`}Reshape your data either using array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a single sample.`,
      'array-shape',
    );
  return { rows: shape[0] ?? anonymous(), columns: shape[1] ?? anonymous(), dtype: values?.dtype };
}
