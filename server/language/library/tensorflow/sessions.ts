import type { Context } from '../../values/context.js';
import type { NativeModule } from '../../values/native-module.js';
import { type NativeType, object } from '../../values/native-type.js';
import { False, float, int, none, str, type Value } from '../../values/value.js';
import { define, methods } from '../python/define.js';
import { typeName } from '../python/type-name.js';

/**
 * How TensorFlow 1 was told to use a machine, which programs still do: `ConfigProto`, and a session that has it. Both are
 * made and change nothing: what computes is the run's own choice. Graphs of TensorFlow 1 are not run.
 */

/** The fields of a message in their order, each with what it is where nobody sets it. */
type Fields = Readonly<Record<string, () => Value>>;

function message(name: string, fields: Fields, example: string): NativeType<undefined> {
  const lacks = (field: string, error: string, context: Context): Value =>
    context.raise(error, `Protocol message ${name} has no "${field}" field.`);
  const type: NativeType<undefined> = {
    name,
    module: 'tensorflow.compat.v1',
    construct: define(`tf.compat.v1.${name}`, '**kwargs', [example], (args, context) => {
      for (const field of args.keywords.keys())
        if (!Object.hasOwn(fields, field)) return lacks(field, 'ValueError', context);
      const made = object(type, undefined);
      for (const [field, value] of Object.entries(fields))
        made.attributes.set(field, args.keywords.get(field) ?? value());
      return made;
    }),
    repr: (self, context) => textOf(self, fields, context),
    str: (self, context) => textOf(self, fields, context),
    setAttribute(_self, field, _value, context) {
      if (!Object.hasOwn(fields, field)) lacks(field, 'AttributeError', context);
      return false;
    },
  };
  return type;
}

/** The fields that are set, a line each, as messages are written; a message within is a block. */
function textOf(self: Value, fields: Fields, context: Context, before = ''): string {
  const attributes = self.kind === 'object' ? self.attributes : undefined;
  return Object.keys(fields)
    .map((field) => {
      const value = attributes?.get(field);
      if (!value || (value.kind !== 'object' && context.truth(value) !== true)) return '';
      if (value.kind !== 'object')
        return `${before}${field}: ${value.kind === 'bool' ? 'true' : value.kind === 'str' ? `"${value.value}"` : context.repr(value)}\n`;
      const inner = textOf(value, gpuFields, context, `${before}  `);
      return inner && `${before}${field} {\n${inner}${before}}\n`;
    })
    .join('');
}

const off = (): Value => False;
const zero = (): Value => int(0);
const empty = (): Value => str('');

const gpuFields = {
  per_process_gpu_memory_fraction: () => float(0),
  allocator_type: empty,
  deferred_deletion_bytes: zero,
  allow_growth: off,
  visible_device_list: empty,
  polling_active_delay_usecs: zero,
  polling_inactive_delay_msecs: zero,
  force_gpu_compatible: off,
};
const gpuOptions = message('GPUOptions', gpuFields, 'tf.compat.v1.GPUOptions(allow_growth=True)');

function noOptions(): Value {
  const made = object(gpuOptions, undefined);
  for (const [field, value] of Object.entries(gpuFields)) made.attributes.set(field, value());
  return made;
}

const configProto = message(
  'ConfigProto',
  {
    intra_op_parallelism_threads: zero,
    inter_op_parallelism_threads: zero,
    gpu_options: noOptions,
    allow_soft_placement: off,
    log_device_placement: off,
    use_per_session_threads: off,
    operation_timeout_in_ms: zero,
    isolate_session_state: off,
  },
  'tf.compat.v1.ConfigProto(gpu_options=tf.compat.v1.GPUOptions(allow_growth=True))',
);

function session(name: 'Session' | 'InteractiveSession'): NativeType<undefined> {
  const type: NativeType<undefined> = {
    name,
    module: 'tensorflow.python.client.session',
    construct: define(
      `tf.compat.v1.${name}`,
      "target='', graph=None, config=None",
      [`tf.compat.v1.${name}(config=tf.compat.v1.ConfigProto())`],
      (args, context) => {
        const config = args.get('config');
        const fits = config.kind === 'none' || config.kind === 'unknown' || typeName(config) === configProto.name;
        if (fits) return object(type, undefined);
        return context.raise(
          'TypeError',
          `Argument \`config\` must be a tf.ConfigProto, but got "${typeName(config)}"`,
        );
      },
    ),
    methods: methods(
      define(`tf.compat.v1.${name}.close`, 'self', [`tf.compat.v1.${name}().close()`], () => none),
      define(
        `tf.compat.v1.${name}.run`,
        'self, fetches, feed_dict=None, options=None, run_metadata=None',
        [`tf.compat.v1.${name}().run(None)`],
        (_, context) => context.unknown('graphs of TensorFlow 1 are not run', `tf.compat.v1.${name}.run`),
      ),
    ),
    enter: (self) => self,
    exit: () => {},
  };
  return type;
}

const typeValue = (type: NativeType<undefined>): Value => ({ kind: 'type', type: type as NativeType });

export const sessionModules: readonly NativeModule[] = [
  {
    name: 'tensorflow.compat.v1',
    members: {
      ConfigProto: typeValue(configProto),
      GPUOptions: typeValue(gpuOptions),
      Session: typeValue(session('Session')),
      InteractiveSession: typeValue(session('InteractiveSession')),
    },
  },
];
