import type { Analysis } from '../language/analysis.js';
import type { Model } from '../language/model/model.js';
import { summarise } from '../language/model/summary.js';
import type { Range } from '../language/syntax/tree.js';
import { parameters } from './wording.js';

/** A line of words above the code at `range`; what it does when it is clicked is the editor's to say. */
export interface Lens {
  readonly range: Range;
  readonly title: string;
  readonly action: 'summary' | 'train';
  /** Which of the analysis's models. */
  readonly model: number;
}

/** Calls that train, by `fit` or in a loop of the program's own. */
const training = /\.(fit|train_on_batch|apply_gradients)\s*\(|\bGradientTape\s*\(/;

/** Above each model: its parameters, Train where the program trains at all, Summary. */
export function lenses(analysis: Analysis): Lens[] {
  const trains = analysis.uses.some(({ method }) => method === 'fit') || training.test(analysis.text);
  return placedModels(analysis).flatMap(([index, model]) => {
    const { totalParams } = summarise(model, () => ({ line: 0 }));
    const lens = (title: string, action: Lens['action']): Lens => ({ range: model.range, title, action, model: index });
    return [
      lens(totalParams === null ? unknownTotal(model) : parameters(totalParams), 'summary'),
      ...(trains ? [lens('▶ Train', 'train')] : []),
      lens('Summary', 'summary'),
    ];
  });
}

/** A model that waits for its input shape is not built; of one with unknown layers nothing can be counted. */
function unknownTotal(model: Model): string {
  return model.built || model.uncertain ? '? params' : 'not built yet';
}

/** A place that makes several models (a function called twice) is told of by its last one. */
function placedModels({ models }: Analysis) {
  const byPlace = new Map(models.map((model, index) => [model.range.start, [index, model] as const]));
  return [...byPlace.values()];
}
