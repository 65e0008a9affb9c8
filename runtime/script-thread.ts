import { parentPort, workerData } from 'node:worker_threads';
import { Stopped } from '../server/language/host.js';
import { silentRecorder } from '../server/language/recorder.js';
import { run, ScriptError } from '../server/language/run.js';
import { Caller } from './bridge.js';
import { RunControl } from './run-control.js';
import { ScriptHost } from './script-host.js';
import type { ScriptEnded, ScriptTask, ThreadMessage, TrainingCalls } from './threads.js';

/** Entry of the thread that runs the script on numbers. It blocks wherever the script waits. */
const task = workerData as ScriptTask;
const control = new RunControl(task.control);
const training = new Caller<TrainingCalls>(task.training, control.bridge);
const host = new ScriptHost(task, control, training, {
  print: (text) => say({ kind: 'event', event: { event: 'print', text } }),
  warning: (message) => say({ kind: 'event', event: { event: 'warning', message } }),
  loop: (event) => say({ kind: 'event', event }),
});

const ended = runScript();
host.flush();
host.loops.flush();
if (ended.status === 'completed' && !host.hasAsked) {
  host.warn('Nothing was trained: the script calls neither fit, evaluate nor predict on a model.');
}
say(ended);
task.training.close();

function runScript(): ScriptEnded {
  try {
    run(task.text, task.file, host, silentRecorder);
    return { kind: 'ended', status: 'completed' };
  } catch (error) {
    if (error instanceof Stopped) return { kind: 'ended', status: 'stopped' };
    if (error instanceof ScriptError) {
      const { type, message, line, trace } = error;
      return {
        kind: 'ended',
        status: 'failed',
        message: worded(type, message),
        line,
        ...(trace.length > 1 && { trace }),
      };
    }
    if (error instanceof RangeError) {
      return { kind: 'ended', status: 'failed', message: `MemoryError: ${error.message}` };
    }
    throw error;
  }
}

/** As Python words it; what is not supported is no exception of Python's. */
function worded(type: string, message: string): string {
  if (type === 'NotSupported') return message;
  return message ? `${type}: ${message}` : type;
}

function say(message: ThreadMessage['message']): void {
  parentPort?.postMessage({ order: control.nextOrder(), message } satisfies ThreadMessage);
}
