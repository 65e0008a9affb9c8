import type { Settings } from '../layers/configuration.js';

/** A learning rate that changes with the steps taken: a class of `keras.optimizers.schedules`. */
export interface Schedule {
  readonly name: string;
  /** As Python writes it. */
  readonly signature: string;
  /** What is wrong with the settings, in Keras's words. */
  fault?(settings: Partial<Settings>): string | undefined;
  /** The rate after so many steps, in float32 at each operation, as Keras computes it. Settings are checked and filled in. */
  at(settings: Settings, step: number): number;
}

/** Rounds to float32. */
export const f = Math.fround;

/** A setting as the float32 that Keras makes of it. */
export function single(settings: Settings, name: string): number {
  const value = settings[name];
  if (typeof value !== 'number') throw new Error(`a schedule came without ${name}=`);
  return f(value);
}

export function optional(settings: Settings, name: string): number | undefined {
  const value = settings[name];
  return typeof value === 'number' ? f(value) : undefined;
}

/** How many decays have passed; `staircase` counts whole ones. */
export function decays(settings: Settings, step: number): number {
  const passed = f(f(step) / single(settings, 'decay_steps'));
  return settings['staircase'] === true ? Math.floor(passed) : passed;
}

export function needsSteps(name = 'decay_steps'): NonNullable<Schedule['fault']> {
  return ({ [name]: steps }) =>
    typeof steps === 'number' && steps <= 0
      ? `Argument \`${name}\` must be > 0. Received: ${name}=${steps}`
      : undefined;
}
