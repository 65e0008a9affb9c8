import type { NativeModule } from '../../../values/native-module.js';
import type { NativeType } from '../../../values/native-type.js';
import type { NativeFunctionValue } from '../../../values/value.js';
import { int, list, none, str, tuple, unknown, type Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { checkpointType, method } from './checkpoint.js';
import { checkpointName, openCheckpoint } from './files.js';
import { managerType } from './manager.js';
import { readerOf, tensorNamed } from './reader.js';
import { readState } from './state-file.js';

const native = (...given: Parameters<typeof method>): NativeFunctionValue => ({
  kind: 'native',
  function: method(...given),
});

/** The newest checkpoint of a folder, as its file `checkpoint` says; None where there is none. */
const latestCheckpoint = native(
  'tf.train.latest_checkpoint',
  'checkpoint_dir, latest_filename=None',
  (args, context) => {
    if (context.host.mode === 'shapes') return unknown('what a folder holds is known in a run', 'latest_checkpoint');
    const folder = pathText(args.get('checkpoint_dir'), context);
    if (folder === undefined) return context.unknown('a folder that is not known', 'tf.train.latest_checkpoint');
    const latest = readState(folder, context)?.latest;
    return latest !== undefined && context.host.fileKind(`${latest}.index`) === 'file' ? str(latest) : none;
  },
);

/** A checkpoint's name, or its newest's where a folder is given. */
function named(value: Value, context: Parameters<NativeFunctionValue['function']['call']>[1]): string | undefined {
  const name = checkpointName(value, context);
  if (name === undefined || context.host.fileKind(name) !== 'folder') return name;
  return readState(name, context)?.latest ?? name;
}

const listVariables = native('tf.train.list_variables', 'ckpt_dir_or_file', (args, context) => {
  if (context.host.mode === 'shapes') return unknown('what a checkpoint holds is known in a run', 'list_variables');
  const name = named(args.get('ckpt_dir_or_file'), context);
  if (name === undefined) return context.unknown('a path that is not known', 'tf.train.list_variables');
  const saved = openCheckpoint(name, context);
  return list(
    (saved?.names ?? []).map((each) => tuple([str(each), list((saved?.shapeOf(each) ?? []).map((dim) => int(dim)))])),
  );
});

const loadVariable = native('tf.train.load_variable', 'ckpt_dir_or_file, name', (args, context) => {
  if (context.host.mode === 'shapes') return unknown('what a checkpoint holds is known in a run', 'load_variable');
  const path = named(args.get('ckpt_dir_or_file'), context);
  if (path === undefined) return context.unknown('a path that is not known', 'tf.train.load_variable');
  return tensorNamed(openCheckpoint(path, context), args.get('name'), context);
});

const loadCheckpoint = native('tf.train.load_checkpoint', 'ckpt_dir_or_file', (args, context) => {
  if (context.host.mode === 'shapes') return readerOf(undefined);
  const path = named(args.get('ckpt_dir_or_file'), context);
  if (path === undefined) return context.unknown('a path that is not known', 'tf.train.load_checkpoint');
  return readerOf(openCheckpoint(path, context));
});

const typeOf = (type: NativeType<never>): Value => ({ kind: 'type', type: type as NativeType });

/** What a loop of the program's own keeps of itself. */
export const checkpointMembers: Readonly<Record<string, Value>> = {
  Checkpoint: typeOf(checkpointType as NativeType<never>),
  CheckpointManager: typeOf(managerType as NativeType<never>),
  latest_checkpoint: latestCheckpoint,
  list_variables: listVariables,
  load_checkpoint: loadCheckpoint,
  load_variable: loadVariable,
};

export const checkpointModules: readonly NativeModule[] = [{ name: 'tensorflow.train', members: checkpointMembers }];
