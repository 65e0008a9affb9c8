import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { ModelProgram } from '../../server/language/training-request.js';
import { type Bag, canTakePlaces, takingPlaces } from '../program/places.js';
import type { DataSet } from './data.js';

/**
 * The part of the samples from which on a feature is cheaper to multiply by for all samples than to look up for those that
 * have it: a sample's part of a product takes about a twenty-fifth of the time of taking a row of weights and adding a
 * gradient to it.
 */
const FREQUENT = 1 / 25;

/** A product of their own costs as much as so many places of each sample, which it must save. */
const LEAST_SAVED = 8;

/** What a sample may cost of what the product of all its features does; beyond it the data set is left as it is. */
const WORTHWHILE = 0.75;

/** Of how many places a chunk may be, where samples are cut. */
const CHUNKS = [16, 32, 64];

/** Adding a chunk's sum to its sample takes about as long as so many places: a sixth of that with 64 units, twice that with 8. */
const PLACES_PER_CHUNK = 4;

/** Below so many features nothing is gained. */
const LEAST_FEATURES = 512;

/**
 * Bags of words and the like: where each sample has few ones among many zeros and the model multiplies them by weights
 * alone, the data set becomes the places of the ones, and the model sums the weights' rows at these places. An epoch then
 * moves a fraction of the memory and multiplies hardly anything by zeros. Features that many samples have, as the most
 * frequent words, stay features. What is done follows from the data alone.
 */
export function withPlaces<Set extends Pick<DataSet, 'x'>>(
  model: ModelProgram,
  data: Set,
): { readonly model: ModelProgram; readonly data: Set } {
  const bags = new Map<string, Bag>();
  const frequent: TensorData[] = [];
  const x = data.x.map((tensor, index) => {
    const input = model.inputs[index] as string;
    const bag = canTakePlaces(model, input) ? bagOf(tensor) : undefined;
    if (!bag) return tensor;
    bags.set(input, { frequent: bag.features, width: bag.places.shape[1] as number, chunk: bag.chunk });
    if (bag.features.length > 0) frequent.push(bag.frequent);
    return bag.places;
  });
  return bags.size === 0
    ? { model, data }
    : { model: takingPlaces(model, bags), data: { ...data, x: [...x, ...frequent] } };
}

/** Samples of zeros and ones, taken apart. */
export interface BagData {
  /** The numbers of the frequent features. */
  readonly features: Int32Array;
  /** The frequent features of each sample: uint8 of (samples, frequent). */
  readonly frequent: TensorData;
  /** The places of each sample's other ones: int32 of (samples, width), filled up with the number of features. */
  readonly places: TensorData;
  /** How many places are best summed together; the width: all of a sample. */
  readonly chunk: number;
}

/** undefined where there is something else than zeros and ones, or where nothing is gained. */
export function bagOf({ dtype, shape, data }: TensorData): BagData | undefined {
  const [samples = 0, features = 0] = shape;
  if (dtype !== 'float32' || shape.length !== 2 || features < LEAST_FEATURES || samples === 0) return undefined;
  const found = onesOf(data as Float32Array, samples, features);
  if (!found) return undefined;
  const { ones, ends } = found;
  const numbers = frequentOf(ones, samples, features);
  /** The place of each feature among the frequent ones; -1: of another. */
  const ranks = new Int32Array(features).fill(-1);
  numbers.forEach((feature, rank) => {
    ranks[feature] = rank;
  });
  const frequent = new Uint8Array(samples * numbers.length);
  const others = new Int32Array(samples);
  for (let sample = 0, at = 0; sample < samples; sample += 1)
    for (; at < (ends[sample] as number); at += 1) {
      const rank = ranks[ones[at] as number] as number;
      if (rank < 0) others[sample] = (others[sample] as number) + 1;
      else frequent[sample * numbers.length + rank] = 1;
    }
  const { chunk, width, cost } = cut(others);
  if (numbers.length + cost / FREQUENT > WORTHWHILE * features) return undefined;
  const places = new Int32Array(samples * width).fill(features);
  for (let sample = 0, at = 0; sample < samples; sample += 1)
    for (let to = sample * width; at < (ends[sample] as number); at += 1) {
      const feature = ones[at] as number;
      if ((ranks[feature] as number) >= 0) continue;
      places[to] = feature;
      to += 1;
    }
  return {
    features: numbers,
    frequent: { dtype: 'uint8', shape: [samples, numbers.length], data: frequent },
    places: { dtype: 'int32', shape: [samples, width], data: places },
    chunk,
  };
}

/** The numbers of the features that are worth a product, rising. */
function frequentOf(ones: Int32Array, samples: number, features: number): Int32Array {
  const counts = new Int32Array(features);
  for (const feature of ones) counts[feature] = (counts[feature] as number) + 1;
  const least = samples * FREQUENT;
  const saved = counts.reduce((sum, count) => sum + Math.max(0, count - least), 0);
  if (saved < samples * LEAST_SAVED) return new Int32Array(0);
  return Int32Array.from(counts.keys()).filter((feature) => (counts[feature] as number) > least);
}

/** How samples of so many places are best cut into chunks; the cost is a sample's, in places. */
function cut(counts: Int32Array): { readonly chunk: number; readonly width: number; readonly cost: number } {
  let widest = 1;
  for (const count of counts) widest = Math.max(widest, count);
  let best = { chunk: widest, width: widest, cost: widest };
  for (const chunk of CHUNKS) {
    let chunks = 0;
    for (const count of counts) chunks += Math.ceil(count / chunk);
    const cost = (chunks * (chunk + PLACES_PER_CHUNK)) / counts.length;
    if (cost < best.cost) best = { chunk, width: Math.ceil(widest / chunk) * chunk, cost };
  }
  return best;
}

/** Which features each sample has, one sample after the other, and where each one's end. undefined where they are many, or not ones. */
function onesOf(
  data: Float32Array,
  samples: number,
  features: number,
): { readonly ones: Int32Array; readonly ends: Int32Array } | undefined {
  const most = Math.ceil(samples * features * MANY);
  let ones = new Int32Array(Math.min(most, 1024));
  let count = 0;
  const ends = new Int32Array(samples);
  // Nearly all are zeros: they are passed by their bits, four at a time.
  const bits = new Int32Array(data.buffer, data.byteOffset, data.length);
  for (let sample = 0, at = 0; sample < samples; sample += 1) {
    const first = at;
    for (const end = first + features; at < end; at += 1) {
      while (
        at + 4 <= end &&
        ((bits[at] as number) | (bits[at + 1] as number) | (bits[at + 2] as number) | (bits[at + 3] as number)) === 0
      )
        at += 4;
      if (at === end) break;
      const value = data[at];
      if (value === 0) continue;
      if (value !== 1 || count === most) return undefined;
      if (count === ones.length) {
        const more = new Int32Array(Math.min(most, 2 * count));
        more.set(ones);
        ones = more;
      }
      ones[count] = at - first;
      count += 1;
    }
    ends[sample] = count;
  }
  return { ones: ones.subarray(0, count), ends };
}

/** A part of all features above which nothing is gained whichever they are, so that they need not be gathered. */
const MANY = 1 / 8;
