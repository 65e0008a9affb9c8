import type { Context } from '../../../values/context.js';

/** What restored checkpoints hold for objects that the program has yet to make. */
export interface Waiting {
  run(): void;
}

const none: Waiting[] = [];

/** Of the program's run. Its order is that of the restorations: the last one holds. */
export function waitingOf(context: Context): Waiting[] {
  return context.host.mode === 'numbers' ? context.cache('tensorflow.restorations', () => [] as Waiting[]) : none;
}

/** Variables have come to be: those that a restored checkpoint has values for get them. */
export function restoreWaiting(context: Context): void {
  for (const waiting of waitingOf(context)) waiting.run();
}
