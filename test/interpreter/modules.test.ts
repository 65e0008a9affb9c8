import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { type Host, HostError } from '../../server/language/host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';

const { python, answers } = JSON.parse(readFileSync('test/oracle/python-modules.json', 'utf8')) as {
  python: string;
  answers: { program: string; printed: string }[];
};

for (const { program, printed } of answers) {
  test(`prints what CPython ${python} prints: ${program.split('\n').slice(0, 2).join('; ')}`, () => {
    assert.equal(printedBy(program), printed);
  });
}

test('writes what a file still holds when the program ends without closing it', () => {
  const files = new Map<string, Uint8Array>();
  printedBy("file = open('left.txt', 'w')\nfile.write('held')", files);
  assert.equal(new TextDecoder().decode(files.get('left.txt')), 'held');
});

test('tells once that figures are not shown', () => {
  const warnings: string[] = [];
  const program =
    'import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1, 2])\nplt.show()\nplt.plot([3])';
  assert.equal(printedBy(program, new Map(), warnings), '');
  assert.equal(warnings.length, 1);
  assert.match(warnings[0] as string, /learning curves/);
});

function printedBy(program: string, files = new Map<string, Uint8Array>(), warnings: string[] = []): string {
  const printed: string[] = [];
  files.set('packed.gz', new Uint8Array(gzipSync('packed\nin gzip\n')));
  run(program, 'program.py', hostOf(files, printed, warnings), silentRecorder);
  return printed.join('');
}

/** A world of one folder in memory. */
function hostOf(files: Map<string, Uint8Array>, printed: string[], warnings: string[]): Host {
  return {
    mode: 'numbers',
    dataLimit: Number.POSITIVE_INFINITY,
    print: (text) => printed.push(text),
    warn: (message) => warnings.push(message),
    environment: () => null,
    arguments: [],
    workingFolder: '/home',
    readFile: (path) => {
      const content = files.get(path);
      if (!content) throw new HostError('FileNotFoundError', `[Errno 2] No such file or directory: '${path}'`);
      return content;
    },
    writeFile: (path, bytes) => void files.set(path, bytes),
    fileKind: (path) => (path === '.' ? 'folder' : files.has(path) ? 'file' : null),
    listFolder: () => [...files.keys()],
    gunzip: (bytes) => new Uint8Array(gunzipSync(bytes)),
    now: () => Date.now() / 1000,
    sleep: () => {},
    entropy: () => 20_240_229,
    fit: () => undefined,
    evaluate: () => undefined,
    predict: () => undefined,
    compute: () => undefined,
    checkpoint: () => {},
  };
}
