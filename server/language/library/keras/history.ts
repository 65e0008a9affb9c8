import type { LogValue } from '../../training-request.js';
import { keyOf } from '../../values/equality.js';
import { type NativeType, object } from '../../values/native-type.js';
import {
  float,
  int,
  type ListValue,
  list,
  none,
  type ObjectValue,
  str,
  tensor,
  unknown,
  type Value,
} from '../../values/value.js';

/** What `fit` gives back; its fields are plain attributes. */
export const historyType: NativeType<null> = { name: 'History', module: 'keras.callbacks' };

export interface HistoryData {
  readonly logs: ReadonlyMap<string, readonly LogValue[] | undefined>;
  /** Those of the logs that come last, in their order: what callbacks added. */
  readonly added?: readonly string[];
  readonly epochs: readonly number[] | undefined;
  /** Without a number: None. */
  readonly parameters: ReadonlyMap<string, number | undefined>;
  readonly model: Value;
}

/** A History; keys without numbers have lists of unknown numbers. */
export function history({ logs, added = [], epochs, parameters, model }: HistoryData): ObjectValue<null> {
  const result = object(historyType, null);
  result.attributes.set(
    'history',
    dict(
      [
        ...inKerasOrder([...logs].filter(([name]) => !added.includes(name))),
        ...[...logs].filter(([name]) => added.includes(name)),
      ].map(([name, values]) => [name, values ? list(values.map(logValue)) : open()]),
    ),
  );
  result.attributes.set('epoch', epochs ? list(epochs.map(int)) : open());
  result.attributes.set('params', parametersValue(parameters));
  result.attributes.set('model', model);
  return result;
}

/** What `params` of a history and of callbacks hold. */
export function parametersValue(parameters: HistoryData['parameters']): Value {
  return dict([...parameters].map(([name, value]) => [name, value === undefined ? none : int(value)]));
}

/** A log as callbacks and the history have it: one number a class is an array. */
export function logValue(value: LogValue): Value {
  return typeof value === 'number'
    ? float(value)
    : tensor('numpy', 'float32', [value.length], Float32Array.from(value));
}

/** Keras 3 sorts an epoch's logs by name and puts those of validation last. */
export function inKerasOrder<Log extends readonly [string, unknown]>(logs: readonly Log[]): readonly Log[] {
  const ofValidation = ([name]: Log) => Number(name.startsWith('val_'));
  return logs.toSorted((a, b) => ofValidation(a) - ofValidation(b) || (a[0] < b[0] ? -1 : 1));
}

/** A dict with text keys. */
export function dict(entries: readonly (readonly [string, Value])[]): Value {
  return {
    kind: 'dict',
    entries: new Map(entries.map(([name, value]) => [keyOf(str(name)) as string, { key: str(name), value }])),
  };
}

function open(): ListValue {
  return { kind: 'list', elements: [], rest: unknown('known once the model has been trained', 'history') };
}
