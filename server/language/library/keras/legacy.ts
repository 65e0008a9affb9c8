import type { PlainValue } from '../../layers/layer.js';
import type { Configured } from './configured.js';

/** A setting that the program gave by its name in older Keras: `lr` is `learning_rate`. */
export function setLegacyName(state: Configured, old: string, name: string): void {
  const settings = state.settings as Map<string, PlainValue | undefined>;
  settings.set(name, settings.get(old));
  settings.delete(old);
}
