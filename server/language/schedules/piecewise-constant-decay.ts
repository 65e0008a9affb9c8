import type { Setting } from '../layers/configuration.js';
import { f, type Schedule } from './schedule.js';

/** One value up to each boundary, its step included, and one after the last. */
export const piecewiseConstantDecay: Schedule = {
  name: 'PiecewiseConstantDecay',
  signature: "boundaries, values, name='PiecewiseConstant'",
  fault({ boundaries, values }) {
    if (!isList(boundaries) || !isList(values) || boundaries.length === values.length - 1) return undefined;
    return `The length of boundaries should be 1 less than the length of values. Received: boundaries of length ${boundaries.length}, and values of length ${values.length}`;
  },
  at({ boundaries, values }, step) {
    // Keras has the boundaries in the type of the step, an integer.
    const passed = isList(boundaries) ? boundaries.filter((boundary) => step > Math.trunc(Number(boundary))) : [];
    return f(Number(isList(values) ? values[passed.length] : Number.NaN));
  },
};

function isList(setting: Setting | undefined): setting is readonly Setting[] {
  return Array.isArray(setting);
}
