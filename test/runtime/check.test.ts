import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layerscope } from './command.js';
import { model, scriptFolder, shortTraining } from './scripts.js';

const folder = scriptFolder();
const wrongShape = `import keras
model = keras.Sequential([keras.Input(shape=(28, 28, 1)), keras.layers.Conv2D(8, 3), keras.layers.Conv2D(8, 40)])
`;

test('a script without faults: exit 0', async () => {
  folder.write('good.py', shortTraining);
  const { status, out, errors } = await layerscope(['check', 'good.py'], { folder: folder.path });
  assert.deepEqual({ status, out, errors }, { status: 0, out: 'good.py: no faults found\n', errors: '' });
  const json = await layerscope(['check', 'good.py', '--json'], { folder: folder.path });
  assert.deepEqual({ status: json.status, out: JSON.parse(json.out) }, { status: 0, out: { problems: [] } });
});

test('a fault: exit 1, with its place, the line and carets', async () => {
  folder.write('fault.py', wrongShape);
  const { status, out } = await layerscope(['check', 'fault.py'], { folder: folder.path });
  assert.equal(status, 1);
  assert.match(out, /^fault\.py:2:\d+: error [a-z-]+: .+\n {4}model = keras.+\n {4} +\^+\n/);
  assert.match(out, /\nfault\.py: 1 error\n$/);
  const json = await layerscope(['check', 'fault.py', '--json'], { folder: folder.path });
  assert.equal(json.status, 1);
  const { problems } = JSON.parse(json.out);
  assert.equal(problems.length, 1);
  const { file, line, column, endLine, endColumn, severity, rule, message, fixes } = problems[0];
  assert.deepEqual({ file, line, endLine, severity }, { file: 'fault.py', line: 2, endLine: 2, severity: 'error' });
  assert(column >= 1 && endColumn > column && rule && message && Array.isArray(fixes));
});

test('half-typed: the syntax error is told, and exit 1', async () => {
  folder.write('half.py', `${model}model.fit(x, y, epochs=\n`);
  const { status, out } = await layerscope(['check', 'half.py'], { folder: folder.path });
  assert.equal(status, 1);
  assert.match(out, /^half\.py:1[01]:\d+: error syntax: /);
});

test('a file that cannot be read: exit 2 and one line that says why', async () => {
  folder.write('latin.py', Buffer.from('# \xe9\n', 'latin1'));
  for (const [argv, message] of [
    [['check', 'missing.py'], 'layerscope: missing.py does not exist\n'],
    [['summary', '.'], 'layerscope: . is a folder: name a Python file in it\n'],
    [
      ['train', 'latin.py', '--json'],
      'layerscope: latin.py is not UTF-8: byte 0xe9 in line 1. Save it with the encoding UTF-8\n',
    ],
    [['check'], 'layerscope: check needs a file\nlayerscope --help says how it is used\n'],
    [['train', 'latin.py', '--engine', 'x'], /unknown engine x/],
  ] as const) {
    const { status, out, errors } = await layerscope(argv, { folder: folder.path });
    assert.deepEqual({ status, out }, { status: 2, out: '' });
    if (typeof message === 'string') assert.equal(errors, message);
    else assert.match(errors, message);
  }
});

test('help and version', async () => {
  assert.match((await layerscope(['--help'])).out, /^Usage: layerscope COMMAND FILE/);
  assert.match((await layerscope(['--version'])).out, /^\d+\.\d+\.\d+\n$/);
});

test('an empty file has no faults and no models', async () => {
  folder.write('empty.py', '');
  const checked = await layerscope(['check', 'empty.py', '--json'], { folder: folder.path });
  assert.deepEqual([checked.status, JSON.parse(checked.out)], [0, { problems: [] }]);
  const summed = await layerscope(['summary', 'empty.py', '--json'], { folder: folder.path });
  assert.deepEqual([summed.status, JSON.parse(summed.out)], [0, { file: 'empty.py', models: [] }]);
});

test('five megabytes, and ten thousand brackets, are read in bounded time', async () => {
  folder.write('huge.py', `${model}${'value = [1, 2, 3]\n'.repeat(300_000)}`);
  folder.write('deep.py', `x = ${'['.repeat(10_000)}\n`);
  for (const file of ['huge.py', 'deep.py']) {
    const before = Date.now();
    const { status } = await layerscope(['check', file, '--json'], { folder: folder.path });
    assert(status === 0 || status === 1, `${file}: exit ${status}`);
    assert(Date.now() - before < 30_000);
  }
});

test('a script that loops for ever is given up, not waited for', async () => {
  folder.write('endless.py', 'while True:\n    x = 1\n');
  const { status, out } = await layerscope(['check', 'endless.py'], { folder: folder.path });
  assert.equal(status, 0);
  assert.match(out, /information/);
});

const notebook = (...cells: string[]) =>
  JSON.stringify({
    nbformat: 4,
    metadata: {},
    cells: [
      { cell_type: 'markdown', source: '# A model' },
      ...cells.map((source) => ({ cell_type: 'code', source: source.split(/(?<=\n)/) })),
    ],
  });

test('a notebook: its cells are one program, and a fault says its cell and the line in it', async () => {
  const [imports, ...rest] = wrongShape.split(/(?<=\n)/);
  folder.write('fault.ipynb', notebook(`%matplotlib inline\n${imports}`, `!ls\n${rest.join('')}`));
  const { status, out } = await layerscope(['check', 'fault.ipynb'], { folder: folder.path });
  assert.equal(status, 1);
  assert.match(out, /^fault\.ipynb:cell 3:2:\d+: error [a-z-]+: .+\n {4}model = keras.+\n {4} +\^+\n/);
  const json = await layerscope(['check', 'fault.ipynb', '--json'], { folder: folder.path });
  const { problems } = JSON.parse(json.out);
  assert.equal(problems.length, 1);
  assert.deepEqual([problems[0].cell, problems[0].line, problems[0].endLine], [3, 2, 2]);
});

test('a broken line of a notebook is shown as it is written', async () => {
  folder.write('broken.ipynb', notebook('x = 1', '!ls\ny = = 2'));
  const { out } = await layerscope(['check', 'broken.ipynb'], { folder: folder.path });
  assert.match(out, /^broken\.ipynb:cell 3:2:\d+: error syntax: .+\n {4}y = = 2\n/);
});

test('a notebook that is none: exit 2, and why', async () => {
  folder.write('none.ipynb', 'x = 1\n');
  const { status, errors } = await layerscope(['check', 'none.ipynb'], { folder: folder.path });
  assert.deepEqual([status, errors], [2, 'layerscope: none.ipynb is not a notebook: its text is not JSON\n']);
});
