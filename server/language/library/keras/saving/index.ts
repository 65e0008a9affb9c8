import { HostError } from '../../../host.js';
import type { ModelFile } from '../../../saved-model.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { NativeModule } from '../../../values/native-module.js';
import type { NativeType } from '../../../values/native-type.js';
import { type NativeFunctionValue, none, type Value } from '../../../values/value.js';
import { members, native } from '../../python/define.js';
import { JsonReader } from '../../python/modules/json-reader.js';
import { pathText } from '../../python/modules/path-text.js';
import { readAgain } from '../clone-model.js';
import { configuredState, typeValue } from '../configured.js';
import { modelOf } from '../model-objects.js';
import { heldLayer } from '../plain.js';
import { functionalName, kerasState } from '../state.js';
import { readConfigsWith } from './from-config.js';
import { writtenLayer } from './layer-config.js';
import { writtenModel } from './model-config.js';
import { save } from './model-methods.js';
import { writtenObject } from './objects.js';
import { fromConfig, objectOf, reading } from './read-config.js';
import { modelOfFile } from './read-model.js';
import { savedAt } from './saved-models.js';
import { fillAll } from './write-model.js';

readConfigsWith((type, config, customObjects, context) => fromConfig(type, config, reading(customObjects, context)));

/** `@register_keras_serializable('package')` keeps a class or function under its name. */
const decorator = (name: string): NativeFunctionValue =>
  native(name, "package='Custom', name=None", [`${name}()(int)`], (args) => {
    const [group, given] = [args.get('package'), args.get('name')];
    return native('keras.saving.register', 'arg', [], (inner, context) => {
      const arg = inner.get('arg');
      const own = given.kind === 'str' ? given.value : nameOf(arg);
      if (own !== undefined) {
        context.changeSetting(`keras.registered ${own}`, arg);
        if (group.kind === 'str') {
          context.changeSetting(`keras.registered ${group.value}>${own}`, arg);
          context.changeSetting(`keras.package of ${own}`, group);
        }
      }
      return arg;
    });
  });

function nameOf(value: Value): string | undefined {
  return value.kind === 'class' || value.kind === 'function' ? value.name : undefined;
}

function notRead(name: string, signature: string, given: string, why: string): NativeFunctionValue {
  return native(name, signature, [`${name}(${given})`], (_args: Arguments, context: Context) =>
    context.unknown(why, name),
  );
}

const model = 'what a saved model holds is not read on shapes yet';

/** A model's file; raises what Keras raises where there is none, by which scripts tell that they have to train. */
function loaded(path: string, context: Context): ModelFile | undefined {
  try {
    return context.host.loadModel?.(path);
  } catch (error) {
    if (!(error instanceof HostError) || error.type !== 'FileNotFoundError') throw error;
    if (context.host.kerasVersion === 2) return context.raise('OSError', `No file or directory found at ${path}`);
    if (/\.(h5|hdf5)$/.test(path)) throw error;
    return context.raise(
      'ValueError',
      path.endsWith('.keras')
        ? `File not found: filepath=${path}. Please ensure the file is an accessible \`.keras\` zip file.`
        : `File format not supported: filepath=${path}. Keras 3 only supports V3 \`.keras\` files, legacy H5 format files (\`.h5\` extension).`,
    );
  }
}

/** On shapes, a model that the program itself has saved under this path is known. */
const loadModel = (module: string) =>
  native(
    `${module}.load_model`,
    'filepath, custom_objects=None, compile=True, safe_mode=True, **kwargs',
    [`${module}.load_model('model.keras')`],
    (args, context) => {
      if (context.host.mode === 'numbers') {
        const path = pathText(args.get('filepath'), context);
        const file = path === undefined ? undefined : loaded(path, context);
        if (!file) return context.unknown('the path is not known, or files are not read here', `${module}.load_model`);
        const from = reading(args.get('custom_objects'), context);
        return modelOfFile(file, from, context.truth(args.get('compile')) !== false);
      }
      const plainModel = (value: Value) => (value.kind === 'object' ? modelOf(value)?.model : undefined);
      const saved = savedAt(args.get('filepath'), plainModel, context);
      const made = saved && readAgain(saved, context);
      if (made) return made;
      // It may hold a Sequential, which takes these names when it is built.
      const { names } = kerasState(context);
      for (const base of [functionalName(context), 'input_layer']) names.lose(base);
      return context.unknown(model, `${module}.load_model`);
    },
  );

