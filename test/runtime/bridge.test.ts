import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { isMainThread, MessageChannel, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { Abandoned, answerCalls, Caller, RemoteError } from '../../runtime/bridge.js';
import { RunControl } from '../../runtime/run-control.js';

// The asking end blocks its thread, so this file is also the script of the thread that asks.

interface Call<Argument, Result, Question = never, Reply = never> {
  readonly argument: Argument;
  readonly result: Result;
  readonly question: Question;
  readonly reply: Reply;
}

type TestCalls = {
  readonly add: Call<{ readonly a: number; readonly b: number }, number>;
  readonly double: Call<Float32Array, ReadonlyMap<string, Float32Array>>;
  readonly bytes: Call<readonly ArrayBufferView[], readonly number[]>;
  readonly fail: Call<null, never>;
  /** Wakes who asks before it answers. */
  readonly wake: Call<null, number>;
  /** Asks for one number after the other, and gives their sum. */
  readonly sum: Call<number, number, { readonly number: number }, number>;
  /** Asks for numbers without waiting in between, and for one that nobody waits for. */
  readonly ahead: Call<null, readonly number[], { readonly number: number }, number>;
};

class LabelError extends Error {
  override readonly name = 'LabelError';
}

if (isMainThread) testBridge();
else parentPort?.postMessage(ask(workerData.name, workerData.port, workerData.memory));

function testBridge(): void {
  test('a call gives what the other thread gives', async () => {
    assert.deepEqual(await asked('add'), [3, 30]);
  });

  test('arrays arrive with their values and types, in maps too; the sender keeps its own', async () => {
    assert.deepEqual(await asked('double'), { kept: 3, doubled: new Float32Array([2, 4, 6]) });
  });

  test('a small view of a large buffer travels alone, and a buffer of Node as plain bytes', async () => {
    assert.deepEqual(await asked('bytes'), [8, 8, 2]);
  });

  test('who is asked may ask itself before it replies', async () => {
    assert.deepEqual(await asked('sum'), [11 + 12 + 13, [0, 1, 2]]);
  });

  test('what the asked one throws ends the call, here and there', async () => {
    assert.deepEqual(await asked('refuse'), ['no number', 7]);
    assert.ok(abandoned);
  });

  test('questions come one after the other, and a call ends after its last', async () => {
    assert.deepEqual(await asked('ahead'), [
      [10, 11],
      [0, 1, 2],
    ]);
  });

  test('a wake-up that comes late, from the answer before, is no answer', async () => {
    assert.equal(await asked('wake'), 42);
  });

  test('what is thrown there is thrown here, with its name', async () => {
    assert.deepEqual(await asked('fail'), { isRemote: true, name: 'LabelError', message: 'label 7 of 5 classes' });
  });
}

/** What was asked back when the asking thread threw. */
let abandoned = false;

/** What the asking thread found, with the answering end on this one. */
async function asked(name: string): Promise<unknown> {
  const control = new RunControl();
  const { port1, port2 } = new MessageChannel();
  answerCalls<TestCalls>(port2, control.bridge, {
    add: async ({ a, b }) => a + b,
    double: async (array) => new Map([['doubled', array.map((value) => value * 2)]]),
    bytes: async (views) => views.map((view) => view.buffer.byteLength),
    sum: async (count, ask) => {
      let sum = 0;
      try {
        for (let number = 0; number < count; number += 1) sum += await ask({ number });
      } catch (error) {
        abandoned = error instanceof Abandoned;
        throw error;
      }
      return sum;
    },
    ahead: async (_, ask) => {
      const both = [ask({ number: 0 }), ask({ number: 1 })];
      void ask({ number: 2 });
      return Promise.all(both);
    },
    wake: async () => {
      for (let time = 0; time < 3; time += 1) {
        await delay(20);
        Atomics.notify(control.bridge, 0);
      }
      return 42;
    },
    fail: async () => {
      throw new LabelError('label 7 of 5 classes');
    },
  });
  const worker = new Worker(fileURLToPath(import.meta.url), {
    workerData: { name, port: port1, memory: control.memory },
    transferList: [port1],
  });
  const result = await new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  assert.equal(control.isAsking, false);
  port2.close();
  await worker.terminate();
  return result;
}

function ask(name: string, port: MessagePort, memory: SharedArrayBuffer): unknown {
  const caller = new Caller<TestCalls>(port, new RunControl(memory).bridge);
  switch (name) {
    case 'add':
      return [caller.call('add', { a: 1, b: 2 }), caller.call('add', { a: 10, b: 20 })];
    case 'double': {
      const array = new Float32Array([1, 2, 3]);
      return { doubled: caller.call('double', array).get('doubled'), kept: array.length };
    }
    case 'bytes': {
      const large = new Float64Array(1000);
      return caller.call('bytes', [large.subarray(5, 6), large.subarray(5, 6), Buffer.from('ab')]);
    }
    case 'sum': {
      const numbers: number[] = [];
      const sum = caller.call('sum', 3, ({ number }) => {
        numbers.push(number);
        return caller.call('add', { a: number, b: 11 });
      });
      return [sum, numbers];
    }
    case 'ahead': {
      const numbers: number[] = [];
      const found = caller.call('ahead', null, ({ number }) => {
        numbers.push(number);
        return number + 10;
      });
      return [found, numbers];
    }
    case 'wake':
      return caller.call('wake', null);
    case 'refuse':
      try {
        return caller.call('sum', 3, () => {
          throw new RangeError('no number');
        });
      } catch (error) {
        return [(error as Error).message, caller.call('add', { a: 3, b: 4 })];
      }
    default:
      try {
        return caller.call('fail', null);
      } catch (error) {
        assert(error instanceof RemoteError);
        return { isRemote: true, name: error.remoteName, message: error.message };
      }
  }
}
