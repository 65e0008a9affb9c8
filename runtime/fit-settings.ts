import type { Configuration, FitRequest, Setting } from '../server/language/training-request.js';
import type { FitSettings } from './contract.js';

/** What a training goes by, under Keras's names: what a user changes from run to run. */
export function fitSettings({ optimizer, objectives }: FitRequest): FitSettings {
  const losses = objectives.flatMap(({ loss }) => loss?.name ?? []);
  const settings = Object.entries(optimizer.settings).map(([name, setting]) => [name, textOf(setting)] as const);
  const rate = textOf(optimizer.learningRate);
  return {
    loss: [...new Set(losses)].join(', '),
    optimizer: optimizer.name,
    ...Object.fromEntries(settings),
    // As written, where it came from a float32.
    learning_rate: typeof rate === 'number' ? Number(rate.toPrecision(7)) : rate,
  };
}

function textOf(setting: Setting): FitSettings[string] {
  if (setting === null) return 'None';
  if (typeof setting !== 'object') return setting;
  return isConfiguration(setting) ? callText(setting) : `[${setting.map(textOf).join(', ')}]`;
}

/** `ExponentialDecay(initial_learning_rate=0.01, decay_steps=100, …)`. */
function callText({ name, settings }: Configuration): string {
  const given = Object.entries(settings).filter(([key, setting]) => setting !== null && key !== 'name');
  return `${name}(${given.map(([key, setting]) => `${key}=${textOf(setting)}`).join(', ')})`;
}

function isConfiguration(setting: Exclude<Setting, string | number | boolean | null>): setting is Configuration {
  return !Array.isArray(setting);
}
