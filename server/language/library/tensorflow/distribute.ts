import { named } from '../../tensor/dim.js';
import type { Context } from '../../values/context.js';
import type { Arguments, NativeFunction } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { dimValue, int, none, str, tuple, unknown, type Value } from '../../values/value.js';
import { methods, define as plain } from '../python/define.js';
import { datasetOf } from './data/dataset.js';
import { eagerMembers } from './eager.js';

/**
 * `tf.distribute`: where a program runs changes no shapes; how many devices there are is not known while one types. A run
 * has one: strategies of one machine are followed in it as TensorFlow follows them without a GPU.
 */

/** Followed on shapes alone. */
const define = (name: string, signature: string, call: NativeFunction['call']): NativeFunction => ({
  ...plain(name, signature, [], (args, context) =>
    context.host.mode === 'numbers' ? context.unknown('it is not run yet', name) : call(args, context),
  ),
  shapesOnly: true,
});

const one = 'tf.distribute.MirroredStrategy()';

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
function reduced(args: Arguments, context: Context): Value {
  const [value, axis] = [args.get('value'), args.get('axis')];
  if (axis.kind === 'none') return value;
  const operation = args.get('reduce_op');
  const sums = operation.kind === 'str' && operation.value.toUpperCase() === 'SUM';
  const means = operation.kind === 'str' && operation.value.toUpperCase() === 'MEAN';
  if (!sums && !means) return context.unknown('a reduction that is not known', 'reduce_op');
  return context.call(eagerMembers[sums ? 'reduce_sum' : 'reduce_mean'] as Value, [value, axis]);
}

const passed = (args: Arguments) => args.get('dataset');
const made = (args: Arguments, context: Context) =>
  context.call(args.get('dataset_fn'), [unknown('what each worker is told of its input')]);

const strategyMethods = methods(
  plain('Strategy.scope', 'self', [`${one}.scope()`], () => object(scopeType, undefined)),
  plain('Strategy.run', 'self, fn, args=(), kwargs=None, options=None', [`${one}.run(abs, args=(-2,))`], run),
  define('Strategy.experimental_run_v2', 'self, fn, args=(), kwargs=None', run),
  define('Strategy.experimental_run', 'self, fn, input_iterator=None', (args, context) => {
    const iterator = args.get('input_iterator');
    const element = stateOf(iterator, iteratorType);
    if (iterator.kind !== 'none' && !element) return unknown('an iterator that is not known');
    return context.call(args.get('fn'), element ? [element] : []);
  }),
  plain(
    'Strategy.reduce',
    'self, reduce_op, value, axis=None',
    [`${one}.reduce('SUM', tf.ones(3))`, `${one}.reduce(tf.distribute.ReduceOp.MEAN, tf.ones((2, 3)), axis=0)`],
    reduced,
  ),
  define('Strategy.gather', 'self, value, axis', () => unknown('how many devices there are is not known')),
  plain(
    'Strategy.experimental_distribute_dataset',
    'self, dataset, options=None',
    [`${one}.experimental_distribute_dataset(tf.data.Dataset.range(3))`],
    passed,
  ),
  define('Strategy.distribute_datasets_from_function', 'self, dataset_fn, options=None', made),
  define('Strategy.experimental_distribute_datasets_from_function', 'self, dataset_fn, options=None', made),
  plain('Strategy.experimental_local_results', 'self, value', [`${one}.experimental_local_results(5)`], (args) =>
    tuple([args.get('value')]),
  ),
  define('Strategy.make_dataset_iterator', 'self, dataset', (args) => {
    const dataset = datasetOf(args.get('dataset'));
    return dataset ? object(iteratorType, dataset.element) : unknown('a dataset that is not known');
  }),
);

/** `example` where a run follows it: it needs no second machine and no other kind of device. */
function strategy(name: string, signature: string, example?: string): readonly [string, Value] {
  const make = () => object(type, undefined);
  const type: NativeType<undefined> = {
    name,
    module: 'tensorflow.distribute',
    construct: example
      ? plain(`tf.distribute.${name}`, signature, [example], make)
      : define(`tf.distribute.${name}`, signature, make),
    attributes: {
      num_replicas_in_sync: (_self, context) => (context.host.mode === 'numbers' ? int(1) : replicas),
    },
    methods: strategyMethods,
  };
  return [name, { kind: 'type', type: type as NativeType }];
}

const strategies = [
  strategy('Strategy', 'extended=None'),
  strategy('MirroredStrategy', 'devices=None, cross_device_ops=None', one),
  strategy('MultiWorkerMirroredStrategy', 'cluster_resolver=None, communication_options=None'),
  strategy('OneDeviceStrategy', 'device', "tf.distribute.OneDeviceStrategy('/cpu:0')"),
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
