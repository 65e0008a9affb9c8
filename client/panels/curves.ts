import * as vscode from 'vscode';
import type { KeptRun } from '../../runtime/runs/read-run.js';
import type { CurvesState, FromCurves, ToCurves } from '../../webviews/curves/contract.js';
import { reveal } from '../reveal.js';
import { curvesOf } from '../runs/kept-curves.js';
import type { Training } from '../runs/training.js';
import { Page } from './page.js';

/** The page is told of changes at most this often. In milliseconds. */
const interval = 100;

/** Learning curves: a page for the run at hand, one for each earlier run that is opened. */
export class CurvesPanels implements vscode.Disposable {
  private live: Page<FromCurves, ToCurves> | undefined;
  private readonly kept = new Map<string, Page<FromCurves, ToCurves>>();
  private readonly subscription: vscode.Disposable;
  private pause: NodeJS.Timeout | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly training: Training,
  ) {
    this.subscription = training.onChange(() => {
      this.pause ??= setTimeout(() => this.send(), interval);
    });
  }

  showLive(): void {
    const { state } = this.training;
    if (!state) {
      void vscode.window.showInformationMessage('Nothing is trained yet: open a Keras script and choose Train.');
      return;
    }
    const title = titleOf(state);
    if (this.live) {
      this.live.show(title);
      return;
    }
    const page = new Page<FromCurves, ToCurves>(this.extension, 'curves', title, (message) => {
      if (message.type === 'ready') this.send();
      else if (message.type === 'stop') this.training.stop();
      else if (this.training.script) void reveal(this.training.script, message.line, message.cell);
    });
    page.onClosed(() => {
      this.live = undefined;
    });
    this.live = page;
  }

  showKept(run: KeptRun): void {
    const state = curvesOf(run);
    const open = this.kept.get(run.folder);
    if (open) {
      open.show(titleOf(state));
      return;
    }
    const page = new Page<FromCurves, ToCurves>(this.extension, 'curves', titleOf(state), (message) => {
      if (message.type === 'ready') page.send({ type: 'state', state });
      else if (message.type === 'reveal') void reveal(vscode.Uri.file(run.record.file), message.line);
    });
    this.kept.set(run.folder, page);
    page.onClosed(() => this.kept.delete(run.folder));
  }

  dispose(): void {
    clearTimeout(this.pause);
    this.subscription.dispose();
    this.live?.dispose();
    for (const page of this.kept.values()) page.dispose();
  }

  private send(): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    const { state } = this.training;
    if (state) this.live?.send({ type: 'state', state });
  }
}

function titleOf({ title }: CurvesState): string {
  return `Curves: ${title}`;
}
