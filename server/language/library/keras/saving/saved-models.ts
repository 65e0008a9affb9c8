import type { Model } from '../../../model/model.js';
import type { Context } from '../../../values/context.js';
import { str, tuple, type Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';

/** Models that a program saves and reads again itself, by the paths that it writes. */

/** `model.save(path)`: what is read from there later is this model, as it is now. */
export function noteSaved(saved: Value, model: Model, path: Value, context: Context): void {
  const text = pathText(path, context);
  if (text === undefined) return;
  // Keras 3 refuses the rest; Keras 2 makes a folder of it.
  const written = context.host.kerasVersion === 2 || /\.(?:keras|h5|hdf5)$/.test(text);
  if (written) context.changeSetting(settingOf(text), tuple([saved, str(stateOf(model))]));
}

/** What was saved there; undefined where the program did not, or has changed it since. */
export function savedAt(
  path: Value,
  modelOf: (value: Value) => Model | undefined,
  context: Context,
): Value | undefined {
  const text = pathText(path, context);
  const kept = text === undefined ? undefined : context.setting(settingOf(text));
  if (kept?.kind !== 'tuple') return undefined;
  const [saved, state] = kept.elements;
  const model = saved && modelOf(saved);
  return model && state?.kind === 'str' && state.value === stateOf(model) ? saved : undefined;
}

function settingOf(path: string): string {
  return `keras.saved ${path.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '')}`;
}

/** Tells models apart that would be saved otherwise. */
function stateOf(model: Model): string {
  const layers = model.layers.map(
    ({ name, trainable, model: inner }) => `${name} ${trainable} ${inner ? stateOf(inner) : ''}`,
  );
  return `${model.built} ${model.uncertain} ${model.own?.().trainable} [${layers.join()}]`;
}
