/**
 * Gives messages of several threads in the order in which they were made: two ports keep their own
 * order but not that between them. Orders count from `first` without gaps.
 */
export class InOrder<Message> {
  private readonly waiting = new Map<number, Message>();

  constructor(
    private readonly give: (message: Message) => void,
    private next = 0,
  ) {}

  take(order: number, message: Message): void {
    this.waiting.set(order, message);
    for (;;) {
      const due = this.waiting.get(this.next);
      if (due === undefined) return;
      this.waiting.delete(this.next);
      this.next += 1;
      this.give(due);
    }
  }

  /** Gives what waits for a message that will never come, because its thread died. */
  giveRest(): void {
    const rest = [...this.waiting].sort(([a], [b]) => a - b);
    this.waiting.clear();
    for (const [order, message] of rest) {
      this.next = order + 1;
      this.give(message);
    }
  }
}
