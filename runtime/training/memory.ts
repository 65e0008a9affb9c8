import type { FitRequest, ModelProgram } from '../../server/language/training-request.js';
import type { EpochData } from '../program/epoch.js';
import { type StepMemory, stepMemory } from '../program/step-memory.js';
import { layerWithLine } from './layer-words.js';
import { forwardBytes } from './threads.js';

/** What engines say when memory is not there: ONNX Runtime, JavaScript, WebAssembly, WebGPU. */
const refusals =
  /failed to allocate|bad.?alloc|out of memory|array buffer allocation failed|invalid (typed )?array (buffer )?length|cannot enlarge memory|memory access out of bounds|exceeds the max buffer size/i;

/** A step whose forward pass computes so much is looked at before it runs. In bytes. */
const worthLooking = 256 * 1024 ** 2;

/** Whether an engine's error says that memory ran out. */
export function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && refusals.test(error.message);
}

/** What to say where memory ran out; undefined where the step's need cannot be told. */
export function memoryWords(
  request: FitRequest,
  model: ModelProgram,
  data: EpochData,
  available: number,
): string | undefined {
  const need = needOf(request, model, data);
  return need && wordsOf(need, request, model, data, available);
}

/** A warning where a step takes more than the machine has free; undefined where it fits, as far as can be told. */
export function memoryWarning(
  request: FitRequest,
  model: ModelProgram,
  data: EpochData,
  available: number,
): string | undefined {
  if (forwardBytes(model.training, data.batchSize) < worthLooking) return undefined;
  const need = needOf(request, model, data);
  if (!need || need.bytes < available) return undefined;
  return `${wordsOf(need, request, model, data, available)}. The training is tried nevertheless; the system may end it`;
}

function wordsOf(
  { bytes, largest }: StepMemory,
  request: FitRequest,
  model: ModelProgram,
  data: EpochData,
  available: number,
): string {
  const { batchSize } = data;
  const named = largest.map(
    ({ layer, shape, dtype, bytes: own }) =>
      `${layer === undefined ? 'the loss or the optimizer' : `layer ${layerWithLine(layer, request.layerLines)}`}: (${shape.join(', ')}) ${dtype}, ${inWords(own)}`,
  );
  const largestAre = `Most of it is in ${named.join('; ')}`;
  // It is not the machine's memory that ran out: how much an engine's device has is not known.
  if (bytes <= available)
    return `a step with batches of ${batchSize} takes about ${inWords(bytes)}, which the engine did not get. ${largestAre}. Smaller batches (batch_size=) take less`;
  const fitting = batchSize > 1 ? fittingBatch(request, model, data, bytes, available) : 0;
  const advice =
    fitting > 0
      ? `batches of ${fitting} would fit (batch_size=${fitting})`
      : 'no batch fits: make the largest layers smaller';
  return `a step with batches of ${batchSize} takes about ${inWords(bytes)}, and about ${inWords(available)} are free. ${largestAre}. ${advice.charAt(0).toUpperCase()}${advice.slice(1)}`;
}

/** The largest power of two, below what was asked for, with which a step takes at most nine tenths of what is free. */
function fittingBatch(
  request: FitRequest,
  model: ModelProgram,
  data: EpochData,
  bytes: number,
  available: number,
): number {
  const least = needOf(request, model, { ...data, batchSize: 1 })?.bytes ?? bytes;
  const each = (bytes - least) / Math.max(1, data.batchSize - 1);
  const most = Math.min(data.batchSize - 1, 1 + (0.9 * available - least) / Math.max(1, each));
  return most < 1 ? 0 : 2 ** Math.floor(Math.log2(most));
}

function needOf(request: FitRequest, model: ModelProgram, data: EpochData): StepMemory | undefined {
  try {
    return stepMemory(model, request.objectives, request.optimizer, data);
  } catch {
    // A step that cannot be built says so where it is to run.
    return undefined;
  }
}

function inWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB', 'TB', 'PB'];
  const unit = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** unit;
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toPrecision(2)} ${units[unit]}`;
}
