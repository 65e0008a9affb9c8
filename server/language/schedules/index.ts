import type { Configuration } from '../layers/configuration.js';
import { cosineDecay } from './cosine-decay.js';
import { cosineDecayRestarts } from './cosine-decay-restarts.js';
import { exponentialDecay } from './exponential-decay.js';
import { inverseTimeDecay } from './inverse-time-decay.js';
import { piecewiseConstantDecay } from './piecewise-constant-decay.js';
import { polynomialDecay } from './polynomial-decay.js';
import type { Schedule } from './schedule.js';

export type { Schedule } from './schedule.js';

/** By Keras's class names. */
export const schedules: ReadonlyMap<string, Schedule> = new Map(
  [cosineDecay, cosineDecayRestarts, exponentialDecay, inverseTimeDecay, piecewiseConstantDecay, polynomialDecay].map(
    (schedule) => [schedule.name, schedule],
  ),
);

/** The rate that a schedule of Keras gives after so many steps; undefined for any other. */
export function rateAt({ name, settings }: Configuration, step: number): number | undefined {
  return schedules.get(name)?.at(settings, step);
}
