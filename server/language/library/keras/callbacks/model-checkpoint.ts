import type { Context } from '../../../values/context.js';
import { float, int, none, str, True, type Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { takenByKeras2 } from '../faults.js';
import { callbackClass, lasting, logOf, numberOf, numbersIn } from './callback.js';
import { type Monitor, monitorOf } from './monitor.js';

interface ModelCheckpoint extends Monitor {
  readonly file: string;
  readonly verbose: boolean;
  readonly bestOnly: boolean;
  readonly weightsOnly: boolean;
  /** In batches; undefined: at the end of each epoch. */
  readonly frequency: number | undefined;
  best: number | undefined;
  epoch: number;
  /** Batches since the last file; the last batch that was looked at. */
  seen: number;
  last: number | undefined;
}

/** Saves the model, or its weights, at the ends of epochs or every so many batches; always, or where it got better. */
export const modelCheckpoint = callbackClass<ModelCheckpoint>({
  name: 'ModelCheckpoint',
  signature:
    "filepath, monitor='val_loss', verbose=0, save_best_only=False, save_weights_only=False, mode='auto', save_freq='epoch', initial_value_threshold=None, **kwargs",
  example: "'model.keras'",
  make(arg, context) {
    const file = pathText(arg('filepath'), context) ?? '';
    const given = arg('save_freq');
    const frequency = numberOf(given);
    if (frequency === undefined && !(given.kind === 'str' && given.value === 'epoch'))
      context.raise(
        'ValueError',
        `Unrecognized save_freq: ${context.str(given)}. Expected save_freq are 'epoch' or integer values`,
      );
    const weightsOnly = context.truth(arg('save_weights_only')) === true;
    if (context.host.mode === 'numbers' && context.host.kerasVersion !== 2) checkName(file, weightsOnly, context);
    return {
      ...monitorOf(arg('monitor'), arg('mode'), 'ModelCheckpoint', context),
      file,
      verbose: (numberOf(arg('verbose')) ?? 0) > 0,
      bestOnly: context.truth(arg('save_best_only')) === true,
      weightsOnly,
      frequency,
      best: numberOf(arg('initial_value_threshold')),
      epoch: 0,
      seen: 0,
      last: undefined,
    };
  },
  attributes: {
    best: ({ best }) => (best === undefined ? none : float(best)),
    filepath: ({ file }) => str(file),
  },
  listens: ({ frequency }, point) => frequency !== undefined || point !== 'train_batch_end',
  on: {
    epoch_begin(state, { index }) {
      state.epoch = index;
    },
    train_batch_end(state, { model, index: batch, logs }, context) {
      if (state.frequency === undefined) return;
      state.seen += state.last === undefined || batch <= state.last ? batch + 1 : batch - state.last;
      state.last = batch;
      if (state.seen < state.frequency) return;
      state.seen = 0;
      save(state, model, { epoch: state.epoch, batch, logs }, context);
    },
    epoch_end(state, { model, index: epoch, logs }, context) {
      // Called by hand, outside a training.
      if (model.kind === 'none') return;
      state.settle(model, context);
      if (state.frequency === undefined) save(state, model, { epoch, batch: undefined, logs }, context);
    },
  },
});

interface Moment {
  readonly epoch: number;
  readonly batch: number | undefined;
  readonly logs: Value;
}

function save(state: ModelCheckpoint, model: Value, moment: Moment, context: Context): void {
  const file = fileOf(state, moment, context);
  if (!isToBeSaved(state, moment, file, context)) return;
  const folder = file.slice(0, Math.max(0, file.lastIndexOf('/')));
  if (folder !== '') context.host.makeFolder?.(folder);
  const method = context.getAttribute(model, state.weightsOnly ? 'save_weights' : 'save');
  lasting(context, () => context.call(method, [str(file)], new Map([['overwrite', True]])));
  if (state.verbose && context.host.kerasVersion !== 2)
    context.host.print(`\nEpoch ${moment.epoch + 1}: finished saving model to ${file}\n`);
}

function isToBeSaved(state: ModelCheckpoint, { epoch, logs }: Moment, file: string, context: Context): boolean {
  const say = (text: string) => {
    if (state.verbose) context.host.print(`\nEpoch ${epoch + 1}: ${text}\n`);
  };
  if (!state.bestOnly) {
    say(`saving model to ${file}`);
    return true;
  }
  const current = logOf(logs, state.monitor);
  if (current === undefined) {
    context.host.warn?.(`Can save best model only with ${state.monitor} available.`);
    return true;
  }
  const former = state.best === undefined ? 'None' : state.best.toFixed(5);
  if (!state.isBetter(current, state.best, 0)) {
    say(`${state.monitor} did not improve from ${former}`);
    return false;
  }
  say(`${state.monitor} improved from ${former} to ${current.toFixed(5)}, saving model to ${file}`);
  state.best = current;
  return true;
}

/** The name with epoch, batch and logs put in, as `str.format` does. */
function fileOf({ file }: ModelCheckpoint, { epoch, batch, logs }: Moment, context: Context): string {
  const values = new Map<string, Value>([['epoch', int(epoch + 1)]]);
  if (batch !== undefined) values.set('batch', int(batch + 1));
  for (const [name, value] of numbersIn(logs)) values.set(name, float(value));
  const missing = [...file.matchAll(/\{(\w+)/g)].map(([, name]) => name as string).find((name) => !values.has(name));
  if (missing !== undefined)
    context.raise('KeyError', `Failed to format this callback filepath: "${file}". Reason: '${missing}'`);
  const named = context.call(context.getAttribute(str(file), 'format'), [], values);
  return named.kind === 'str' ? named.value : file;
}

/** Keras 3 takes names of its own formats alone. */
function checkName(file: string, weightsOnly: boolean, context: Context): void {
  if (weightsOnly ? file.endsWith('.weights.h5') : /\.(keras|h5)$/.test(file)) return;
  context.raise(
    'ValueError',
    weightsOnly
      ? `When using \`save_weights_only=True\` in \`ModelCheckpoint\`, the filepath provided must end in \`.weights.h5\` (Keras weights format). Received: filepath=${file}`
      : `The filepath provided must end in \`.keras\` (Keras model format). Received: filepath=${file}`,
    undefined,
    /\.(?:h5|hdf5|keras)$/.test(file) ? takenByKeras2 : undefined,
  );
}
