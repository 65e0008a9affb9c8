import * as vscode from 'vscode';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import type { CurvesState, FromCurves, ToCurves } from '../../webviews/curves/contract.js';
import { reveal } from '../reveal.js';
import type { EditorRun } from '../runs/editor-run.js';
import { curvesOf } from '../runs/kept-curves.js';
import type { Training } from '../runs/training.js';
import { Page } from './page.js';

/** The page is told of changes at most this often. In milliseconds. */
const interval = 100;

/** Learning curves: a page for each run at hand, and one for each earlier run that is opened. */
export class CurvesPanels implements vscode.Disposable {
  /** Pages of runs of this window; that of a run that is over shows the next. */
  private readonly live = new Map<Page<FromCurves, ToCurves>, EditorRun>();
  private readonly kept = new Map<string, Page<FromCurves, ToCurves>>();
  private readonly waiting = new Set<EditorRun>();
  private readonly subscription: vscode.Disposable;
  private pause: NodeJS.Timeout | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly training: Training,
    private readonly resume: (run: KeptRun) => void,
  ) {
    this.subscription = training.onChange((run) => {
      this.waiting.add(run);
      this.pause ??= setTimeout(() => this.sendWaiting(), interval);
    });
  }

  /** The pages of all runs at hand, else that of the last one. */
  showLive(): void {
    const { running, latest } = this.training;
    if (!latest) {
      void vscode.window.showInformationMessage('Nothing is trained yet: open a Keras script and choose Train.');
      return;
    }
    for (const run of running.length > 0 ? running : [latest]) this.show(run);
  }

  show(run: EditorRun): void {
    const shown = [...this.live].find(([, each]) => each === run)?.[0] ?? this.over();
    const page = shown ?? this.open(run);
    // What the page showed of another run goes.
    if (this.live.get(page) !== run) page.send({ type: 'state', state: { ...run.state, fits: [] } });
    this.live.set(page, run);
    page.show(titleOf(run.state));
    this.send(run);
  }

  showKept(run: KeptRun): void {
    const state = { ...curvesOf(run), resumable: run.isResumable };
    const open = this.kept.get(run.folder);
    if (open) {
      open.show(titleOf(state));
      return;
    }
    const page = new Page<FromCurves, ToCurves>(this.extension, 'curves', titleOf(state), (message) => {
      if (message.type === 'ready') page.send({ type: 'state', state });
      else if (message.type === 'reveal') void reveal(vscode.Uri.file(run.record.file), message.line);
      else if (message.type === 'resume') {
        page.dispose();
        this.resume(run);
      }
    });
    this.kept.set(run.folder, page);
    page.onClosed(() => this.kept.delete(run.folder));
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscription.dispose();
    for (const page of this.live.keys()) page.dispose();
    for (const page of this.kept.values()) page.dispose();
  }

  private open(run: EditorRun): Page<FromCurves, ToCurves> {
    const page = new Page<FromCurves, ToCurves>(this.extension, 'curves', titleOf(run.state), (message) =>
      this.take(page, message),
    );
    page.onClosed(() => this.live.delete(page));
    return page;
  }

  private take(page: Page<FromCurves, ToCurves>, message: FromCurves): void {
    const run = this.live.get(page);
    if (!run) return;
    if (message.type === 'ready') this.send(run);
    else if (message.type === 'stop') run.stop();
    else if (message.type === 'reveal') void reveal(run.script, message.line, message.cell);
    else if (run.kept) this.resume(run.kept);
  }

  /** A page whose run has ended. */
  private over(): Page<FromCurves, ToCurves> | undefined {
    return [...this.live].findLast(([, run]) => !run.isRunning)?.[0];
  }

  private sendWaiting(): void {
    this.pause = undefined;
    for (const run of this.waiting) this.send(run);
    this.waiting.clear();
  }

  private send(run: EditorRun): void {
    for (const [page, each] of this.live) if (each === run) page.send({ type: 'state', state: run.state });
  }
}

function titleOf({ title }: CurvesState): string {
  return `Curves: ${title}`;
}
