import { Console } from 'node:console';
import { constants, setPriority } from 'node:os';
import {
  createMessageConnection,
  ErrorCodes,
  ResponseError,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { notebookProgram } from '../server/language/syntax/notebook.js';
import { listEngines, type RunEvent, type RunStarted, runEvent, type StartRun, startRun, stopRun } from './contract.js';
import { reportEngines } from './engines/report.js';
import { resumed } from './resume.js';
import { Run } from './run.js';
import { readProgram } from './source-file.js';

/**
 * Entry of the runtime process: one run, asked for and told of by JSON-RPC over the standard
 * streams. The main thread only passes messages on, so it answers at any time.
 */
globalThis.console = new Console(process.stderr, process.stderr);
// Editing goes first: a training takes what the editor leaves. Some systems do not let a process choose.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {}
// Ctrl-C in a terminal reaches the whole group: whoever started the run decides what it means.
process.on('SIGINT', () => {});

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
let run: Run | undefined;
let isHeard = true;

connection.onRequest(startRun, (request: StartRun): RunStarted => {
  if (run) throw new ResponseError(ErrorCodes.InvalidRequest, 'this process has its run: start another process');
  const text = request.cells
    ? textOfCells(request.cells)
    : (request.text ?? orRefused(() => readProgram(request.file).text));
  const whole = orRefused(() => resumed(request, text));
  let sent = Promise.resolve();
  const onEvent = (event: RunEvent) => {
    // Where nobody listens any more, the run's folder has it.
    if (isHeard) sent = connection.sendNotification(runEvent, event).catch(() => {});
  };
  run = orRefused(() => new Run(whole, text, onEvent, (isStuck) => void sent.then(() => leave(isStuck))));
  return { run: run.path };
});
connection.onRequest(listEngines, () => reportEngines());
connection.onRequest(stopRun, () => {
  run?.stop();
  return null;
});
connection.onClose(() => {
  isHeard = false;
  abandon('its window was closed');
});
process.on('SIGTERM', () => abandon('the system asked it to end'));
connection.listen();

function textOfCells(cells: readonly string[]): string {
  return notebookProgram(cells.map((source, index) => ({ index, source }))).text;
}

/** Who asked for the run is told in words why it does not begin. */
function orRefused<Result>(action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw new ResponseError(ErrorCodes.InvalidParams, error instanceof Error ? error.message : String(error));
  }
}

/** Nobody listens any more: what was done is written down, then the process ends. */
function abandon(reason: string): void {
  if (run) run.stop(`The run was stopped: ${reason}.`);
  else process.exit(0);
}

/** An engine stuck in native code would abort the process on an orderly exit; all is written, so it is killed. */
function leave(isStuck: boolean): void {
  if (isStuck) process.kill(process.pid, 'SIGKILL');
  process.exit(0);
}
