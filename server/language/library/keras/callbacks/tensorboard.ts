import { Stopped } from '../../../host.js';
import { modelWeights } from '../../../model/parameters.js';
import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { modelOf } from '../model-objects.js';
import { modelJson } from '../saving/write-model.js';
import { callbackClass, lasting, learningRateOf, numberOf, numbersIn } from './callback.js';
import { histogramRecord, modelRecord, scalarRecord, versionRecord } from './event-file.js';

interface TensorBoard {
  readonly folder: string;
  readonly histogramFrequency: number;
  /** In batches; undefined: at the ends of epochs alone. */
  readonly updateFrequency: number | undefined;
  /** The arguments that ask for what is not written. */
  readonly leftOut: readonly string[];
  readonly writesGraph: boolean;
  /** The files that are written now, by their folders. */
  files: Map<string, string>;
  /** Batches of this training and of all evaluations. */
  batch: number;
  testBatch: number;
  /** Steps before this training, and in it until the epoch's end; undefined: no training goes on. */
  iterations: { readonly before: number; done: number } | undefined;
}

/** What is not written of what Keras writes beside curves, histograms and the graph. */
const unwritten = ['write_steps_per_second', 'profile_batch', 'embeddings_freq'];

/** Writes curves and histograms as TensorBoard reads them. */
export const tensorBoard = callbackClass<TensorBoard>({
  name: 'TensorBoard',
  signature:
    "log_dir='logs', histogram_freq=0, write_graph=True, write_images=False, write_steps_per_second=False, update_freq='epoch', profile_batch=0, embeddings_freq=0, embeddings_metadata=None",
  make(arg, context) {
    const update = arg('update_freq');
    const histogramFrequency = numberOf(arg('histogram_freq')) ?? 0;
    // Pictures of weights come with their histograms.
    const more = [...(histogramFrequency > 0 ? ['write_images'] : []), ...unwritten];
    return {
      folder: pathText(arg('log_dir'), context) ?? 'logs',
      histogramFrequency,
      updateFrequency: update.kind === 'str' ? (update.value === 'batch' ? 1 : undefined) : numberOf(update),
      leftOut: more.filter((name) => context.truth(arg(name)) === true),
      writesGraph: context.truth(arg('write_graph')) === true,
      files: new Map(),
      batch: 0,
      testBatch: 0,
      iterations: undefined,
    };
  },
  modelGiven(state, model, context) {
    if (context.host.mode === 'shapes') return;
    state.files = new Map();
    if (!state.writesGraph) return;
    const json = layersOf(model, context);
    const time = context.host.now() ?? 0;
    writeTo('train', state, json === undefined ? [] : [modelRecord(time, json)], context);
  },
  listens: ({ updateFrequency }, point) => updateFrequency !== undefined || !point.includes('batch'),
  on: {
    train_begin(state, { model }, context) {
      if (state.leftOut.length > 0)
        context.host.warn?.(
          `TensorBoard gets the curves of this training, but not what ${state.leftOut.map((name) => `${name}=`).join(' and ')} asks for`,
        );
      Object.assign(state, { batch: 0, iterations: { before: iterationsOf(model, context), done: 0 } });
      writeTo('train', state, [], context);
    },
    train_end(state) {
      state.iterations = undefined;
    },
    train_batch_end(state, { logs }, context) {
      state.batch += 1;
      if (!isDue(state.batch, state)) return;
      const time = context.host.now() ?? 0;
      const records = [...numbersIn(logs)].map(([name, value]) =>
        scalarRecord(time, state.batch, `batch_${name}`, value),
      );
      lasting(context, () => writeTo('train', state, records, context));
    },
    test_batch_begin(state) {
      state.testBatch += 1;
    },
    test_end(state, { self, model, logs }, context) {
      const { iterations } = state;
      if (iterations) iterations.done += stepsOf(self, context);
      if (!isDue(state.testBatch, state)) return;
      const step = iterations ? iterations.before + iterations.done : iterationsOf(model, context);
      const time = context.host.now() ?? 0;
      const records = [...numbersIn(logs)].map(([name, value]) =>
        scalarRecord(time, step, `evaluation_${name}_vs_iterations`, value),
      );
      lasting(context, () => writeTo('validation', state, records, context));
    },
    epoch_end(state, { model, index, logs }, context) {
      if (isDue(state.batch, state)) lasting(context, () => writeEpoch(state, model, index, logs, context));
    },
  },
});

