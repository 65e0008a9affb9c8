import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { ScriptError } from '../../server/language/interpreter/script-error.js';
import { objectsOf } from '../../server/language/library/pandas/cells/object-array.js';
import { columnOf, frameOf, indexOf } from '../../server/language/library/pandas/construct.js';
import { sparseOf } from '../../server/language/library/sklearn/sparse.js';
import type { Recorder } from '../../server/language/recorder.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { Dim } from '../../server/language/tensor/dim.js';
import type { Value } from '../../server/language/values/value.js';
import { hostOf } from './run-program.js';

/*
 * What data look like on their way into a model, against pandas, scikit-learn and NumPy: a shape, a type or a
 * column that is said must be the real one, and shapes must be said wherever the data do not decide them.
 */

interface Answer {
  readonly kind: string;
  readonly shape?: readonly number[];
  readonly dtype?: string;
  readonly columns?: readonly (string | number | null)[];
  readonly dtypes?: readonly string[];
  readonly elements?: readonly Answer[];
  readonly value?: number | boolean;
}
interface Case {
  readonly name: string;
  readonly code: string;
  readonly open: readonly string[];
  readonly answers: Readonly<Record<string, Answer>>;
}

const { imports, cases } = JSON.parse(readFileSync('test/oracle/data/shapes.json', 'utf8')) as {
  readonly imports: string;
  readonly cases: readonly Case[];
};

for (const { name, code, open, answers } of cases) {
  const asked = Object.keys(answers);
  const values = valuesOf(code, asked);
  for (const [i, expression] of asked.entries())
    test(`${name}: ${expression}`, () => {
      const value = values[i];
      assert.ok(value, 'the program did not come to it');
      const whole = agrees(value, answers[expression] as Answer, expression);
      if (!open.includes(expression))
        assert.ok(whole, `its shape is not known: ${value.kind === 'unknown' ? value.reason : value.kind}`);
    });
}

/*
 * And what a run gives has the real shape, columns and types: with what is said on shapes held to the same answers,
 * the shape said is the shape got. What runs do not compute yet says so.
 */
const table = `a,b,c,y\n${Array.from({ length: 12 }, (_, i) => `${i},${i / 2},t${i},${i % 2}\n`).join('')}`;
let computed = 0;
let refused = 0;

for (const { name, code, answers } of cases.filter((each) => each.code.includes('pd.')))
  for (const [expression, answer] of Object.entries(answers))
    test(`in a run: ${name}: ${expression}`, () => {
      const value = gotBy(code, expression);
      if (!value) return;
      computed += 1;
      agrees(value, answer, expression);
    });

after(() => console.log(`${computed} expressions computed in runs; ${refused} end a run as not supported`));

/** What an expression comes to in a run; undefined where that is not supported yet. */
function gotBy(code: string, expression: string): Value | undefined {
  let answer: Value | undefined;
  const recorder: Recorder = {
    ...silentRecorder,
    binding: (_target, name, value) => {
      if (name === 'answer') answer = value;
    },
  };
  const host = {
    ...hostOf('numbers', Number.POSITIVE_INFINITY),
    readFile: () => new TextEncoder().encode(table),
  };
  try {
    run(`${imports}${code}answer = ${expression}\n`, 'program.py', host, recorder);
  } catch (error) {
    if (!(error instanceof ScriptError) || error.type !== 'NotSupported') throw error;
    refused += 1;
    return undefined;
  }
  return answer;
}

/** What expressions come to, each asked of a program of its own: some change what they ask. */
function valuesOf(code: string, asked: readonly string[]): readonly (Value | undefined)[] {
  return asked.map((expression) => {
    let answer: Value | undefined;
    const recorder: Recorder = {
      ...silentRecorder,
      binding: (_target, name, value) => {
        if (name === 'answer') answer = value;
      },
    };
    run(`${imports}${code}answer = ${expression}\n`, 'program.py', hostOf('shapes', 1024), recorder);
    return answer;
  });
}

/** Fails where the two contradict; false where not all of the shape is said. */
function agrees(value: Value, answer: Answer, at: string): boolean {
  if (value.kind === 'unknown') return false;
  const table = frameOf(value);
  const column = columnOf(value);
  const index = indexOf(value);
  const matrix = sparseOf(value);
  if (table) {
    assert.equal(answer.kind, 'DataFrame', `${at}: a table`);
    const { labels } = table.columns;
    if (labels) assert.deepEqual(labels.map(plain), answer.columns, `${at}: columns`);
    if (Array.isArray(table.dtypes))
      for (const [i, dtype] of table.dtypes.entries()) sameType(dtype, answer.dtypes?.[i], at);
    else if (table.dtypes) for (const dtype of answer.dtypes ?? []) sameType(table.dtypes as string, dtype, at);
    return sameDims([table.index.count, table.columns.count], answer.shape, at);
  }
  if (column) {
    assert.equal(answer.kind, 'Series', `${at}: a column`);
    sameType(column.dtype, answer.dtype, at);
    return sameDims([column.index.count], answer.shape, at);
  }
  if (index) return sameDims([index.count], answer.shape, at);
  const objects = objectsOf(value);
  if (objects) {
    assert.match(answer.dtype ?? '', /^(<U\d+|str|object)/, `${at}: an array of objects`);
    return sameDims(objects.shape, answer.shape, at);
  }
  if (matrix) {
    assert.equal(answer.kind, 'sparse', `${at}: a sparse matrix`);
    sameType(matrix.dtype, answer.dtype, at);
    return sameDims([matrix.rows, matrix.columns], answer.shape, at);
  }
  switch (value.kind) {
    case 'tensor':
      assert.ok(answer.kind === 'array' || answer.kind === 'float', `${at}: an array, where it is ${answer.kind}`);
      if (answer.kind === 'float') return value.shape?.length === 0;
      sameType(value.dtype, answer.dtype, at);
      return value.shape !== undefined && sameDims(value.shape, answer.shape, at);
    case 'list':
    case 'tuple': {
      assert.equal(answer.kind, 'sequence', at);
      const elements = answer.elements ?? [];
      if (value.kind === 'list' && value.rest) return false;
      assert.equal(value.elements.length, elements.length, `${at}: length`);
      return value.elements.map((each, i) => agrees(each, elements[i] as Answer, `${at}[${i}]`)).every(Boolean);
    }
    case 'dim':
      return false;
    case 'int':
    case 'bool':
      assert.equal(value.value, answer.value, at);
      return true;
    default:
      assert.equal(value.kind, answer.kind, at);
      return true;
  }
}

