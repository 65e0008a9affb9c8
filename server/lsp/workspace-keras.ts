import { readdirSync, readFileSync, statSync } from 'node:fs';
import { type KerasVersion, kerasVersionOf, type VersionFiles } from '../language/keras-version.js';

/** Longer files are not what tells a version. In bytes. */
const largestFile = 5_000_000;
/** How long an answer is believed, in milliseconds. */
const believedFor = 10_000;

/** What the user's settings say: which Keras, or that the workspace's files are to be asked. */
export type KerasSetting = KerasVersion | 'auto';

/** Which Keras the folders of a workspace use: their environments' and requirements' word, which is read and never run. */
export class WorkspaceKeras {
  setting: KerasSetting = 'auto';
  private readonly found = new Map<string, { readonly at: number; readonly version: KerasVersion | undefined }>();

  /** For a file in one of these folders; undefined where nothing says it. */
  versionFor(file: string, folders: readonly string[]): KerasVersion | undefined {
    if (this.setting !== 'auto') return this.setting;
    const inside = folders.filter((folder) => file.startsWith(`${folder}/`)).sort((a, b) => b.length - a.length);
    for (const folder of inside) {
      const version = this.versionOf(folder);
      if (version) return version;
    }
    return undefined;
  }

  private versionOf(folder: string): KerasVersion | undefined {
    const before = this.found.get(folder);
    if (before && Date.now() - before.at < believedFor) return before.version;
    const version = kerasVersionOf(folder, files);
    this.found.set(folder, { at: Date.now(), version });
    return version;
  }
}

/** What may not be read is as if it were not there. */
const files: VersionFiles = {
  text(path) {
    try {
      return statSync(path).size <= largestFile ? readFileSync(path, 'utf8') : undefined;
    } catch {
      return undefined;
    }
  },
  list(path) {
    try {
      return readdirSync(path);
    } catch {
      return [];
    }
  },
};
