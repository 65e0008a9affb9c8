import type { PlainValue } from '../../layers/layer.js';
import { parseSignature } from '../../values/signature.js';
import { bool, float, int, list, none, str, unknown, type Value } from '../../values/value.js';
import type { Configured } from './configured.js';
import { dict } from './history.js';

/** What `get_config()` gives of an object that is its settings: those of the signature, in their order, or in the one given. */
export function settingsDict(state: Configured, signature: string, order?: readonly string[]): Value {
  const { parameters } = parseSignature(signature);
  const defaults = new Map(parameters.map((parameter) => [parameter.name, parameter.default]));
  const names = order ?? parameters.map(({ name }) => name);
  return dict(names.map((name) => [name, valueOf(state.settings.get(name), name, defaults.get(name))]));
}

/** A whole number is a float where the default is one, or where none is given. */
function valueOf(setting: PlainValue | undefined, name: string, usual: Value | undefined): Value {
  if (setting === undefined) return unknown('the setting is not known', name);
  if (setting === null) return none;
  if (typeof setting === 'string') return str(setting);
  if (typeof setting === 'boolean') return bool(setting);
  if (typeof setting === 'number')
    return Number.isInteger(setting) && (usual?.kind === 'int' || /steps|frequency|boundaries|seed/.test(name))
      ? int(setting)
      : float(setting);
  if (Array.isArray(setting)) return list(setting.map((each) => valueOf(each, name, undefined)));
  return unknown('the setting is an object', name);
}
