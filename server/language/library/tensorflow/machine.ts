import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object, stateOf } from '../../values/native-type.js';
import { False, list, type NativeFunctionValue, none, str, unknown, type Value } from '../../values/value.js';
import { define, members, methods, native } from '../python/define.js';

/**
 * What TensorFlow says of the machine, and how a program has it used. A run answers as TensorFlow without a GPU does: which
 * device computes is the engine's choice, and settings of memory and of threads are taken and change nothing. While one
 * types the machine that the program is for is not known.
 */
const otherMachine = 'devices are those of the machine that runs the program';

interface Device {
  readonly name: string;
  readonly kind: string;
}

function deviceType(name: 'PhysicalDevice' | 'LogicalDevice'): NativeType<Device> {
  const text = (self: Value): string | undefined => {
    const device = stateOf(self, type);
    return device && `${name}(name='${device.name}', device_type='${device.kind}')`;
  };
  const type: NativeType<Device> = {
    name,
    module: 'tensorflow.config',
    attributes: {
      name: (self) => str(stateOf(self, type)?.name ?? ''),
      device_type: (self) => str(stateOf(self, type)?.kind ?? ''),
    },
    repr: text,
    str: text,
  };
  return type;
}

const physical = deviceType('PhysicalDevice');
const logical = deviceType('LogicalDevice');

/** The processor, unless another kind of device is asked for. */
function devices(type: NativeType<Device>, name: string) {
  return (args: Arguments, context: Context): Value => {
    if (context.host.mode === 'shapes') return unknown(otherMachine);
    const kind = args.get('device_type');
    if (kind.kind !== 'none' && kind.kind !== 'str') return context.unknown('a kind that is not known', 'device_type');
    return list(kind.kind === 'none' || kind.value === 'CPU' ? [object(type, { name, kind: 'CPU' })] : []);
  };
}

/** Taken, and without an effect on what is computed. */
function setting(name: string, signature: string, example: string): NativeFunctionValue {
  return native(name, signature, [example], () => none);
}

const ofMachine = (name: string, signature: string, answer: Value): NativeFunctionValue =>
  native(name, signature, [`${name}()`], (_args, context) =>
    context.host.mode === 'shapes' ? unknown(otherMachine) : answer,
  );

const kindOfDevice = 'device_type=None';
const listPhysical = (name: string) =>
  native(name, kindOfDevice, [`${name}('GPU')`, `${name}()`], devices(physical, '/physical_device:CPU:0'));
const listLogical = (name: string) => native(name, kindOfDevice, [`${name}('CPU')`], devices(logical, '/device:CPU:0'));

const configurationType: NativeType<undefined> = {
  name: 'LogicalDeviceConfiguration',
  module: 'tensorflow.config',
  construct: define(
    'tf.config.LogicalDeviceConfiguration',
    'memory_limit=None, experimental_priority=None, experimental_device_ordinal=None',
    ['tf.config.LogicalDeviceConfiguration(memory_limit=1024)'],
    () => object(configurationType, undefined),
  ),
};
const configuration: Value = { kind: 'type', type: configurationType as NativeType };

const configMembers = {
  ...members(
    listPhysical('tf.config.list_physical_devices'),
    listPhysical('tf.config.get_visible_devices'),
    listLogical('tf.config.list_logical_devices'),
    setting('tf.config.set_visible_devices', 'devices, device_type=None', "tf.config.set_visible_devices([], 'GPU')"),
    setting('tf.config.set_soft_device_placement', 'enabled', 'tf.config.set_soft_device_placement(True)'),
    setting(
      'tf.config.set_logical_device_configuration',
      'device, logical_devices',
      'tf.config.set_logical_device_configuration(None, [])',
    ),
    setting('tf.config.run_functions_eagerly', 'run_eagerly', 'tf.config.run_functions_eagerly(True)'),
  ),
  LogicalDeviceConfiguration: configuration,
};

const loggerType: NativeType<undefined> = {
  name: 'Logger',
  module: 'logging',
  methods: methods(
    ...['debug', 'info', 'warning', 'error'].map((level) =>
      define(`Logger.${level}`, 'self, msg, *args', [`tf.get_logger().${level}('text')`], () => none),
    ),
    define('Logger.setLevel', 'self, level', ["tf.get_logger().setLevel('ERROR')"], () => none),
  ),
};

/** `with tf.device('/GPU:0'):` */
const placementType: NativeType<undefined> = {
  name: 'device',
  module: 'tensorflow',
  enter: () => none,
  exit: () => {},
};

/** `with tf.name_scope('augmentation'):` names operations of a graph, which nothing that is computed depends on. */
const scopeType: NativeType<string> = {
  name: 'name_scope',
  module: 'tensorflow',
  enter: () => unknown('the names of graphs are not followed', 'tf.name_scope'),
  exit: () => {},
};

export const machineMembers: Readonly<Record<string, Value>> = members(
  native('tf.device', 'device_name', ["tf.device('/CPU:0')"], () => object(placementType, undefined)),
  native('tf.name_scope', 'name', ["tf.name_scope('augmentation')"], (args, context) =>
    object(scopeType, context.str(args.get('name')) ?? ''),
  ),
  native('tf.get_logger', '', ['tf.get_logger()'], () => object(loggerType, undefined)),
);

export const machineModules: readonly NativeModule[] = [
  { name: 'tensorflow.config', members: configMembers },
  {
    name: 'tensorflow.config.experimental',
    members: {
      ...configMembers,
      ...members(
        listPhysical('tf.config.experimental.list_physical_devices'),
        listPhysical('tf.config.experimental.get_visible_devices'),
        listLogical('tf.config.experimental.list_logical_devices'),
        setting(
          'tf.config.experimental.set_memory_growth',
          'device, enable',
          'tf.config.experimental.set_memory_growth(None, True)',
        ),
        setting(
          'tf.config.experimental.set_virtual_device_configuration',
          'device, logical_devices',
          'tf.config.experimental.set_virtual_device_configuration(None, [])',
        ),
        setting(
          'tf.config.experimental.enable_tensor_float_32_execution',
          'enabled',
          'tf.config.experimental.enable_tensor_float_32_execution(False)',
        ),
        setting('tf.config.experimental.enable_op_determinism', '', 'tf.config.experimental.enable_op_determinism()'),
      ),
      VirtualDeviceConfiguration: configuration,
    },
  },
  {
    name: 'tensorflow.config.optimizer',
    members: members(setting('tf.config.optimizer.set_jit', 'enabled', 'tf.config.optimizer.set_jit(True)')),
  },
  {
    name: 'tensorflow.config.threading',
    members: members(
      ...['inter', 'intra'].map((which) =>
        setting(
          `tf.config.threading.set_${which}_op_parallelism_threads`,
          'num_threads',
          `tf.config.threading.set_${which}_op_parallelism_threads(1)`,
        ),
      ),
    ),
  },
  {
    name: 'tensorflow.debugging',
    members: members(
      setting('tf.debugging.set_log_device_placement', 'enabled', 'tf.debugging.set_log_device_placement(True)'),
    ),
  },
  {
    name: 'tensorflow.test',
    members: members(
      ofMachine('tf.test.is_gpu_available', 'cuda_only=False, min_cuda_compute_capability=None', False),
      ofMachine('tf.test.is_built_with_cuda', '', False),
      ofMachine('tf.test.is_built_with_gpu_support', '', False),
      ofMachine('tf.test.gpu_device_name', '', str('')),
    ),
  },
  { name: 'tensorflow.version', members: { VERSION: str('2.21.0') } },
];
