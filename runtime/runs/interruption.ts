import { statSync } from 'node:fs';
import path from 'node:path';
import { type KeptRun, readEvents } from './read-run.js';
import { eventsFile } from './run-folder.js';

/** What became of a run that did not come to its end, in words for a list. */
export interface Interruption {
  /** `Killed`, `Stopped`, or its message. */
  readonly what: string;
  readonly when: Date;
  /** `epoch 12 of 40`, or of which fit; undefined: no epoch had ended. */
  readonly epoch: string | undefined;
  /** Nobody who trains had asked for it: the process was killed or crashed, the window was closed. */
  readonly byItself: boolean;
}

export function interruption({ folder, record, wasKilled }: KeptRun): Interruption {
  const events = readEvents(folder);
  const last = events.findLast((event) => event.event === 'epoch');
  const fits = events.filter(({ event }) => event === 'fit').length;
  const of = last && fits > 1 ? ` of its ${ordinal(last.fit)} fit` : '';
  const written = statSync(path.join(folder, eventsFile), { throwIfNoEntry: false })?.mtime;
  const { status, message, ended, started } = record;
  return {
    what: wasKilled ? 'Killed' : (message ?? (status === 'stopped' ? 'Stopped' : 'Failed')).replace(/\.$/, ''),
    when: ended === undefined ? (written ?? new Date(started)) : new Date(ended),
    epoch: last && `epoch ${last.epoch} of ${last.epochs}${of}`,
    byItself:
      wasKilled ||
      (status === 'stopped' && message !== undefined) ||
      (status === 'failed' && /^(Training|The script) (ran out of memory|ended unexpectedly)/.test(message ?? '')),
  };
}

function ordinal(number: number): string {
  const ends = { 1: 'st', 2: 'nd', 3: 'rd' } as const;
  const isTeen = Math.floor(number / 10) % 10 === 1;
  return `${number}${(!isTeen && ends[(number % 10) as 1 | 2 | 3]) || 'th'}`;
}
