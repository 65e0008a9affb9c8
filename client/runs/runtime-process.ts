import { type ChildProcess, spawn } from 'node:child_process';
import {
  createMessageConnection,
  type MessageConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-jsonrpc/node';
import { type RunEvent, type RunStarted, runEvent, type StartRun, startRun, stopRun } from '../../runtime/contract.js';
import { ErrorLines } from '../../runtime/runs/engine-chatter.js';
import { heardOut } from '../../runtime/runs/heard-out.js';
import type { NodeProgram } from './node-program.js';

/** Who is told of a run. */
export interface RunListener {
  event(event: RunEvent): void;
  /** What the process writes on its standard error. */
  log(text: string): void;
  /** The process is gone and no end was told: `how` is a signal's name or an exit status. `run`: its folder, if it came to have one. */
  lost(how: string, run: string | undefined): void;
}

/** One run: a process of its own, so that its crash is never the editor's. */
export class RuntimeProcess {
  private readonly child: ChildProcess;
  private readonly connection: MessageConnection;
  private run: string | undefined;
  private hasEnded = false;
  /** Events so far. */
  private taken = 0;

  constructor(
    node: NodeProgram,
    program: string,
    request: StartRun,
    private readonly listener: RunListener,
  ) {
    const child = spawn(node.path, [program], {
      cwd: request.folder,
      env: { ...process.env, ...node.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.child = child;
    const reader = new StreamMessageReader(child.stdout);
    // A killed process may have begun a message: its rest is not waited for.
    reader.partialMessageTimeout = 0;
    this.connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
    const errors = new ErrorLines((text) => listener.log(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.take(text));
    child.stderr.on('end', () => errors.end());
    child.stdin.on('error', () => {}); // Its end is told by `close`.
    child.on('error', (error) => this.end(error.message));
    child.on('close', async (code, signal) => {
      await heardOut(
        () => this.taken,
        () => this.hasEnded,
      );
      this.end(signal ?? `exit status ${code}`);
    });
    this.connection.onError(() => {}); // As above.
    this.connection.onNotification(runEvent, (event: RunEvent) => this.take(event));
    this.connection.listen();
    this.connection.sendRequest<RunStarted>(startRun, request).then(
      ({ run }) => {
        this.run = run;
      },
      (error: Error) => this.refused(error),
    );
  }

  /** Ends after the step at hand; the end event follows. */
  stop(): void {
    this.connection.sendRequest(stopRun).catch(() => {});
  }

  /** Nobody listens any more: the run ends after the step at hand, and its folder says why. */
  leave(): void {
    this.child.stdin?.end();
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private take(event: RunEvent): void {
    this.taken += 1;
    if (event.event === 'start') this.run = event.run;
    if (event.event === 'end') this.hasEnded = true;
    this.listener.event(event);
  }

  private refused(error: Error): void {
    if (this.hasEnded || this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.take({ event: 'end', status: 'failed', run: '', seconds: 0, message: error.message });
    this.kill();
  }

  private end(how: string): void {
    this.connection.dispose();
    if (this.hasEnded) return;
    this.hasEnded = true;
    this.listener.lost(how, this.run);
  }
}
