import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { ModelProgram } from '../../server/language/training-request.js';
import { canTakePlaces, takingPlaces } from '../program/places.js';
import type { DataSet } from './data.js';

/** A part of the features above which their places cost more than the features: more is read for each than a product reads. */
const MOST = 1 / 32;

/** Below so many features nothing is gained. */
const LEAST_FEATURES = 512;

/**
 * Bags of words and the like: where each sample has few ones among many zeros and the model multiplies them by weights
 * alone, the data set becomes the places of the ones, and the model sums the weights' rows at these places. An epoch then
 * moves a fraction of the memory and multiplies nothing by zeros.
 */
export function withPlaces<Set extends Pick<DataSet, 'x'>>(
  model: ModelProgram,
  data: Set,
): { readonly model: ModelProgram; readonly data: Set } {
  const widths = new Map<string, number>();
  const x = data.x.map((tensor, index) => {
    const input = model.inputs[index] as string;
    const places = canTakePlaces(model, input) ? placesOf(tensor) : undefined;
    if (!places) return tensor;
    widths.set(input, places.shape[1] as number);
    return places;
  });
  return widths.size === 0 ? { model, data } : { model: takingPlaces(model, widths), data: { ...data, x } };
}

/**
 * The places of the ones of each sample (samples, most ones): rows with fewer end with the number of features. undefined
 * where there is something else than zeros and ones, or where ones are many.
 */
export function placesOf({ dtype, shape, data }: TensorData): TensorData | undefined {
  const [samples = 0, features = 0] = shape;
  if (dtype !== 'float32' || shape.length !== 2 || features < LEAST_FEATURES) return undefined;
  const most = Math.floor(features * MOST);
  const found = new Int32Array(samples * most).fill(features);
  let widest = 1;
  for (let sample = 0; sample < samples; sample += 1) {
    let count = 0;
    for (let feature = 0, at = sample * features; feature < features; feature += 1, at += 1) {
      const value = data[at];
      if (value === 0) continue;
      if (value !== 1 || count === most) return undefined;
      found[sample * most + count] = feature;
      count += 1;
    }
    if (count > widest) widest = count;
  }
  const places = new Int32Array(samples * widest);
  for (let sample = 0; sample < samples; sample += 1)
    places.set(found.subarray(sample * most, sample * most + widest), sample * widest);
  return { dtype: 'int32', shape: [samples, widest], data: places };
}
