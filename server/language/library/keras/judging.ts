import type { Model, OutputStructure } from '../../model/model.js';
import type { ElementType } from '../../tensor/element-type.js';
import type { Graph } from '../../tensor/graph.js';
import type { Shape } from '../../tensor/shape.js';
import type { LossSpec, MetricSpec, Objective } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import { type Asked, type Compiled, compileSignature, flatly } from './compile.js';
import { argumentRange, report } from './faults.js';
import { nestedPaths } from './model-outputs.js';
import { type Choice, lossSpec, metricSpec, resolve } from './objectives.js';
import { objectiveGraph } from './program-objectives.js';

/** How a compiled model's outputs are judged: which loss and which metrics are whose. */
export interface Judged {
  /** One an output. */
  readonly outputs: readonly JudgedOutput[];
  /** Keras's words for what does not fit the model's outputs. */
  readonly misfits: readonly Misfit[];
}

export interface JudgedOutput {
  /** What its logs begin with; undefined: Keras has no names for the outputs of such a model. */
  readonly name: string | undefined;
  /** What the log of its loss begins with where lists and dicts are within one another; ends in `/` where the loss's name follows. */
  readonly path: string | undefined;
  /** undefined: it has none. */
  readonly loss: { readonly choice: Choice | undefined; readonly weight: number | undefined } | undefined;
  readonly metrics: readonly (Choice | undefined)[];
  readonly weightedMetrics: readonly (Choice | undefined)[];
}

export interface Misfit {
  readonly argument: 'loss' | 'loss_weights' | 'metrics' | 'weighted_metrics';
  /** In the user's names. */
  readonly message: string;
  /** Keras's. */
  readonly keras: string;
}

/** The names of a model's outputs, by which dicts name them; undefined where Keras knows none: Keras 2, `older`, has some for any model. */
export function outputNames(model: Model, older: boolean): readonly string[] | undefined {
  // A dict's keys go before the layers' names, in the order of the outputs.
  if (model.outputKeys) return [...model.outputKeys].sort();
  if (model.kind === 'functional') return layerNames(model);
  return older ? model.outputs.map((_, index) => `output_${index + 1}`) : undefined;
}

const layerNames = ({ outputs }: Model) =>
  outputs.map(({ source }, index) => source?.call.layer.name ?? `output_${index}`);

export function judged(compiled: Compiled, model: Model): Judged {
  const names = outputNames(model, compiled.older);
  // Keras 2 calls logs by a functional model's layers, though a dict's keys say what is whose.
  const shown = compiled.older && model.outputKeys && model.kind === 'functional' ? layerNames(model) : names;
  const count = Math.max(1, model.outputs.length);
  const misfits: Misfit[] = [];
  const paths = model.kind === 'subclass' && !compiled.older ? nestedPaths(model) : undefined;
  const losses = lossesOf(paths ? unnested(compiled, count) : compiled, names, count, !!model.outputKeys, misfits);
  const metrics = metricsOf(compiled, 'metrics', names, count, paths && model.outputStructure, misfits);
  const weighted = metricsOf(compiled, 'weighted_metrics', names, count, paths && model.outputStructure, misfits);
  return {
    misfits,
    outputs: Array.from({ length: count }, (_, i) => ({
      name: count > 1 ? shown?.[i] : undefined,
      path: paths?.[i],
      loss: losses[i],
      metrics: metrics[i] ?? [],
      weightedMetrics: weighted[i] ?? [],
    })),
  };
}

/** All metrics of a compiled model, as far as they are known. */
export function compiledMetrics(compiled: Compiled, model: Model): readonly Choice[] {
  return judged(compiled, model).outputs.flatMap(({ metrics, weightedMetrics }) =>
    [...metrics, ...weightedMetrics].filter((choice) => choice !== undefined),
  );
}

/** Losses that are lists and dicts within one another, one after the other, where there is one for each output. */
function unnested(compiled: Compiled, count: number): Compiled {
  const flat = compiled.loss.kind === 'one' ? [] : flatly(compiled.loss);
  if (flat.length !== count) return compiled;
  return { ...compiled, loss: { kind: 'list', items: flat.map((value) => ({ kind: 'one', value })) } };
}

