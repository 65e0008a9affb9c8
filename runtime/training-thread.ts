import os from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  BatchAnswer,
  BatchQuestion,
  CallbackAnswer,
  CallbackEvent,
  EvaluateRequest,
  FitRequest,
  FitResult,
  TrainingState,
} from '../server/language/training-request.js';
import { answerCalls } from './bridge.js';
import type { Engine } from './engines/engine.js';
import { inTurn } from './engines/in-turn.js';
import { startEngine } from './engines/index.js';
import { watchGraph } from './engines/reference/run-graph.js';
import { type DownloadProgress, download, hashOf } from './files/download.js';
import { loadModelFile, saveModelFile } from './files/model-file.js';
import { writeOnnxModel } from './files/onnx-model.js';
import { unpack } from './files/unpack.js';
import { writeWhole } from './files/write-whole.js';
import { FitRecord } from './fit-record.js';
import { fitSettings } from './fit-settings.js';
import { LiveTrainings } from './live-trainings.js';
import { loggedValues } from './logged-values.js';
import { RunControl } from './run-control.js';
import { CheckpointFiles } from './runs/checkpoint-files.js';
import {
  closeEngine,
  type EngineFailed,
  type Happened,
  type ThreadMessage,
  type ToldEvent,
  type TrainingCalls,
  type TrainingTask,
} from './threads.js';
import { evaluate } from './training/evaluate.js';
import { fit } from './training/fit.js';
import type { EpochEnd } from './training/listener.js';
import { predict } from './training/predict.js';
import { ReadyGraphs } from './training/recorded.js';

/**
 * Entry of the thread that trains. An engine blocks it for a chunk of steps at a time; between
 * chunks it looks whether to stop. It is never terminated from outside: that would abort the process.
 */
const task = workerData as TrainingTask;
const control = new RunControl(task.control);
/** Those of this user on this machine. */
const trainings = new LiveTrainings();
const engine = start();
let fits = 0;
const graphs = new ReadyGraphs();
/** The run's checkpoints. */
const files =
  task.checkpoints &&
  new CheckpointFiles(task.checkpoints.folder, (problem) =>
    say({
      event: 'warning',
      message: `A checkpoint of this run cannot be written (${problem}). Training goes on; if it is interrupted, it can be resumed at the checkpoint before, if there is one.`,
    }),
  );
/** The training that waits for the script's callbacks. */
let running: ((isKept: boolean) => Promise<TrainingState>) | undefined;

answerCalls<TrainingCalls>(task.script, control.bridge, {
  fit: async (request, ask) => {
    const started = await engine;
    return trainings.during(() => fitAndTell(request, started, ask));
  },
  state: async ({ isKept }) => {
    if (!running) throw new Error('no training asks at the moment');
    return running(isKept);
  },
  evaluate: async (request, ask) => evaluateAndTell(request, await engine, ask),
  predict: async (request, ask) => predict(request, await engine, stopped, ask),
  perform: async (request) => graphs.run(request, await engine),
  tell: async (news) => {
    tell(news);
    return null;
  },
  // Here, since the library of HDF5 starts asynchronously; loaded when a file is first asked for.
  saveModel: async ({ file, model }) => {
    await saveModelFile(file, model);
    return null;
  },
  loadModel: ({ file }) => loadModelFile(file),
  // Here, since the script's thread waits for what takes time.
  download: async (wanted) => {
    const { url, file } = wanted;
    const tell = (progress: DownloadProgress, done: boolean) =>
      say({ event: 'download', url, file, ...progress, done });
    tell(await download(wanted, { stopped, progress: (progress) => tell(progress, false) }), true);
    return null;
  },
  hash: ({ file, algorithm }) => hashOf(file, algorithm),
  unpack: ({ archive, folder, formats }) =>
    unpack(archive, folder, formats, {
      stopped,
      skipped: (name) =>
        say({
          event: 'warning',
          message: `${name} in ${archive} is a link or lies outside the archive's folder: left out.`,
        }),
    }),
  exportOnnx: async ({ file, model }) => {
    writeWhole(file, writeOnnxModel(model));
    return null;
  },
});
parentPort?.on('message', async (message) => {
  if (message !== closeEngine) return;
  await files?.flush();
  await engine.then((started) => started.close());
  process.exit();
});

async function start(): Promise<Engine> {
  try {
    const { threads, environment } = task;
    const options = { isShared: () => trainings.isShared(), environment, ...(threads !== undefined && { threads }) };
    const { engine, passedOver } = await startEngine(task.engine, options);
    post(0, { kind: 'engine', name: engine.name, device: engine.device, passedOver });
    return inTurn(engine);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post(0, { kind: 'no-engine', message } satisfies EngineFailed);
    // The main thread ends the run: nothing more is to be answered.
    return new Promise(() => {});
  }
}

