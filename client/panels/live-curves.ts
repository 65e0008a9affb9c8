import type * as vscode from 'vscode';
import type { CurvesState, FromCurves, ToCurves } from '../../webviews/curves/contract.js';
import { reveal } from '../reveal.js';
import type { EditorRun } from '../runs/editor-run.js';
import { CurvesFeed } from './curves-feed.js';
import { Pace } from './pace.js';
import { Page } from './page.js';

/** The page of a run of this window, which grows with it. */
export class LiveCurves {
  private readonly page: Page<FromCurves, ToCurves>;
  private readonly feed = new CurvesFeed();
  private readonly pace = new Pace(() => this.sendGrowth());
  /** The folder that the page knows of. */
  private folder: string | undefined;

  constructor(
    extension: vscode.Uri,
    private current: EditorRun,
    private readonly resume: (run: EditorRun) => void,
    private readonly compare: (run: EditorRun) => void,
  ) {
    this.page = new Page(extension, 'curves', titleOf(current.state), (message) => this.take(message));
    this.page.onClosed(() => this.pace.end());
  }

  get run(): EditorRun {
    return this.current;
  }

  get onClosed(): vscode.Event<void> {
    return this.page.onClosed;
  }

  /** Brings the page up, with this run in it. */
  show(run: EditorRun): void {
    this.current = run;
    this.page.show(titleOf(run.state));
    this.sendWhole();
  }

  /** The run has gone on: the page is told soon. */
  change(): void {
    this.pace.change();
  }

  dispose(): void {
    this.page.dispose();
  }

  private take(message: FromCurves): void {
    if (message.type === 'ready') {
      this.folder = undefined;
      this.sendWhole();
    } else if (message.type === 'drawn') this.pace.drawn();
    else if (message.type === 'stop') this.current.stop();
    else if (message.type === 'reveal') void reveal(this.current.script, message.line, message.cell);
    else if (message.type === 'compare') this.compare(this.current);
    else this.resume(this.current);
  }

  private sendWhole(): void {
    this.pace.sending(true);
    this.page.send(this.feed.whole(this.current.state));
    this.sendFolder();
  }

  private sendGrowth(): void {
    this.pace.sending(false);
    this.page.send(this.feed.growth(this.current.state));
    this.sendFolder();
  }

  private sendFolder(): void {
    const { folder } = this.current;
    if (folder === undefined || folder === this.folder) return;
    this.folder = folder;
    this.page.send({ type: 'shows', run: folder });
  }
}

export function titleOf({ title }: CurvesState): string {
  return `Curves: ${title}`;
}