type OutputLoss = JudgedOutput['loss'];

function lossesOf(
  { loss, lossWeights, older }: Compiled,
  names: readonly string[] | undefined,
  count: number,
  /** The outputs are a dict. */
  isDict: boolean,
  misfits: Misfit[],
): readonly OutputLoss[] {
  let items: readonly Asked<Choice>[];
  let weights: readonly (number | undefined)[] | undefined;
  if (loss.kind === 'dict') {
    const keys = [...loss.items.keys()];
    // A loss for some of the outputs: Keras 2 takes it, and Keras 3 where the outputs are a dict.
    const isEach = older || isDict || (keys.length === names?.length && names.every((name) => loss.items.has(name)));
    if (!names || !isEach || keys.some((key) => !names.includes(key))) {
      const message = names
        ? `\`loss=\` names ${listed(keys)}, but the model's outputs are ${listed(names)}`
        : '`loss=` is a dict, but the outputs of this model have no names: give a list, or a functional model';
      const lost = keys.find((key) => !names?.includes(key));
      const keras = isDict
        ? `The path: ('${lost}',) in the \`loss\` argument, can't be found in either the model's output (\`y_pred\`) or in the labels (\`y_true\`).`
        : `Expected keys ${pythonList(names ?? [])} in loss dict, but found loss.keys()=${pythonList(keys)}`;
      misfits.push({ argument: 'loss', message, keras });
      return [];
    }
    items = names.map((name) => loss.items.get(name) ?? { kind: 'none' });
  } else items = loss.kind === 'list' ? loss.items : Array.from({ length: count }, () => loss);
  if (loss.kind === 'list' && items.length !== count) {
    const message = `\`loss=\` has ${items.length} losses, but the model has ${count} output${count === 1 ? '' : 's'}`;
    misfits.push({ argument: 'loss', message, keras: message });
    return [];
  }
  if (lossWeights.kind === 'dict' && names && (older || loss.kind === 'dict'))
    weights = names.map((name) => single(lossWeights.items.get(name) ?? (older ? one : undefined)));
  if (lossWeights.kind !== 'none' && !weights) {
    const flat = flatly(lossWeights);
    // Those of a dict are whose in the order of its keys, also where it has no loss for some of the outputs.
    const own = loss.kind === 'dict' && !older ? [...loss.items.keys()].sort() : undefined;
    const expected = loss.kind === 'one' ? 1 : (own ?? items).length;
    if (flat.length !== expected) {
      const keras = `\`loss_weights\` must match the number of losses, got ${expected} losses and ${flat.length} weights.`;
      const message = `\`loss_weights=\` has ${flat.length} weights, but \`loss=\` ${expected} loss${expected === 1 ? '' : 'es'}`;
      misfits.push({ argument: 'loss_weights', message, keras });
    }
    if (loss.kind === 'one') weights = items.map(() => flat[0]);
    else weights = own && isDict ? names?.map((name) => flat[own.indexOf(name)]) : flat;
  }
  return items.map((item, i): OutputLoss => {
    if (item.kind === 'none') return undefined;
    return { choice: single(item), weight: lossWeights.kind === 'none' ? 1 : weights?.[i] };
  });
}

/** Of an output that `loss_weights=` does not name, to Keras 2. */
const one: Asked<number> = { kind: 'one', value: 1 };

