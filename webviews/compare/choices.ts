import { type Look, lookOf } from '../kit/look.js';
import type { SortOrder } from './runs-table.js';

/** What the page that compares runs keeps for when it is made anew, after its tab was hidden or the editor has started anew. */
export interface CompareChoices extends Look {
  /** The ids of the trainings whose curves are hidden: their numbers may be others the next time. */
  readonly hidden: readonly string[];
  readonly sorted?: SortOrder;
  /** The folders of the runs that it shows. */
  readonly runs: readonly string[];
}

/** `kept`: what an earlier page kept, whatever it is. */
export function compareChoicesOf(kept: unknown): CompareChoices {
  const { hidden, sorted, runs }: { hidden?: unknown; sorted?: unknown; runs?: unknown } =
    kept instanceof Object ? kept : {};
  const { name, bestFirst }: { name?: unknown; bestFirst?: unknown } = sorted instanceof Object ? sorted : {};
  return {
    ...lookOf(kept),
    hidden: texts(hidden),
    ...(typeof name === 'string' && { sorted: { name, bestFirst: bestFirst === true } }),
    runs: texts(runs),
  };
}

function texts(kept: unknown): string[] {
  return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
}
