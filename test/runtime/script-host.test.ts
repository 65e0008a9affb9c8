import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { RemoteError } from '../../runtime/bridge.js';
import { RunControl } from '../../runtime/run-control.js';
import { ScriptHost } from '../../runtime/script-host.js';
import { HostError, Stopped } from '../../server/language/host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { PredictRequest } from '../../server/language/training-request.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'host-')));
after(() => rmSync(folder, { recursive: true }));
mkdirSync(path.join(folder, 'data'));
writeFileSync(path.join(folder, 'data', 'numbers.bin'), Buffer.from([1, 2, 3]));

function newHost(options: { seed?: number; control?: RunControl } = {}) {
  const said: string[] = [];
  const training = {
    call(name: string): never {
      said.push(name);
      throw new RemoteError('EngineError', 'out of memory');
    },
  };
  const task = {
    file: path.join(folder, 'script.py'),
    text: '',
    folder,
    environment: { DATA: '/data' },
    arguments: ['--fast'],
    seed: options.seed ?? 1,
    downloads: false,
  };
  const host = new ScriptHost(task, options.control ?? new RunControl(), training, {
    print: (text) => said.push(text),
    warning: (message) => said.push(`warning: ${message}`),
    loop: (event) => said.push(JSON.stringify(event)),
  });
  return { host, said };
}

test('files are read from the working folder', () => {
  const { host } = newHost();
  assert.deepEqual(host.readFile('data/numbers.bin'), new Uint8Array([1, 2, 3]));
  assert.equal(host.fileKind('data'), 'folder');
  assert.equal(host.fileKind('data/numbers.bin'), 'file');
  assert.equal(host.fileKind('nowhere'), null);
  host.makeFolder('data/a/b');
  assert.equal(host.fileKind('data/a/b'), 'folder');
  host.writeFile('data/written.bin', new Uint8Array([9]));
  assert.deepEqual(host.listFolder('data').toSorted(), ['a', 'numbers.bin', 'written.bin']);
});

test('what a program wrote into a file that it never closed can be read', () => {
  const { host, said } = newHost();
  const program = "open('left.txt', 'w').write('two\\nlines')\nprint(len(open('left.txt').readlines()))\n";
  run(program, 'script.py', host, silentRecorder);
  host.flush();
  assert.deepEqual(said, ['2\n']);
});

test('what cannot be read fails in the words of Python, with the folder it was looked for in', () => {
  const { host } = newHost();
  assert.throws(() => host.readFile('x.gz'), {
    type: 'FileNotFoundError',
    message: `[Errno 2] No such file or directory: 'x.gz' (in the working folder ${folder})`,
  });
  assert.throws(() => host.readFile('/nowhere/x'), {
    type: 'FileNotFoundError',
    message: "[Errno 2] No such file or directory: '/nowhere/x'",
  });
  assert.throws(() => host.readFile('data'), { type: 'IsADirectoryError' });
  assert.throws(() => host.listFolder('data/numbers.bin'), {
    type: 'OSError',
    message: /^\[Errno 20\] Not a directory/,
  });
});

test('gzip is unpacked, several members too; what is none is an error', () => {
  const { host } = newHost();
  const two = Buffer.concat([gzipSync('one '), gzipSync('two')]);
  assert.equal(Buffer.from(host.gunzip(two)).toString(), 'one two');
  assert.throws(() => host.gunzip(new Uint8Array([1, 2, 3, 4])), { type: 'OSError', message: /not a whole gzip file/ });
  assert.throws(() => host.gunzip(gzipSync('cut off').subarray(0, 12)), HostError);
});

test('what is printed comes before what is asked; what training throws becomes an exception of the script', () => {
  const { host, said } = newHost();
  host.print('a');
  host.print('b\n');
  assert.deepEqual(said, []);
  assert.throws(() => host.predict({} as PredictRequest), { type: 'RuntimeError', message: 'out of memory' });
  assert.deepEqual(said, ['ab\n', 'predict']);
  assert.equal(host.hasAsked, true);
  host.print('x');
  host.warn('y');
  assert.deepEqual(said.slice(2), ['x', 'warning: y']);
  host.print('x'.repeat(10_000));
  assert.equal(said.length, 5);
});

test('a stop ends the script at its next checkpoint, and wakes it from sleep', () => {
  const control = new RunControl();
  const { host } = newHost({ control });
  host.checkpoint();
  control.stop();
  assert.throws(() => host.checkpoint(), Stopped);
  const before = Date.now();
  assert.throws(() => host.sleep(60), Stopped);
  assert(Date.now() - before < 5000);
});

test('entropy repeats from the seed of the run', () => {
  const draw = (host: ScriptHost) => Array.from({ length: 4 }, () => host.entropy());
  const seeded = draw(newHost({ seed: 7 }).host);
  assert.deepEqual(draw(newHost({ seed: 7 }).host), seeded);
  assert.notDeepEqual(draw(newHost({ seed: 8 }).host), seeded);
  assert(seeded.every((bits) => Number.isInteger(bits) && bits >= 0 && bits < 2 ** 32));
});

test('the environment and the arguments are those of the run', () => {
  const { host } = newHost();
  assert.equal(host.environment('DATA'), '/data');
  assert.equal(host.environment('HOME'), null);
  assert.deepEqual(host.arguments, ['--fast']);
});