function metricsOf(
  { metrics, weightedMetrics, older }: Compiled,
  argument: 'metrics' | 'weighted_metrics',
  names: readonly string[] | undefined,
  count: number,
  nested: OutputStructure | undefined,
  misfits: Misfit[],
): readonly (readonly (Choice | undefined)[])[] {
  const given = argument === 'metrics' ? metrics : weightedMetrics;
  if (given.kind === 'none' || (given.kind !== 'one' && flatly(given).length === 0)) return [];
  if (count === 1) return [flatly(given)];
  // Keras 2 takes metrics that are not told apart for all outputs.
  if (older && (given.kind === 'one' || (given.kind === 'list' && given.items.every(({ kind }) => kind === 'one'))))
    return Array.from({ length: count }, () => flatly(given));
  const placed = nested === undefined ? undefined : inPlaces(given, nested);
  if (placed) return placed;
  if (given.kind === 'list' && given.items.length === count) return given.items.map(flatly);
  if (given.kind === 'dict' && names && [...given.items.keys()].every((name) => names.includes(name)))
    return names.map((name) => flatly(given.items.get(name) ?? { kind: 'none' }));
  if (given.kind !== 'one') {
    const outputs = names ? `${count} outputs, ${listed(names)}` : `${count} outputs, which have no names`;
    const unknownKeys = given.kind === 'dict' ? [...given.items.keys()].filter((key) => !names?.includes(key)) : [];
    const what =
      given.kind === 'dict'
        ? `names ${listed(unknownKeys)}`
        : `has ${given.items.length} ${given.items.length === 1 ? 'entry' : 'entries'}`;
    const mend = given.kind === 'dict' ? '' : ': give a list of metrics for each output, or a dict by their names';
    const keras = `Invalid \`${argument}\`. \`${argument}\` should contain metrics objects and either be a dict or a list matching the output names of the functional model ${pythonList(names ?? [])}`;
    misfits.push({ argument, message: `\`${argument}=\` ${what}, but the model has ${outputs}${mend}`, keras });
  }
  return [];
}

/** The metrics of each output where they are lists and dicts as the outputs are; undefined where they are not. */
function inPlaces(
  given: Asked<Choice>,
  structure: OutputStructure,
): readonly (readonly (Choice | undefined)[])[] | undefined {
  if (typeof structure === 'number') return [flatly(given)];
  const parts: [place: OutputStructure, given: Asked<Choice> | undefined][] =
    structure.kind === 'dict'
      ? [...structure.entries]
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, part]) => [part, given.kind === 'dict' ? given.items.get(key) : undefined])
      : structure.parts.map((part, i) => [part, given.kind === 'list' ? given.items[i] : undefined]);
  const found = parts.map(([part, each]) => each && inPlaces(each, part));
  return found.every((each) => each !== undefined) ? found.flat() : undefined;
}

/** Losses and metrics that do not fit a built model's outputs, as faults at their arguments. */
export function reportMisfits(compiled: Compiled, model: Model, context: Context): void {
  for (const { argument, message, keras } of judged(compiled, model).misfits) {
    // It was said where they were given.
    if (compiled.keepsMetrics && argument.endsWith('metrics')) continue;
    report(
      'layer-argument',
      argumentRange(argument, compileSignature, context),
      { argument, type: 'compile', message },
      keras,
      context,
    );
  }
}

/** The value of what is no structure. */
function single<Item>(item: Asked<Item> | undefined): Item | undefined {
  return item?.kind === 'one' ? item.value : undefined;
}

function listed(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ');
}

function pythonList(names: readonly string[]): string {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}

/** The names of a model's logs in the order in which it has them. */
export interface LogNames {
  /** For each output: of its loss, where that is told apart; of its metrics; of its weighted ones. */
  readonly outputs: readonly {
    readonly loss: string | undefined;
    readonly metrics: readonly string[];
    readonly weightedMetrics: readonly string[];
  }[];
  /** Of the losses that are told apart, as Keras lists them. */
  readonly losses: readonly string[];
  /** All of them: `loss`, metrics, weighted metrics, losses. */
  readonly all: readonly string[];
  /** Those of `all` in the order of `evaluate`'s list, where some may stand twice. */
  readonly listed: readonly string[];
  /** What Keras 2 refuses: a name that two metrics have. */
  readonly twice?: string | undefined;
}

