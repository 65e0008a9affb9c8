import type { PlainObject, PlainValue } from '../../layers/layer.js';
import type { Setting } from '../../training-request.js';
import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import { parseSignature } from '../../values/signature.js';
import type { ObjectValue, TypeValue, Value } from '../../values/value.js';
import { kerasModuleOf } from './class-modules.js';
import { plain } from './plain.js';

/** State of the objects that are only their settings: initialisers, regularisers, losses, metrics, optimisers, callbacks. */
export interface Configured {
  readonly name: string;
  /** Settings by name; undefined where one is not known. */
  readonly settings: ReadonlyMap<string, PlainValue | undefined>;
  /** The program gave these itself. */
  readonly given: ReadonlySet<string>;
}

/** A class whose objects are their settings. */
export function configuredType(
  module: string,
  name: string,
  signature: string,
  more: Partial<NativeType<Configured>> = {},
  check?: (settings: Configured, args: Arguments, context: Context) => void,
): NativeType<Configured> {
  const type: NativeType<Configured> = {
    name,
    module,
    home: kerasModuleOf,
    construct: {
      name: `${module}.${name}`,
      signature: signature ? `${signature}, **kwargs` : '**kwargs',
      call(args, context): ObjectValue<Configured> {
        const settings = new Map<string, PlainValue | undefined>();
        const given = new Set<string>();
        for (const parameter of parseSignature(signature).parameters) {
          settings.set(parameter.name, plain(args.get(parameter.name)));
          if (args.given(parameter.name)) given.add(parameter.name);
        }
        for (const [key, value] of args.keywords) {
          settings.set(key, plain(value));
          given.add(key);
        }
        const state = { name, settings, given };
        check?.(state, args, context);
        return object(type, state);
      },
    },
    setAttribute(self, key, value) {
      // What a class of the program adds to it is the instance's own.
      if (self.kind !== 'object') return false;
      const state = (self as ObjectValue<Configured>).state;
      (state.settings as Map<string, PlainValue | undefined>).set(key, plain(value));
      return true;
    },
    ...more,
  };
  return type;
}

export function typeValue(type: NativeType<never> | NativeType | NativeType<Configured>): TypeValue {
  return { kind: 'type', type: type as NativeType };
}

/** Such an object as a layer's argument. */
export function configuredObject(value: ObjectValue): PlainObject | undefined {
  const state = configuredState(value);
  if (!state) return undefined;
  const known: Record<string, PlainValue> = {};
  for (const [name, setting] of state.settings) if (setting !== undefined) known[name] = setting;
  return { symbol: state.name, arguments: known };
}

export function configuredState(value: Value): Configured | undefined {
  if (value.kind !== 'object') return undefined;
  const { state } = value;
  return typeof state === 'object' && state !== null && 'settings' in state && state.settings instanceof Map
    ? (state as Configured)
    : undefined;
}

/** A setting as the runtime takes it; undefined where it is not known, or is a thing of the program. */
export function settingOf(value: PlainValue | undefined): Setting | undefined {
  if (value === undefined || value === null || typeof value !== 'object') return value;
  if (!('symbol' in value)) {
    const elements = value.map(settingOf);
    return elements.every((element) => element !== undefined) ? elements : undefined;
  }
  if (value.layer) return undefined;
  const settings: Record<string, Setting> = {};
  for (const [name, argument] of Object.entries(value.arguments ?? {})) {
    const setting = settingOf(argument);
    if (setting === undefined) return undefined;
    settings[name] = setting;
  }
  return { name: value.symbol, settings };
}
