import { openBatch } from '../../model/apply-layer.js';
import type { Model } from '../../model/model.js';
import { textReader } from '../../model/text-inputs.js';
import type { TensorData } from '../../tensor/element-type.js';
import type { MaybeShape } from '../../tensor/shape.js';
import type { Samples } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import { list, type TensorValue, tensor, type Value } from '../../values/value.js';
import { textsBehind } from '../numpy/text-array.js';
import type { Compiled } from './compile.js';
import { asFloat32, dataOf, slice } from './data.js';
import { fitRank } from './data-fit.js';
import { argumentRange, report } from './faults.js';
import { judged, outputNames } from './judging.js';
import { hasCount, namedInputs } from './model-inputs.js';
import { tensorsOf } from './symbolic.js';
import { readNumbers, readTexts } from './texts/inputs.js';

/** Arrays of samples: one, or a list of several inputs, which a dict gives by their names; undefined after a fault. */
export function inputTensors(
  value: Value,
  model: Model,
  argument: string,
  signature: string,
  context: Context,
): readonly TensorValue[] | undefined {
  const place = { argument, range: argumentRange(argument, signature, context) };
  const named = namedInputs(value, model, place, context);
  if (!named) return undefined;
  const ordered = named === value || named.kind !== 'dict' ? named : list([...named.entries.values()].map(valueOf));
  const tensors = samplesOf(ordered, argument, context);
  return tensors && hasCount(tensors.length, model, place, context) ? tensors : undefined;
}

function valueOf(entry: { readonly value: Value }): Value {
  return entry.value;
}

/** Labels of each output: one array, a list, or a dict by the outputs' names. undefined: of an output that has none. */
export function labelTensors(
  value: Value,
  model: Model,
  compiled: Compiled | undefined,
  argument: string,
  signature: string,
  context: Context,
): readonly (TensorValue | undefined)[] | undefined {
  const names = outputNames(model, context.host.kerasVersion === 2);
  const count = model.outputs.length;
  if (value.kind === 'dict' && count === 1 && context.host.kerasVersion !== 2 && !model.outputKeys)
    refuseDict(argument, signature, context);
  const read = samplesOf((names && arranged(value, names)) ?? value, argument, context);
  const flat = context.host.kerasVersion === 2 ? read?.map((labels, i) => inColumn(labels, model, i)) : read;
  if (!flat || !compiled || flat.length >= count) return flat;
  // As many labels as there are losses: those are theirs.
  const withLoss = judged(compiled, model).outputs.map(({ loss }) => loss !== undefined);
  if (withLoss.filter(Boolean).length !== flat.length) return flat;
  let at = 0;
  return withLoss.map((has) => (has ? flat[at++] : undefined));
}

/** Keras 2 gives labels without a second axis one of size 1, where the output has two. */
function inColumn(labels: TensorValue, { outputs }: Model, index: number): TensorValue {
  const isColumn = labels.shape?.length === 1 && outputs[index]?.shape?.length === 2;
  return isColumn ? tensor('numpy', labels.dtype, [...(labels.shape ?? []), 1], labels.data) : labels;
}

/** Keras 3 takes labels by names for several outputs alone. */
function refuseDict(argument: string, signature: string, context: Context): void {
  const message = `\`${argument}=\` is a dict, but the model has one output: give its labels themselves`;
  const range = argumentRange(argument, signature, context);
  report('layer-argument', range, { argument, message }, message, context);
}

/** A dict's values in the order of these names; undefined where it lacks one. */
function arranged(value: Value, names: readonly string[]): Value | undefined {
  if (value.kind !== 'dict' || value.open) return undefined;
  const entries = [...value.entries.values()];
  const found = names.map((name) => entries.find(({ key }) => key.kind === 'str' && key.value === name)?.value);
  if (!found.every((each) => each !== undefined)) return undefined;
  return found.length === 1 ? (found[0] as Value) : list(found as Value[]);
}

/** Arrays of samples: one, or several in a list, a tuple or a dict. */
export function samplesOf(value: Value, argument: string, context: Context): readonly TensorValue[] | undefined {
  const flat = tensorsOf(value, context);
  if (flat || context.host.mode === 'shapes' || value.kind === 'none') return flat;
  if (value.kind === 'list' || value.kind === 'tuple') {
    context.raise(
      'ValueError',
      `Unrecognized data type: ${argument}=${context.repr(value)?.slice(0, 60) ?? '[…]'} (of type <class '${value.kind}'>)`,
    );
  }
  context.unknown(value.kind === 'unknown' ? value.reason : `data of this kind is not supported yet`, `${argument}=`);
  return undefined;
}

/** Input data with the rank that the model takes, as Keras adds or drops a last axis of one. */
export function inputsFor(model: Model, x: readonly TensorValue[], context: Context): readonly TensorData[] {
  return x.map((each, i) => {
    const spec = model.inputs[i];
    const wanted = openBatch(spec?.shape) as MaybeShape;
    const texts = textsBehind(each);
    if (texts && spec) return readTexts(model, spec, texts, wanted, context);
    const numbers = fitRank(numbersOf(each, context), wanted);
    const reader = spec && textReader(model, spec);
    return reader ? readNumbers(reader, spec, numbers, context) : numbers;
  });
}

