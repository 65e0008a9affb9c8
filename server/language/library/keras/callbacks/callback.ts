import type { CallbackPoint } from '../../../training-request.js';
import type { Context } from '../../../values/context.js';
import type { NativeFunction } from '../../../values/native-function.js';
import { type NativeType, object } from '../../../values/native-type.js';
import { float, none, type ObjectValue, str, type Value } from '../../../values/value.js';
import { putKey } from '../../python/dict.js';
import { kerasModuleOf } from '../class-modules.js';

/** Points at which methods are called. `train_begin` and `train_end` frame the training. */
export type MethodPoint =
  | Exclude<CallbackPoint, 'invalid_loss'>
  | `${'train' | 'predict'}_${'begin' | 'end'}`
  | `predict_batch_${'begin' | 'end'}`;

/** The methods that Keras calls, with what it gives them. */
export const points: Readonly<Record<MethodPoint, string>> = {
  train_begin: 'logs=None',
  train_end: 'logs=None',
  epoch_begin: 'epoch, logs=None',
  epoch_end: 'epoch, logs=None',
  train_batch_begin: 'batch, logs=None',
  train_batch_end: 'batch, logs=None',
  test_begin: 'logs=None',
  test_end: 'logs=None',
  test_batch_begin: 'batch, logs=None',
  test_batch_end: 'batch, logs=None',
  predict_begin: 'logs=None',
  predict_end: 'logs=None',
  predict_batch_begin: 'batch, logs=None',
  predict_batch_end: 'batch, logs=None',
};

/** Keras's older names for what happens around a batch. */
export const olderNames: Readonly<Partial<Record<MethodPoint, string>>> = {
  train_batch_begin: 'on_batch_begin',
  train_batch_end: 'on_batch_end',
};

const quiet = (name: string, signature: string): NativeFunction => ({
  name: `Callback.${name}`,
  signature: `self, ${signature}`,
  call: () => none,
  examples: [`keras.callbacks.Callback().${name}(${signature.includes(', ') ? '0' : ''})`],
});

const set = (name: 'model' | 'params'): NativeFunction => ({
  name: `Callback.set_${name}`,
  signature: `self, ${name}`,
  call(args, context) {
    context.setAttribute(args.get('self'), name === 'model' ? '_model' : name, args.get(name));
    return none;
  },
  examples: [`keras.callbacks.Callback().set_${name}(None)`],
});

/** The methods that a callback has if nobody writes them: they do nothing. */
export const quietMethods: Readonly<Record<string, NativeFunction>> = Object.fromEntries(
  [
    ...Object.entries(points).map(([point, signature]) => [`on_${point}`, signature] as const),
    ...['on_batch_begin', 'on_batch_end'].map((name) => [name, 'batch, logs=None'] as const),
  ].map(([name, signature]) => [name, quiet(name, signature)]),
);

/** `keras.callbacks.Callback`, from which programs derive their own. */
export const callbackType: NativeType<object> = {
  name: 'Callback',
  module: 'keras.callbacks',
  home: kerasModuleOf,
  bare: true,
  construct: { name: 'keras.callbacks.Callback', signature: '', call: () => object(callbackType, {}) },
  attributes: { model: (self, context) => context.findAttribute(self, '_model') ?? none },
  methods: { ...quietMethods, set_model: set('model'), set_params: set('params') },
};

/** A callback of Keras: its settings and what it remembers, and what it does at some points. */
export interface CallbackDefinition<State extends object> {
  readonly name: string;
  readonly signature: string;
  /** Arguments that it can be made with, where it needs any: `'log.csv'`. */
  readonly example?: string;
  make(arg: (name: string) => Value, context: Context): State;
  /** What programs may read of it: `stopped_epoch`. */
  readonly attributes?: Readonly<Record<string, (state: State) => Value>>;
  /** Whether one so made has anything to do at a point; left out: at all of `on`. */
  listens?(state: State, point: MethodPoint): boolean;
  /** Its methods have Keras's older names: `on_batch_end`. */
  readonly older?: boolean;
  readonly on: Readonly<Partial<Record<MethodPoint, CallbackAction<State>>>>;
  /** What it does as soon as it is given its model, before anything else: `set_model`. */
  modelGiven?(state: State, model: Value, context: Context): void;
}

/** Of methods that have something to do in some objects alone: whether they have in this one. */
export const listening = new Map<NativeFunction, (self: Value) => boolean>();

