import type { Context } from '../../values/context.js';
import type { NativeType } from '../../values/native-type.js';
import { none, tuple, type Value } from '../../values/value.js';
import { define, native } from '../python/define.js';
import { type Estimator, estimatorOf, estimatorType } from './estimator.js';

/** `Pipeline(steps)`: transformers one after another, then a model or another transformer. */
export const pipelineType: NativeType<Estimator> = estimatorType(
  'Pipeline',
  'sklearn.pipeline',
  ['steps'],
  [
    define('Pipeline.fit', 'self, X, y=None, **params', [], (args, context) => {
      through(args.get('self'), args.get('X'), 'fit', args.get('y'), context);
      return args.get('self');
    }),
    define('Pipeline.fit_transform', 'self, X, y=None, **params', [], (args, context) =>
      through(args.get('self'), args.get('X'), 'fit_transform', args.get('y'), context),
    ),
    ...['transform', 'predict', 'predict_proba', 'score'].map((name) =>
      define(`Pipeline.${name}`, 'self, X, *args, **params', [], (args, context) =>
        through(args.get('self'), args.get('X'), name, undefined, context),
      ),
    ),
  ],
  {
    getItem: (self, _key, context) => context.unknown('a step of a pipeline', `${context.repr(self) ?? 'Pipeline'}[…]`),
    attributes: { named_steps: (_self, context) => context.unknown('the steps of a pipeline', 'Pipeline.named_steps') },
  },
);

/** Data through all steps; the last one does what is asked. `y` is there where they are fitted. */
function through(self: Value, x: Value, last: string, y: Value | undefined, context: Context): Value {
  const steps = context.elements(estimatorOf(self).parameters.get('steps') ?? none);
  const parts = steps?.map((step) => (step.kind === 'tuple' ? step.elements[1] : step));
  if (!parts || parts.some((part) => part?.kind !== 'object' && part?.kind !== 'str' && part?.kind !== 'none'))
    return context.unknown('the steps of a pipeline', `Pipeline.${last}`);
  const real = parts.filter((part) => part?.kind === 'object') as readonly Value[];
  let data = x;
  for (const [at, step] of real.entries()) {
    const ends = at === real.length - 1;
    const method = ends ? last : y ? 'fit_transform' : 'transform';
    data = context.call(context.getAttribute(step, method), y ? [data, y] : [data]);
  }
  return data;
}

/** `make_pipeline(*steps)`. */
export const makePipeline = native('sklearn.pipeline.make_pipeline', '*steps, **kwargs', [], (args, context) =>
  context.call({ kind: 'type', type: pipelineType }, [
    { kind: 'list', elements: args.rest.map((step) => tuple([none, step])) },
  ]),
);
