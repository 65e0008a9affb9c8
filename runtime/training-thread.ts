import { parentPort, workerData } from 'node:worker_threads';
import type {
  CallbackAnswer,
  CallbackEvent,
  EvaluateRequest,
  FitRequest,
  FitResult,
  TrainingState,
} from '../server/language/training-request.js';
import { answerCalls } from './bridge.js';
import type { Engine } from './engines/engine.js';
import { startEngine } from './engines/index.js';
import { loadModelFile, saveModelFile, writeWhole } from './files/model-file.js';
import { writeOnnxModel } from './files/onnx-model.js';
import { finiteLogs } from './finite-logs.js';
import { RunControl } from './run-control.js';
import {
  closeEngine,
  type EngineFailed,
  type Happened,
  type ThreadMessage,
  type TrainingCalls,
  type TrainingTask,
} from './threads.js';
import { evaluate } from './training/evaluate.js';
import { fit } from './training/fit.js';
import { predict } from './training/predict.js';

/**
 * Entry of the thread that trains. An engine blocks it for a chunk of steps at a time; between
 * chunks it looks whether to stop. It is never terminated from outside: that would abort the process.
 */
const task = workerData as TrainingTask;
const control = new RunControl(task.control);
const engine = start();
let fits = 0;
/** The training that waits for the script's callbacks. */
let running: (() => Promise<TrainingState>) | undefined;

answerCalls<TrainingCalls>(task.script, control.bridge, {
  fit: async (request, ask) => fitAndTell(request, await engine, ask),
  state: async () => {
    if (!running) throw new Error('no training asks at the moment');
    return running();
  },
  evaluate: async (request, ask) => evaluateAndTell(request, await engine, ask),
  predict: async (request) => predict(request, await engine, stopped),
  // Here, since the library of HDF5 starts asynchronously; loaded when a file is first asked for.
  saveModel: async ({ file, model }) => {
    await saveModelFile(file, model);
    return null;
  },
  loadModel: ({ file }) => loadModelFile(file),
  exportOnnx: async ({ file, model }) => {
    writeWhole(file, writeOnnxModel(model));
    return null;
  },
});
parentPort?.on('message', async (message) => {
  if (message !== closeEngine) return;
  await engine.then((started) => started.close());
  process.exit();
});

async function start(): Promise<Engine> {
  try {
    const { threads } = task;
    const { engine, passedOver } = await startEngine(task.engine, threads === undefined ? {} : { threads });
    post(0, { kind: 'engine', name: engine.name, device: engine.device, passedOver });
    return engine;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    post(0, { kind: 'no-engine', message } satisfies EngineFailed);
    // The main thread ends the run: nothing more is to be answered.
    return new Promise(() => {});
  }
}

async function fitAndTell(
  request: FitRequest,
  engine: Engine,
  ask: (event: CallbackEvent) => Promise<CallbackAnswer>,
): Promise<FitResult> {
  const number = ++fits;
  const { batchSize, epochs, place, verbose } = request;
  const samples = request.x[0]?.shape[0] ?? 0;
  const parameters = request.model.weights.reduce((sum, { value }) => sum + value.data.length, 0);
  const steps = Math.min(request.stepsPerEpoch ?? Number.POSITIVE_INFINITY, Math.ceil(samples / batchSize));
  const { name: model } = request.model;
  const { line } = place;
  say({ event: 'fit', fit: number, model, line, samples, epochs, batchSize, steps, parameters, verbose });
  return fit(request, engine, {
    stopped,
    async ask(event, state) {
      const outer = running;
      running = state;
      try {
        return await ask(event);
      } finally {
        running = outer;
      }
    },
    warning: (message) => say({ event: 'warning', message, line }),
    progress: ({ logs, ...progress }) => say({ event: 'progress', fit: number, ...progress, logs: finiteLogs(logs) }),
    epoch: ({ logs, ...epoch }) => say({ event: 'epoch', fit: number, ...epoch, logs: finiteLogs(logs) }),
  });
}

async function evaluateAndTell(
  request: EvaluateRequest,
  engine: Engine,
  ask: (event: CallbackEvent) => Promise<CallbackAnswer>,
): Promise<TrainingCalls['evaluate']['result']> {
  const before = performance.now();
  const logs = await evaluate(request, engine, stopped, ask);
  const seconds = (performance.now() - before) / 1000;
  const { place, verbose, x } = request;
  say({ event: 'evaluate', line: place.line, logs: finiteLogs(logs), samples: x[0]?.shape[0] ?? 0, seconds, verbose });
  return logs;
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
