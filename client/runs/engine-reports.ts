import { spawn } from 'node:child_process';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { type EngineReport, listEngines } from '../../runtime/contract.js';
import type { NodeProgram } from './node-program.js';

/** A driver may hang where it finds half of what it needs. */
const PATIENCE_MILLISECONDS = 30_000;

/** What starts on this machine, where runs have that environment and folder: asked of a process of its own, since a broken driver may end it. Throws where it does. */
export async function engineReports(
  node: NodeProgram,
  program: string,
  environment: Readonly<Record<string, string>> = {},
  folder?: string,
): Promise<readonly EngineReport[]> {
  const child = spawn(node.path, [program], {
    env: { ...process.env, ...environment, ...node.environment },
    ...(folder === undefined ? {} : { cwd: folder }),
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
  });
  const connection = createMessageConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  let timer: NodeJS.Timeout | undefined;
  const failed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('an engine hangs while it starts')), PATIENCE_MILLISECONDS);
    child.on('error', reject);
    child.on('close', (code, signal) =>
      reject(new Error(`the process that tried the engines ended (${signal ?? `exit status ${code}`})`)),
    );
  });
  child.stdin.on('error', () => {}); // Its end is told by `close`.
  connection.onError(() => {}); // As above.
  connection.listen();
  try {
    return await Promise.race([connection.sendRequest<readonly EngineReport[]>(listEngines), failed]);
  } finally {
    clearTimeout(timer);
    connection.dispose();
    child.kill('SIGKILL');
  }
}
