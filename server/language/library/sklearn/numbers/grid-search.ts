import type { Context } from '../../../values/context.js';
import { keyOf } from '../../../values/equality.js';
import { False, int, none, str, True, type Value } from '../../../values/value.js';
import { array } from '../../numpy/view.js';
import type { Computation, Learned } from './learned.js';
import { notATransformer } from './models/targets.js';
import { cloned, scoreOn, scoresByTurn, setParameter, turnsOf } from './validation.js';

type Candidate = ReadonlyMap<string, Value>;

/** All combinations of a grid, the last name's values in turn first; names are taken in order. */
function candidates(grid: Value, context: Context): readonly Candidate[] {
  if (grid.kind === 'list') return grid.elements.flatMap((each) => candidates(each, context));
  if (grid.kind !== 'dict') return context.unknown('a grid of this form is not supported yet', 'GridSearchCV') as never;
  const axes = [...grid.entries.values()]
    .map(({ key, value }) => [key.kind === 'str' ? key.value : '', context.elements(value)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  let found: Map<string, Value>[] = [new Map()];
  for (const [name, values] of axes) {
    if (!values) return context.unknown('values that are not known', 'GridSearchCV') as never;
    found = found.flatMap((each) => values.map((value) => new Map([...each, [name, value]])));
  }
  return found;
}

function asDict(candidate: Candidate): Value {
  const entries = [...candidate].map(([name, value]) => [keyOf(str(name)) ?? '', { key: str(name), value }] as const);
  return { kind: 'dict', entries: new Map(entries) };
}

/** `GridSearchCV`: the candidate with the best mean score, the first of equals, fitted on all samples. */
export const gridSearch: Computation = {
  parameters: {
    estimator: none,
    param_grid: none,
    scoring: none,
    n_jobs: none,
    refit: True,
    cv: none,
    verbose: int(0),
    pre_dispatch: str('2*n_jobs'),
    error_score: { kind: 'float', value: Number.NaN },
    return_train_score: False,
  },
  refused: ['refit'],
  fit(x, y, parameters, context): Learned {
    const name = 'GridSearchCV';
    const estimator = parameters('estimator');
    const labels = y ?? none;
    const found = candidates(parameters('param_grid'), context);
    const turns = turnsOf(parameters('cv'), estimator, x, labels, context);
    const verbose = parameters('verbose');
    if (verbose.kind === 'int' && verbose.value > 1)
      return context.unknown('the times that verbose=2 tells are not supported yet', name) as never;
    if (context.truth(verbose))
      context.host.print(
        `Fitting ${turns.length} folds for each of ${found.length} candidates, totalling ${turns.length * found.length} fits\n`,
      );
    const made = (candidate: Candidate): Value => {
      const model = cloned(estimator);
      for (const [key, value] of candidate) setParameter(model, key, cloned(value), context);
      return model;
    };
    const means = found.map((candidate) => {
      const scores = scoresByTurn(made(candidate), x, labels, turns, parameters('scoring'), context);
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    });
    let best = 0;
    for (const [i, mean] of means.entries()) if (mean > (means[best] as number)) best = i;
    const winner = found[best];
    if (!winner) return context.unknown('a grid without candidates', name) as never;
    const model = made(winner);
    context.call(context.getAttribute(model, 'fit'), [x, labels]);
    const asked = (method: string) => (data: Value, also: Context) =>
      also.call(also.getAttribute(model, method), [data]);
    return {
      attributes: {
        best_params_: asDict(winner),
        best_score_: array('float64', [], Float64Array.of(means[best] as number)),
        best_index_: array('int64', [], BigInt64Array.of(BigInt(best))),
        best_estimator_: model,
        n_splits_: int(turns.length),
      },
      transform: notATransformer(name),
      prediction: {
        kind: 'classes',
        score: (data, truth, also) =>
          array('float64', [], Float64Array.of(scoreOn(model, parameters('scoring'), data, truth, also))),
        predict: asked('predict'),
        shares: asked('predict_proba'),
        decide: asked('decision_function'),
      },
    };
  },
};
