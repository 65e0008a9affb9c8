import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cellAt, maskMagics, notebookProgram, readNotebook } from '../../server/language/syntax/notebook.js';
import { parse } from '../../server/language/syntax/parse.js';

const masks: readonly (readonly [string, string])[] = [
  ['x = 1\ny = x % 2\n', 'x = 1\ny = x % 2\n'],
  ['%matplotlib inline\nx = 1', '0                 \nx = 1'],
  ['!pip install -q keras\nx = 1', '0                    \nx = 1'],
  ["!echo it's ( [\nx = 1", '0             \nx = 1'],
  ['if colab:\n  !ls\nx = 1', 'if colab:\n  0  \nx = 1'],
  ['!a \\\n  b\nx = 1', '0   \n   \nx = 1'],
  ['!a \\\r\n  b\r\nx = 1', '0   \r\n   \r\nx = 1'],
  ['files = !ls *.csv\nx = 1', 'files = _        \nx = 1'],
  ['a, b = %who_ls', 'a, b = _      '],
  ['%time model = build()', '0;    model = build()'],
  ['%timeit build()', '0              '],
  ['%time', '0    '],
  ['model.fit?\nx = 1', '0         \nx = 1'],
  ['??model\nx', '0      \nx'],
  ['%%time\nx = 1\n!ls', '0     \nx = 1\n0  '],
  ['%%bash\ncd "(\nls', '0     \n     \n  '],
  ['\n%%writefile a.py\nx = 1\n', '\n0               \n     \n'],
  ['x = (a\n  % b)\n', 'x = (a\n  % b)\n'],
  ['x = (a\n  != b)\n', 'x = (a\n  != b)\n'],
  ['s = """\n%magic\n!ls\nwhat?\n"""\n', 's = """\n%magic\n!ls\nwhat?\n"""\n'],
  ['x = a != b\ny = a %b\n', 'x = a != b\ny = a %b\n'],
  ['x %= 2\nx = a \\\n % b', 'x %= 2\nx = a \\\n % b'],
  ['# why?\nx = 1 # ok?\n', '# why?\nx = 1 # ok?\n'],
];

for (const [source, masked] of masks) {
  test(`masked: ${JSON.stringify(source)}`, () => {
    assert.equal(maskMagics(source), masked);
    assert.equal(masked.length, source.length);
    if (masked !== source) assert.deepEqual(parse(masked).errors, []);
  });
}

test('code cells become one program, each at its own place', () => {
  const sources = ['import keras\n%load_ext x', '', 'model = keras.Sequential()'];
  const { text, cells } = notebookProgram(sources.map((source, i) => ({ index: 2 * i, source })));
  assert.deepEqual(
    cells.map(({ index, start, end, source }) => [index, text.slice(start, end).length, source]),
    sources.map((source, i) => [2 * i, source.length, source]),
  );
  assert.equal(text.slice(cells[2]?.start, cells[2]?.end), sources[2]);
  for (const cell of cells) {
    assert.equal(cellAt(cells, cell.start), cell);
    assert.equal(cellAt(cells, cell.end), cell);
  }
  assert.deepEqual(notebookProgram([]), { text: '', cells: [] });
  assert.equal(cellAt([], 0), undefined);
});

test('a statement that a cell leaves open with a backslash does not swallow the next cell', () => {
  const { text } = notebookProgram([
    { index: 0, source: 'x = 1 + \\' },
    { index: 1, source: 'y = 2' },
  ]);
  const targets = parse(text).body.filter((statement) => statement.kind === 'Assign');
  assert.equal(targets.length, 2);
});

const code = { cell_type: 'code', metadata: {}, outputs: [], execution_count: null };

test('nbformat 4: sources as text or lines; prose and raw cells are left out', () => {
  const json = JSON.stringify({
    nbformat: 4,
    metadata: { kernelspec: { language: 'python', name: 'python3' }, language_info: { name: 'python' } },
    cells: [
      { cell_type: 'markdown', source: '# Title' },
      { ...code, source: ['x = 1\n', 'y = 2'] },
      { cell_type: 'raw', source: 'z' },
      { ...code, source: 'z = 3' },
    ],
  });
  const cells = [
    { index: 1, source: 'x = 1\ny = 2' },
    { index: 3, source: 'z = 3' },
  ];
  assert.deepEqual(readNotebook(json), { cells });
  assert.deepEqual(readNotebook(`\uFEFF${json}`), { cells });
});

test('nbformat 3: cells in worksheets, their text is their input', () => {
  const worksheets = [
    {
      cells: [
        { cell_type: 'heading', source: 'T' },
        { cell_type: 'code', input: ['x = 1'] },
      ],
    },
  ];
  assert.deepEqual(readNotebook(JSON.stringify({ nbformat: 3, metadata: { name: '' }, worksheets })), {
    cells: [{ index: 1, source: 'x = 1' }],
  });
});

test('what is no Python notebook says why', () => {
  for (const [json, fault] of [
    ['x = 1', 'is not a notebook: its text is not JSON'],
    ['', 'is not a notebook: its text is not JSON'],
    ['[]', 'is not a notebook: it has no list of cells'],
    ['{"metadata": 1}', 'is not a notebook: it has no list of cells'],
    ['{"cells": [], "metadata": {"language_info": {"name": "R"}}}', 'is a notebook in R, not in Python'],
  ] as const)
    assert.deepEqual(readNotebook(json), { fault });
  assert.deepEqual(readNotebook('{"cells": [null, 1, {"cell_type": "code", "source": 5}]}'), {
    cells: [{ index: 2, source: '' }],
  });
});