/** `model` is the one that is trained; `logs` those that Keras gives, `index` the epoch or batch. */
export type CallbackAction<State> = (
  state: State,
  given: { readonly self: Value; readonly model: Value; readonly index: number; readonly logs: Value },
  context: Context,
) => void;

/** The class of such a callback; a program may derive from it, and call its methods by `super()`. */
export function callbackClass<State extends object>(definition: CallbackDefinition<State>): NativeType<State> {
  const { name, signature, make, on, attributes = {} } = definition;
  const stateOfSelf = (self: Value) => {
    const target = self.kind === 'instance' && self.native ? self.native : self;
    return (target as ObjectValue<State>).state;
  };
  const type: NativeType<State> = {
    name,
    module: 'keras.callbacks',
    base: callbackType as NativeType<never>,
    construct: {
      name: `keras.callbacks.${name}`,
      signature,
      call: (args, context) =>
        object(
          type,
          make((key) => args.get(key), context),
        ),
      examples: [`keras.callbacks.${name}(${definition.example ?? ''})`],
    },
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, read]) => [key, (self: Value) => read(stateOfSelf(self))]),
    ),
    methods: Object.fromEntries(
      (Object.entries(on) as [MethodPoint, CallbackAction<State>][]).map(([point, action]) => {
        const method = (definition.older && olderNames[point]) || `on_${point}`;
        const indexName = points[point].split(', ').at(-2);
        return [
          method,
          {
            name: `${name}.${method}`,
            signature: `self, ${points[point]}`,
            call(args, context) {
              const self = args.get('self');
              const index = indexName ? args.get(indexName) : none;
              const given = {
                self,
                model: context.getAttribute(self, 'model'),
                index: index.kind === 'int' ? index.value : 0,
                logs: args.get('logs'),
              };
              action(stateOfSelf(self), given, context);
              return none;
            },
            examples: [`keras.callbacks.${name}(${definition.example ?? ''}).${method}(${indexName ? '0, ' : ''}{})`],
          } satisfies NativeFunction,
        ];
      }),
    ),
  };
  const { modelGiven } = definition;
  if (modelGiven)
    Object.assign(type.methods ?? {}, {
      set_model: {
        name: `${name}.set_model`,
        signature: 'self, model',
        call(args, context) {
          const [self, model] = [args.get('self'), args.get('model')];
          context.setAttribute(self, '_model', model);
          modelGiven(stateOfSelf(self), model, context);
          return none;
        },
        examples: [`keras.callbacks.${name}(${definition.example ?? ''}).set_model(None)`],
      } satisfies NativeFunction,
    });
  if (definition.listens)
    for (const point of Object.keys(on) as MethodPoint[]) {
      const method = type.methods?.[(definition.older && olderNames[point]) || `on_${point}`];
      if (method) listening.set(method, (self) => definition.listens?.(stateOfSelf(self), point) !== false);
    }
  return type;
}

/** A number among the logs; undefined where it is not there. */
export function logOf(logs: Value, name: string): number | undefined {
  return numbersIn(logs).get(name);
}

/** All numbers among the logs, in their order. */
export function numbersIn(logs: Value): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const { key, value } of logs.kind === 'dict' ? logs.entries.values() : []) {
    const number = numberOf(value);
    if (key.kind === 'str' && number !== undefined) numbers.set(key.value, number);
  }
  return numbers;
}

/** Puts a number among the logs, for the callbacks that come after and for the history. */
export function addLog(logs: Value, name: string, value: number, context: Context): void {
  if (logs.kind === 'dict') putKey(logs, str(name), float(value), context);
}

/** A number, or a tensor that is one; undefined where it is none. */
export function numberOf(value: Value): number | undefined {
  if (value.kind === 'float' || value.kind === 'int') return value.value;
  return value.kind === 'tensor' && value.shape?.length === 0 && value.data ? Number(value.data[0]) : undefined;
}

/** The optimiser's learning rate as Keras reads it: what a float32 holds of it. undefined: it is not a number. */
export function learningRateOf(model: Value, context: Context): number | undefined {
  const rate = numberOf(context.getAttribute(context.getAttribute(model, 'optimizer'), 'learning_rate'));
  return rate === undefined ? undefined : Math.fround(rate);
}

export function setLearningRate(model: Value, rate: number, context: Context): void {
  context.setAttribute(context.getAttribute(model, 'optimizer'), 'learning_rate', float(rate));
}

/** Does what stays on the disk and changes nothing in the program: a run that is resumed does not do it again. */
export function lasting({ host }: Context, action: () => void): void {
  if (host.lasting) host.lasting(action);
  else action();
}
