import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import type { NativeFunction } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import type { ObjectValue, Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { define } from '../python/define.js';
import { sparseOf } from './sparse.js';
import { rowCount } from './split.js';

/** An object of scikit-learn: what it was made with, and what fitting it told of its data's shape. */
export interface Estimator {
  readonly parameters: ReadonlyMap<string, Value>;
  /** How many columns it was fitted on. */
  features?: Dim;
  /** How many columns it gives, where its data decides that. */
  width?: Dim;
  /** What follows the rows in the labels that it was fitted on, and their type. */
  labels?: { readonly sample: Shape; readonly dtype: ElementType | undefined };
  /** Whether it gives tables of pandas. */
  tables?: boolean;
}

/** Rows and columns of data that an estimator is given. */
export interface Samples {
  readonly rows: Dim;
  readonly columns: Dim;
  readonly dtype: ElementType | undefined;
}

export const estimatorOf = (value: Value): Estimator => (value as ObjectValue<Estimator>).state;

/** Data as rows and columns; an exception where it certainly has another rank. */
export function samplesOf(value: Value, name: string, context: Context): Samples {
  const matrix = sparseOf(value);
  if (matrix) return matrix;
  const values = value.kind === 'unknown' ? undefined : toArray(value, context);
  const shape = values?.shape;
  if (!shape) return { rows: rowCount(value, context) ?? anonymous(), columns: anonymous(), dtype: values?.dtype };
  if (shape.length > 2)
    context.raise(
      'ValueError',
      `Found array with dim ${shape.length}, while dim <= 2 is required by ${name}.`,
      'array-shape',
    );
  if (shape.length < 2)
    context.raise(
      'ValueError',
      `Expected 2D array, got ${shape.length === 0 ? 'scalar' : '1D'} array instead. Reshape your data either using array.reshape(-1, 1) if your data has a single feature or array.reshape(1, -1) if it contains a single sample.`,
      'array-shape',
    );
  return { rows: shape[0] ?? anonymous(), columns: shape[1] ?? anonymous(), dtype: values?.dtype };
}

/** A parameter as the caller gave it; undefined where it was left out. */
export function parameter(state: Estimator, name: string): Value | undefined {
  return state.parameters.get(name);
}

/** A class of scikit-learn. `names` are its parameters in the order in which they can be given without a name. */
export function estimatorType(
  name: string,
  module: string,
  names: readonly string[],
  functions: readonly NativeFunction[],
  more: Partial<NativeType<Estimator>> = {},
): NativeType<Estimator> {
  const type: NativeType<Estimator> = {
    name,
    module,
    construct: define(name, '*args, **kwargs', [], (args, context) => {
      const parameters = new Map<string, Value>(args.keywords);
      args.rest.forEach((value, i) => {
        const key = names[i];
        if (key) parameters.set(key, value);
      });
      return context.host.mode === 'numbers'
        ? context.unknown('estimators of scikit-learn are followed in the editor, and not yet computed in runs', name)
        : object(type, { parameters });
    }),
    methods: Object.fromEntries(
      [...functions, ...common(name)].map((f) => [f.name.slice(f.name.lastIndexOf('.') + 1), f]),
    ),
    getAttribute: (self, attribute, context) =>
      estimatorOf(self).parameters.get(attribute) ?? context.unknown('what fitting it came to', `${name}.${attribute}`),
    truth: () => true,
    repr: () => `${name}()`,
    ...more,
  };
  return type;
}

function common(name: string): readonly NativeFunction[] {
  return [
    define(`${name}.set_params`, 'self, **params', [], (args) => args.get('self')),
    define(`${name}.set_output`, 'self, *, transform=None', [], (args) => {
      const wanted = args.get('transform');
      if (wanted.kind !== 'none')
        estimatorOf(args.get('self')).tables = wanted.kind !== 'str' || wanted.value !== 'default';
      return args.get('self');
    }),
  ];
}

/** Remembers what fitting tells; nothing of it is sure where the fitting itself is not. */
export function fitted(self: Value, known: Partial<Estimator>, context: Context): Value {
  const state = estimatorOf(self);
  if (context.certain) Object.assign(state, known);
  else {
    delete state.features;
    delete state.labels;
    state.width = anonymous();
  }
  return self;
}

/** What fitting tells of the labels. */
export function labelsOf(y: Value, context: Context): Pick<Estimator, 'labels'> {
  const values = y.kind === 'unknown' || y.kind === 'none' ? undefined : toArray(y, context);
  if (!values?.shape?.length) return {};
  return { labels: { sample: values.shape.slice(1), dtype: values.dtype } };
}
