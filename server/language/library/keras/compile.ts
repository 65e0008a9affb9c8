import type { TensorData } from '../../tensor/element-type.js';
import type { OptimizerSpec } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { unknown, type Value } from '../../values/value.js';
import { argumentRange, refuseKeywords, report, takenByKeras2 } from './faults.js';
import { type Choice, choiceOf } from './objectives.js';
import { optimizerSpec, type TrainingAhead } from './optimizer-spec.js';
import type { OptimizerObject } from './optimizer-state.js';
import { optimizerOf } from './optimizers.js';
import { noteCompiled } from './own-rule.js';

/** What `compile` left: resolved to functions once the shapes are known. */
export interface Compiled {
  readonly optimizer: OptimizerObject | undefined;
  readonly optimizerValue: Value;
  readonly loss: Asked<Choice>;
  /** As the program gave it. */
  readonly lossValue: Value;
  readonly lossWeights: Asked<number>;
  readonly metrics: Asked<Choice>;
  readonly weightedMetrics: Asked<Choice>;
  /** They are those of an earlier `compile`. */
  readonly keepsMetrics: boolean;
  /** By Keras 2's rules. */
  readonly older: boolean;
  /** Keras 3 averages the losses of several outputs over the batches alike: within a graph it does not know how many samples each has. */
  readonly losesCounts: boolean;
  /** Left by an earlier `fit`: the optimiser keeps it, also where it is given to `compile` again. */
  optimizerState: readonly TensorData[] | undefined;
  /** Losses and metrics have been computed in this run: until then Keras knows not all of their names. */
  isJudged?: boolean;
}

/** An argument of `compile` in the structure that the program gave it; `one` without a value is not known. */
export type Asked<Item> =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly value: Item | undefined }
  | { readonly kind: 'list'; readonly items: readonly Asked<Item>[] }
  | { readonly kind: 'dict'; readonly items: ReadonlyMap<string, Asked<Item>> };

export const compileSignature =
  "optimizer='rmsprop', loss=None, loss_weights=None, metrics=None, weighted_metrics=None, run_eagerly=False, steps_per_execution=1, jit_compile='auto', auto_scale_loss=True, **kwargs";

/** @param former What the model was compiled with before, whose metrics Keras 3 keeps where none are given. */
export function compile(args: Arguments, former: Compiled | undefined, context: Context): Compiled {
  if (context.host.mode === 'numbers') noteCompiled(context);
  refuseKeywords('Trainer.compile', compileSignature, args, context);
  const optimizer = optimizerOf(args.get('optimizer'), compileSignature, context);
  const choices = (argument: string, kind: 'loss' | 'metric') =>
    asked(args.get(argument), (value) => read(value, kind, argument, context));
  for (const argument of ['metrics', 'weighted_metrics']) refuseSingle(args.get(argument), argument, context);
  const keeps = ['metrics', 'weighted_metrics'].every((argument) => args.get(argument).kind === 'none');
  const kept = keeps && context.host.kerasVersion !== 2 ? former : undefined;
  return {
    optimizer: optimizer?.state,
    optimizerValue: optimizer ?? unknown('the optimizer is not known', 'optimizer'),
    loss: choices('loss', 'loss'),
    lossValue: args.get('loss'),
    lossWeights: asked(args.get('loss_weights'), (value) =>
      value.kind === 'int' || value.kind === 'float' ? value.value : undefined,
    ),
    metrics: kept?.metrics ?? choices('metrics', 'metric'),
    weightedMetrics: kept?.weightedMetrics ?? choices('weighted_metrics', 'metric'),
    keepsMetrics: kept !== undefined,
    older: context.host.kerasVersion === 2,
    losesCounts: context.host.kerasVersion !== 2 && !isTrue(args.get('run_eagerly')),
    get optimizerState() {
      return (optimizer?.state as OptimizerObject | undefined)?.variables;
    },
    set optimizerState(variables) {
      if (optimizer) (optimizer.state as OptimizerObject).variables = variables;
    },
  };
}

export function optimizerFor(compiled: Compiled, ahead: TrainingAhead, context: Context): OptimizerSpec {
  if (!compiled.optimizer) {
    context.unknown('this optimizer is not supported', 'compile');
    throw new Error('a refused run goes on');
  }
  return optimizerSpec(compiled.optimizer, ahead, context);
}

function isTrue(value: Value): boolean {
  return value.kind === 'bool' && value.value;
}

/** All items in the order in which Keras takes them out of a structure: dicts by their keys. */
export function flatly<Item>(given: Asked<Item>): readonly (Item | undefined)[] {
  switch (given.kind) {
    case 'none':
      return [];
    case 'one':
      return [given.value];
    case 'list':
      return given.items.flatMap(flatly);
    case 'dict':
      return [...given.items].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, item]) => flatly(item));
  }
}

function asked<Item>(value: Value, read: (value: Value) => Item | undefined): Asked<Item> {
  if (value.kind === 'none') return { kind: 'none' };
  if (value.kind === 'tuple') return { kind: 'list', items: value.elements.map((each) => asked(each, read)) };
  if (value.kind === 'list' && !value.rest)
    return { kind: 'list', items: value.elements.map((each) => asked(each, read)) };
  if (value.kind === 'dict' && !value.open) {
    const entries = [...value.entries.values()];
    if (entries.every(({ key }) => key.kind === 'str'))
      return {
        kind: 'dict',
        items: new Map(entries.map(({ key, value: each }) => [key.kind === 'str' ? key.value : '', asked(each, read)])),
      };
  }
  return { kind: 'one', value: value.kind === 'list' || value.kind === 'dict' ? undefined : read(value) };
}

function read(value: Value, kind: 'loss' | 'metric', argument: string, context: Context): Choice | undefined {
  const choice = choiceOf(value, kind, context);
  if (!choice || !('misspelt' in choice)) return choice;
  report(
    'layer-argument',
    argumentRange(argument, compileSignature, context),
    {
      argument,
      type: 'compile',
      value: choice.misspelt,
      suggestion: choice.suggestion,
      message: `Keras has no ${kind} named '${choice.misspelt}'`,
    },
    `Could not interpret ${kind} identifier: ${choice.misspelt}`,
    context,
  );
  return undefined;
}

/** Keras 3 takes metrics in a list, a tuple or a dict alone. */
function refuseSingle(value: Value, argument: string, context: Context): void {
  if (context.host.kerasVersion === 2 || (value.kind !== 'str' && value.kind !== 'type')) return;
  const shown = context.repr(value) ?? '…';
  report(
    'layer-argument',
    argumentRange(argument, compileSignature, context),
    {
      argument,
      type: 'compile',
      message: `\`${argument}=\` takes a list, a tuple or a dict: write \`[${shown}]\``,
      ...takenByKeras2,
    },
    `Expected \`${argument}\` argument to be a list, tuple, or dict. Received instead: ${argument}=${value.kind === 'str' ? value.value : shown} of type <class 'str'>`,
    context,
  );
}
