import type { PlainValue } from '../../layers/layer.js';
import { snakeCase } from '../../model/names.js';
import type { Context } from '../../values/context.js';
import { parseSignature } from '../../values/signature.js';
import type { Value } from '../../values/value.js';
import { at, objectText } from '../python/object-text.js';
import { typeName } from '../python/type-name.js';
import { configuredState } from './configured.js';
import { lossDefinitions } from './loss-definitions.js';
import { show } from './plain.js';

/** `repr` of a metric: `<AUC name=auc>`; Keras 2 says nothing of it there. */
export function metricText(self: Value, context: Context): string | undefined {
  if (context.host.kerasVersion === 2) return objectText(self, context);
  const name = context.str(context.getAttribute(self, 'name'));
  return name && `<${typeName(self)} name=${name}>`;
}

/** `str` of a metric: to Keras 2 `AUC(name=auc,dtype=float32,…)`. */
export function metricString(self: Value, context: Context): string | undefined {
  if (context.host.kerasVersion !== 2) return context.repr(self);
  const config = context.call(context.getAttribute(self, 'get_config'), []);
  if (config.kind !== 'dict') return undefined;
  const settings = [...config.entries.values()].map(({ key, value }) => [context.str(key), context.str(value)]);
  if (settings.some((each) => each.includes(undefined))) return undefined;
  return `${typeName(self)}(${settings.map((each) => each.join('=')).join(',')})`;
}

/** What Python prints of a loss. Keras 3 tells its function and what that is given, and not the class. */
export function lossText(self: Value, context: Context): string | undefined {
  const state = self.kind === 'object' ? configuredState(self) : undefined;
  const definition = lossDefinitions.find(([name]) => name === state?.name);
  if (!state || !definition || state.name === 'Loss' || context.host.kerasVersion === 2)
    return objectText(self, context);
  const own = parseSignature(definition[1]).parameters.filter(({ name }) => !shared.has(name));
  const kwargs = own.map(({ name, default: value }) => {
    const given = state.given.has(name) ? state.settings.get(name) : undefined;
    const shown = state.given.has(name) ? spelled(given, value?.kind === 'float') : value && context.repr(value);
    return shown && `'${name}': ${shown}`;
  });
  if (kwargs.includes(undefined)) return undefined;
  const shown = at(`function ${snakeCase(state.name)}`, definition, context);
  return shown && `<LossFunctionWrapper(${shown}, kwargs={${kwargs.join(', ')}})>`;
}

const shared: ReadonlySet<string> = new Set(['reduction', 'name', 'dtype']);

/** A setting as Python prints it; undefined where it is not known whether a whole number was given as an int. */
function spelled(value: PlainValue | undefined, isFloat: boolean): string | undefined {
  if (value === undefined || (isFloat && typeof value === 'number' && Number.isInteger(value))) return undefined;
  return show(value);
}
