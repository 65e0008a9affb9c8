/** A page is told of changes at most this often. In milliseconds. */
const interval = 100;
/** And draws for at most one part in so many of the time: editing goes first. */
const rest = 3;

/** When a page that grows with a training is sent what is new: after it has drawn what it was sent last, and has rested. */
export class Pace {
  /** When it was sent what it has not drawn yet. In milliseconds. */
  private sent: number | undefined;
  /** It is not sent anything before this time. */
  private next = 0;
  /** The page draws itself as a whole, and may be loaded for it: that takes longer than what follows. */
  private isWhole = false;
  private isStale = false;
  private pause: NodeJS.Timeout | undefined;

  constructor(private readonly send: () => void) {}

  /** There is something new: the page is sent it soon. */
  change(): void {
    this.isStale = true;
    if (this.sent === undefined) this.pause ??= setTimeout(() => this.send(), Math.max(0, this.next - Date.now()));
  }

  /** The page is being sent what there is. */
  sending(isWhole: boolean): void {
    clearTimeout(this.pause);
    this.pause = undefined;
    this.isWhole = isWhole;
    this.isStale = false;
    this.sent = Date.now();
  }

  /** The page has drawn what it was sent. */
  drawn(): void {
    if (this.sent === undefined) return;
    const now = Date.now();
    this.next = now + (this.isWhole ? interval : Math.max(interval, (rest - 1) * (now - this.sent)));
    this.sent = undefined;
    if (this.isStale) this.change();
  }

  end(): void {
    clearTimeout(this.pause);
  }
}
