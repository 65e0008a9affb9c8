import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reference } from '../../runtime/engines/reference/index.js';
import type { DataSet } from '../../runtime/training/data.js';
import type { EpochSource } from '../../runtime/training/feed.js';
import { StreamSource } from '../../runtime/training/stream-source.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import type { BatchAnswer, BatchQuestion, CallbackPoint, Samples } from '../../server/language/training-request.js';

/** Seven batches of one sample, its number, from a script that fails where it is to make the batch `fails`. */
class Script {
  readonly asked: string[] = [];
  private made = 0;

  constructor(private readonly fails = Number.POSITIVE_INFINITY) {}

  readonly answer = async ({ wants, most = 0 }: BatchQuestion): Promise<BatchAnswer> => {
    this.asked.push(wants === 'take' ? `take ${most}` : wants);
    const batches: Samples[] = [];
    while (wants === 'take' && batches.length < most && this.made < 7) {
      if (this.made === this.fails) throw new Error('the script failed');
      const x = { dtype: 'float32' as const, shape: [1, 1], data: Float32Array.of(this.made) };
      batches.push({ x: [x], y: [] });
      this.made += 1;
    }
    return { batches, count: batches.length, ended: this.made === 7 };
  };
}

async function opened(script: Script, points: readonly CallbackPoint[], isRows = false): Promise<EpochSource> {
  const engine = await reference.start({});
  const graph = new GraphBuilder('nothing').finish([]);
  return new StreamSource(engine, {
    batches: 'training',
    stream: { steps: undefined, isRows },
    points,
    threads: 1,
    check: ({ x }): DataSet => ({ x, y: [], sampleWeights: [], samples: 1 }),
    program: () => ({ graph, losses: [], metrics: [], state: [] }),
    ask: script.answer,
  });
}

/** Takes steps, `most` at a time, until there are none; gives how many each time, and what had been asked by then. */
async function chunks(
  source: EpochSource,
  script: Script,
  most: number,
): Promise<readonly (readonly [number, string])[]> {
  const feed = await (await source.next()).feed(0);
  const found: (readonly [number, string])[] = [];
  for (let taken = await feed.take(most); taken; taken = await feed.take(most)) {
    found.push([taken.samples.length, script.asked.join(', ')]);
    taken.made(taken.samples.length);
    if (taken.isLast) break;
  }
  return found;
}

test('the next batches are asked for before the steps at hand are taken, within the epoch', async () => {
  const script = new Script();
  assert.deepEqual(await chunks(await opened(script, ['epoch_end']), script, 3), [
    [3, 'begin, take 3, take 3'],
    [3, 'begin, take 3, take 3, take 3'],
    [1, 'begin, take 3, take 3, take 3'],
  ]);
});

test('where callbacks look in between, a script makes no batch before it is wanted', async () => {
  for (const point of ['train_batch_end', 'test_batch_begin', 'invalid_loss'] as const) {
    const script = new Script();
    assert.deepEqual(await chunks(await opened(script, [point]), script, 4), [
      [4, 'begin, take 4'],
      [3, 'begin, take 4, take 4'],
    ]);
  }
});

test('rows of arrays are read ahead whoever looks', async () => {
  const script = new Script();
  const [first] = await chunks(await opened(script, ['train_batch_end'], true), script, 1);
  assert.deepEqual(first, [1, 'begin, take 1, take 1']);
});

test('what fails ahead fails where it is wanted: the steps before are taken', async () => {
  const script = new Script(4);
  const feed = await (await (await opened(script, [])).next()).feed(0);
  const first = await feed.take(2);
  assert.equal(first?.samples.length, 2);
  first?.made(2);
  const second = await feed.take(2);
  assert.equal(second?.samples.length, 2);
  second?.made(2);
  await assert.rejects(feed.take(2), /the script failed/);
});
