import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { list, none, type Value } from '../../../values/value.js';
import { kerasModuleOf } from '../class-modules.js';
import { dict, historyType } from '../history.js';
import { modelOf } from '../model-objects.js';
import { callbackType, quietMethods } from './callback.js';
import { progbarLogger } from './progbar-logger.js';

interface CallbackList {
  readonly callbacks: readonly Value[];
}

/** Each method of Keras's callbacks, called on all of them in turn: for loops that a program writes itself. */
const methods: Readonly<Record<string, NativeFunction>> = Object.fromEntries(
  Object.entries(quietMethods).map(([name, { signature }]) => {
    const parameters = signature.split(', ').slice(1);
    const method: NativeFunction = {
      name: `CallbackList.${name}`,
      signature,
      call(args, context) {
        const given = parameters.map((parameter) => args.get(parameter.split('=')[0] as string));
        // Keras gives them a dict, also where nobody gave logs.
        if (given.at(-1)?.kind === 'none') given[given.length - 1] = dict([]);
        for (const callback of callbacksOf(args.get('self'))) context.call(context.getAttribute(callback, name), given);
        return none;
      },
      examples: [`keras.callbacks.CallbackList().${name}(${parameters.length > 1 ? '0' : ''})`],
    };
    return [name, method];
  }),
);

const set = (name: 'model' | 'params'): NativeFunction => ({
  name: `CallbackList.set_${name}`,
  signature: `self, ${name}`,
  call(args, context) {
    give(args.get('self'), name, args.get(name), context);
    return none;
  },
  examples: [`keras.callbacks.CallbackList().set_${name}(None)`],
});

/** `keras.callbacks.CallbackList`: several callbacks as one. */
export const callbackListType: NativeType<CallbackList> = {
  name: 'CallbackList',
  module: 'keras.callbacks',
  home: kerasModuleOf,
  base: callbackType as NativeType<never>,
  construct: {
    name: 'keras.callbacks.CallbackList',
    signature: 'callbacks=None, add_history=False, add_progbar=False, model=None, **params',
    call(args, context) {
      const callbacks = [...listedCallbacks(args.get('callbacks'), context)];
      const adds = (name: string, type: NativeType<never>) =>
        context.truth(args.get(name)) === true && !callbacks.some((callback) => stateOf(callback, type) !== undefined);
      if (adds('add_history', historyType as NativeType<never>))
        callbacks.push(context.call({ kind: 'type', type: historyType as NativeType }, []));
      if (adds('add_progbar', progbarLogger as NativeType<never>))
        callbacks.push(context.call({ kind: 'type', type: progbarLogger as NativeType }, []));
      const made = object(callbackListType, { callbacks });
      const model = args.get('model');
      if (model.kind !== 'none') give(made, 'model', model, context);
      if (args.keywords.size > 0) give(made, 'params', dict([...args.keywords]), context);
      return made;
    },
    examples: ['keras.callbacks.CallbackList([keras.callbacks.Callback()], add_history=True)'],
  },
  attributes: { callbacks: (self) => list([...callbacksOf(self)]) },
  methods: { ...methods, set_model: set('model'), set_params: set('params') },
};

/** What `callbacks=` names: one, a list, lists in lists, a dict's values in the order of its keys, or a CallbackList. */
export function listedCallbacks(given: Value, context: Context): readonly Value[] {
  if (given.kind === 'none') return [];
  const together = stateOf(given, callbackListType);
  if (together) return together.callbacks;
  if (given.kind === 'dict') {
    const entries = [...given.entries].sort(([a], [b]) => (a < b ? -1 : 1));
    return entries.flatMap(([, { value }]) => listedCallbacks(value, context));
  }
  if (given.kind !== 'list' && given.kind !== 'tuple') return [given];
  return context.elements(given)?.flatMap((each) => listedCallbacks(each, context)) ?? [given];
}

function callbacksOf(self: Value): readonly Value[] {
  return stateOf(self, callbackListType)?.callbacks ?? [];
}

function give(self: Value, name: 'model' | 'params', value: Value, context: Context): void {
  context.setAttribute(self, name === 'model' ? '_model' : name, value);
  const trained = name === 'model' ? modelOf(value) : undefined;
  const gathers = callbacksOf(self).find((callback) => stateOf(callback, historyType) !== undefined);
  if (trained && gathers) trained.history = gathers;
  for (const callback of callbacksOf(self)) context.call(context.getAttribute(callback, `set_${name}`), [value]);
}
