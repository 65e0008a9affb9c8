import type { Context } from '../../values/context.js';
import { keyOf } from '../../values/equality.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import { type NativeType, object } from '../../values/native-type.js';
import { float, none, str, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { kerasModuleOf } from './class-modules.js';
import { configuredState } from './configured.js';
import { settingsDict } from './get-config.js';
import { dict } from './history.js';
import { constraintCall, regularizerCall } from './rule-calls.js';

/**
 * `Initializer`, `Regularizer` and `Constraint`: what programs derive their own from, and Keras its own. Their objects
 * keep nothing, and classes of the program often leave out their `__init__`.
 */

interface Base {
  readonly module: string;
  readonly name: string;
  /** What `get_config` and `__call__` do where a class of the program does not write them. */
  config(self: Value, context: Context): Value;
  readonly call: NativeFunction;
  readonly methods?: readonly NativeFunction[];
}

function baseType({ module, name, config, call, methods: more = [] }: Base): NativeType<never> {
  const made = `${module}.${name}()`;
  const type: NativeType = {
    name,
    module,
    home: kerasModuleOf,
    bare: true,
    construct: define(`${module}.${name}`, '', [made], () => object(type, {})),
    call,
    methods: {
      ...methods(
        define(`${name}.get_config`, 'self', [`${module}.${examples[name]}.get_config()`], (args, context) => {
          const self = args.get('self');
          const state = configuredState(self.kind === 'instance' && self.native ? self.native : self);
          const own = self.kind === 'instance' ? self.native?.type : self.kind === 'object' ? self.type : undefined;
          const signature = own?.construct?.signature.replace(/(?:, )?\*\*kwargs$/, '') ?? '';
          return state
            ? asWritten(state.name, settingsDict(state, signature, order(signature)))
            : config(self, context);
        }),
        ...more,
      ),
    },
    classMethods: methods(
      define(`${name}.from_config`, 'cls, config', [`${module}.${examples[name]}.from_config({})`], (args, context) =>
        fromConfig(args.get('cls'), args.get('config'), context),
      ),
    ),
  };
  return type as NativeType<never>;
}

const examples: Readonly<Record<string, string>> = {
  Initializer: 'Zeros()',
  Regularizer: 'L2(0.5)',
  Constraint: 'MaxNorm(2)',
};

/** Keras writes an initialiser's seed first. */
function order(signature: string): readonly string[] | undefined {
  const names = signature === '' ? [] : signature.split(', ').map((each) => each.split('=')[0] as string);
  return names.includes('seed') ? ['seed', ...names.filter((name) => name !== 'seed')] : names;
}

/** Initialisers that scale with what goes into a weight and out of it say of which axes. */
function asWritten(name: string, config: Value): Value {
  // Keras's Identity leaves out its gain.
  if (name === 'Identity') return nothing();
  if (config.kind !== 'dict' || !/^(?:VarianceScaling|(?:Glorot|He|Lecun)(?:Uniform|Normal))$/.test(name))
    return config;
  for (const axes of ['input_axes', 'output_axes'])
    config.entries.set(keyOf(str(axes)) as string, { key: str(axes), value: none });
  return config;
}

/** `cls(**config)`. */
function fromConfig(cls: Value, config: Value, context: Context): Value {
  if (config.kind !== 'dict') return context.unknown('the configuration is not known', 'from_config');
  const keywords = new Map<string, Value>();
  for (const { key, value } of config.entries.values())
    if (key.kind === 'str' && !/put_axes$/.test(key.value)) keywords.set(key.value, value);
  return context.call(cls, [], keywords);
}

const nothing = (): Value => dict([]);

export const initializerBase = baseType({
  module: 'keras.initializers',
  name: 'Initializer',
  config: nothing,
  call: define(
    'Initializer.__call__',
    'self, shape, dtype=None',
    ['keras.initializers.Zeros()((2,))'],
    (_args, context) =>
      context.raise('NotImplementedError', 'Initializer subclasses must implement the `__call__()` method.'),
  ),
  methods: [
    define('Initializer.clone', 'self', ['keras.initializers.Zeros().clone()'], (args, context) => {
      const self = args.get('self');
      const config = context.call(context.getAttribute(self, 'get_config'), []);
      return context.call(context.getAttribute(self, 'from_config'), [config]);
    }),
  ],
});

export const regularizerBase = baseType({
  module: 'keras.regularizers',
  name: 'Regularizer',
  config: (self, context) =>
    context.raise('NotImplementedError', `${context.repr(self)} does not implement get_config()`),
  call: ruleCall('Regularizer', 'keras.regularizers.L2(0.5)', regularizerCall, () => float(0)),
});

export const constraintBase = baseType({
  module: 'keras.constraints',
  name: 'Constraint',
  config: nothing,
  call: ruleCall('Constraint', 'keras.constraints.NonNeg()', constraintCall, (tensor) => tensor),
});

/** Called on a tensor: what Keras's classes compute, and the base class where a class of the program writes nothing. */
function ruleCall(
  name: string,
  example: string,
  compute: typeof regularizerCall,
  otherwise: (tensor: Value) => Value,
): NativeFunction {
  return define(`${name}.__call__`, 'self, x', [`${example}(np.ones((2, 3)))`], (args: Arguments, context) => {
    const self = args.get('self');
    const state = configuredState(self.kind === 'instance' && self.native ? self.native : self);
    return state ? compute(state, args.get('x'), context) : otherwise(args.get('x'));
  });
}
