import type { Context } from '../../../values/context.js';
import { numberOf } from '../../../values/equality.js';
import { type NativeType, object, stateOf } from '../../../values/native-type.js';
import { int, list, none, str, unknown, type Value } from '../../../values/value.js';
import { methods } from '../../python/define.js';
import { pathText } from '../../python/modules/path-text.js';
import { joinPaths, splitPath } from '../../python/modules/posix-path.js';
import { type CheckpointState, checkpointType, method, restored } from './checkpoint.js';
import { writeCheckpoint } from './files.js';
import { readState, writeState } from './state-file.js';

/** Saves checkpoints of a folder and removes old ones: a `tf.train.CheckpointManager`. */
interface Manager {
  readonly checkpoint: Value;
  readonly directory: string;
  readonly prefix: string;
  readonly most: number | undefined;
  readonly hours: number | undefined;
  readonly steps: Value;
  readonly interval: number | undefined;
  readonly begin: Value;
  latest: string | undefined;
  /** Those that may be removed, the oldest first, with when they were saved. */
  readonly active: Map<string, number>;
  preserved: number;
  lastStep: number | undefined;
}

const NOT_KNOWN = 'what a folder holds is known in a run';

export const managerType: NativeType<Manager | undefined> = {
  name: 'CheckpointManager',
  module: 'tensorflow.train',
  construct: method(
    'tf.train.CheckpointManager',
    "checkpoint, directory, max_to_keep, keep_checkpoint_every_n_hours=None, checkpoint_name='ckpt', step_counter=None, checkpoint_interval=None, init_fn=None, last_checkpoint_step=None",
    (args, context) => {
      const most = wholeOf(args.get('max_to_keep'));
      if (most !== undefined && most <= 0)
        return context.raise('ValueError', `Expected a positive integer or \`None\` for \`max_to_keep\`, got ${most}.`);
      if (args.get('checkpoint_interval').kind !== 'none' && args.get('step_counter').kind === 'none')
        return context.raise('ValueError', '`step_counter` should be passed if `checkpoint_interval` is not None.');
      if (context.host.mode === 'shapes') return managed(undefined, args.get('checkpoint'));
      const directory = pathText(args.get('directory'), context);
      const name = context.str(args.get('checkpoint_name'));
      if (directory === undefined || name === undefined)
        return context.unknown('a folder that is not known', 'tf.train.CheckpointManager');
      const now = context.host.now() ?? 0;
      const found = readState(directory, context);
      const preserved = Math.min(found?.preserved ?? now - 1, now);
      const times = found?.times?.length ? found.times : found?.all.map(() => preserved);
      const active = (found?.all ?? []).map((path, i) => [path, Math.min(times?.[i] ?? 0, now)] as const);
      const manager: Manager = {
        checkpoint: args.get('checkpoint'),
        directory,
        prefix: joinPaths(directory, name),
        most,
        hours: wholeOf(args.get('keep_checkpoint_every_n_hours')),
        steps: args.get('step_counter'),
        interval: wholeOf(args.get('checkpoint_interval')),
        begin: args.get('init_fn'),
        latest: found?.latest,
        active: new Map(active.filter(([, time]) => time > preserved)),
        preserved,
        lastStep: wholeOf(args.get('last_checkpoint_step')),
      };
      return managed(manager, manager.checkpoint);
    },
  ),
  attributes: {
    latest_checkpoint: (self) => {
      const manager = stateOf(self, managerType);
      return manager ? optional(manager.latest) : unknown(NOT_KNOWN, 'latest_checkpoint');
    },
    checkpoints: (self) => {
      const manager = stateOf(self, managerType);
      return manager ? list([...manager.active.keys()].map(str)) : unknown(NOT_KNOWN, 'checkpoints');
    },
    directory: (self) => {
      const manager = stateOf(self, managerType);
      return manager ? str(manager.directory) : unknown(NOT_KNOWN, 'directory');
    },
    checkpoint_interval: (self) => {
      const manager = stateOf(self, managerType);
      if (!manager) return unknown(NOT_KNOWN, 'checkpoint_interval');
      return manager.interval === undefined ? none : int(manager.interval);
    },
  },
  methods: methods(
    method(
      'CheckpointManager.save',
      'self, checkpoint_number=None, check_interval=True, options=None',
      (args, context) => {
        const manager = stateOf(args.get('self'), managerType);
        if (!manager) return unknown('where a checkpoint is saved is known in a run');
        return save(
          manager,
          args.get('checkpoint_number'),
          context.truth(args.get('check_interval')) !== false,
          context,
        );
      },
    ),
    method('CheckpointManager.restore_or_initialize', 'self', (args, context) => {
      const manager = stateOf(args.get('self'), managerType);
      if (!manager) return unknown(NOT_KNOWN, 'restore_or_initialize');
      if (manager.latest !== undefined) {
        restored(checkpointOf(manager, context), str(manager.latest), true, context);
        return str(manager.latest);
      }
      if (manager.begin.kind !== 'none') context.call(manager.begin, []);
      return none;
    }),
  ),
};

