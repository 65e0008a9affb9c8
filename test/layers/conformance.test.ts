import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { countParameters, weightsOf } from '../../server/language/model/parameters.js';
import type { Dim } from '../../server/language/tensor/dim.js';
import { analyse } from '../unhurried.js';

type InputShape =
  | readonly (number | null)[]
  | { readonly shape: readonly (number | null)[]; readonly dtype?: string; readonly batch?: number };

interface Case {
  readonly layer: string;
  readonly make: string;
  readonly inputs: Readonly<Record<string, InputShape>>;
  readonly call?: string;
  readonly before?: string;
  readonly dtypes?: boolean;
  readonly answer:
    | { readonly error: string }
    | {
        readonly outputs: readonly { readonly shape: readonly (number | null)[]; readonly dtype: string }[];
        readonly weights: readonly {
          readonly path: string;
          readonly shape: readonly number[];
          readonly trainable: boolean;
          readonly dtype?: string;
        }[];
        readonly count: number;
      };
}

/** What real Keras answers, family by family: `test/oracle/layers/FAMILY.py` asks it. */
const folder = 'test/oracle/layers';
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  const { cases } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { readonly cases: readonly Case[] };
  for (const each of cases) test(`${titleOf(each)} is as in Keras`, () => compare(each));
}

function compare(each: Case): void {
  const names = Object.keys(each.inputs);
  const lines = [
    'import keras',
    'from keras import layers',
    ...(each.before ? [each.before] : []),
    ...Object.entries(each.inputs).map(([name, given]) => `${name} = ${inputOf(given)}`),
    `layer = ${each.make}`,
    `y = ${each.call ?? `layer(${names.length === 1 ? names[0] : `[${names.join(', ')}]`})`}`,
  ];
  const analysis = analyse(`${lines.join('\n')}\n`);
  const faults = analysis.problems.filter(({ severity }) => severity === 'error');
  const { answer } = each;
  if ('error' in answer) {
    assert.ok(faults.length > 0, `Keras raises ${answer.error}; no fault was found`);
    return;
  }
  assert.deepEqual(faults, []);
  const made = analysis.bindings.findLast(({ name }) => name === 'layer')?.value;
  const layer = analysis.layers.find((candidate) => made?.kind === 'object' && made.state === candidate);
  assert.ok(layer, 'the layer was not made');
  const outputs = layer.calls.at(-1)?.outputs ?? [];
  assert.deepEqual(
    outputs.map(({ shape, dtype }) => ({ shape: shape?.map(known), dtype })),
    answer.outputs,
  );
  const weights = weightsOf(layer) ?? [];
  assert.deepEqual(
    weights.map(({ weight, path, trainable }) => ({
      path: path.slice(path.indexOf('/') + 1),
      shape: weight.shape.map(known),
      trainable,
      ...(each.dtypes ? { dtype: weight.dtype } : {}),
    })),
    answer.weights,
  );
  assert.equal(countParameters(weights).total, answer.count);
}

function titleOf({ make, inputs, call, before }: Case): string {
  return `${before ? `${before.trim()}; ` : ''}${call ? `${make}: ${call}` : make} on ${JSON.stringify(inputs)}`;
}

function inputOf(given: InputShape): string {
  const { shape, dtype, batch } = 'shape' in given ? given : { shape: given, dtype: undefined, batch: undefined };
  const dims = shape.map((dim) => `${dim ?? 'None'},`).join(' ');
  return `keras.Input((${dims})${batch === undefined ? '' : `, batch_size=${batch}`}${dtype === undefined ? '' : `, dtype='${dtype}'`})`;
}

/** Keras's None for a dim that is not a number. */
function known(dim: Dim): number | null {
  return typeof dim === 'number' ? dim : null;
}