function sameDims(said: readonly Dim[], real: readonly number[] | undefined, at: string): boolean {
  const known = said.every((dim) => typeof dim === 'number');
  const contradicts = said.length !== real?.length || said.some((dim, i) => typeof dim === 'number' && dim !== real[i]);
  assert.ok(!contradicts, `${at}: said ${said.map((dim) => (typeof dim === 'number' ? dim : '?'))}, is ${real}`);
  return known;
}

/** Types that Layerscope has no name for are never said. */
function sameType(said: string | undefined, real: string | undefined, at: string): void {
  if (said === undefined) return;
  if (said === 'string') assert.match(real ?? '', /^(<U\d+|str|object)/, `${at}: element type`);
  else assert.equal(said, real, `${at}: element type`);
}

function plain(value: Value): string | number | null {
  return value.kind === 'str' || value.kind === 'int' ? value.value : null;
}

test('a run splits rows as scikit-learn 1.9.1 does, and keeps arrays in files as NumPy does', () => {
  const program = `import numpy as np
from sklearn.model_selection import train_test_split
x = np.arange(24).reshape(12, 2)
y = np.arange(12)
a, b, c, d = train_test_split(x, y, test_size=0.33, random_state=42)
print(b.tolist(), c.tolist(), d.tolist())
a, b = train_test_split(y, train_size=5, shuffle=False)
print(a.tolist(), b.tolist())
np.random.seed(3)
a, b = train_test_split(list(range(6)), test_size=2)
print(a, b)
np.save('kept', np.arange(6, dtype='float32').reshape(2, 3).T)
loaded = np.load('kept.npy')
print(loaded.dtype, loaded.tolist())
`;
  const files = new Map<string, Uint8Array>();
  const printed: string[] = [];
  const host = {
    ...hostOf('numbers', Number.POSITIVE_INFINITY, printed),
    writeFile: (path: string, bytes: Uint8Array) => void files.set(path, bytes),
    readFile: (path: string) => files.get(path),
  };
  run(program, 'program.py', host, silentRecorder);
  assert.equal(
    printed.join(''),
    `[[20, 21], [18, 19], [0, 1], [16, 17]] [5, 2, 1, 11, 4, 7, 3, 6] [10, 9, 0, 8]
[0, 1, 2, 3, 4] [5, 6, 7, 8, 9, 10, 11]
[4, 1, 0, 2] [3, 5]
float32 [[0.0, 3.0], [1.0, 4.0], [2.0, 5.0]]
`,
  );
});

test('a run makes the houses of California of the archive that scikit-learn downloads', () => {
  const head = new Uint8Array(512);
  const lines =
    '-122.23,37.88,41.0,880.0,129.0,322.0,126.0,8.3252,452600.0\n-122.22,37.86,21,7099,1106,2401,1138,8.3014,358500\n';
  head.set(new TextEncoder().encode('CaliforniaHousing/cal_housing.data'));
  head.set(new TextEncoder().encode(lines.length.toString(8).padStart(11, '0')), 124);
  const tar = new Uint8Array(2048);
  tar.set(head);
  tar.set(new TextEncoder().encode(lines), 512);
  const printed: string[] = [];
  const asked: unknown[] = [];
  const host = {
    ...hostOf('numbers', Number.POSITIVE_INFINITY, printed),
    environment: (name: string) => (name === 'HOME' ? '/home/me' : null),
    download: (wanted: unknown) => {
      asked.push(wanted);
      return null;
    },
    readFile: () => new Uint8Array(),
    gunzip: () => tar,
  };
  const program = `from sklearn.datasets import fetch_california_housing
try:
    fetch_california_housing(download_if_missing=False)
except OSError as error:
    print(error)
houses = fetch_california_housing()
print(houses.data.tolist(), houses.target, houses.feature_names[2], houses.DESCR[:27])
`;
  run(program, 'program.py', host, silentRecorder);
  // The first of them is the first row of scikit-learn's own.
  assert.equal(
    printed.join(''),
    `Data not found and \`download_if_missing\` is False
[[8.3252, 41.0, 6.984126984126984, 1.0238095238095237, 322.0, 2.5555555555555554, 37.88, -122.23], [8.3014, 21.0, 6.238137082601054, 0.9718804920913884, 2401.0, 2.109841827768014, 37.86, -122.22]] [4.526 3.585] AveRooms .. _california_housing_data
`,
  );
  assert.deepEqual(asked, [
    {
      url: 'https://ndownloader.figshare.com/files/5976036',
      file: '/home/me/scikit_learn_data/cal_housing.tgz',
      hash: { algorithm: 'sha256', value: 'aaa5c9a6afe2225cc2aed2723682ae403280c4a3695a2ddda4ffb5d8215ea681' },
    },
  ]);
});
