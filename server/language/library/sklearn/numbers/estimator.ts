import type { Context } from '../../../values/context.js';
import { equals } from '../../../values/equality.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, type ObjectValue, str, type Value } from '../../../values/value.js';
import { toArray } from '../../numpy/operand.js';
import { textArray } from '../../numpy/text-array.js';
import { objectsOf } from '../../pandas/cells/object-array.js';
import type { Estimator } from '../estimator.js';
import { computations } from './index.js';
import type { Computation, Learned, Parameters } from './learned.js';
import { predicted } from './predicting.js';

const stateIn = (self: Value) => (self as ObjectValue<Estimator>).state;

/** Makes sure that a run can go on with an estimator of these parameters. */
export function checkParameters(name: string, given: ReadonlyMap<string, Value>, context: Context): void {
  const computation = computations.get(name);
  if (!computation)
    return void context.unknown('this model is followed in the editor, and not computed in runs yet', name);
  for (const [key, value] of given) {
    const usual = computation.parameters[key];
    // Before scikit-learn 1.2 `sparse_output` was called so.
    if (!usual && !(key === 'sparse' && computation.parameters['sparse_output']))
      context.raise('TypeError', `${name}.__init__() got an unexpected keyword argument '${key}'`);
    if (computation.refused?.includes(key) && equals(value, usual as Value) !== true)
      context.unknown(`its argument ${key} is not supported yet`, name);
  }
}

export function parametersOf(self: Value, computation: Computation): Parameters {
  const { parameters } = stateIn(self);
  return (name) =>
    parameters.get(name) ??
    (name === 'sparse_output' ? parameters.get('sparse') : undefined) ??
    computation.parameters[name] ??
    none;
}

/** What a method of an estimator does on numbers. `data` is its first argument. */
export function methodOnNumbers(name: string, method: string, args: Arguments, data: Value, context: Context): Value {
  const self = args.get('self');
  const computation = computations.get(name) as Computation;
  const parameters = parametersOf(self, computation);
  const state = stateIn(self);
  if (args.rest.length > 0) context.unknown('its further arguments are not supported yet', `${name}.${method}`);
  for (const key of args.keywords.keys())
    if (key !== 'copy') context.unknown(`its argument ${key} is not supported yet`, `${name}.${method}`);
  switch (method) {
    case 'fit':
    case 'fit_transform': {
      const y = name.startsWith('Label') || name.startsWith('Multi') ? undefined : args.get('y');
      state.learned = computation.fit(data, y, parameters, context);
      state.inputNames = namesOfColumns(data, context);
      return method === 'fit' ? self : state.learned.transform(data, context);
    }
    case 'partial_fit': {
      const { learned } = state;
      if (learned && !learned.further) return context.unknown('it is not computed in runs yet', `${name}.partial_fit`);
      if (learned) checkFeatures(name, learned, data, context);
      state.learned = learned?.further?.(data, context) ?? computation.fit(data, undefined, parameters, context);
      return self;
    }
    case 'transform': {
      // A function needs no fitting.
      const learned =
        name === 'FunctionTransformer'
          ? computation.fit(data, none, parameters, context)
          : learnedBy(self, name, context);
      checkFeatures(name, learned, data, context);
      return learned.transform(data, context);
    }
    case 'inverse_transform': {
      const { inverse } = learnedBy(self, name, context);
      return inverse ? inverse(data, context) : context.unknown('it is not computed in runs yet', `${name}.${method}`);
    }
    case 'fit_predict':
      state.learned = computation.fit(data, args.get('y'), parameters, context);
      return state.learned.attributes['labels_'] ?? none;
    default: {
      const learned = learnedBy(self, name, context);
      checkFeatures(name, learned, data, context);
      return (
        predicted(name, method, learned, args, context) ??
        context.unknown('it is not computed in runs yet', `${name}.${method}`)
      );
    }
  }
}

export function learnedBy(self: Value, name: string, context: Context): Learned {
  return (
    stateIn(self).learned ??
    context.raise(
      'ValueError',
      `This ${name} instance is not fitted yet. Call 'fit' with appropriate arguments before using this estimator.`,
    )
  );
}

function checkFeatures(name: string, learned: Learned, data: Value, context: Context): void {
  const shape =
    learned.features === undefined || data.kind === 'unknown'
      ? undefined
      : (objectsOf(data)?.shape ?? toArray(data, context)?.shape);
  if (shape?.length === 2 && shape[1] !== learned.features)
    context.raise(
      'ValueError',
      `X has ${shape[1]} features, but ${name} is expecting ${learned.features} features as input.`,
    );
}

/** The names of a table's columns. */
function namesOfColumns(data: Value, context: Context): readonly string[] | undefined {
  if (data.kind !== 'object' || data.type.name !== 'DataFrame') return undefined;
  const names = context.elements(context.getAttribute(data, 'columns'));
  return names?.every((each) => each.kind === 'str')
    ? names.map((each) => (each.kind === 'str' ? each.value : ''))
    : undefined;
}

/** `get_feature_names_out(input_features=None)`. */
export function featureNamesOut(self: Value, name: string, given: Value, context: Context): Value {
  const learned = learnedBy(self, name, context);
  const inputs =
    given.kind === 'none'
      ? (stateIn(self).inputNames ?? Array.from({ length: learned.features ?? 0 }, (_, j) => `x${j}`))
      : (context.elements(given) ?? []).map((each) => (each.kind === 'str' ? each.value : ''));
  return learned.names
    ? textArray(learned.names(inputs), undefined, true)
    : context.unknown('it is not computed in runs yet', `${name}.get_feature_names_out`);
}

/** `repr`: the class with the parameters that are not the usual ones, in the order of their names. */
export function estimatorRepr(self: Value, name: string, context: Context): string | undefined {
  const computation = computations.get(name);
  const given = [...stateIn(self).parameters].filter(
    ([key, value]) => !computation || context.repr(value) !== context.repr(computation.parameters[key] ?? none),
  );
  const parts = given.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, context.repr(value)] as const);
  const texts = parts.map(([key, value]) => `${key}=${value}`);
  const text = `${name}(${texts.join(', ')})`;
  if (parts.some(([, value]) => value === undefined)) return undefined;
  if (text.length <= 80) return text;
  // Of what others are in, the lines are broken by other rules.
  return texts.some((each) => /[([]/.test(each)) ? undefined : inLines(name, texts);
}

/** As scikit-learn breaks lines of more than 80 characters. */
function inLines(name: string, texts: readonly string[]): string {
  const most = 80 - name.length;
  let text = `${name}(`;
  let room = most;
  for (const [i, each] of texts.entries()) {
    const isLast = i === texts.length - 1;
    const needed = each.length + 2 + (isLast ? 1 : 0);
    if (i > 0) text += needed > room ? `,\n${' '.repeat(name.length + 1)}` : ', ';
    room = (i > 0 && needed > room ? most : room) - each.length - 2;
    text += each;
  }
  return `${text})`;
}

/** `get_params()`. */
export function parametersAsDict(self: Value, name: string): readonly (readonly [Value, Value])[] {
  const computation = computations.get(name);
  const given = stateIn(self).parameters;
  const names = computation ? Object.keys(computation.parameters) : [...given.keys()];
  return names.sort().map((key) => [str(key), given.get(key) ?? computation?.parameters[key] ?? none] as const);
}
