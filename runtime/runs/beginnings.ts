import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** The folder within a run's. */
const beginningsFolder = 'beginnings';
/** In the place of a file that was not there. */
const nothing = 'nothing';
/** Ends the name of a folder that is being filled. */
const unfinished = '.part';

/**
 * Files that a run goes on from and later writes anew, such as a backup of its training: copies of them as the run found
 * them, so that one that resumes it begins as it began.
 */
export class Beginnings {
  private asked = 0;

  constructor(private readonly run: string) {}

  /** Where the file is, as the run first found it; null: there was none. `file`: absolute. Asked for in the same order by a run that resumes. */
  find(file: string): string | null {
    this.asked += 1;
    const folder = path.join(this.run, beginningsFolder, String(this.asked));
    const known = existsSync(folder) ? readdirSync(folder)[0] : undefined;
    if (known !== undefined) return known === nothing ? null : path.join(folder, known);
    const isThere = existsSync(file);
    try {
      wholeFolder(folder, (part) => {
        if (isThere) copyFileSync(file, path.join(part, path.basename(file)));
        else writeFileSync(path.join(part, nothing), '');
      });
    } catch {
      // A full disk: the run goes on, and its resumption begins with what is there then.
    }
    return isThere ? file : null;
  }
}

/** Gives a run what another one found. */
export function inheritBeginnings(from: string, to: string): void {
  const source = path.join(from, beginningsFolder);
  for (const asked of existsSync(source) ? readdirSync(source) : []) {
    if (asked.endsWith(unfinished)) continue;
    wholeFolder(path.join(to, beginningsFolder, asked), (part) => {
      for (const name of readdirSync(path.join(source, asked)))
        copyFileSync(path.join(source, asked, name), path.join(part, name));
    });
  }
}

/** Fills a folder and then gives it its name: a process that is killed meanwhile leaves none that is half full. */
function wholeFolder(folder: string, fill: (part: string) => void): void {
  const part = `${folder}${unfinished}`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true });
  fill(part);
  renameSync(part, folder);
}
