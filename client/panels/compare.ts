import * as vscode from 'vscode';
import { type KeptRun, readRun } from '../../runtime/runs/read-run.js';
import type { FromCompare, ToCompare } from '../../webviews/compare/contract.js';
import { type ComparedRun, comparedTrainings, runsWithoutCurves } from '../runs/compared.js';
import { curvesOf } from '../runs/kept-curves.js';
import type { Training } from '../runs/training.js';
import { CompareFeed } from './compare-feed.js';
import { Pace } from './pace.js';
import { Page } from './page.js';

/** The page that lays runs over each other: one, which shows those that were chosen last. */
export class ComparePanel implements vscode.Disposable {
  private page: Page<FromCompare, ToCompare> | undefined;
  private runs: readonly ComparedRun[] = [];
  private readonly feed = new CompareFeed();
  private readonly pace = new Pace(() => this.sendGrowth());
  private readonly subscription: vscode.Disposable;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly training: Training,
    private readonly showRun: (run: KeptRun) => void,
    private readonly choose: () => void,
  ) {
    this.subscription = training.onChange(({ state }) => {
      if (this.page && this.runs.some((run) => run.state === state)) this.pace.change();
    });
  }

  /** The folders of the runs that it shows. */
  get chosen(): readonly string[] {
    return this.page ? this.runs.map(({ kept }) => kept.folder) : [];
  }

  show(runs: readonly KeptRun[]): void {
    this.take(runs);
    if (this.page) {
      this.page.show(titleOf(runs));
      this.sendWhole();
    } else this.open(runs);
  }

  /** A page that was open when the editor closed, with what it has kept; it closes where all of its runs are gone. */
  revive(panel: vscode.WebviewPanel, kept: unknown): void {
    const folders = kept instanceof Object && 'runs' in kept && Array.isArray(kept.runs) ? kept.runs : [];
    const runs = folders.flatMap((folder) => (typeof folder === 'string' ? (readRun(folder) ?? []) : []));
    if (this.page || !runs.length) {
      panel.dispose();
      return;
    }
    this.take(runs);
    this.open(runs, panel);
  }

  dispose(): void {
    this.subscription.dispose();
    this.page?.dispose();
  }

  private take(runs: readonly KeptRun[]): void {
    this.runs = runs.map((kept) => ({ kept, state: this.training.runIn(kept.folder)?.state ?? curvesOf(kept) }));
  }

  private open(runs: readonly KeptRun[], revived?: vscode.WebviewPanel): void {
    this.page = new Page(this.extension, 'compare', titleOf(runs), (message) => this.receive(message), revived);
    this.page.onClosed(() => {
      this.page = undefined;
      this.pace.end();
    });
  }

  private receive(message: FromCompare): void {
    if (message.type === 'ready') this.sendWhole();
    else if (message.type === 'drawn') this.pace.drawn();
    else if (message.type === 'choose') this.choose();
    else {
      const run = readRun(message.run);
      if (run) this.showRun(run);
      else void vscode.window.showInformationMessage('The folder of that run is gone.');
    }
  }

  private sendWhole(): void {
    this.pace.sending(true);
    this.page?.send(this.feed.whole(comparedTrainings(this.runs), runsWithoutCurves(this.runs)));
    this.page?.send({ type: 'shows', runs: this.runs.map(({ kept }) => kept.folder) });
  }

  private sendGrowth(): void {
    this.pace.sending(false);
    this.page?.send(this.feed.growth(comparedTrainings(this.runs), runsWithoutCurves(this.runs)));
  }
}

function titleOf(runs: readonly KeptRun[]): string {
  return `Compare: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}`;
}