export function logNames(compiled: Compiled, model: Model): LogNames {
  const { outputs } = judged(compiled, model);
  const counters = new Map<string, number>();
  const counted = (name: string) => {
    const count = counters.get(name) ?? 0;
    counters.set(name, count + 1);
    return count === 0 || compiled.older ? name : `${name}_${count}`;
  };
  const ofClass = new Map<string, number>();
  const within = (output: string | undefined, name: string) => (output === undefined ? name : `${output}_${name}`);
  const named = (choice: Choice | undefined) => {
    if (!choice?.isCounted) return choice?.name ?? 'metric';
    const count = ofClass.get(choice.name) ?? 0;
    ofClass.set(choice.name, count + 1);
    return count === 0 ? choice.name : `${choice.name}_${count}`;
  };
  const metrics = outputs.map((each) => each.metrics.map((choice) => counted(within(each.name, named(choice)))));
  const weighted = outputs.map((each) =>
    each.weightedMetrics.map((choice) => {
      const own = named(choice);
      const name = within(each.name, own);
      return counters.has(name) ? counted(within(each.name, `weighted_${own}`)) : counted(name);
    }),
  );
  // Keras 2 tells the only loss of several outputs apart too.
  const judgedOutputs = compiled.older ? outputs.length : outputs.filter(({ loss }) => loss).length;
  const lossNames = outputs.map(({ name, path, loss }) => {
    if (!loss || judgedOutputs < 2) return undefined;
    const own = name ?? loss.choice?.name ?? 'loss';
    return `${!path || path.endsWith('/') ? (path ?? '') + own : path}_loss`;
  });
  const ofOutputs = outputs.map((_, i) => ({
    loss: lossNames[i],
    metrics: metrics[i] ?? [],
    weightedMetrics: weighted[i] ?? [],
  }));
  if (compiled.older) {
    const ofLosses = lossNames.filter((name) => name !== undefined);
    const ofMetrics = ofOutputs.flatMap((each) => [...each.metrics, ...each.weightedMetrics]);
    const all = [...new Set(['loss', ...ofLosses, ...ofMetrics])];
    const twice = [...counters].find(([, count]) => count > 1)?.[0];
    return { outputs: ofOutputs, losses: ofLosses, all, listed: all, twice };
  }
  const ofLosses = lossOrder(compiled, model).flatMap((i) => lossNames[i] ?? []);
  const all = [...new Set(['loss', ...metrics.flat(), ...weighted.flat(), ...ofLosses])];
  const own = outputs.flatMap((each) => each.metrics).concat(outputs.flatMap((each) => each.weightedMetrics));
  const inOrder = ['loss', ...own.map(named), ...ofLosses];
  const present = new Set(all);
  return {
    outputs: ofOutputs,
    losses: ofLosses,
    all,
    listed: [
      ...inOrder.filter((name) => present.has(name)),
      ...[...all].sort().filter((name) => !inOrder.includes(name)),
    ],
  };
}

/** The outputs in the order in which Keras 3 lists their losses: where they are a dict, as it or that of the losses was written. */
function lossOrder({ loss }: Compiled, { outputs, outputKeys }: Model): readonly number[] {
  if (!outputKeys) return outputs.map((_, index) => index);
  const sorted = [...outputKeys].sort();
  return (loss.kind === 'dict' ? [...loss.items.keys()] : outputKeys).map((key) => sorted.indexOf(key));
}

