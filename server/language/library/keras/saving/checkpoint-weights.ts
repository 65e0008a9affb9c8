import type { Context } from '../../../values/context.js';
import type { Arguments } from '../../../values/native-function.js';
import type { Value } from '../../../values/value.js';
import { splitPath } from '../../python/modules/posix-path.js';
import { restored } from '../../tensorflow/checkpoints/checkpoint.js';
import { writeCheckpoint } from '../../tensorflow/checkpoints/files.js';
import { writeState } from '../../tensorflow/checkpoints/state-file.js';
import { type Edge, Holder, trackableOf } from '../../tensorflow/checkpoints/trackable.js';

/** A model as the root of a checkpoint of its weights: Keras 2's format where a name ends in none of Keras's own. */
class ModelRoot extends Holder {
  constructor(
    private readonly model: Value,
    private readonly context: Context,
  ) {
    super();
  }

  children(): readonly Edge[] {
    return [...(trackableOf(this.model, this.context)?.children() ?? []), ['root', this]];
  }
}

/** `model.save_weights('name')`. */
export function writeWeights(path: string, model: Value, context: Context): void {
  writeCheckpoint(path, new ModelRoot(model, context), context);
  writeState(splitPath(path)[0], { latest: path, all: [path] }, context);
}

/** Whether a path is that of a checkpoint: its files have longer names. */
export function isCheckpoint(path: string, { host }: Context): boolean {
  const name = path.replace(/\.index$/, '');
  return host.fileKind(`${name}.index`) === 'file' && (name !== path || host.fileKind(path) !== 'file');
}

/** `model.load_weights('name')`: also of a model that is not built yet, which gets them once it is. */
export function readWeights(path: string, model: Value, args: Arguments, context: Context): Value {
  const byName = args.given('by_name') ? args.get('by_name') : args.keywords.get('by_name');
  if (byName && context.truth(byName) === true)
    return context.raise(
      'NotImplementedError',
      'Weights may only be loaded based on topology into Models when loading TensorFlow-formatted weights (got by_name=True to load_weights).',
    );
  return restored(new ModelRoot(model, context), { kind: 'str', value: path }, false, context);
}
