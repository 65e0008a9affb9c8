import type * as vscode from 'vscode';
import type { CurvesState, FromCurves, ToCurves } from '../../webviews/curves/contract.js';
import { reveal } from '../reveal.js';
import type { EditorRun } from '../runs/editor-run.js';
import { CurvesFeed } from './curves-feed.js';
import { Page } from './page.js';

/** The page is told of changes at most this often. In milliseconds. */
const interval = 100;
/** And draws for at most one part in so many of the time: editing goes first. */
const rest = 3;

/** The page of a run of this window, which grows with it. */
export class LiveCurves {
  private readonly page: Page<FromCurves, ToCurves>;
  private readonly feed = new CurvesFeed();
  /** When it was sent what it has not drawn yet. In milliseconds. */
  private sent: number | undefined;
  /** It is not sent anything before this time. */
  private next = 0;
  /** The page draws itself as a whole, and may be loaded for it: that takes longer than what follows. */
  private isWhole = false;
  private isStale = false;
  private pause: NodeJS.Timeout | undefined;

  constructor(
    extension: vscode.Uri,
    private current: EditorRun,
    private readonly resume: (run: EditorRun) => void,
  ) {
    this.page = new Page(extension, 'curves', titleOf(current.state), (message) => this.take(message));
    this.page.onClosed(() => clearTimeout(this.pause));
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
    this.isStale = true;
    if (this.sent === undefined)
      this.pause ??= setTimeout(() => this.sendGrowth(), Math.max(0, this.next - Date.now()));
  }

  dispose(): void {
    this.page.dispose();
  }

  private take(message: FromCurves): void {
    if (message.type === 'ready') this.sendWhole();
    else if (message.type === 'drawn') this.drawn();
    else if (message.type === 'stop') this.current.stop();
    else if (message.type === 'reveal') void reveal(this.current.script, message.line, message.cell);
    else this.resume(this.current);
  }

  private sendWhole(): void {
    this.isWhole = true;
    this.send(this.feed.whole(this.current.state));
  }

  private sendGrowth(): void {
    this.send(this.feed.growth(this.current.state));
  }

  private send(message: ToCurves): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    this.isStale = false;
    this.sent = Date.now();
    this.page.send(message);
  }

  private drawn(): void {
    if (this.sent === undefined) return;
    const now = Date.now();
    this.next = now + (this.isWhole ? interval : Math.max(interval, (rest - 1) * (now - this.sent)));
    this.isWhole = false;
    this.sent = undefined;
    if (this.isStale) this.change();
  }
}

export function titleOf({ title }: CurvesState): string {
  return `Curves: ${title}`;
}
