import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
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
