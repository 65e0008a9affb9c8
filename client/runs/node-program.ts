import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A Node to run the runtime on. */
export interface NodeProgram {
  readonly path: string;
  /** What it needs in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** For the log: `Node 22.1.0`. */
  readonly name: string;
}

/** What the runtime needs. */
const oldestMajor = 20;

/**
 * The Node of the setting, else the one on the PATH, else the editor's own. Electron's is the last
 * choice: it may refuse native modules that a plain Node takes. Throws where the setting names none.
 */
export async function findNode(setting: string): Promise<NodeProgram> {
  if (setting) {
    const version = await versionOf(setting);
    if (version === undefined)
      throw new Error(
        `The setting layerscope.nodePath names ${setting}, which does not run. Give the path of Node ${oldestMajor} or newer, or leave it empty.`,
      );
    if (majorOf(version) < oldestMajor)
      throw new Error(
        `The setting layerscope.nodePath names Node ${version}; Layerscope trains with Node ${oldestMajor} or newer.`,
      );
    return { path: setting, environment: {}, name: `Node ${version}` };
  }
  const version = await versionOf('node');
  if (version !== undefined && majorOf(version) >= oldestMajor)
    return { path: 'node', environment: {}, name: `Node ${version}` };
  return {
    path: process.execPath,
    environment: { ELECTRON_RUN_AS_NODE: '1' },
    name: `the editor's own Node ${process.versions.node}`,
  };
}

async function versionOf(program: string): Promise<string | undefined> {
  try {
    const { stdout } = await promisify(execFile)(program, ['-p', 'process.versions.node'], {
      timeout: 10_000,
      windowsHide: true,
    });
    return /^\d+\.\d+\.\d+/.exec(stdout.trim())?.[0];
  } catch {
    return undefined;
  }
}

function majorOf(version: string): number {
  return Number.parseInt(version, 10);
}
