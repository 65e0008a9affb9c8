import type { Context } from '../../../values/context.js';
import type { NativeType } from '../../../values/native-type.js';
import type { DictValue, Value } from '../../../values/value.js';
import { dictType, putKey, update } from '../dict.js';

/** A dict of a derived type with what a call of that type gives it. */
export function derivedDict(
  type: NativeType,
  source: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
  context: Context,
): DictValue {
  const dict: DictValue = { kind: 'dict', entries: new Map(), type };
  if (source) update(dict, source, context);
  for (const [name, value] of keywords) putKey(dict, { kind: 'str', value: name }, value, context);
  return dict;
}

export function dictRepr(dict: DictValue, context: Context): string | undefined {
  return dictType.repr?.(dict, context);
}
