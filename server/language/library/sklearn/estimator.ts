import { anonymous, type Dim } from '../../tensor/dim.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import type { NativeFunction } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import type { ObjectValue, Value } from '../../values/value.js';
import { toArray } from '../numpy/operand.js';
import { array } from '../numpy/view.js';
import { define } from '../python/define.js';
import {
  checkParameters,
  estimatorRepr,
  featureNamesOut,
  methodOnNumbers,
  parametersAsDict,
} from './numbers/estimator.js';
import { computations } from './numbers/index.js';
import type { Learned } from './numbers/learned.js';

/** An object of scikit-learn: what it was made with, and what fitting it told of its data's shape. */
export interface Estimator {
  parameters: ReadonlyMap<string, Value>;
  /** How many columns it was fitted on. */
  features?: Dim;
  /** How many columns it gives, where its data decides that. */
  width?: Dim;
  /** What follows the rows in the labels that it was fitted on, and their type. */
  labels?: { readonly sample: Shape; readonly dtype: ElementType | undefined };
  /** Whether it gives tables of pandas. */
  tables?: boolean;
  /** In a run: what fitting came to, and the names of the columns that it was fitted on. */
  learned?: Learned;
  inputNames?: readonly string[] | undefined;
}

export const estimatorOf = (value: Value): Estimator => (value as ObjectValue<Estimator>).state;

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
  const isComputed = computations.has(name);
  const type: NativeType<Estimator> = {
    name,
    module,
    construct: define(name, '*args, **kwargs', [], (args, context) => {
      const parameters = new Map<string, Value>(args.keywords);
      if (context.host.mode === 'numbers' && isComputed && args.rest.length > names.length)
        context.raise(
          'TypeError',
          `${name}.__init__() takes ${names.length > 0 ? `from 1 to ${names.length + 1} positional arguments` : '1 positional argument'} but ${args.rest.length + 1} were given`,
        );
      args.rest.forEach((value, i) => {
        const key = names[i];
        if (key) parameters.set(key, value);
      });
      if (context.host.mode === 'numbers' && !chains.has(name)) checkParameters(name, parameters, context);
      return object(type, { parameters });
    }),
    methods: Object.fromEntries(
      [...functions.map((f) => (isComputed ? onBoth(name, f) : f)), ...common(name)].map((f) => [lastOf(f.name), f]),
    ),
    getAttribute: (self, attribute, context) =>
      estimatorOf(self).learned?.attributes[attribute] ??
      estimatorOf(self).parameters.get(attribute) ??
      (context.host.mode === 'numbers' ? computations.get(name)?.parameters[attribute] : undefined) ??
      context.unknown('what fitting it came to', `${name}.${attribute}`),
    truth: () => true,
    repr: (self, context) => estimatorRepr(self, name, context),
    ...more,
  };
  return type;
}

/** Estimators made of others, which compute. */
const chains: ReadonlySet<string> = new Set(['Pipeline']);

function asDict(entries: readonly (readonly [Value, Value])[]): Value {
  return { kind: 'dict', entries: new Map(entries.map(([key, value]) => [keyOf(key) ?? '', { key, value }])) };
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** A method that follows shapes, and on numbers computes. */
function onBoth(name: string, shaped: NativeFunction): NativeFunction {
  const data = /(?:^|, )X\b/.test(shaped.signature) ? 'X' : 'y';
  return {
    ...shaped,
    call: (args, context) =>
      context.host.mode === 'numbers'
        ? methodOnNumbers(name, lastOf(shaped.name), args, args.get(data), context)
        : shaped.call(args, context),
  };
}

function common(name: string): readonly NativeFunction[] {
  return [
    define(`${name}.set_params`, 'self, **params', [], (args, context) => {
      const state = estimatorOf(args.get('self'));
      if (context.host.mode === 'numbers') {
        if (!computations.has(name)) return context.unknown('it is not computed in runs yet', `${name}.set_params`);
        checkParameters(name, args.keywords, context);
        state.parameters = new Map([...state.parameters, ...args.keywords]);
      }
      return args.get('self');
    }),
    define(`${name}.get_params`, 'self, deep=True', [], (args, context) =>
      context.host.mode === 'numbers' && computations.has(name)
        ? asDict(parametersAsDict(args.get('self'), name))
        : context.unknown('the parameters of an estimator', `${name}.get_params`),
    ),
    define(`${name}.get_feature_names_out`, 'self, input_features=None', [], (args, context) =>
      context.host.mode === 'numbers'
        ? featureNamesOut(args.get('self'), name, args.get('input_features'), context)
        : array('string', [anonymous()]),
    ),
    define(`${name}.set_output`, 'self, *, transform=None', [], (args, context) => {
      const wanted = args.get('transform');
      if (context.host.mode === 'numbers' && wanted.kind === 'str' && wanted.value !== 'default')
        return context.unknown('tables from estimators are not supported yet', `${name}.set_output`);
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
