import type { Model } from '../../../model/model.js';
import { modelProgram } from '../../../model/program.js';
import type { TensorGroup } from '../../../saved-model.js';
import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import { none, str, type Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { refuseUnsupported } from '../apply.js';
import { takenByKeras2 } from '../faults.js';
import type { ModelState } from '../model-objects.js';
import { isCheckpoint, readWeights, writeWeights } from './checkpoint-weights.js';
import { legacyWeights, loadLegacyWeights } from './legacy-weights.js';
import { restoreSavedOptimizer } from './read-model.js';
import { noteSaved } from './saved-models.js';
import { loadWeightsGroup } from './weights-file.js';
import { fillAll, kerasFile, legacyFile, modelJson, versionOf, weightsOf } from './write-model.js';

/** What a program calls on a model to keep it: `save`, `save_weights`, `load_weights`, `export`, `to_json`. */

type Method = (self: Value, state: ModelState, args: Arguments, context: Context) => Value;

/** `model.save(path)`: the format by the end of the name. */
export const save: Method = (self, state, args, context) => {
  const { model } = state;
  if (context.host.mode === 'shapes') {
    noteSaved(self, model, args.get('filepath'), context);
    return none;
  }
  const path = pathOf(args, 'save', context);
  if (!existsNot(path, args, context)) return none;
  requireBuilt(model, 'save', context);
  const overwrites = args.keywords.get('include_optimizer');
  const format = args.keywords.get('save_format');
  const legacy = /\.(?:h5|hdf5)$/.test(path) || (format?.kind === 'str' && /^h5|^hdf5/.test(format.value));
  if (!legacy && !path.endsWith('.keras'))
    return context.raise(
      'ValueError',
      `Invalid filepath extension for saving. Please add either a \`.keras\` extension for the native Keras format (recommended) or a \`.h5\` extension. Received: filepath=${path}. TensorFlow's SavedModel, a folder, is not written by Layerscope.`,
    );
  const withOptimizer = !overwrites || context.truth(overwrites) !== false;
  const file = legacy ? legacyFile(state, withOptimizer, context) : kerasFile(state, context);
  if (!context.host.saveModel) return context.unknown('files are not written here', 'model.save');
  context.host.saveModel(path, file);
  return none;
};

/** `model.save_weights(path)`. */
export const saveWeights: Method = (self, state, args, context) => {
  if (context.host.mode === 'shapes') return none;
  const { model } = state;
  const path = pathOf(args, 'save_weights', context);
  if (!existsNot(path, args, context)) return none;
  requireBuilt(model, 'save_weights', context);
  if (!context.host.saveModel) return context.unknown('files are not written here', 'model.save_weights');
  if (path.endsWith('.weights.h5')) {
    context.host.saveModel(path, { format: 'h5', tensors: weightsOf(state, context) });
    return none;
  }
  const isWritten = /\.(?:h5|hdf5|keras)$/.test(path);
  if (context.host.kerasVersion !== 2)
    return context.raise(
      'ValueError',
      `The filename must end in \`.weights.h5\`. Received: filepath=${path}`,
      undefined,
      isWritten ? takenByKeras2 : undefined,
    );
  if (!isWritten) {
    writeWeights(path, self, context);
    return none;
  }
  fillAll(model, context);
  context.host.saveModel(path, { format: 'h5', tensors: legacyWeights(model, versionOf(context), context) });
  return none;
};

/** `model.load_weights(path)`: in order, or `by_name=True`. */
export const loadWeights: Method = (self, { model, compiled }, args, context) => {
  if (context.host.mode === 'shapes') return none;
  const path = pathOf(args, 'load_weights', context);
  if (isCheckpoint(path, context)) {
    if (context.host.kerasVersion === 2) return readWeights(path, self, args, context);
    return context.raise(
      'ValueError',
      `File format not supported: filepath=${path}. Keras 3 only supports V3 \`.keras\` files, \`.weights.h5\` files, legacy H5 format files (\`.h5\` extension), or Orbax checkpoints.`,
      undefined,
      takenByKeras2,
    );
  }
  requireBuilt(model, 'load_weights', context);
  const file = context.host.loadModel?.(path);
  if (!file) return context.unknown('files are not read here', 'model.load_weights');
  const flag = (name: string) => {
    const value = args.given(name) ? args.get(name) : args.keywords.get(name);
    return value !== undefined && context.truth(value) === true;
  };
  const skipMismatch = flag('skip_mismatch');
  const byName = flag('by_name');
  fillAll(model, context);
  const legacy = file.format === 'h5' ? legacyGroup(file.tensors) : undefined;
  if (legacy) loadLegacyWeights(model, legacy, { byName, skipMismatch }, context);
  else if (byName)
    context.raise(
      'ValueError',
      `Invalid keyword arguments: by_name=True is for files in the older layout, and ${path} is in Keras 3's.`,
    );
  else {
    loadWeightsGroup(model, file.tensors, { skipMismatch }, context);
    if (compiled) restoreSavedOptimizer(compiled, file.tensors, context);
  }
  return none;
};

/** The weights in a file of Keras 1's and 2's layout, of a whole model too. */
function legacyGroup(root: TensorGroup): TensorGroup | undefined {
  const whole = root.groups.get('model_weights');
  if (whole) return whole;
  return root.attributes.has('layer_names') || root.attributes.has('layer_names0') ? root : undefined;
}

/** `model.export(path, format='onnx')`. */
export const exportModel: Method = (_self, { model }, args, context) => {
  if (context.host.mode === 'shapes') return none;
  const path = pathOf(args, 'export', context);
  const format = args.get('format');
  if (format.kind !== 'str' || format.value !== 'onnx')
    return context.raise(
      'ValueError',
      `model.export writes ONNX files here: call model.export('model.onnx', format='onnx'). TensorFlow's SavedModel, LiteRT and OpenVINO are not written by Layerscope.`,
    );
  requireBuilt(model, 'export', context);
  refuseUnsupported(model, context);
  fillAll(model, context);
  if (!context.host.exportOnnx) return context.unknown('files are not written here', 'model.export');
  context.host.exportOnnx(path, {
    model: modelProgram(model, context.host.kerasVersion === 2),
    outputNames: outputNames(model),
  });
  return none;
};

/** As the model's outputs are called: by the layers that give them. */
function outputNames(model: Model): readonly string[] {
  return model.outputs.map(({ source }, i) => source?.call.layer.name ?? `output_${i}`);
}

export const toJson: Method = (_self, state, _args, context) => {
  const text = modelJson(state, context);
  return text === '' ? context.unknown('the configuration is not wholly known', 'model.to_json') : str(text);
};

function pathOf(args: Arguments, method: string, context: Context): string {
  const text = pathText(args.get('filepath'), context);
  if (text === undefined) context.unknown('the path is not known', `model.${method}`);
  return text ?? '';
}

/** `overwrite=False` leaves a file that is there. */
function existsNot(path: string, args: Arguments, context: Context): boolean {
  const overwrite = args.keywords.get('overwrite');
  if (!overwrite || context.truth(overwrite) !== false || context.host.fileKind(path) !== 'file') return true;
  return context.raise('FileExistsError', `${path} exists, and overwrite=False`);
}

function requireBuilt(model: Model, method: string, context: Context): void {
  if (!model.built)
    context.raise(
      'ValueError',
      `You are calling ${method} on the model '${model.name}', which is not built: its weights are there once it knows the shape of its input. Begin it with an Input, or call build, fit or the model on data first.`,
    );
}
