import type { NativeModule } from '../../values/native-module.js';
import { bool, dimValue, float, int, none, str, tensor, unknown, type Value } from '../../values/value.js';
import { members, native } from '../python/define.js';
import { dataOf } from './data.js';
import { getFile } from './get-file.js';
import { imageDataFormatFunctions } from './image-data-format.js';
import { shapeValue } from './layer-members.js';
import { kerasState } from './state.js';

/** Reads and writes one setting, under both of Keras's modules. */
function setting(name: string, first: Value, value: string) {
  const key = `keras.${name}`;
  return (module: string) => [
    native(`${module}.${name}`, '', [`${module}.${name}()`], (_args, context) => context.setting(key) ?? first),
    native(`${module}.set_${name}`, 'value', [`${module}.set_${name}(${value})`], (args, context) => {
      context.changeSetting(key, context.certain ? args.get('value') : unknown(`${name} may have been set`));
      return none;
    }),
  ];
}

const shared = [setting('floatx', str('float32'), "'float32'"), setting('epsilon', float(1e-7), '1e-7')];

const backend = (module: string) => native(`${module}.backend`, '', [`${module}.backend()`], () => str('tensorflow'));

const clearSession = (module: string) =>
  native(`${module}.clear_session`, 'free_memory=True', [`${module}.clear_session()`], (_args, context) => {
    kerasState(context).names.clear();
    return none;
  });

const nothing = (name: string, signature = '', given = '') =>
  native(name, signature, [`${name}(${given})`], () => none);

/** What took a session of TensorFlow 1, whose settings of the machine change no result. */
const setSession = native(
  'keras.backend.set_session',
  'session',
  ['callable(keras.backend.set_session)'],
  (_args, context) =>
    context.host.kerasVersion === 2
      ? none
      : context.raise(
          'AttributeError',
          "module 'keras.backend' has no attribute 'set_session'; Keras 3 has no sessions: leave the call out",
        ),
);

/** `keras.config`, and what `keras.backend` has beside tensor mathematics. */
export const settingModules: readonly NativeModule[] = [
  { name: 'keras.config', members: imageDataFormatFunctions('keras.config') },
  { name: 'keras.backend', members: imageDataFormatFunctions('keras.backend') },
  {
    name: 'keras.config',
    members: members(
      backend('keras.config'),
      ...shared.flatMap((each) => each('keras.config')),
      nothing('keras.config.disable_interactive_logging'),
      nothing('keras.config.enable_interactive_logging'),
      nothing('keras.config.enable_unsafe_deserialization'),
      nothing('keras.config.disable_traceback_filtering'),
      nothing('keras.config.enable_traceback_filtering'),
      nothing('keras.config.enable_flash_attention'),
      nothing('keras.config.disable_flash_attention'),
      native('keras.config.is_interactive_logging_enabled', '', ['keras.config.is_interactive_logging_enabled()'], () =>
        bool(true),
      ),
    ),
  },
  {
    name: 'keras.backend',
    members: members(
      backend('keras.backend'),
      clearSession('keras.backend'),
      setSession,
      ...shared.flatMap((each) => each('keras.backend')),
      nothing('keras.backend.manual_variable_initialization', 'value', 'True'),
      nothing('keras.backend.set_learning_phase', 'value', '0'),
      native('keras.backend.learning_phase', '', ['keras.backend.learning_phase()'], () => int(0)),
      native('keras.backend.int_shape', 'x', ['keras.backend.int_shape(np.ones((2, 3)))'], (args) => {
        const x = args.get('x');
        return x.kind === 'tensor'
          ? shapeValue(x.shape)
          : unknown('the tensor is not known', 'keras.backend.int_shape');
      }),
      native('keras.backend.ndim', 'x', ['keras.backend.ndim(np.ones((2, 3)))'], (args) => {
        const x = args.get('x');
        return x.kind === 'tensor' && x.shape
          ? int(x.shape.length)
          : unknown('the rank is not known', 'keras.backend.ndim');
      }),
      native('keras.backend.count_params', 'x', ['keras.backend.count_params(np.ones((2, 3)))'], (args) => {
        const x = args.get('x');
        const known = x.kind === 'tensor' && x.shape?.every((dim) => typeof dim === 'number');
        return known
          ? dimValue((x.shape as readonly number[]).reduce((product, dim) => product * dim, 1))
          : unknown('the size is not known', 'keras.backend.count_params');
      }),
      ...['get_value', 'eval'].map((name) =>
        native(`keras.backend.${name}`, 'x', [`keras.backend.${name}(np.ones((2, 3)))`], (args) => {
          const x = args.get('x');
          if (x.kind !== 'tensor') return x;
          const data = dataOf(x);
          return tensor('numpy', x.dtype, x.shape, data?.data.slice());
        }),
      ),
      native('keras.backend.is_keras_tensor', 'x', ['keras.backend.is_keras_tensor(np.ones(3))'], (args) => {
        const x = args.get('x');
        return x.kind === 'unknown' ? x : bool(x.kind === 'tensor' && x.library === 'keras');
      }),
    ),
  },
  {
    name: 'keras.utils',
    members: members(
      clearSession('keras.utils'),
      nothing('keras.utils.disable_interactive_logging'),
      nothing('keras.utils.enable_interactive_logging'),
      native('keras.utils.is_interactive_logging_enabled', '', ['keras.utils.is_interactive_logging_enabled()'], () =>
        bool(true),
      ),
      native('keras.utils.is_keras_tensor', 'x', ['keras.utils.is_keras_tensor(np.ones(3))'], (args) => {
        const x = args.get('x');
        return x.kind === 'unknown' ? x : bool(x.kind === 'tensor' && x.library === 'keras');
      }),
      native(
        'keras.utils.normalize',
        'x, axis=-1, order=2',
        ['keras.utils.normalize(np.ones((2, 3)))'],
        (args, context) => {
          const x = args.get('x');
          if (x.kind !== 'tensor' || context.host.mode === 'numbers')
            return context.unknown('normalize is not supported yet', 'keras.utils.normalize');
          return { ...tensor(x.library, x.library === 'numpy' ? floatOf(x.dtype) : x.dtype, x.shape) };
        },
      ),
      nothing('keras.utils.plot_model', "model, to_file='model.png', **kwargs", 'None'),
      native('keras.utils.model_to_dot', 'model, **kwargs', ['keras.utils.model_to_dot(None)'], (_args, context) =>
        context.unknown('drawings of models are not made', 'keras.utils.model_to_dot'),
      ),
      getFile,
    ),
  },
];

function floatOf(dtype: string | undefined) {
  return dtype === 'float32' || dtype === 'float16' ? dtype : 'float64';
}
