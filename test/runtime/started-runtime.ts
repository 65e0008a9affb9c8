import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { type RunEvent, type RunStarted, runEvent, type StartRun, startRun } from '../../runtime/contract.js';

/** The runtime as an editor starts it. */
export async function startRuntime(
  request: Pick<StartRun, 'file' | 'folder'> & Partial<StartRun>,
  program = path.resolve('dist', 'runtime.js'),
) {
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  const reader = new StreamMessageReader(child.stdout);
  // A message torn by a kill is not waited for.
  reader.partialMessageTimeout = 0;
  const connection = createMessageConnection(reader, new StreamMessageWriter(child.stdin));
  const events: RunEvent[] = [];
  connection.onNotification(runEvent, (event: RunEvent) => void events.push(event));
  connection.listen();
  const asked = connection.sendRequest<RunStarted>(startRun, {
    runs: path.join(request.folder, '.layerscope', 'runs'),
    engine: 'auto',
    threads: 1,
    environment: {},
    arguments: [],
    ...request,
  } satisfies StartRun);
  // One that is refused waits for another request.
  const answer = asked.catch((error: unknown) => {
    child.kill('SIGKILL');
    connection.dispose();
    throw error;
  });
  const { run } = await Promise.race([answer, closed.then(() => assert.fail('the runtime ended at once'))]);
  return { child, closed, connection, events, run };
}
