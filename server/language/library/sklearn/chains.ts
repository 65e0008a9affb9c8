import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { list, none, str, tuple, type Value } from '../../values/value.js';
import { define, native } from '../python/define.js';
import { bunch } from './bunch.js';
import { type Estimator, estimatorOf, estimatorType } from './estimator.js';
import { transformers } from './transformers.js';

/** `Pipeline(steps)`: transformers one after another, then a model or another transformer. */
export const pipelineType: NativeType<Estimator> = estimatorType(
  'Pipeline',
  'sklearn.pipeline',
  ['steps'],
  [
    define('Pipeline.fit', 'self, X, y=None, **params', [], (args, context) => {
      through(args.get('self'), args.get('X'), 'fit', args.get('y'), args.keywords, context);
      return args.get('self');
    }),
    define('Pipeline.fit_transform', 'self, X, y=None, **params', [], (args, context) =>
      through(args.get('self'), args.get('X'), 'fit_transform', args.get('y'), args.keywords, context),
    ),
    ...['transform', 'predict', 'predict_proba', 'predict_log_proba', 'decision_function'].map((name) =>
      define(`Pipeline.${name}`, 'self, X, *args, **params', [], (args, context) =>
        through(args.get('self'), args.get('X'), name, undefined, args.keywords, context),
      ),
    ),
    define('Pipeline.score', 'self, X, y=None, *args, **params', [], (args, context) =>
      through(args.get('self'), args.get('X'), 'score', undefined, args.keywords, context, [args.get('y')]),
    ),
    define('Pipeline.inverse_transform', 'self, X', [], (args, context) =>
      (estimatorsOf(args.get('self'), context) ?? [context.unknown('the steps of a pipeline', 'Pipeline')])
        .toReversed()
        .reduce((data, step) => context.call(context.getAttribute(step, 'inverse_transform'), [data]), args.get('X')),
    ),
  ],
  {
    getItem: (self, key, context) => {
      const steps = namedSteps(self, context);
      const found =
        key.kind === 'int' ? steps?.at(key.value) : steps?.find(([name]) => key.kind === 'str' && name === key.value);
      return found?.[1] ?? context.unknown('a step of a pipeline', `${context.repr(self) ?? 'Pipeline'}[…]`);
    },
    length: (self, context) => context.length(estimatorOf(self).parameters.get('steps') ?? none),
    attributes: {
      named_steps: (self, context) => {
        const steps = namedSteps(self, context);
        return steps ? bunch(new Map(steps)) : context.unknown('the steps of a pipeline', 'Pipeline.named_steps');
      },
    },
  },
);

/** The steps with their names; undefined where they are not known. */
function namedSteps(self: Value, context: Context): readonly (readonly [string, Value])[] | undefined {
  const steps = context.elements(estimatorOf(self).parameters.get('steps') ?? none);
  const named = steps?.map((step) => (step.kind === 'tuple' ? step.elements : []));
  if (!named?.every((each) => each[0]?.kind === 'str' && each[1])) return undefined;
  return named.map(([name, step]) => [name?.kind === 'str' ? name.value : '', step as Value] as const);
}

/** The steps that do something; undefined where they are not known. */
function estimatorsOf(self: Value, context: Context): readonly Value[] | undefined {
  const steps = context.elements(estimatorOf(self).parameters.get('steps') ?? none);
  const parts = steps?.map((step) => (step.kind === 'tuple' ? step.elements[1] : step));
  if (!parts || parts.some((part) => part?.kind !== 'object' && part?.kind !== 'str' && part?.kind !== 'none'))
    return undefined;
  return parts.filter((part) => part?.kind === 'object') as readonly Value[];
}

/** Data through all steps; the last one does what is asked, with what is `beside`. `y` is there where they are fitted. */
function through(
  self: Value,
  x: Value,
  last: string,
  y: Value | undefined,
  further: ReadonlyMap<string, Value>,
  context: Context,
  beside: readonly Value[] = [],
): Value {
  const real = estimatorsOf(self, context);
  if (context.host.mode === 'numbers' && further.size > 0)
    return context.unknown('arguments for single steps are not supported yet', `Pipeline.${last}`);
  if (!real) return context.unknown('the steps of a pipeline', `Pipeline.${last}`);
  let data = x;
  for (const [at, step] of real.entries()) {
    const ends = at === real.length - 1;
    const method = ends ? last : y ? 'fit_transform' : 'transform';
    data = context.call(context.getAttribute(step, method), y ? [data, y] : ends ? [data, ...beside] : [data]);
  }
  return data;
}

/** `make_pipeline(*steps)`: the steps are called by their classes. */
export const makePipeline = native('sklearn.pipeline.make_pipeline', '*steps, **kwargs', [], (args, context) =>
  context.call({ kind: 'type', type: pipelineType }, [list(named(args.rest))]),
);

/** Pairs of a name and an estimator: its class in small letters, numbered where there are several. */
export function named(estimators: readonly Value[]): Value[] {
  const names = estimators.map((step) => (step.kind === 'object' ? step.type.name.toLowerCase() : 'passthrough'));
  return estimators.map((step, i) => {
    const name = names[i] as string;
    const several = names.filter((each) => each === name).length > 1;
    const number = names.slice(0, i + 1).filter((each) => each === name).length;
    return tuple([str(several ? `${name}-${number}` : name), step]);
  });
}

/** `make_column_transformer((estimator, columns) …)`. */
export const makeColumnTransformer = native(
  'sklearn.compose.make_column_transformer',
  '*transformers, **kwargs',
  [],
  (args, context) => {
    const pairs = args.rest.map((each) => context.elements(each) ?? []);
    const type = transformers.find(({ name }) => name === 'ColumnTransformer');
    if (!type || pairs.some((pair) => pair.length !== 2))
      return context.unknown('transformers of this form', 'make_column_transformer');
    const steps = named(pairs.map(([estimator]) => estimator as Value)).map((step, i) =>
      tuple([...(step.kind === 'tuple' ? step.elements : []), pairs[i]?.[1] as Value]),
    );
    return context.call({ kind: 'type', type: type as NativeType }, [list(steps)], args.keywords);
  },
);
