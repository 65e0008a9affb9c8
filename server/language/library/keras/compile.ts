import type { Model } from '../../model/model.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { Shape } from '../../tensor/shape.js';
import type { LossSpec, MetricSpec, Objective, OptimizerSpec } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { unknown, type Value } from '../../values/value.js';
import type { Configured } from './configured.js';
import { argumentRange, refuseKeywords, report } from './faults.js';
import { type Choice, choiceOf, lossSpec, metricSpec, resolve } from './objectives.js';
import { optimizerOf, optimizerSpec } from './optimizers.js';

/** What `compile` left: resolved to functions once the shapes are known. */
export interface Compiled {
  readonly optimizer: Configured | undefined;
  readonly optimizerValue: Value;
  /** One an output, or one for all; undefined where it is not known. */
  readonly losses: readonly (Choice | undefined)[];
  readonly metrics: readonly (readonly (Choice | undefined)[])[];
  /** What was asked for that the runtime does not do. */
  readonly notSupported: readonly string[];
  /** Left by an earlier `fit`. */
  optimizerState: readonly TensorData[] | undefined;
}

export const compileSignature =
  "optimizer='rmsprop', loss=None, loss_weights=None, metrics=None, weighted_metrics=None, run_eagerly=False, steps_per_execution=1, jit_compile='auto', auto_scale_loss=True, **kwargs";

export function compile(args: Arguments, context: Context): Compiled {
  refuseKeywords('Trainer.compile', compileSignature, args, context);
  const optimizer = optimizerOf(args.get('optimizer'), compileSignature, context);
  const refused = ['loss_weights', 'weighted_metrics']
    .filter((name) => args.get(name).kind !== 'none')
    .map((name) => `${name}=`);
  const metrics = args.get('metrics');
  return {
    optimizer: optimizer?.state,
    optimizerValue: optimizer ?? unknown('the optimizer is not known', 'optimizer'),
    losses: listed(args.get('loss')).map((value) => read(value, 'loss', context)),
    metrics: metricLists(metrics).map((group) => group.map((value) => read(value, 'metric', context))),
    notSupported:
      metrics.kind === 'dict' || args.get('loss').kind === 'dict'
        ? [...refused, 'losses and metrics by a dict']
        : refused,
    optimizerState: undefined,
  };
}

/** The keys of the logs of a training: undefined where one depends on what is not known. */
export function logNames(compiled: Compiled, model: Model): readonly string[] {
  if (model.outputs.length > 1) return ['loss'];
  return ['loss', ...(compiled.metrics[0] ?? []).flatMap((metric) => (metric ? [metric.name] : []))];
}

/** How each output is judged. Ends the run, saying why, where the runtime cannot do it. */
export function objectivesOf(
  compiled: Compiled,
  model: Model,
  labels: readonly (Shape | undefined)[],
  context: Context,
): readonly Objective[] {
  const refuse = (what: string): never => {
    context.unknown(`${what} is not supported yet`, 'compile');
    throw new Error('a refused run goes on');
  };
  if (compiled.notSupported.length) refuse(compiled.notSupported.join(', '));
  return model.outputs.map((output, i): Objective => {
    const loss = compiled.losses.length === 1 ? compiled.losses[0] : compiled.losses[i];
    if (!loss) return refuse('training without a known loss');
    const resolvedLoss = resolve(loss.function, labels[i], output.shape);
    const spec: LossSpec | string = resolvedLoss
      ? lossSpec(loss, resolvedLoss, context)
      : 'a loss that depends on an unknown shape';
    if (typeof spec === 'string') return refuse(spec);
    const group =
      compiled.metrics.length === 1 && model.outputs.length === 1 ? compiled.metrics[0] : compiled.metrics[i];
    const metrics = (group ?? []).map((metric): MetricSpec => {
      if (!metric) return refuse('a metric that is not one of Keras');
      const resolved = resolve(metric.function, labels[i], output.shape);
      const made = resolved ? metricSpec(metric, resolved, context) : 'a metric that depends on an unknown shape';
      return typeof made === 'string' ? refuse(made) : made;
    });
    return { output: output.source?.call.layer.name ?? `output_${i}`, loss: spec, metrics };
  });
}

export function optimizerFor(compiled: Compiled, context: Context): OptimizerSpec {
  if (!compiled.optimizer) {
    context.unknown('this optimizer is not supported', 'compile');
    throw new Error('a refused run goes on');
  }
  return optimizerSpec(compiled.optimizer, context);
}

function read(value: Value, kind: 'loss' | 'metric', context: Context): Choice | undefined {
  const choice = choiceOf(value, kind);
  if (!choice || !('misspelt' in choice)) return choice;
  const argument = kind === 'loss' ? 'loss' : 'metrics';
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

function listed(value: Value): readonly Value[] {
  if (value.kind === 'none') return [];
  return value.kind === 'list' || value.kind === 'tuple' ? value.elements : [value];
}

function metricLists(value: Value): readonly (readonly Value[])[] {
  const outer = listed(value);
  if (outer.some((each) => each.kind === 'list' || each.kind === 'tuple')) return outer.map(listed);
  return outer.length ? [outer] : [];
}
