import type { Context } from '../../values/context.js';
import type { Arguments } from '../../values/native-function.js';
import type { NativeModule } from '../../values/native-module.js';
import type { NativeType } from '../../values/native-type.js';
import { type NativeFunctionValue, none, type Value } from '../../values/value.js';
import { members, native } from '../python/define.js';
import { readAgain } from './clone-model.js';
import { typeValue } from './configured.js';
import { modelOf } from './model-objects.js';
import { noteSaved, savedAt } from './saved-models.js';
import { functionalName, kerasState } from './state.js';

/** `register_keras_serializable(…)` gives a decorator that leaves a class as it is. */
const unchanged: Value = native('keras.saving.register', 'arg', [], (args) => args.get('arg'));

const decorator = (name: string): NativeFunctionValue =>
  native(name, "package='Custom', name=None", [`${name}()(int)`], () => unchanged);

function notRead(name: string, signature: string, given: string, why: string): NativeFunctionValue {
  return native(name, signature, [`${name}(${given})`], (_args: Arguments, context: Context) =>
    context.unknown(why, name),
  );
}

const model = 'what a saved model holds is not read yet';
const object = 'what a configuration makes is not read yet';

/** A model that the program itself has saved under this path is known. */
const loadModel = (module: string) =>
  native(
    `${module}.load_model`,
    'filepath, custom_objects=None, compile=True, safe_mode=True, **kwargs',
    [`${module}.load_model('model.keras')`],
    (args, context) => {
      if (context.host.mode === 'numbers') return context.unknown(model, `${module}.load_model`);
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
      if (context.host.mode === 'numbers') return context.unknown('it is not supported yet', `${module}.save_model`);
      if (state) noteSaved(args.get('model'), state.model, args.get('filepath'), context);
      return none;
    },
  );

const configs = (module: string) => [
  notRead(`${module}.deserialize_keras_object`, 'config, custom_objects=None, safe_mode=True, **kwargs', '{}', object),
  notRead(`${module}.serialize_keras_object`, 'obj', 'None', 'configurations are not written yet'),
];

const registered = (module: string) => [
  decorator(`${module}.register_keras_serializable`),
  native(`${module}.get_custom_objects`, '', [`${module}.get_custom_objects()`], (_args, context) =>
    context.state('keras.custom_objects', () => ({ kind: 'dict' as const, entries: new Map() })),
  ),
  notRead(`${module}.get_registered_name`, 'obj', 'int', 'names of registered classes are not kept'),
  notRead(
    `${module}.get_registered_object`,
    'name, custom_objects=None, module_objects=None',
    "'a'",
    'registered classes are not kept',
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
    members: members(
      loadModel('keras.models'),
      saveModel('keras.models'),
      notRead('keras.models.model_from_json', 'json_string, custom_objects=None', "'{}'", object),
    ),
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
