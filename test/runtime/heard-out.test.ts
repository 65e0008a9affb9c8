import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';
import { type RunEvent, runEvent } from '../../runtime/contract.js';
import { heardOut } from '../../runtime/runs/heard-out.js';

/** Many events that a process wrote at once, just before it went. */
async function written(events: readonly RunEvent[]): Promise<PassThrough> {
  const stream = new PassThrough({ highWaterMark: 1 << 24 });
  const writer = createMessageConnection(new StreamMessageReader(new PassThrough()), new StreamMessageWriter(stream));
  for (const event of events) await writer.sendNotification(runEvent, event);
  writer.dispose();
  return stream;
}

const prints = Array.from({ length: 200 }, (_, i): RunEvent => ({ event: 'print', text: `${i}\n` }));
const end: RunEvent = { event: 'end', status: 'completed', run: '', seconds: 1 };

for (const [about, events] of [
  ['with how it ended', [...prints, end]],
  ['of a process that was killed before it could say so', prints],
] as const) {
  test(`all that was written is heard, ${about}`, async () => {
    const heard: RunEvent[] = [];
    const stream = await written(events);
    const connection = createMessageConnection(
      new StreamMessageReader(stream),
      new StreamMessageWriter(new PassThrough()),
    );
    connection.onNotification(runEvent, (event: RunEvent) => {
      heard.push(event);
    });
    connection.listen();
    await heardOut(
      () => heard.length,
      () => heard.at(-1)?.event === 'end',
    );
    connection.dispose();
    assert.deepEqual(heard, events);
  });
}