/** How each output is judged. Ends the run, saying why, where the runtime cannot do it. */
export function objectivesOf(
  compiled: Compiled,
  model: Model,
  labels: readonly (Shape | undefined)[],
  dtypes: readonly (ElementType | undefined)[],
  context: Context,
  /** Where the samples come from, as `sourceName` says. */
  source?: string,
): readonly Objective[] {
  const refuse = (what: string): never => {
    context.unknown(`${what} is not supported yet`, 'compile');
    throw new Error('a refused run goes on');
  };
  const { outputs, misfits } = judged(compiled, model);
  const [misfit] = misfits;
  if (misfit) context.raise('ValueError', misfit.keras);
  const names = logNames(compiled, model);
  if (names.twice !== undefined)
    context.raise(
      'ValueError',
      `Found two metrics with the same name: ${names.twice}. All the metrics added to the model need to have unique names.`,
    );
  // Of the first batches that a generator gives, Keras knows the number.
  const byBatch = compiled.losesCounts && (source === undefined || source === 'tf.data.Dataset');
  return outputs.map(({ loss, metrics, weightedMetrics }, i): Objective => {
    const output = model.outputs[i];
    const shapes = [labels[i], output?.shape] as const;
    const own = (choices: readonly (Choice | undefined)[], keys: readonly string[]) =>
      choices.map((choice, at): MetricSpec => {
        if (!choice || choice.instance) return refuse('a metric that is not one of Keras');
        if (choice.program) return ofProgram(choice, at, keys);
        const resolved = resolve(choice, ...shapes);
        const made = resolved
          ? metricSpec(choice, resolved, keys[at] ?? choice.name)
          : 'a metric that depends on an unknown shape';
        return typeof made === 'string' ? refuse(made) : made;
      });
    const ofLoss = (): LossSpec => {
      if (!loss?.choice) return refuse('a loss that is not one of Keras');
      if (loss.choice.program) return programLoss(loss.choice);
      const resolved = resolve(loss.choice, ...shapes);
      const made = resolved ? lossSpec(loss.choice, resolved) : 'a loss that depends on an unknown shape';
      return typeof made === 'string' ? refuse(made) : made;
    };
    /** What a function of the program computes; class numbers are float32 to a loss, to a metric what they are. */
    const graphOf = ({ program, name }: Choice, isLoss: boolean): Graph => {
      const [y, prediction] = [labels[i], output?.shape];
      if (!program || !y || !prediction) return refuse(`${name}, whose labels or outputs are not known,`);
      const dtype = (isLoss ? undefined : dtypes[i]) ?? 'float32';
      const [target, known] = program.aligns ? alignedShapes(y, prediction) : [y, prediction];
      const made = objectiveGraph(
        program.callee,
        { shape: target, dtype },
        { shape: known, dtype: 'float32' },
        name,
        context,
      );
      return typeof made === 'string' ? refuse(made) : made;
    };
    const programLoss = (choice: Choice): LossSpec => {
      const made = lossSpec(choice, choice.name);
      if (typeof made === 'string') return refuse(made);
      return {
        ...made,
        settings: {},
        program: { graph: graphOf(choice, true), aligns: choice.program?.aligns ?? true },
      };
    };
    const ofProgram = (choice: Choice, at: number, keys: readonly string[]): MetricSpec =>
      choice.isObject
        ? refuse('an object of a loss of the program as a metric')
        : { key: keys[at] ?? choice.name, name: choice.name, settings: {}, program: graphOf(choice, false) };
    if (loss && loss.weight === undefined) refuse('loss_weights= that are not known');
    const key = names.outputs[i]?.loss;
    return {
      output: output?.source?.call.layer.name ?? `output_${i}`,
      loss: loss && ofLoss(),
      ...(loss?.weight === undefined || loss.weight === 1 ? {} : { weight: loss.weight }),
      ...(key === undefined ? {} : { key }),
      ...(key !== undefined && byBatch && { byBatch }),
      metrics: [
        ...own(metrics, names.outputs[i]?.metrics ?? []),
        ...own(weightedMetrics, names.outputs[i]?.weightedMetrics ?? []).map((spec) => ({ ...spec, weighted: true })),
      ],
    };
  });
}

/** Keras's: labels and outputs whose ranks differ by a last axis of 1 get one rank. */
export function alignedShapes(y: Shape, output: Shape): readonly [y: Shape, output: Shape] {
  if (y.length === output.length + 1 && y.at(-1) === 1)
    return output.length === 1 ? [y, [...output, 1]] : [y.slice(0, -1), output];
  if (output.length === y.length + 1 && output.at(-1) === 1)
    return y.length === 1 ? [[...y, 1], output] : [y, output.slice(0, -1)];
  return [y, output];
}
