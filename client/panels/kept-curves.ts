import * as vscode from 'vscode';
import { type KeptRun, readRun } from '../../runtime/runs/read-run.js';
import type { CurvesState, FromCurves, ToCurves } from '../../webviews/curves/contract.js';
import { reveal } from '../reveal.js';
import { curvesOf } from '../runs/kept-curves.js';
import { titleOf } from './live-curves.js';
import { Page } from './page.js';

/** How often the page of a run that goes on elsewhere looks whether it is over. In milliseconds. */
const pause = 2000;

/** The page of a run as its folder tells it: an earlier one, or one that another window or a terminal has started. */
export class KeptCurves {
  private readonly page: Page<FromCurves, ToCurves>;
  private readonly watch: NodeJS.Timeout;
  private state: CurvesState;

  constructor(
    extension: vscode.Uri,
    private run: KeptRun,
    private readonly resume: (run: KeptRun) => void,
    private readonly compare: (run: KeptRun) => void,
    revived?: vscode.WebviewPanel,
  ) {
    this.state = stateOf(run);
    this.page = new Page(extension, 'curves', titleOf(this.state), (message) => this.take(message), revived);
    // A training ends with its window after the step at hand: the page may be there again before that.
    this.watch = setInterval(() => this.look(), pause);
    if (isOver(run)) clearInterval(this.watch);
    this.page.onClosed(() => clearInterval(this.watch));
  }

  get onClosed(): vscode.Event<void> {
    return this.page.onClosed;
  }

  show(): void {
    this.page.show(titleOf(this.state));
  }

  dispose(): void {
    this.page.dispose();
  }

  private take(message: FromCurves): void {
    if (message.type === 'ready') this.send();
    else if (message.type === 'reveal') void reveal(vscode.Uri.file(this.run.record.file), message.line);
    else if (message.type === 'resume') {
      this.page.dispose();
      this.resume(this.run);
    } else if (message.type === 'compare') this.compare(this.run);
  }

  private look(): void {
    const run = readRun(this.run.folder);
    if (!run || !isOver(run)) return;
    clearInterval(this.watch);
    this.run = run;
    this.state = stateOf(run);
    this.send();
  }

  private send(): void {
    this.page.send({ type: 'state', state: this.state });
    this.page.send({ type: 'shows', run: this.run.folder });
  }
}

function isOver({ record, wasKilled }: KeptRun): boolean {
  return wasKilled || record.status !== 'running';
}

function stateOf(run: KeptRun): CurvesState {
  return { ...curvesOf(run), resumable: run.isResumable };
}
