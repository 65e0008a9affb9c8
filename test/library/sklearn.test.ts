import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ScriptError } from '../../server/language/interpreter/script-error.js';
import { numberAt } from '../../server/language/library/numpy/arrays/cells.js';
import { textArrayOf, textsOf } from '../../server/language/library/numpy/text-array.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { Value } from '../../server/language/values/value.js';
import { hostOf } from './run-program.js';

/*
 * What programs with scikit-learn compute and print in a run, against scikit-learn (test/oracle/sklearn/), and NumPy's
 * linear algebra (test/oracle/numpy/): floats to
 * 1e-12 of the largest beside them (where a family says so, less), all else and all long arrays to the last bit.
 */

interface Kept {
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly values?: readonly (number | boolean | string)[];
  readonly sha256?: string;
  readonly texts?: readonly string[];
  readonly objects?: readonly Kept[];
  readonly elements?: readonly Kept[];
  readonly value?: null | boolean | string | number;
  readonly float?: number | string;
}
interface Case {
  readonly program: string;
  readonly asked: readonly string[];
  readonly printed?: string;
  readonly answers?: readonly Kept[];
  readonly raises?: string;
  readonly message?: string;
}

const files = ['test/oracle/sklearn', 'test/oracle/numpy'].flatMap((folder) =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.json') ? [`${folder}/${name}`] : [])),
);
for (const file of files) {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const { cases, within = 1e-12 } = JSON.parse(readFileSync(file, 'utf8')) as {
    cases: readonly Case[];
    within?: number;
  };
  for (const [i, each] of cases.entries()) {
    const about = each.program.trim().split('\n').slice(-1)[0];
    test(`${name.slice(0, -5)} ${i + 1}: ${about}`, () => {
      if (each.raises)
        assert.throws(
          () => asked(each),
          (error) => {
            assert.ok(error instanceof ScriptError, String(error));
            assert.equal(error.type, each.raises, error.message);
            assert.equal(error.message, each.raises === 'KeyError' ? error.message : each.message);
            return true;
          },
        );
      else {
        const { printed, values } = asked(each);
        assert.equal(printed, each.printed);
        for (const [at, expression] of each.asked.entries())
          agrees(values[at] as Value, each.answers?.[at] as Kept, expression, within);
      }
    });
  }
}

function asked({ program, asked: expressions }: Case): { printed: string; values: readonly Value[] } {
  const printed: string[] = [];
  let values: readonly Value[] = [];
  run(
    `${program}answers = [${expressions.join(', ')}]\n`,
    'program.py',
    hostOf('numbers', Number.POSITIVE_INFINITY, printed),
    {
      ...silentRecorder,
      binding: (_target, name, value) => {
        if (name === 'answers' && value.kind === 'list') values = value.elements;
      },
    },
  );
  return { printed: printed.join(''), values };
}

function agrees(value: Value, kept: Kept, at: string, tolerance: number): void {
  if (kept.texts || kept.objects) {
    assert.ok(textArrayOf(value), `${at}: an array of strings`);
    assert.deepEqual(textArrayOf(value)?.places.shape, kept.shape, `${at}: shape`);
    assert.deepEqual(textsOf(value), kept.texts ?? kept.objects?.map((each) => each.value), at);
  } else if (kept.dtype) {
    assert.ok(value.kind === 'tensor' && value.data && value.dtype, `${at}: an array`);
    assert.deepEqual([value.dtype, value.shape], [kept.dtype, kept.shape], `${at}: type and shape`);
    const { data, dtype } = value;
    if (kept.sha256) {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
      assert.equal(createHash('sha256').update(bytes).digest('hex'), kept.sha256, `${at}: bits`);
      return;
    }
    const real = (kept.values ?? []).map(numberIn);
    const scale = Math.max(1e-300, ...real.filter(Number.isFinite).map(Math.abs));
    const within = dtype === 'float32' ? Math.max(1e-6, tolerance) : tolerance;
    for (const [i, expected] of real.entries()) close(numberAt(data, dtype, i), expected, scale, within, `${at}[${i}]`);
  } else if (kept.elements) {
    assert.ok(value.kind === 'list' || value.kind === 'tuple', `${at}: a sequence`);
    assert.equal(value.elements.length, kept.elements.length, `${at}: length`);
    for (const [i, each] of kept.elements.entries()) agrees(value.elements[i] as Value, each, `${at}[${i}]`, tolerance);
  } else if (kept.float !== undefined) {
    const found = value.kind === 'tensor' ? numberAt(value.data as Float64Array, 'float64', 0) : value;
    const number =
      typeof found === 'number' ? found : found.kind === 'float' || found.kind === 'int' ? found.value : undefined;
    assert.ok(number !== undefined, `${at}: a number, not ${value.kind}`);
    close(number, numberIn(kept.float), Math.abs(Number(kept.float)) || 1e-300, tolerance, at);
  } else assert.deepEqual(plain(value), kept.value, at);
}

function close(got: number, expected: number, scale: number, within: number, at: string): void {
  const same = Object.is(got, expected) || got === expected || Math.abs(got - expected) <= within * scale;
  assert.ok(same, `${at}: ${got}, which is ${expected}`);
}

function numberIn(text: number | boolean | string): number {
  if (typeof text !== 'string') return Number(text);
  return text === 'nan' ? Number.NaN : text === 'inf' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}

function plain(value: Value): unknown {
  if (value.kind === 'none') return null;
  if (value.kind === 'tensor' && value.data && value.shape?.length === 0) return Number(value.data[0]);
  return value.kind === 'str' || value.kind === 'int' || value.kind === 'bool' || value.kind === 'float'
    ? value.value
    : value.kind;
}
