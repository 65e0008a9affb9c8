import { type Host, HostError } from '../../../host.js';
import type { Context } from '../../../values/context.js';
import { bool, str, True, type Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { decode, encodeUtf8 } from '../../python/text-encoding.js';
import { modelOf } from '../model-objects.js';
import { restoreSavedOptimizer } from '../saving/read-model.js';
import { callbackClass, lasting, numberOf } from './callback.js';

interface BackupAndRestore {
  readonly folder: string;
  /** In batches; undefined: at the end of each epoch. */
  readonly frequency: number | undefined;
  readonly keepsTwo: boolean;
  readonly deletes: boolean;
  epoch: number;
  /** Batches since the last backup; the last batch that was looked at. */
  seen: number;
  last: number;
}

/** Keeps a training's weights, optimizer and epoch in a folder, from where the next `fit` goes on if it was interrupted. */
export const backupAndRestore = callbackClass<BackupAndRestore>({
  name: 'BackupAndRestore',
  signature: "backup_dir, save_freq='epoch', double_checkpoint=False, delete_checkpoint=True, **kwargs",
  example: "'backup'",
  make(arg, context) {
    const folder = pathText(arg('backup_dir'), context) ?? '';
    if (folder === '' && context.host.mode === 'numbers')
      context.raise('ValueError', 'Empty `backup_dir` argument passed');
    const given = arg('save_freq');
    const frequency = given.kind === 'bool' ? Number(given.value) : numberOf(given);
    if (frequency === undefined && !(given.kind === 'str' && given.value === 'epoch'))
      context.raise(
        'ValueError',
        `Invalid value for argument \`save_freq\`. Received: save_freq=${context.str(given)}. Expected either 'epoch' or an integer value.`,
      );
    return {
      folder,
      frequency,
      keepsTwo: context.truth(arg('double_checkpoint')) === true,
      deletes: context.truth(arg('delete_checkpoint')) === true,
      epoch: 0,
      seen: 0,
      last: 0,
    };
  },
  attributes: { backup_dir: ({ folder }) => str(folder), double_checkpoint: ({ keepsTwo }) => bool(keepsTwo) },
  listens: ({ frequency }, point) => frequency !== undefined || point !== 'train_batch_end',
  on: {
    train_begin(state, { model }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      restore(state, model, context);
    },
    epoch_end(state, { model, index: epoch }, context) {
      if (model.kind === 'none') return;
      state.epoch = epoch + 1;
      state.last = 0;
      if (state.frequency === undefined) backUp(state, model, context);
    },
    train_batch_end(state, { model, index: batch }, context) {
      if (state.frequency === undefined || model.kind === 'none') return;
      state.seen += batch <= state.last ? batch + 1 : batch - state.last;
      state.last = batch;
      if (state.seen < state.frequency) return;
      state.seen = 0;
      backUp(state, model, context);
    },
    train_end({ folder, deletes }, { model }, { host }) {
      if (deletes && model.kind !== 'none' && host.fileKind(folder) === 'folder') host.removeFolder?.(folder);
    },
  },
});

const weightsFile = ({ folder }: BackupAndRestore) => `${folder}/latest.weights.h5`;
const metadataFile = ({ folder }: BackupAndRestore) => `${folder}/training_metadata.json`;

function restore(state: BackupAndRestore, model: Value, context: Context): void {
  const { host } = context;
  const find = (file: string) => {
    if (host.beginning) return host.beginning(file);
    return host.fileKind(file) === 'file' ? file : null;
  };
  let [weights, metadata] = [find(weightsFile(state)), find(metadataFile(state))];
  const [former, formerMetadata] = [find(`${weightsFile(state)}.bkp`), find(`${metadataFile(state)}.bkp`)];
  if (former !== null && !isWhole(weights, context)) [weights, metadata] = [put(former, state, host), formerMetadata];
  if (weights !== null) {
    // The optimizer has its variables from here on, as after a training.
    const { compiled } = modelOf(model) ?? {};
    const file = host.loadModel?.(weights);
    if (compiled && file) restoreSavedOptimizer(compiled, file.tensors, context, true);
    context.call(context.getAttribute(model, 'load_weights'), [str(weights)]);
  }
  const text = metadata === null ? undefined : host.readFile(metadata);
  const epoch = text && epochOf(decode(text, str('utf-8'), str('replace'), context));
  const trained = modelOf(model);
  if (trained && epoch !== undefined) trained.initialEpoch = epoch;
}

/** A file that is not there is no damaged one. */
function isWhole(file: string | null, { host }: Context): boolean {
  if (file === null) return true;
  try {
    host.loadModel?.(file);
    return true;
  } catch (error) {
    if (error instanceof HostError) return false;
    throw error;
  }
}

/** The weights of the backup before, in the place of the last: by their name they are told to be weights. */
function put(former: string, state: BackupAndRestore, host: Host): string {
  const bytes = host.readFile(former);
  if (bytes) host.writeFile(weightsFile(state), bytes);
  return weightsFile(state);
}

function epochOf(metadata: string): number | undefined {
  try {
    const { epoch } = JSON.parse(metadata) as { readonly epoch?: unknown };
    return typeof epoch === 'number' ? epoch : undefined;
  } catch {
    return undefined;
  }
}

function backUp(state: BackupAndRestore, model: Value, context: Context): void {
  const { host } = context;
  const [weights, metadata] = [weightsFile(state), metadataFile(state)];
  lasting(context, () => {
    host.makeFolder?.(state.folder);
    for (const file of state.keepsTwo ? [weights, metadata] : []) {
      const bytes = host.fileKind(file) === 'file' ? host.readFile(file) : undefined;
      if (bytes) host.writeFile(`${file}.bkp`, bytes);
    }
    context.call(context.getAttribute(model, 'save_weights'), [str(weights)], new Map([['overwrite', True]]));
    host.writeFile(metadata, encodeUtf8(`{"epoch": ${state.epoch}, "batch": ${state.last}}`));
  });
}
