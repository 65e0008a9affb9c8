import { activations, uncomputedActivations } from '../language/layers/activations.js';
import { initializerNames } from '../language/layers/initializers.js';
import type { GivenArguments, LayerDefinition } from '../language/layers/layer.js';
import { configureLayer, constraintNames, regularizerNames } from '../language/layers/weight-options.js';
import { lossNames, metricNames } from '../language/library/keras/objectives.js';
import { optimizerTypes } from '../language/library/keras/optimizers.js';
import { elementTypes } from '../language/tensor/element-type.js';
import { ShapeError } from '../language/tensor/shape-error.js';
import type { Callable } from './signatures.js';

/** What the strings of an argument name. */
export type ChoiceKind = 'activation' | 'loss' | 'metric' | 'optimizer' | 'initializer' | 'regularizer' | 'constraint';

/** Metrics that need arguments: a name alone makes none of them. */
const incomplete: ReadonlySet<string> = new Set([
  ...['mean_metric_wrapper', 'io_u', 'mean_io_u', 'binary_io_u', 'one_hot_io_u', 'one_hot_mean_io_u'],
  ...['precision_at_recall', 'recall_at_precision', 'sensitivity_at_specificity', 'specificity_at_sensitivity'],
]);

const names: Readonly<Record<ChoiceKind, readonly string[]>> = {
  activation: [...activations.keys(), ...uncomputedActivations],
  loss: spoken(lossNames),
  metric: spoken(metricNames).filter((name) => !incomplete.has(name)),
  optimizer: [...optimizerTypes.keys()].map((name) => name.toLowerCase()),
  initializer: spoken(initializerNames),
  regularizer: spoken(regularizerNames),
  constraint: spoken(constraintNames),
};

/** Of the several spellings of a name the one that is written in strings. */
function spoken(all: Iterable<string>): readonly string[] {
  return [...all].filter((name) => /^[a-z]/.test(name));
}

/** What the strings given for an argument name; undefined for other arguments. */
export function choiceKind({ name, definition }: Callable, argument: string): ChoiceKind | undefined {
  if (name === 'compile') {
    if (argument === 'loss') return 'loss';
    if (argument === 'metrics' || argument === 'weighted_metrics') return 'metric';
    if (argument === 'optimizer') return 'optimizer';
    return undefined;
  }
  if (!definition) return undefined;
  if (argument === 'activation' || argument === 'recurrent_activation') return 'activation';
  const [kind] = /(?:initializer|regularizer|constraint)$/.exec(argument) ?? [];
  return kind as ChoiceKind | undefined;
}

/** The strings that an argument takes; empty where it takes none, or any. */
export function choicesOf(callable: Callable, argument: string): readonly string[] {
  const kind = choiceKind(callable, argument);
  if (kind) return names[kind];
  if (argument === 'dtype') return elementTypes;
  return callable.definition ? choicesOfLayer(callable.definition, argument) : [];
}

const asked = new Map<LayerDefinition, Map<string, readonly string[]>>();

/** A layer that is given nonsense says what it would have taken. */
function choicesOfLayer(definition: LayerDefinition, argument: string): readonly string[] {
  let byArgument = asked.get(definition);
  if (!byArgument) {
    byArgument = new Map();
    asked.set(definition, byArgument);
  }
  let found = byArgument.get(argument);
  if (!found) {
    found = refusal(definition, argument);
    byArgument.set(argument, found);
  }
  return found;
}

function refusal(definition: LayerDefinition, argument: string): readonly string[] {
  const nonsense: GivenArguments = {
    get: (name) => (name === argument ? 'no such choice' : undefined),
    given: (name) => name === argument,
  };
  try {
    configureLayer(definition, nonsense);
  } catch (error) {
    const { choices, argument: refused } = error instanceof ShapeError ? error.details : {};
    if (refused === argument && Array.isArray(choices)) return choices.filter((each) => typeof each === 'string');
  }
  return [];
}