function writeEpoch(state: TensorBoard, model: Value, epoch: number, logs: Value, context: Context): void {
  const time = context.host.now() ?? 0;
  const all = [...numbersIn(logs)];
  const train = new Map(all.filter(([name]) => !name.startsWith('val_')));
  const rate = model.kind === 'none' ? undefined : learningRateOf(model, context);
  if (rate !== undefined) train.set('learning_rate', rate);
  const scalar = (name: string, value: number) => scalarRecord(time, epoch, `epoch_${name}`, value);
  const judged = all.filter(([name]) => name.startsWith('val_'));
  const histograms =
    state.histogramFrequency > 0 && epoch % state.histogramFrequency === 0 ? weightsOf(model, time, epoch) : [];
  writeTo('train', state, [...[...train].map(([name, value]) => scalar(name, value)), ...histograms], context);
  if (judged.length > 0)
    writeTo(
      'validation',
      state,
      judged.map(([name, value]) => scalar(name.slice('val_'.length), value)),
      context,
    );
}

/**
 * The model's layers, in the words of `to_json`; undefined where Keras writes none: of a class of the program, or where
 * it cannot be written, which ends no training.
 */
function layersOf(model: Value, context: Context): string | undefined {
  const state = model.kind === 'object' ? modelOf(model) : undefined;
  if (!state || (model.kind === 'object' && !/^(Functional|Sequential)$/.test(model.type.name))) return undefined;
  try {
    return modelJson(state, context, 'left out');
  } catch (error) {
    if (error instanceof Stopped) throw error;
    const why = error instanceof Error ? `: ${error.message}` : '';
    context.host.warn?.(`TensorBoard gets the curves of this training, but not the model's graph${why}`);
    return undefined;
  }
}

/** What is written at batches leaves out, as Keras does, also the ends of epochs that do not fall on one of them. */
function isDue(batch: number, { updateFrequency = 1 }: TensorBoard): boolean {
  return batch % updateFrequency === 0;
}

/** Puts records at the end of the file of a folder, which is begun where there is none yet. */
function writeTo(kind: string, state: TensorBoard, records: readonly Uint8Array[], context: Context): void {
  const { host } = context;
  const folder = `${state.folder}/${kind}`;
  let file = state.files.get(folder);
  if (file === undefined) {
    file = begunEventFile(folder, context);
    state.files.set(folder, file);
  }
  for (const record of records) host.appendFile?.(file, record);
}

/** A new file of events in a folder, and what it begins with; gives its name. */
export function begunEventFile(folder: string, context: Context): string {
  const { host } = context;
  const time = host.now() ?? 0;
  const files = context.state('keras tensorboard files', () => ({ count: 0 }));
  const file = `${folder}/events.out.tfevents.${Math.floor(time)}.layerscope.${files.count}.v2`;
  files.count += 1;
  host.makeFolder?.(folder);
  host.appendFile?.(file, versionRecord(time));
  return file;
}

function weightsOf(model: Value, time: number, epoch: number): readonly Uint8Array[] {
  const trained = modelOf(model)?.model;
  // Keras builds a sequential model's layers within the model, others before there is one.
  const prefix = trained?.kind === 'sequential' ? `${trained.name}/` : '';
  return (trained ? modelWeights(trained) : []).flatMap(({ weight, path }) => {
    const values = weight.value?.data;
    if (!values || values instanceof BigInt64Array || values instanceof BigUint64Array) return [];
    return [histogramRecord(time, epoch, `${prefix}${path.replaceAll(':', '_')}/histogram`, values)];
  });
}

function iterationsOf(model: Value, context: Context): number {
  if (model.kind === 'none') return 0;
  return numberOf(context.getAttribute(context.getAttribute(model, 'optimizer'), 'iterations')) ?? 0;
}

/** Of an epoch, as Keras counts them. */
function stepsOf(self: Value, context: Context): number {
  const params = context.findAttribute(self, 'params');
  return (params && numbersIn(params).get('steps')) ?? 0;
}
