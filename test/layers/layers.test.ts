import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { countParameters, weightsOf } from '../../server/language/model/parameters.js';
import type { Dim } from '../../server/language/tensor/dim.js';
import { analyse } from '../unhurried.js';

type Plain = number | string | boolean | null | readonly Plain[];

interface Oracle {
  readonly layers: readonly {
    readonly layer: string;
    readonly arguments: Readonly<Record<string, Plain>>;
    readonly sample: readonly (number | null)[];
    readonly answer:
      | { readonly error: string }
      | {
          readonly output: readonly (number | null)[];
          readonly weights: readonly {
            readonly name: string;
            readonly shape: readonly number[];
            readonly trainable: boolean;
          }[];
          readonly count: number;
        };
  }[];
}

/** What real Keras answers: `test/oracle/layers.py` asks it. */
const oracle = JSON.parse(readFileSync('test/oracle/layers.json', 'utf8')) as Oracle;

for (const { layer: name, arguments: given, sample, answer } of oracle.layers) {
  const call = `layers.${name}(${Object.entries(given)
    .map(([key, value]) => `${key}=${python(value as Plain)}`)
    .join(', ')})`;
  const script = `from keras import Input, layers\ny = ${call}(Input(${python(sample)}))\n`;
  test(`${call} on ${python(sample)} is as in Keras`, () => {
    const analysis = analyse(script);
    const faults = analysis.problems.filter(({ severity }) => severity === 'error');
    if ('error' in answer) {
      assert.ok(faults.length > 0, `Keras raises ${answer.error}; no fault was found`);
      return;
    }
    assert.deepEqual(faults, []);
    const made = analysis.layers.find((each) => each.definition.name === name);
    assert.ok(made);
    const outputs = made.calls.at(-1)?.outputs;
    assert.deepEqual(outputs?.[0]?.shape?.map(known), answer.output);
    const weights = weightsOf(made) ?? [];
    assert.deepEqual(
      weights.map(({ weight, trainable }) => ({ name: weight.name, shape: weight.shape.map(known), trainable })),
      answer.weights,
    );
    assert.equal(countParameters(weights).total, answer.count);
  });
}

/** Keras's None for a dim that is not a number. */
function known(dim: Dim): number | null {
  return typeof dim === 'number' ? dim : null;
}

function python(value: Plain): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'object') return `(${value.map((each) => `${python(each)},`).join(' ')})`;
  return typeof value === 'string' ? `'${value}'` : String(value);
}
