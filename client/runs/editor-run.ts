import { basename } from 'node:path';
import type { Uri } from 'vscode';
import type { RunEvent, StartRun } from '../../runtime/contract.js';
import { type KeptRun, readEvents, readRun } from '../../runtime/runs/read-run.js';
import type { CurvesState } from '../../webviews/curves/contract.js';
import { CurvesRecorder, type PlaceOf } from './curves-recorder.js';
import type { NodeProgram } from './node-program.js';
import { RuntimeProcess } from './runtime-process.js';

/** Who is told of a run in the editor. */
export interface EditorRunListener {
  changed(run: EditorRun): void;
  event(event: RunEvent): void;
  log(text: string): void;
  /** Once, with how it ended. `byItself`: nobody asked for it. */
  ended(run: EditorRun, byItself: boolean): void;
}

/** One run that this window started. */
export class EditorRun {
  private readonly recorder: CurvesRecorder;
  private process: RuntimeProcess | undefined;
  private path: string | undefined;
  /** A file that the script waits for, in words. */
  download: string | undefined;

  constructor(
    readonly script: Uri,
    title: string,
    placeOf: PlaceOf | undefined,
    /** The run that this one goes on with: its curves are shown from the start. */
    readonly resumes: KeptRun | undefined,
    private readonly listener: EditorRunListener,
  ) {
    this.recorder = new CurvesRecorder(title, placeOf);
    if (resumes) this.recorder.begin(readEvents(resumes.folder));
  }

  get state(): CurvesState {
    return this.recorder.state;
  }

  get isRunning(): boolean {
    const { status } = this.state;
    return status === 'starting' || status === 'running' || status === 'stopping';
  }

  /** Where it is kept; undefined: nowhere yet. */
  get folder(): string | undefined {
    return this.path;
  }

  /** As its folder tells it; undefined where it has none. */
  get kept(): KeptRun | undefined {
    return this.path ? readRun(this.path) : undefined;
  }

  /** Nothing where it was stopped in the meantime. */
  start(node: NodeProgram, program: string, request: StartRun): void {
    if (!this.isRunning) return;
    this.process = new RuntimeProcess(node, program, request, {
      event: (event) => this.take(event),
      log: (text) => this.listener.log(text),
      lost: (how, run) => this.lost(how, run),
    });
  }

  /** It could not even begin. */
  fail(message: string): void {
    if (this.isRunning) this.end('failed', true, { message });
  }

  /** Once: ends after the step at hand. Twice, or before its process is there: at once. */
  stop(): void {
    if (!this.isRunning) return;
    if (!this.process) {
      this.end('stopped', false);
      return;
    }
    if (this.state.status === 'stopping') this.process.kill();
    else this.process.stop();
    this.recorder.stopping();
    this.listener.changed(this);
  }

  /** The window closes: the run ends as one that was interrupted, which can be told and resumed the next time. */
  leave(): void {
    this.process?.leave();
  }

  private take(event: RunEvent): void {
    if (event.event === 'start' && event.run) this.path = event.run;
    this.listener.event(event);
    this.download = event.event === 'download' && !event.done ? downloadText(event) : undefined;
    if (event.event === 'end') {
      if (event.run) this.path = event.run;
      this.end(event.status, event.status === 'failed', event);
    } else {
      this.recorder.take(event);
      this.listener.changed(this);
    }
  }

  private lost(how: string, run: string | undefined): void {
    this.path = run || this.path;
    if (this.state.status === 'stopping')
      this.end('stopped', false, { message: 'It was ended at once, in the middle of a step.' });
    else this.end('lost', true, { message: lostMessage(this.state, how, run) });
  }

  private end(
    status: CurvesState['status'],
    byItself: boolean,
    { message, line, seconds }: { readonly message?: string; readonly line?: number; readonly seconds?: number } = {},
  ): void {
    this.recorder.end(status, message, line, seconds);
    this.process = undefined;
    this.recorder.resumable(this.kept?.isResumable === true);
    this.listener.changed(this);
    this.listener.ended(this, byItself);
  }
}

function lostMessage({ fits, loops }: CurvesState, how: string, run: string | undefined): string {
  const fit = fits.at(-1);
  const end = how.startsWith('SIG') ? `was killed (${how})` : `ended unexpectedly (${how})`;
  const inLoop = (loops.at(-1)?.after ?? -1) === fits.length;
  const where = inLoop
    ? ' in its training loop'
    : fit
      ? ` in epoch ${Math.max(1, fit.epoch)} of ${fit.epochs}`
      : ' before its first epoch';
  return `The training process ${end}${where}.${run ? ` What it had written is in ${run}.` : ''}`;
}

/** `mnist.npz 34 %`. */
function downloadText({ file, received, total }: Extract<RunEvent, { event: 'download' }>): string {
  return `${basename(file)} ${total ? `${Math.floor((100 * received) / total)} %` : `${(received / 1e6).toFixed(1)} MB`}`;
}
