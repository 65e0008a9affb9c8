import { randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { RunEvent, RunStatus, StartRun, TraceEntry } from './contract.js';
import { InOrder } from './in-order.js';
import { ResumeError } from './resume.js';
import { RunControl } from './run-control.js';
import { inheritAppended } from './runs/appended-files.js';
import { inheritBeginnings } from './runs/beginnings.js';
import { checkpointsFolder, inheritCheckpoints, removeCheckpoints } from './runs/checkpoint-files.js';
import { sha256 } from './runs/inputs.js';
import { noteResumed, RunFolder } from './runs/run-folder.js';
import { closeEngine, type ScriptTask, type ThreadMessage, type TrainingTask } from './threads.js';

/** How long a script may go on after a stop before its thread is ended, in milliseconds. */
const scriptGrace = 2000;
/** How long the engine may take to finish the step at hand after a stop. */
const engineGrace = 15_000;
/** How long the engine may take to close once all is written. */
const closeGrace = 5000;
/** How far apart checkpoints are at least where nobody says, in seconds. */
const checkpointSeconds = 2;

/**
 * One run, seen from the process's main thread: the script's thread, the training thread, the run's
 * folder, and one stream of events in the order in which things happened. Whatever goes wrong becomes
 * the end event.
 */
export class Run {
  /** Where the run is kept; empty where no folder could be made. */
  readonly path: string;
  private readonly control = new RunControl();
  private readonly started = new Date();
  private readonly folder: RunFolder | undefined;
  private readonly inOrder = new InOrder<ThreadMessage['message']>((message) => this.take(message));
  private readonly script: Worker;
  private readonly training: Worker;
  private readonly trainingGone: Promise<void>;
  private warnings: string[] = [];
  /** The line of the script's latest `fit` or `evaluate`, for what happens in the training thread. */
  private line: number | undefined;
  private stopReason: string | undefined;
  private hasScriptEnded = false;
  private isEnding = false;
  private status: RunStatus | undefined;

  /** Throws ResumeError where what an interrupted run kept cannot be taken over: it would train anew. */
  constructor(
    private readonly request: StartRun,
    text: string,
    private readonly onEvent: (event: RunEvent) => void,
    /** Called after the end event, when the threads are gone; `isStuck` where the engine's would not end. */
    private readonly onEnded: (isStuck: boolean) => void,
  ) {
    // Chosen here, so that it is known when the run is resumed.
    const seed = request.seed ?? randomInt(2 ** 32);
    this.folder = this.createFolder(text, seed);
    this.path = this.folder?.folder ?? '';
    const { port1: asking, port2: answering } = new MessageChannel();
    const { file, folder, environment, engine, threads } = request;
    const control = this.control.memory;
    const trainingTask: TrainingTask = {
      engine,
      threads,
      environment,
      control,
      script: answering,
      ...(this.folder && {
        checkpoints: {
          folder: path.join(this.path, checkpointsFolder),
          seconds: request.checkpointSeconds ?? checkpointSeconds,
        },
      }),
    };
    this.training = this.startThread('training-thread', trainingTask, answering);
    this.trainingGone = new Promise((resolve) => this.training.once('exit', () => resolve()));
    const scriptTask: ScriptTask = {
      file,
      text,
      folder,
      environment,
      arguments: request.arguments,
      seed,
      downloads: this.request.downloads !== false,
      ...(this.request.keras && { keras: this.request.keras }),
      control,
      training: asking,
      ...(this.folder && { run: this.path }),
    };
    this.script = this.startThread('script-thread', scriptTask, asking);
  }

  /** Ends the run after the step at hand; a script that does not listen is ended after two seconds. */
  stop(reason?: string): void {
    if (this.control.stopped) return;
    this.stopReason = reason;
    this.control.stop();
    setTimeout(() => {
      if (!this.control.isAsking) this.end('stopped');
    }, scriptGrace).unref();
    setTimeout(() => this.end('stopped'), engineGrace).unref();
  }

  private createFolder(text: string, seed: number): RunFolder | undefined {
    const { file, runs, folder, threads, keras, arguments: given, resumes } = this.request;
    let made: RunFolder | undefined;
    try {
      const record = {
        file,
        started: this.started.toISOString(),
        process: process.pid,
        seed,
        folder,
        arguments: given,
        script: sha256(text),
        ...(threads !== undefined && { threads }),
        ...(keras && { keras }),
        ...(resumes !== undefined && { resumes: path.basename(resumes) }),
      };
      made = RunFolder.create(runs, record, (problem) =>
        this.warn(
          `The history in ${this.path} cannot be written (${problem}). Training goes on; what is missing is kept in memory and tried again.`,
        ),
      );
      if (resumes !== undefined) {
        inheritBeginnings(resumes, made.folder);
        inheritAppended(resumes, made.folder);
        // Last: they make it one that can itself be resumed.
        inheritCheckpoints(resumes, made.folder);
        noteResumed(resumes, path.basename(made.folder));
      }
      return made;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (resumes !== undefined) {
        made?.close();
        if (made) rmSync(made.folder, { recursive: true, force: true });
        throw new ResumeError(
          `what ${resumes} kept cannot be taken over into a new run's folder below ${runs}: ${reason}`,
        );
      }
      this.warnings.push(`This run is not kept: its folder below ${runs} cannot be made (${reason}).`);
      return undefined;
    }
  }

  private startThread(name: string, task: object, port: MessagePort): Worker {
    const thread = new Worker(path.join(__dirname, `${name}.js`), {
      workerData: task,
      transferList: [port],
      // Standard output carries the protocol: whatever a library prints goes to standard error.
      stdout: true,
    });
    thread.stdout.pipe(process.stderr);
    thread.on('message', ({ order, message }: ThreadMessage) => {
      // Its turn may come later: the thread is gone then, as it should be.
      if (message.kind === 'ended') this.hasScriptEnded = true;
      this.inOrder.take(order, message);
    });
    thread.on('error', (error) => this.crashed(name, error));
    thread.on('exit', () => this.crashed(name, undefined));
    return thread;
  }

  private take(message: ThreadMessage['message']): void {
    // A thread may still speak when the end is told: the run's folder is closed.
    if (this.isEnding) return;
    switch (message.kind) {
      case 'engine': {
        const { name: engine, device } = message;
        const { file } = this.request;
        this.folder?.update({ engine, device });
        this.give({ event: 'start', engine, device, run: this.path, file, time: this.started.toISOString() });
        for (const { name, reason } of message.passedOver) {
          this.warn(`Training runs on ${engine}, since ${name} does not start: ${reason}`);
        }
        for (const warning of this.warnings.splice(0)) this.warn(warning);
        return;
      }
      case 'no-engine':
        this.end('failed', message.message);
        return;
      case 'event':
        if ('line' in message.event) this.line = message.event.line;
        this.give(message.event);
        return;
      case 'ended':
        this.end(message.status, message.message, message.line, message.trace);
        return;
    }
  }

  /** A thread that went without saying how the script ended. */
  private crashed(thread: string, error: Error | undefined): void {
    const isScript = thread === 'script-thread';
    if (this.isEnding || (isScript && this.hasScriptEnded)) return;
    this.inOrder.giveRest();
    const who = isScript ? 'The script' : 'Training';
    const outOfMemory = error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const what = outOfMemory ? 'ran out of memory' : `ended unexpectedly${error ? `: ${error.message}` : ''}`;
    this.end('failed', `${who} ${what}.`, this.line);
  }

  private end(status: RunStatus, message?: string, line?: number, trace?: readonly TraceEntry[]): void {
    if (this.isEnding) return;
    this.isEnding = true;
    this.status = status;
    for (const warning of this.warnings.splice(0)) this.warn(warning);
    if (status === 'stopped') message = this.stopReason;
    const details = { ...(message !== undefined && { message }), ...(line !== undefined && { line }) };
    const ended = new Date();
    const seconds = (ended.getTime() - this.started.getTime()) / 1000;
    const event: RunEvent = { event: 'end', status, run: this.path, seconds, ...details, ...(trace && { trace }) };
    this.folder?.append(event);
    this.folder?.update({ status, ended: ended.toISOString(), ...details });
    const lost = this.folder?.close();
    if (lost) this.onEvent({ event: 'warning', message: `${lost}: ${this.path}` });
    this.onEvent(event);
    void this.endThreads();
  }

  /** A thread within native code must not be terminated (it would abort the process), only asked to end. */
  private async endThreads(): Promise<void> {
    await this.script.terminate();
    this.training.postMessage(closeEngine);
    const isGone = this.trainingGone.then(() => true);
    const isLate = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), closeGrace));
    const isStuck = !(await Promise.race([isGone, isLate]));
    if (this.folder && this.status === 'completed') removeCheckpoints(this.path);
    this.onEnded(isStuck);
  }

  private warn(message: string): void {
    this.give({ event: 'warning', message });
  }

  private give(event: RunEvent): void {
    this.folder?.append(event);
    this.onEvent(event);
  }
}