/** What `fit` and `evaluate` send of their arrays: `sample_weight=` and `class_weight=` come to one tensor an output. */
export function requestSamples(
  model: Model,
  given: {
    readonly x: readonly TensorValue[];
    readonly y: readonly (TensorValue | undefined)[];
    readonly sampleWeight: Value;
    readonly classWeight?: Value;
  },
  context: Context,
): Samples {
  const x = inputsFor(model, given.x, context);
  const y = given.y.map((each) => each && numbersOf(each, context));
  const classWeight = given.classWeight ?? { kind: 'none' };
  if (given.sampleWeight.kind !== 'none' && classWeight.kind !== 'none')
    context.raise('ValueError', 'You cannot `class_weight` and `sample_weight` at the same time.');
  const weights =
    classWeight.kind === 'none'
      ? sampleWeights(given.sampleWeight, model, y.length, context)
      : [classWeights(classWeight, y, context)];
  return weights ? { x, y, sampleWeights: weights } : { x, y };
}

/** Of some samples in a row. */
export function samplesBetween({ x, y, sampleWeights }: Samples, from: number, to: number): Samples {
  const cut = (each: TensorData | undefined) => each && slice(each, from, to);
  return {
    x: x.map((each) => slice(each, from, to)),
    y: y.map(cut),
    ...(sampleWeights ? { sampleWeights: sampleWeights.map(cut) } : {}),
  };
}

function sampleWeights(
  value: Value,
  model: Model,
  outputs: number,
  context: Context,
): readonly (TensorData | undefined)[] | undefined {
  if (value.kind === 'none') return undefined;
  const names = outputNames(model, context.host.kerasVersion === 2);
  const structured = value.kind === 'list' || value.kind === 'tuple' || value.kind === 'dict';
  const flat = samplesOf((names && arranged(value, names)) ?? value, 'sample_weight', context);
  const tensors = flat?.map((each) => numbersOf(each, context));
  if (!tensors || outputs === 1) return tensors;
  // Keras looks for the weights of an output by its number, unless the outputs are a dict, too.
  if (value.kind === 'dict' && context.host.kerasVersion !== 2 && !model.outputKeys) context.raise('KeyError', '0');
  const isOfDict = model.outputKeys && context.host.kerasVersion !== 2;
  if (structured && tensors.length === outputs && (value.kind === 'dict' || !isOfDict)) return tensors;
  if (structured)
    context.raise(
      'ValueError',
      `You should provide one \`sample_weight\` array per output in \`y\`${isOfDict ? ', by the same keys' : ''}: the model has ${outputs} outputs, and ${tensors.length} were given.`,
    );
  const [only] = tensors;
  if (only && only.shape.length > 1 && !(only.shape.length === 2 && only.shape[1] === 1))
    context.raise(
      'ValueError',
      'For a model with multiple outputs, when providing a single `sample_weight` array, it should only have one scalar score per sample (i.e. shape `(num_samples,)`). If you want to use non-scalar sample weights, pass a `sample_weight` argument with one array per model output.',
    );
  return Array.from({ length: outputs }, () => only);
}

/** What each sample counts by the class of its label, 1 where that is not named: `class_weight=`. */
export function classWeights(value: Value, y: Samples['y'], context: Context): TensorData | undefined {
  const [labels] = y;
  if (y.length > 1 || !labels)
    context.raise('ValueError', '`class_weight` is only supported for Models with a single output.');
  const weights = new Map<number, number>();
  const entries = value.kind === 'dict' && !value.open ? [...value.entries.values()] : undefined;
  for (const { key, value: weight } of entries ?? []) {
    const of = numberOf(key);
    const number = numberOf(weight);
    if (of === undefined || number === undefined) context.unknown('a weight that is not known', 'class_weight=');
    else weights.set(of, number);
  }
  if (!entries) context.unknown('class_weight= takes a dict of numbers', 'fit');
  const [samples = 0, ...rest] = labels?.shape ?? [];
  const classes = rest.at(-1) ?? 1;
  if (rest.length > 1) context.raise('ValueError', '`class_weight` is only supported for labels of rank 1 or 2.');
  const data = Float32Array.from({ length: samples }, (_, sample) => {
    const row = Array.from({ length: classes }, (_each, i) => Number(labels?.data[sample * classes + i]));
    const label = classes === 1 ? Math.round(row[0] ?? 0) : row.indexOf(Math.max(...row));
    return weights.get(label) ?? 1;
  });
  return { dtype: 'float32', shape: [samples], data };
}

function numberOf(value: Value): number | undefined {
  if (value.kind === 'int' || value.kind === 'float') return value.value;
  if (value.kind === 'bool') return Number(value.value);
  return value.kind === 'tensor' && value.shape?.length === 0 && value.data ? Number(value.data[0]) : undefined;
}

function numbersOf(value: TensorValue, context: Context): TensorData {
  const data = asFloat32(dataOf(value));
  if (data) return data;
  context.unknown(value.reason ?? 'an array has no data', 'fit');
  throw new Error('a refused run goes on');
}
