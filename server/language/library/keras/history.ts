import type { LogValue } from '../../training-request.js';
import { keyOf } from '../../values/equality.js';
import { type NativeType, object } from '../../values/native-type.js';
import {
  float,
  type InstanceValue,
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
import { callbackType } from './callbacks/callback.js';

/** What `fit` gives back, a callback that gathers the logs; its fields are plain attributes. */
export const historyType: NativeType<null> = {
  name: 'History',
  module: 'keras.callbacks',
  base: callbackType as NativeType<never>,
  construct: {
    name: 'keras.callbacks.History',
    signature: '',
    call() {
      const made = object(historyType, null);
      made.attributes.set('history', dict([]));
      return made;
    },
  },
  methods: {
    on_train_begin: {
      name: 'History.on_train_begin',
      signature: 'self, logs=None',
      call(args, context) {
        context.setAttribute(args.get('self'), 'epoch', list([]));
        return none;
      },
      examples: ['keras.callbacks.History().on_train_begin()'],
    },
    on_epoch_end: {
      name: 'History.on_epoch_end',
      signature: 'self, epoch, logs=None',
      call(args, context) {
        const self = args.get('self');
        const append = (to: Value, value: Value) => context.call(context.getAttribute(to, 'append'), [value]);
        append(context.getAttribute(self, 'epoch'), args.get('epoch'));
        const gathered = context.getAttribute(self, 'history');
        const logs = args.get('logs');
        for (const { key, value } of logs.kind === 'dict' ? logs.entries.values() : [])
          append(context.call(context.getAttribute(gathered, 'setdefault'), [key, list([])]), value);
        return none;
      },
      examples: [
        "[h := keras.callbacks.History(), h.on_train_begin(), h.on_epoch_end(0, {'loss': 1.0}), h.history][-1]",
      ],
    },
  },
};

export interface HistoryData {
  readonly logs: ReadonlyMap<string, readonly LogValue[] | undefined>;
  /** To Keras 2 the order of logs. */
  readonly order?: readonly string[] | undefined;
  /** Those of the logs that come last, in their order: what callbacks added. */
  readonly added?: readonly string[];
  readonly epochs: readonly number[] | undefined;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly model: Value;
}

/** A History; keys without numbers have lists of unknown numbers. */
export function history(data: HistoryData): ObjectValue<null> {
  const result = object(historyType, null);
  fillHistory(result, data);
  return result;
}

/** Gives a History, also the program's own, what a training came to. */
export function fillHistory(
  result: ObjectValue | InstanceValue,
  { logs, order, added = [], epochs, parameters, model }: HistoryData,
): void {
  result.attributes.set(
    'history',
    dict(
      [
        ...inKerasOrder(
          [...logs].filter(([name]) => !added.includes(name)),
          order,
        ),
        ...[...logs].filter(([name]) => added.includes(name)),
      ].map(([name, values]) => [name, values ? list(values.map(logValue)) : open()]),
    ),
  );
  result.attributes.set('epoch', epochs ? list(epochs.map(int)) : open());
  result.attributes.set('params', dict([...parameters]));
  result.attributes.set('_model', model);
}

/** A log as callbacks and the history have it: one number a class is an array. */
export function logValue(value: LogValue): Value {
  return typeof value === 'number'
    ? float(value)
    : tensor('numpy', 'float32', [value.length], Float32Array.from(value));
}

/**
 * Keras 3 sorts an epoch's logs by name and puts those of validation last; Keras 2 has them in the order of `names`, of
 * which it is told there.
 */
export function inKerasOrder<Log extends readonly [string, unknown]>(
  logs: readonly Log[],
  names?: readonly string[],
): readonly Log[] {
  const ofValidation = ([name]: Log) => Number(name.startsWith('val_'));
  const place = ([name]: Log) => {
    const at = names?.indexOf(name.replace(/^val_/, '')) ?? 0;
    return at < 0 ? Number.POSITIVE_INFINITY : at;
  };
  const compared = (a: Log, b: Log) => (names ? place(a) - place(b) || 0 : a[0] < b[0] ? -1 : 1);
  return logs.toSorted((a, b) => ofValidation(a) - ofValidation(b) || compared(a, b));
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