function managed(manager: Manager | undefined, checkpoint: Value): Value {
  const made = object(managerType, manager);
  made.attributes.set('checkpoint', checkpoint);
  return made;
}

function optional(path: string | undefined): Value {
  return path === undefined ? none : str(path);
}

function checkpointOf({ checkpoint }: Manager, context: Context): CheckpointState {
  const state = stateOf(checkpoint, checkpointType);
  if (!state) {
    context.raise('TypeError', 'a tf.train.CheckpointManager takes a tf.train.Checkpoint');
  }
  return state;
}

/** A plain whole number, or a variable's. */
function wholeOf(value: Value): number | undefined {
  if (value.kind !== 'tensor') return numberOf(value);
  const first = value.data?.[0];
  return first === undefined ? undefined : Number(first);
}

function save(manager: Manager, given: Value, checksInterval: boolean, context: Context): Value {
  if (manager.interval !== undefined) {
    const step = wholeOf(manager.steps);
    if (step === undefined) return context.unknown('the step is not known', 'CheckpointManager.save');
    const last = manager.lastStep;
    if (last !== undefined && (step === last || (checksInterval && step < last + manager.interval))) return none;
    manager.lastStep = step;
  }
  const state = checkpointOf(manager, context);
  const count = state.count();
  const path = `${manager.prefix}-${wholeOf(given) ?? count}`;
  writeCheckpoint(path, state, context);
  manager.active.delete(path);
  manager.active.set(path, context.host.now() ?? 0);
  manager.latest = path;
  // Twice: a run that is killed while old ones are removed has noted the new one.
  record(manager, context);
  if (sweep(manager, context)) record(manager, context);
  return str(path);
}

function record({ directory, latest, active, preserved }: Manager, context: Context): void {
  const state = { latest: latest ?? '', all: [...active.keys()], times: [...active.values()], preserved };
  writeState(directory, state, context);
}

/** Removes the oldest of too many, but for one in so many hours. */
function sweep(manager: Manager, context: Context): boolean {
  const { active, most, hours } = manager;
  let isChanged = false;
  for (const [path, time] of [...active]) {
    if (most === undefined || active.size <= most) break;
    active.delete(path);
    isChanged = true;
    if (hours !== undefined && hours > 0 && time - hours * 3600 >= manager.preserved) manager.preserved = time;
    else remove(path, context);
  }
  return isChanged;
}

function remove(path: string, { host }: Context): void {
  const [folder, name] = splitPath(path);
  for (const file of host.listFolder(folder === '' ? '.' : folder) ?? []) {
    if (file === `${name}.index` || (file.startsWith(`${name}.data-`) && /\.data-\d{5}-of-\d{5}$/.test(file)))
      host.removeFile?.(joinPaths(folder, file));
  }
}
