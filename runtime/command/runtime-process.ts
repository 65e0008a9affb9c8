import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import {
  type RunEvent,
  type RunStarted,
  type RunStatus,
  runEvent,
  type StartRun,
  startRun,
  stopRun,
} from '../contract.js';
import { ErrorLines } from '../runs/engine-chatter.js';
import { heardOut } from '../runs/heard-out.js';

/** The runtime as the command starts it: a process of its own, so that its end is never ours. */
export class RuntimeProcess {
  readonly ended: Promise<RunStatus>;
  private readonly started = Date.now();
  private run = '';
  private status: RunStatus | undefined;
  private problem: string | undefined;
  private isStopping = false;
  /** Events so far. */
  private taken = 0;

  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
    request: StartRun,
    private readonly onEvent: (event: RunEvent) => void,
  ) {
    connection.onNotification(runEvent, (event: RunEvent) => this.take(event));
    connection.onError(([error]) => this.fail(error.message));
    connection.listen();
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => resolve(this.end(error.message)));
      // `close` comes when all that was written is read; `exit` may come before.
      child.on('close', async (code, signal) => {
        await heardOut(
          () => this.taken,
          () => this.status !== undefined,
        );
        resolve(this.end(signal ?? `exit status ${code}`));
      });
    });
    connection.sendRequest<RunStarted>(startRun, request).then(
      ({ run }) => {
        this.run = run;
      },
      (error: Error) => this.fail(error.message),
    );
  }

  static start(request: StartRun, onEvent: (event: RunEvent) => void): RuntimeProcess {
    const child = spawn(process.execPath, [path.join(__dirname, 'runtime.js')], {
      cwd: request.folder,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const errors = new ErrorLines((text) => process.stderr.write(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.take(text));
    child.stderr.on('end', () => errors.end());
    const reader = new StreamMessageReader(child.stdout);
    // Waiting for the rest of a message that a killed process began would keep this one alive for ever.
    reader.partialMessageTimeout = 0;
    const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
    return new RuntimeProcess(child, connection, request, onEvent);
  }

  /** Once: end after the step at hand. Twice: at once. */
  interrupt(): void {
    if (this.isStopping) {
      this.child.kill('SIGKILL');
      return;
    }
    this.isStopping = true;
    process.stderr.write('\nStopping after the step at hand. Ctrl-C again ends it at once.\n');
    this.connection.sendRequest(stopRun).catch(() => {});
  }

  private take(event: RunEvent): void {
    this.taken += 1;
    if (event.event === 'end') this.status = event.status;
    this.onEvent(event);
  }

  /** The request could not be made: the process has nothing to do. */
  private fail(problem: string): void {
    if (this.status) return;
    this.problem ??= problem;
    this.child.kill('SIGKILL');
  }

  /** A process that went without an end event was killed or crashed: the end is told for it. */
  private end(how: string): RunStatus {
    this.connection.dispose();
    if (this.status) return this.status;
    const seconds = (Date.now() - this.started) / 1000;
    const status = this.isStopping ? 'stopped' : 'failed';
    const kept = this.run && ` What it wrote until then is in ${this.run}`;
    const message = this.problem ?? `The runtime ended unexpectedly (${how}).${kept}`;
    this.onEvent({ event: 'end', status, run: this.run, seconds, message });
    return status;
  }
}