const saveModel = (module: string) =>
  native(
    `${module}.save_model`,
    'model, filepath, **kwargs',
    [`${module}.save_model(None, 'model.keras')`],
    (args, context) => {
      const state = modelOf(args.get('model'));
      return state ? save(args.get('model'), state, args, context) : none;
    },
  );

const modelFromJson = (module: string) =>
  native(
    `${module}.model_from_json`,
    'json_string, custom_objects=None',
    [`${module}.model_from_json('{}')`],
    (args, context) => {
      const text = args.get('json_string');
      if (text.kind !== 'str') return context.unknown('the text is not known', `${module}.model_from_json`);
      return modelOfConfig(new JsonReader(text.value, context).read(), args.get('custom_objects'), context);
    },
  );

function modelOfConfig(config: Value, customObjects: Value, context: Context): Value {
  const made = objectOf(config, reading(customObjects, context));
  const state = modelOf(made);
  if (state && context.host.mode === 'numbers') fillAll(state.model, context);
  return made;
}

const configs = (module: string) => [
  native(
    `${module}.deserialize_keras_object`,
    'config, custom_objects=None, safe_mode=True, **kwargs',
    [`${module}.deserialize_keras_object({})`],
    (args, context) => modelOfConfig(args.get('config'), args.get('custom_objects'), context),
  ),
  native(`${module}.serialize_keras_object`, 'obj', [`${module}.serialize_keras_object(None)`], (args, context) => {
    const obj = args.get('obj');
    const layer = heldLayer(obj);
    if (layer?.model) return writtenModel(layer.model, context);
    if (layer && !layer.program) return writtenLayer(layer, context);
    const state = configuredState(obj);
    if (state && obj.kind === 'object') return writtenObject(state, obj.type.module ?? 'keras');
    return ['none', 'int', 'float', 'str', 'bool'].includes(obj.kind)
      ? obj
      : context.unknown('how this is written is not known', 'serialize_keras_object');
  }),
];

const registered = (module: string) => [
  decorator(`${module}.register_keras_serializable`),
  native(`${module}.get_custom_objects`, '', [`${module}.get_custom_objects()`], (_args, context) =>
    context.state('keras.custom_objects', () => ({ kind: 'dict' as const, entries: new Map() })),
  ),
  notRead(`${module}.get_registered_name`, 'obj', 'int', 'names of registered classes are not given'),
  notRead(
    `${module}.get_registered_object`,
    'name, custom_objects=None, module_objects=None',
    "'a'",
    'registered classes are not given',
  ),
];

/** `with custom_object_scope({…}):` changes nothing that shapes depend on. */
const customObjectScope: NativeType<never> = {
  name: 'CustomObjectScope',
  module: 'keras.saving',
  construct: {
    name: 'keras.saving.CustomObjectScope',
    signature: '*args',
    examples: ['keras.saving.CustomObjectScope({})'],
    call: () => ({ kind: 'object', type: customObjectScope as NativeType, state: undefined, attributes: new Map() }),
  },
  enter: (self) => self,
  exit: () => {},
};

/** `keras.saving`, and its functions under older names. */
export const savingModules: readonly NativeModule[] = [
  {
    name: 'keras.saving',
    members: {
      ...members(
        loadModel('keras.saving'),
        saveModel('keras.saving'),
        ...configs('keras.saving'),
        ...registered('keras.saving'),
      ),
      CustomObjectScope: typeValue(customObjectScope),
      custom_object_scope: typeValue(customObjectScope),
    },
  },
  {
    name: 'keras.models',
    members: members(loadModel('keras.models'), saveModel('keras.models'), modelFromJson('keras.models')),
  },
  {
    name: 'keras.utils',
    members: {
      ...members(...configs('keras.utils'), ...registered('keras.utils')),
      CustomObjectScope: typeValue(customObjectScope),
      custom_object_scope: typeValue(customObjectScope),
      Sequence: typeValue(datasetBase('Sequence')),
      PyDataset: typeValue(datasetBase('PyDataset')),
    },
  },
];

/** What a program derives its own batches from: all that counts is in its class. */
function datasetBase(name: string): NativeType<never> {
  const type: NativeType<never> = {
    name,
    module: 'keras.utils',
    bare: true,
    construct: {
      name: `keras.utils.${name}`,
      signature: '*args, **kwargs',
      examples: [`keras.utils.${name}()`],
      call: () => ({ kind: 'object', type: type as NativeType, state: undefined, attributes: new Map() }),
    },
    methods: {
      on_epoch_end: {
        name: `${name}.on_epoch_end`,
        signature: 'self',
        examples: [`keras.utils.${name}().on_epoch_end()`],
        call: () => none,
      },
    },
  };
  return type;
}
