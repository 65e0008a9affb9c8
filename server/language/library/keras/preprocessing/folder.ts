import type { Context } from '../../../values/context.js';
import type { Value } from '../../../values/value.js';
import { pathText } from '../../python/modules/path-text.js';
import { comparePoints } from '../../python/sorting.js';

/** Files in a folder whose subfolders are classes. */
export interface ClassFolder {
  readonly classes: readonly string[];
  readonly files: number;
  /** Of each class. */
  readonly counts: readonly number[];
}

/** Most entries that are looked at: a folder of more is not counted. */
const most = 200_000;

/** The classes and the number of files with these endings, as far as the host knows; undefined where it does not. */
export function classFolder(
  directory: Value,
  endings: readonly string[],
  context: Context,
  takesHidden = false,
): ClassFolder | undefined {
  const path = pathText(directory, context);
  if (path === undefined) return undefined;
  try {
    const entries = context.host.listFolder(path);
    if (!entries) return undefined;
    const classes = [...entries]
      .filter((name) => (takesHidden || !name.startsWith('.')) && context.host.fileKind(`${path}/${name}`) === 'folder')
      .sort(comparePoints);
    const budget = { left: most };
    const counts: number[] = [];
    for (const name of classes) {
      const count = countFiles(`${path}/${name}`, endings, budget, context);
      if (count === undefined) return undefined;
      counts.push(count);
    }
    return { classes, files: counts.reduce((sum, count) => sum + count, 0), counts };
  } catch {
    // No such folder, or one that may not be read: nothing is known of it.
    return undefined;
  }
}

function countFiles(
  path: string,
  endings: readonly string[],
  budget: { left: number },
  context: Context,
): number | undefined {
  const entries = context.host.listFolder(path);
  if (!entries) return undefined;
  budget.left -= entries.length;
  if (budget.left < 0) return undefined;
  let files = 0;
  for (const name of entries) {
    if (endings.some((ending) => name.toLowerCase().endsWith(ending))) {
      files += 1;
    } else if (!name.includes('.')) {
      if (context.host.fileKind(`${path}/${name}`) !== 'folder') continue;
      const inner = countFiles(`${path}/${name}`, endings, budget, context);
      if (inner === undefined) return undefined;
      files += inner;
    }
  }
  return files;
}
