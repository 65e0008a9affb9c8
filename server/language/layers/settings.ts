import type { Configuration, Setting } from './configuration.js';

/** Readers of what the language has checked and filled in: what is missing is a fault of ours, not of the user. */

export function numberSetting({ name, settings }: Configuration, key: string): number {
  const value = settings[key];
  if (typeof value !== 'number') throw new Error(`${name} came without ${key}=`);
  return value;
}

/** null: the program switched it off. */
export function optionalNumber({ settings }: Configuration, key: string): number | null {
  const value = settings[key];
  return typeof value === 'number' ? value : null;
}

export function flagSetting({ settings }: Configuration, key: string): boolean {
  return settings[key] === true;
}

export function textSetting({ settings }: Configuration, key: string): string | null {
  const value = settings[key];
  return typeof value === 'string' ? value : null;
}

export function listSetting({ settings }: Configuration, key: string): readonly Setting[] {
  const value = settings[key];
  return Array.isArray(value) ? value : [];
}

/** Axes given as one or several; undefined: all of them. */
export function axesSetting({ settings }: Configuration, key: string): readonly number[] | undefined {
  const value = settings[key];
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((axis) => typeof axis === 'number') : undefined;
}
