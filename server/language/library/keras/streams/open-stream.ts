import type { Model } from '../../../model/model.js';
import type { BatchGiver, Samples } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import { none, type Value } from '../../../values/value.js';
import type { Compiled } from '../compile.js';
import { checkData } from '../data-fit.js';
import type { ModelState } from '../model-objects.js';
import { batchParts } from '../training-data.js';
import { inputsFor, inputTensors, labelTensors, requestSamples } from '../training-samples.js';
import { EpochStream, type OpenStream } from './epoch-stream.js';
import type { BatchSource } from './source.js';

/** Batches to train on or to judge by, with their labels and weights. */
export function openStream(
  { model }: ModelState,
  compiled: Compiled,
  source: BatchSource,
  steps: number | undefined,
  classWeight: Value | undefined,
  signature: string,
  context: Context,
): OpenStream {
  return {
    stream: new EpochStream(source, steps, context),
    samplesOf(batch) {
      const { x, y, sampleWeight } = batchParts(batch);
      const tensors = inputTensors(x, model, 'x', signature, context);
      const labels = labelTensors(y, model, compiled, 'y', signature, context);
      checkData(model, compiled, tensors, labels, signature, context);
      if (!tensors || !labels) return context.unknown('a batch is not known', 'fit') && empty;
      return requestSamples(
        model,
        { x: tensors, y: labels, sampleWeight, ...(classWeight && { classWeight }) },
        context,
      );
    },
  };
}

/** Batches to compute outputs for: what else they hold is passed over. */
export function inputStream(
  model: Model,
  source: BatchSource,
  steps: number | undefined,
  signature: string,
  context: Context,
): OpenStream {
  return {
    stream: new EpochStream(source, steps, context),
    samplesOf(batch) {
      const tensors = inputTensors(batchParts(batch).x ?? none, model, 'x', signature, context);
      return tensors ? { x: inputsFor(model, tensors, context), y: [] } : empty;
    },
  };
}

const empty: Samples = { x: [], y: [] };

/** Notes how many samples each batch has. */
export function counting(give: BatchGiver, sizes: number[]): BatchGiver {
  return (question) => {
    const answer = give(question);
    for (const { x } of answer.batches) sizes.push(x[0]?.shape[0] ?? 0);
    return answer;
  };
}
