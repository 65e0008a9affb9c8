import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import type { Value } from '../../server/language/values/value.js';
import { analyse } from '../unhurried.js';
import { agrees, type Told } from './told.js';

/*
 * What functions on tensors give, as Keras and TensorFlow said it (test/oracle/tensor_functions.py), on plain
 * tensors and on a model's. What is known here must be what they said; a call that works there is no fault here.
 */

interface Answer {
  readonly result?: Told;
  readonly error?: string;
  readonly operation?: string;
}

interface Oracle {
  readonly tensors: Readonly<Record<string, { readonly shape: readonly number[]; readonly dtype: string }>>;
  readonly answers: readonly { readonly call: string; readonly eager: Answer; readonly symbolic?: Answer }[];
}

const oracle = JSON.parse(readFileSync('test/oracle/tensor-functions.json', 'utf8')) as Oracle;

/** Calls of which less is known here than there. */
let known = 0;
let partly = 0;

for (const { call, eager, symbolic } of oracle.answers) {
  test(call, () => {
    if (eager.result !== undefined) compare(valueOf(call, false), eager.result, `${call} on tensors`);
    if (symbolic?.result === undefined) return;
    const value = valueOf(call, true);
    compare(value, symbolic.result, `${call} on a model's tensors`);
    const first = value.kind === 'tuple' || value.kind === 'list' ? value.elements[0] : value;
    if (symbolic.operation !== undefined && first?.kind === 'tensor')
      assert.equal(first.source?.call.layer.name, symbolic.operation, `${call}: the operation's name`);
  });
}

after(() => console.log(`${known} results known in full, ${partly} in part`));

function valueOf(call: string, symbolic: boolean): Value {
  const made = Object.entries(oracle.tensors).map(([name, { shape, dtype }]) =>
    symbolic
      ? `${name} = keras.Input((${shape.join(', ')},), dtype='${dtype}', name='${name}')`
      : `${name} = tf.ones((2, ${shape.join(', ')}), dtype='${dtype}')`,
  );
  const text = `import keras\nfrom keras import ops\nimport tensorflow as tf\nimport numpy as np\n${made.join('\n')}\nanswer = ${call}\n`;
  const { bindings, problems } = analyse(text);
  assert.deepEqual(
    problems.map(({ message }) => message),
    [],
    call,
  );
  const last = bindings.at(-1);
  assert.ok(last?.name === 'answer', `${call} gave nothing`);
  return last.value;
}

function compare(said: Value, told: Told, what: string): void {
  if (agrees(said, told, what)) known += 1;
  else partly += 1;
}
