import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { EngineReport, RunEvent, StartRun } from '../../runtime/contract.js';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import { notebookOf, openNotebook, placeOfLine, pythonCells } from '../notebook.js';
import type { PlaceOf } from './curves-recorder.js';
import { EditorRun, type EditorRunListener } from './editor-run.js';
import { engineReports } from './engine-reports.js';
import { findNode } from './node-program.js';
import { resumeRequest, trainRequest } from './run-request.js';

/** The runs of this window: those at hand, and the last one that ended. */
export class Training implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<EditorRun>();
  private readonly ended = new vscode.EventEmitter<{ readonly run: EditorRun; readonly byItself: boolean }>();
  private readonly runtime: string;
  private readonly runs: EditorRun[] = [];

  readonly onChange = this.changed.event;
  readonly onEnd = this.ended.event;

  constructor(
    extension: vscode.Uri,
    private readonly output: vscode.LogOutputChannel,
  ) {
    this.runtime = vscode.Uri.joinPath(extension, 'dist', 'runtime.js').fsPath;
  }

  /** The run that was started last. */
  get latest(): EditorRun | undefined {
    return this.runs.at(-1);
  }

  /** Those at hand, the newest last. */
  get running(): readonly EditorRun[] {
    return this.runs.filter((run) => run.isRunning);
  }

  /** The run of this window that is kept in a folder. */
  runIn(folder: string): EditorRun | undefined {
    return this.runs.find((run) => run.folder === folder);
  }

  /** Which engines start here. Throws where that cannot be told. */
  async engines(): Promise<readonly EngineReport[]> {
    const settings = vscode.workspace.getConfiguration('layerscope');
    const node = await findNode(settings.get('nodePath', ''));
    const environment = settings.get<Record<string, string>>('environment', {});
    // An engine may lie in the workspace: nothing there is loaded before it is trusted.
    const folder = vscode.workspace.isTrusted ? vscode.workspace.workspaceFolders?.[0]?.uri.fsPath : undefined;
    return engineReports(node, this.runtime, environment, folder);
  }

  /** Runs a script as it stands in the editor, saved or not. */
  start(document: vscode.TextDocument): EditorRun {
    const placeOf = placesIn(notebookOf(document));
    const run = new EditorRun(document.uri, this.titleOf(document.fileName), placeOf, undefined, this.listener);
    return this.begin(run, async () => trainRequest(document));
  }

  /** Goes on with a run that was interrupted. `force`: also where script or data have changed. */
  resume(kept: KeptRun, force = false): EditorRun {
    const { file } = kept.record;
    const script = vscode.Uri.file(file);
    const run = new EditorRun(script, this.titleOf(file), placesIn(openNotebook(script)), kept, this.listener);
    return this.begin(run, () => resumeRequest(kept, force));
  }

  /** Ends a run after the step at hand; when it has ended. */
  stopped(run: EditorRun): Promise<void> {
    return new Promise((resolve) => {
      if (!run.isRunning) return resolve();
      const subscription = this.onEnd((ended) => {
        if (ended.run !== run) return;
        subscription.dispose();
        resolve();
      });
      if (run.state.status !== 'stopping') run.stop();
    });
  }

  dispose(): void {
    for (const run of this.runs) run.leave();
    this.changed.dispose();
    this.ended.dispose();
  }

  /** The script's name; with a number where another run of that name is at hand. */
  private titleOf(file: string): string {
    const name = basename(file);
    const taken = new Set(this.running.map(({ state }) => state.title));
    let title = name;
    for (let number = 2; taken.has(title); number += 1) title = `${name} (${number})`;
    return title;
  }

  private begin(run: EditorRun, request: () => Promise<StartRun>): EditorRun {
    const kept = this.running;
    this.runs.splice(0, this.runs.length, ...kept, run);
    this.changed.fire(run);
    void this.launch(run, request);
    return run;
  }

  private async launch(run: EditorRun, request: () => Promise<StartRun>): Promise<void> {
    try {
      const settings = vscode.workspace.getConfiguration('layerscope', run.script);
      const node = await findNode(settings.get('nodePath', ''));
      this.output.info(`${run.resumes ? 'Resuming' : 'Training'} ${run.script.fsPath} on ${node.name}`);
      run.start(node, this.runtime, await request());
    } catch (error) {
      run.fail(error instanceof Error ? error.message : String(error));
    }
  }

  private readonly listener: EditorRunListener = {
    changed: (run) => this.changed.fire(run),
    event: (event) => this.say(event),
    log: (text) => this.output.warn(text.trimEnd()),
    ended: (run, byItself) => {
      const { status, message, line } = run.state;
      if (status === 'failed') this.output.error(line ? `Line ${line}: ${message}` : (message ?? 'The run failed.'));
      else this.output.info(`Training ${status}${message ? `: ${message}` : ''}`);
      this.ended.fire({ run, byItself });
    },
  };

  private say(event: RunEvent): void {
    if (event.event === 'print') this.output.append(event.text.endsWith('\n') ? event.text : `${event.text}\n`);
    else if (event.event === 'warning') this.output.warn(event.message);
    else if (event.event === 'download' && event.done)
      this.output.info(`${event.file} (${(event.received / 1e6).toFixed(1)} MB) came from ${event.url}`);
    else if (event.event === 'evaluate')
      this.output.info(`evaluate (line ${event.line}): ${JSON.stringify(event.logs)}`);
  }
}

/** Where lines of a notebook's program stand; undefined: there is no notebook. */
function placesIn(notebook: vscode.NotebookDocument | undefined): PlaceOf | undefined {
  const cells = notebook && pythonCells(notebook);
  return (
    cells &&
    ((line) => {
      const place = placeOfLine(cells, line);
      return place ? { cell: place.cell.index + 1, line: place.line } : { line };
    })
  );
}
