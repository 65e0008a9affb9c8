import type { Context } from '../../../values/context.js';
import { none, type TensorValue, tuple, type Value } from '../../../values/value.js';
import { FileArray } from '../../numpy/file-array.js';
import { getItem } from '../../numpy/indexing.js';
import { array } from '../../numpy/view.js';
import { uniform } from '../random.js';
import { drawSeed } from '../state.js';
import { mapTensors, tensorsIn } from '../symbolic.js';
import type { BatchSource } from './source.js';

/** Arrays in files of more bytes than this are not read whole to train on: their rows are read batch by batch. */
const mostInMemory = 256 * 1024 ** 2;

/** Whether an array of these is better left in its file. */
export function staysOnDisk(value: Value): boolean {
  return tensorsIn(value).some((x) => x instanceof FileArray && x.byteLength > mostInMemory);
}

/** Arrays as batches of their rows, in an order of each pass's own where they are shuffled. */
export function rowSource(
  given: { readonly x: Value; readonly y: Value; readonly sampleWeight: Value },
  batchSize: number,
  shuffle: boolean,
  context: Context,
): BatchSource {
  const parts = [given.x, given.y, given.sampleWeight];
  while (parts.at(-1)?.kind === 'none') parts.pop();
  const counts = parts.flatMap(tensorsIn).map(({ shape }) => Number(shape?.[0] ?? 0));
  const [count = 0] = counts;
  if (counts.some((each) => each !== count))
    context.raise(
      'ValueError',
      `Data cardinality is ambiguous. Make sure all arrays contain the same number of samples.'x' sizes: ${count}\n'y' sizes: ${counts.find((each) => each !== count)}\n`,
    );
  const rows = (places: Int32Array) => {
    const index = array('int32', [places.length], places);
    const of = (x: TensorValue) => getItem(x, index, context);
    return tuple(parts.map((part) => (part.kind === 'none' ? none : mapTensors(part, of))));
  };
  const seed = shuffle ? drawSeed(context) : 0;
  let passes = 0;
  return {
    batches: Math.ceil(count / batchSize),
    isRows: true,
    first: rows(Int32Array.from({ length: Math.min(batchSize, count) }, (_, at) => at)),
    open() {
      const order = Int32Array.from({ length: count }, (_, at) => at);
      if (shuffle) mix(order, uniform(seed * 1009 + passes));
      passes += 1;
      let at = 0;
      return () => {
        if (at >= count) return undefined;
        at += batchSize;
        return rows(order.subarray(at - batchSize, Math.min(at, count)));
      };
    },
  };
}

/** Fisher and Yates's shuffle. */
function mix(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const kept = order[i] as number;
    order[i] = order[j] as number;
    order[j] = kept;
  }
}
