import * as vscode from 'vscode';
import { type KeptRun, readRun } from '../../runtime/runs/read-run.js';
import type { EditorRun } from '../runs/editor-run.js';
import type { Training } from '../runs/training.js';
import { KeptCurves } from './kept-curves.js';
import { LiveCurves } from './live-curves.js';

/** Learning curves: a page for each run at hand, and one for each earlier run that is opened. */
export class CurvesPanels implements vscode.Disposable {
  /** Pages of runs of this window; that of a run that is over shows the next. */
  private readonly live = new Set<LiveCurves>();
  private readonly kept = new Map<string, KeptCurves>();
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly training: Training,
    private readonly resume: (run: KeptRun) => void,
    private readonly compare: (run: KeptRun) => void,
  ) {
    this.subscription = training.onChange((run) => {
      for (const page of this.live) if (page.run === run) page.change();
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
    const page = [...this.live].find((each) => each.run === run) ?? this.over() ?? this.open(run);
    page.show(run);
  }

  /** The page of a run, of this window or an earlier one. */
  showAny(run: KeptRun): void {
    const live = this.training.runIn(run.folder);
    if (live) this.show(live);
    else this.showKept(run);
  }

  showKept(run: KeptRun): void {
    const open = this.kept.get(run.folder);
    if (open) open.show();
    else this.openKept(run);
  }

  /** A page that was open when the editor closed, with what it has kept; it closes where its run is gone. */
  revive(panel: vscode.WebviewPanel, kept: unknown): void {
    const folder = kept instanceof Object && 'run' in kept && typeof kept.run === 'string' ? kept.run : undefined;
    const run = folder === undefined || this.kept.has(folder) ? undefined : readRun(folder);
    if (run) this.openKept(run, panel);
    else panel.dispose();
  }

  dispose(): void {
    this.subscription.dispose();
    for (const page of this.live) page.dispose();
    for (const page of this.kept.values()) page.dispose();
  }

  private openKept(run: KeptRun, revived?: vscode.WebviewPanel): void {
    const page = new KeptCurves(this.extension, run, this.resume, this.compare, revived);
    this.kept.set(run.folder, page);
    page.onClosed(() => this.kept.delete(run.folder));
  }

  private open(run: EditorRun): LiveCurves {
    const page = new LiveCurves(
      this.extension,
      run,
      ({ kept }) => kept && this.resume(kept),
      ({ kept }) => kept && this.compare(kept),
    );
    this.live.add(page);
    page.onClosed(() => this.live.delete(page));
    return page;
  }

  /** A page whose run has ended. */
  private over(): LiveCurves | undefined {
    return [...this.live].findLast(({ run }) => !run.isRunning);
  }
}