async function fitAndTell(request: FitRequest, engine: Engine, askScript: AskScript): Promise<FitResult> {
  const { ask, batches } = apart(askScript);
  const number = ++fits;
  const { batchSize, epochs, place, verbose } = request;
  const samples = request.stream ? undefined : (request.x[0]?.shape[0] ?? 0);
  const parameters = request.model.weights.reduce((sum, { value }) => sum + value.data.length, 0);
  const steps =
    samples === undefined
      ? request.stream?.steps
      : Math.min(request.stepsPerEpoch ?? Number.POSITIVE_INFINITY, Math.ceil(samples / batchSize));
  const { name: model } = request.model;
  const { line } = place;
  const sizes = { ...(samples !== undefined && { samples }), ...(steps !== undefined && { steps }) };
  const settings = fitSettings(request);
  say({ event: 'fit', fit: number, model, line, epochs, batchSize, ...sizes, parameters, verbose, settings });
  const warning = (message: string) => say({ event: 'warning', message, line });
  const told: EpochEnd[] = [];
  const tell = (ended: EpochEnd) => {
    told.push(ended);
    const { logs, ...epoch } = ended;
    say({ event: 'epoch', fit: number, ...epoch, logs: loggedValues(logs) });
  };
  const askWith = async (event: ToldEvent, state: (isKept: boolean) => Promise<TrainingState>) => {
    const outer = running;
    running = state;
    try {
      return await ask(event);
    } finally {
      running = outer;
    }
  };
  const record = files && task.checkpoints && new FitRecord(files, number, request, task.checkpoints.seconds, warning);
  await record?.replay((event, state) => askWith({ ...event, isReplayed: true }, state), tell);
  if (record?.result) return record.result;
  const result = await fit(request, engine, {
    stopped,
    async ask(event, state) {
      let looked: TrainingState | undefined;
      const answer = await askWith(event, async (isKept) => {
        const now = await state();
        if (isKept) looked = now;
        return now;
      });
      record?.asked(event, looked);
      return answer;
    },
    warning,
    watchGraph,
    freeMemory,
    batches,
    progress: ({ logs, steps, ...progress }) =>
      say({
        event: 'progress',
        fit: number,
        ...progress,
        ...(steps !== undefined && { steps }),
        logs: loggedValues(logs),
      }),
    epoch: tell,
    ...(record && { keeper: record }),
  });
  record?.ended(result, told);
  return result;
}

/** Of a training whose steps the script takes itself: it stays the one at hand until the next begins. */
function tell(news: TrainingCalls['tell']['argument']): void {
  const { kind, ...rest } = news;
  if (kind === 'fit') fits += 1;
  if ('model' in rest) say({ event: 'fit', fit: fits, ...rest });
  else if ('samples' in rest) say({ event: 'evaluate', ...rest, logs: loggedValues(rest.logs) });
  else if ('step' in rest) say({ event: 'progress', fit: fits, ...rest, logs: loggedValues(rest.logs) });
  else say({ event: 'epoch', fit: fits, ...rest, logs: loggedValues(rest.logs) });
}

async function evaluateAndTell(
  request: EvaluateRequest,
  engine: Engine,
  askScript: AskScript,
): Promise<TrainingCalls['evaluate']['result']> {
  const before = performance.now();
  const { ask, batches } = apart(askScript);
  let samples = request.stream ? 0 : (request.x[0]?.shape[0] ?? 0);
  let steps = request.stream ? 0 : Math.ceil(samples / request.batchSize);
  const counted: typeof batches = async (question) => {
    const answer = await batches(question);
    for (const { x } of answer.batches) samples += x[0]?.shape[0] ?? 0;
    steps += answer.batches.length;
    return answer;
  };
  const result = await evaluate(request, engine, stopped, ask, counted);
  const seconds = (performance.now() - before) / 1000;
  const { place, verbose } = request;
  say({ event: 'evaluate', line: place.line, logs: loggedValues(result.logs), samples, steps, seconds, verbose });
  return result;
}

type AskScript = (question: CallbackEvent | BatchQuestion) => Promise<CallbackAnswer | BatchAnswer>;

/** The script answers a callback's event with what callbacks want, and a question for batches with batches. */
function apart(ask: AskScript) {
  return {
    ask: ask as (event: ToldEvent) => Promise<CallbackAnswer>,
    batches: ask as (question: BatchQuestion) => Promise<BatchAnswer>,
  };
}

/** What the system can give, or what this process may take where that is less. */
function freeMemory(): number {
  const [free, constrained] = [os.freemem(), process.constrainedMemory()];
  return constrained > 0 && constrained < os.totalmem() ? Math.min(free, constrained) : free;
}

function stopped(): boolean {
  return control.stopped;
}

function say(event: Happened['event']): void {
  post(control.nextOrder(), { kind: 'event', event });
}

function post(order: number, message: ThreadMessage['message']): void {
  parentPort?.postMessage({ order, message } satisfies ThreadMessage);
}
