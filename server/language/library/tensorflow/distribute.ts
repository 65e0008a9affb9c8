import { named } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { dimValue, none, str, tuple, unknown, type Value } from '../../values/value.js';
import { methods, define as plain } from '../python/define.js';
import { datasetOf } from './data/dataset.js';

/** `tf.distribute`: where a program runs changes no shapes; how many devices there are is not known while one types. */

const define = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  ...plain(name, signature, [], (args, context) =>
    context.host.mode === 'numbers' ? context.unknown('it is not run yet', name) : call(args, context),
  ),
  shapesOnly: true,
});

/** How many devices take part: a size of the machine that the program will run on. */
const replicas = dimValue(named('replicas'));

const scopeType: NativeType<undefined> = {
  name: 'Scope',
  module: 'tensorflow.distribute',
  enter: (self) => self,
  exit: () => {},
};

/** What one replica gets of an iterator over a distributed dataset. */
const iteratorType: NativeType<Value> = {
  name: 'DistributedIterator',
  module: 'tensorflow.distribute',
  methods: methods(
    define('DistributedIterator.initialize', 'self', () => none),
    define('DistributedIterator.get_next', 'self', (args) => stateOf(args.get('self'), iteratorType) ?? none),
  ),
};

/** `fn(*args, **kwargs)`, once: all replicas compute the same. */
function run(args: Arguments, context: Context): Value {
  const given = args.get('args').kind === 'none' ? [] : context.elements(args.get('args'));
  const named = args.get('kwargs');
  if (!given || (named.kind !== 'none' && named.kind !== 'dict')) return unknown('arguments that are not known');
  const keywords = new Map<string, Value>();
  for (const { key, value } of named.kind === 'dict' ? named.entries.values() : [])
    if (key.kind === 'str') keywords.set(key.value, value);
  return context.call(args.get('fn'), given, keywords);
}

/** A sum or mean of what the replicas gave, also along an axis of it. */
function reduced(args: Arguments): Value {
  const [value, axis] = [args.get('value'), args.get('axis')];
  if (value.kind !== 'tensor') return unknown(value.kind === 'unknown' ? value.reason : 'what the replicas gave');
  if (axis.kind === 'none') return value;
  if (axis.kind !== 'int' || !value.shape) return unknown('an axis that is not known');
  const at = axis.value < 0 ? axis.value + value.shape.length : axis.value;
  return { ...value, data: undefined, shape: value.shape.filter((_, i) => i !== at) };
}

const passed = (args: Arguments) => args.get('dataset');
const made = (args: Arguments, context: Context) =>
  context.call(args.get('dataset_fn'), [unknown('what each worker is told of its input')]);

const strategyMethods = methods(
  define('Strategy.scope', 'self', () => object(scopeType, undefined)),
  define('Strategy.run', 'self, fn, args=(), kwargs=None, options=None', run),
  define('Strategy.experimental_run_v2', 'self, fn, args=(), kwargs=None', run),
  define('Strategy.experimental_run', 'self, fn, input_iterator=None', (args, context) => {
    const iterator = args.get('input_iterator');
    const element = stateOf(iterator, iteratorType);
    if (iterator.kind !== 'none' && !element) return unknown('an iterator that is not known');
    return context.call(args.get('fn'), element ? [element] : []);
  }),
  define('Strategy.reduce', 'self, reduce_op, value, axis=None', reduced),
  define('Strategy.gather', 'self, value, axis', () => unknown('how many devices there are is not known')),
  define('Strategy.experimental_distribute_dataset', 'self, dataset, options=None', passed),
  define('Strategy.distribute_datasets_from_function', 'self, dataset_fn, options=None', made),
  define('Strategy.experimental_distribute_datasets_from_function', 'self, dataset_fn, options=None', made),
  define('Strategy.experimental_local_results', 'self, value', (args) => tuple([args.get('value')])),
  define('Strategy.make_dataset_iterator', 'self, dataset', (args) => {
    const dataset = datasetOf(args.get('dataset'));
    return dataset ? object(iteratorType, dataset.element) : unknown('a dataset that is not known');
  }),
);

function strategy(name: string, signature: string): readonly [string, Value] {
  const type: NativeType<undefined> = {
    name,
    module: 'tensorflow.distribute',
    construct: define(`tf.distribute.${name}`, signature, () => object(type, undefined)),
    attributes: {
      num_replicas_in_sync: (_self, context) =>
        context.host.mode === 'numbers' ? context.unknown('it is not run yet', 'num_replicas_in_sync') : replicas,
    },
    methods: strategyMethods,
  };
  return [name, { kind: 'type', type: type as NativeType }];
}

const strategies = [
  strategy('Strategy', 'extended=None'),
  strategy('MirroredStrategy', 'devices=None, cross_device_ops=None'),
  strategy('MultiWorkerMirroredStrategy', 'cluster_resolver=None, communication_options=None'),
  strategy('OneDeviceStrategy', 'device'),
  strategy('TPUStrategy', 'tpu_cluster_resolver=None, experimental_device_assignment=None, **kwargs'),
];
const older = [
  ...strategies,
  strategy('CentralStorageStrategy', 'compute_devices=None, parameter_device=None'),
  strategy('ParameterServerStrategy', 'cluster_resolver, variable_partitioner=None'),
];
const members = Object.fromEntries(strategies);

export const distributeModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.distribute',
    members: {
      ...members,
      get_strategy: {
        kind: 'native',
        function: define('tf.distribute.get_strategy', '', (_args, context) =>
          context.call(members['Strategy'] as Value, []),
        ),
      },
    },
  },
  { name: 'tensorflow.distribute.experimental', members: Object.fromEntries(older) },
  {
    name: 'tensorflow.distribute.ReduceOp',
    members: { SUM: str('SUM'), MEAN: str('MEAN') },
  },
];
