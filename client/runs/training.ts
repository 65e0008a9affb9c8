import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { EngineReport, RunEvent, StartRun } from '../../runtime/contract.js';
import type { CurvesState } from '../../webviews/curves/contract.js';
import { notebookOf, placeOfLine, pythonCells } from '../notebook.js';
import { CurvesRecorder } from './curves-recorder.js';
import { engineReports } from './engine-reports.js';
import { findNode } from './node-program.js';
import { RuntimeProcess } from './runtime-process.js';

/** The run at hand, or the last one: one at a time. */
export class Training implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly runtime: string;
  private recorder: CurvesRecorder | undefined;
  private process: RuntimeProcess | undefined;
  private document: vscode.TextDocument | undefined;

  readonly onChange = this.changed.event;

  constructor(
    extension: vscode.Uri,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.runtime = vscode.Uri.joinPath(extension, 'dist', 'runtime.js').fsPath;
  }

  get state(): CurvesState | undefined {
    return this.recorder?.state;
  }

  get script(): vscode.Uri | undefined {
    return this.document?.uri;
  }

  get isRunning(): boolean {
    const status = this.state?.status;
    return status === 'starting' || status === 'running' || status === 'stopping';
  }

  /** Which engines start here. Throws where that cannot be told. */
  async engines(): Promise<readonly EngineReport[]> {
    const node = await findNode(vscode.workspace.getConfiguration('layerscope').get('nodePath', ''));
    return engineReports(node, this.runtime);
  }

  /** Runs a script as it stands in the editor, saved or not. */
  async start(document: vscode.TextDocument): Promise<void> {
    const notebook = notebookOf(document);
    const cells = notebook && pythonCells(notebook);
    const recorder = new CurvesRecorder(basename(document.fileName), (line) => {
      const place = cells && placeOfLine(cells, line);
      return place ? { cell: place.cell.index + 1, line: place.line } : { line };
    });
    this.recorder = recorder;
    this.document = document;
    this.changed.fire();
    const settings = vscode.workspace.getConfiguration('layerscope', document);
    try {
      const node = await findNode(settings.get('nodePath', ''));
      this.output.info(`Training ${document.fileName} on ${node.name}`);
      this.process = new RuntimeProcess(node, this.runtime, requestFor(document, settings), {
        event: (event) => this.take(recorder, event),
        log: (text) => this.output.warn(text.trimEnd()),
        lost: (how, run) => this.lost(recorder, how, run),
      });
    } catch (error) {
      this.end(recorder, 'failed', error instanceof Error ? error.message : String(error));
    }
  }

  /** Once: ends after the step at hand. Twice: at once. */
  stop(): void {
    if (!this.process) return;
    if (this.state?.status === 'stopping') this.process.kill();
    else this.process.stop();
    this.recorder?.stopping();
    this.changed.fire();
  }

  dispose(): void {
    this.process?.stop();
    this.changed.dispose();
  }

  private take(recorder: CurvesRecorder, event: RunEvent): void {
    if (event.event === 'print') this.output.append(event.text.endsWith('\n') ? event.text : `${event.text}\n`);
    else if (event.event === 'warning') this.output.warn(event.message);
    else if (event.event === 'evaluate')
      this.output.info(`evaluate (line ${event.line}): ${JSON.stringify(event.logs)}`);
    if (event.event === 'end') {
      this.end(recorder, event.status, event.message, event.line);
    } else {
      recorder.take(event);
      this.changed.fire();
    }
  }

  private lost(recorder: CurvesRecorder, how: string, run: string | undefined): void {
    if (recorder.state.status === 'stopping') {
      this.end(recorder, 'stopped', 'It was ended at once, in the middle of a step.');
      return;
    }
    const message = lostMessage(recorder.state, how, run);
    this.end(recorder, 'lost', message);
    const again = 'Train Again';
    const script = this.document;
    void vscode.window.showErrorMessage(message, again).then((chosen) => {
      if (chosen === again && script && !this.isRunning) void this.start(script);
    });
  }

  private end(recorder: CurvesRecorder, status: CurvesState['status'], message?: string, line?: number): void {
    recorder.end(status, message, line);
    this.process = undefined;
    if (status === 'failed') this.output.error(line ? `Line ${line}: ${message}` : (message ?? 'The run failed.'));
    else this.output.info(`Training ${status}${message ? `: ${message}` : ''}`);
    this.changed.fire();
  }
}

function requestFor(document: vscode.TextDocument, settings: vscode.WorkspaceConfiguration): StartRun {
  const notebook = notebookOf(document);
  // A cell's own address belongs to no folder.
  const folder =
    vscode.workspace.getWorkspaceFolder(notebook?.uri ?? document.uri)?.uri.fsPath ?? dirname(document.fileName);
  const threads = settings.get('threads', 0);
  return {
    file: document.fileName,
    ...(notebook
      ? { cells: pythonCells(notebook).map((cell) => cell.document.getText()) }
      : { text: document.getText() }),
    folder,
    runs: join(folder, '.layerscope', 'runs'),
    engine: settings.get<StartRun['engine']>('engine', 'auto'),
    ...(threads > 0 ? { threads } : {}),
    environment: { ...inherited(), ...settings.get<Record<string, string>>('environment', {}) },
    arguments: [],
  };
}

/** The editor's own environment, as a terminal in it would have. */
function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function lostMessage({ fits }: CurvesState, how: string, run: string | undefined): string {
  const fit = fits.at(-1);
  const end = how.startsWith('SIG') ? `was killed (${how})` : `ended unexpectedly (${how})`;
  const where = fit ? ` in epoch ${Math.max(1, fit.epoch)} of ${fit.epochs}` : ' before its first epoch';
  return `The training process ${end}${where}.${run ? ` What it had written is in ${run}.` : ''}`;
}
