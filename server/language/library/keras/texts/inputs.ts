import type { LayerCall, Model, TensorSpec } from '../../../model/model.js';
import { textReader } from '../../../model/text-inputs.js';
import type { TensorData } from '../../../tensor/element-type.js';
import { isStatic, type MaybeShape } from '../../../tensor/shape.js';
import type { Context } from '../../../values/context.js';
import { tensor, type Value } from '../../../values/value.js';
import { nestedTexts } from '../../numpy/nested-texts.js';
import { textArray } from '../../numpy/text-array.js';
import { dataOf } from '../data.js';
import { readText } from './call.js';

/** The numbers that a model's first layer makes of its texts: they go to the engine in their place. Ends the run where it cannot be known. */
export function readTexts(
  model: Model,
  input: TensorSpec,
  texts: Value,
  wanted: MaybeShape,
  context: Context,
): TensorData {
  const reader = textReader(model, input);
  const found = nestedTexts(texts);
  const name = input.source?.call.layer.name ?? 'the input';
  if (!reader || !found)
    throw ended(context, `texts for ${name}, which no TextVectorization, StringLookup or Hashing alone reads`);
  const shape = fitted(found.shape, wanted);
  const outer = reader.outputs[0]?.shape?.slice(1);
  if (!isStatic(outer))
    throw ended(context, `how long the texts for ${name} become: give output_sequence_length= or a vocabulary`);
  const numbers = readText(reader.layer, textArray(found.texts, shape), context);
  const data = numbers?.kind === 'tensor' ? dataOf(numbers) : undefined;
  if (!data) throw ended(context, `the texts for ${name}`);
  return data;
}

/** The bins of numbers that a model's first layer hashes: of what the input's element type makes of them. */
export function readNumbers(
  { layer }: LayerCall,
  { dtype }: TensorSpec,
  { shape, data }: TensorData,
  context: Context,
): TensorData {
  const isFloat = dtype === undefined || dtype.startsWith('float');
  const value = isFloat
    ? tensor('tensorflow', 'float32', shape, Float32Array.from(data as ArrayLike<number | bigint>, Number))
    : tensor('tensorflow', 'int64', shape, BigInt64Array.from(data as ArrayLike<number | bigint>, whole));
  const bins = readText(layer, value, context);
  const found = bins?.kind === 'tensor' ? dataOf(bins) : undefined;
  if (!found) throw ended(context, `the bins of ${layer.name}`);
  return found;
}

function whole(each: number | bigint): bigint {
  return typeof each === 'bigint' ? each : BigInt(Math.trunc(each));
}

function ended(context: Context, reason: string): Error {
  context.unknown(reason, 'texts');
  return new Error('a refused run goes on');
}

/** As Keras adds or drops a last axis of one. */
function fitted(shape: readonly number[], wanted: MaybeShape): readonly number[] {
  if (wanted && shape.length === wanted.length + 1 && shape.at(-1) === 1) return shape.slice(0, -1);
  return wanted && shape.length === wanted.length - 1 && wanted.at(-1) === 1 ? [...shape, 1] : shape;
}
