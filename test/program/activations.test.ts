import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { differentiate } from '../../runtime/program/differentiate.js';
import { Tape } from '../../runtime/program/tape.js';
import { activations } from '../../server/language/layers/activations.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';

/*
 * Every activation that layers know, with its gradient, against Keras on TensorFlow: at its kinks
 * too, since a pixel that is always 0 stands on one in every step.
 */
interface Answers {
  readonly points: readonly number[];
  readonly weights: readonly number[];
  readonly activations: Readonly<
    Record<string, { readonly values: readonly number[]; readonly gradients: readonly number[] }>
  >;
}

const answers = JSON.parse(readFileSync('test/oracle/training_activations.json', 'utf8')) as Answers;
const engines = await Promise.all(
  (['reference', 'onnxruntime'] as const).map(async (name) => (await startEngine(name, { threads: 1 })).engine),
);
after(async () => {
  for (const engine of engines) await engine.close();
});

const known = [...activations].filter(([name]) => name in answers.activations && name !== 'linear');

test('most of the activations have an answer of Keras', () => assert.ok(known.length >= 20, `${known.length}`));

for (const [name, activation] of known) {
  for (const engine of engines) {
    test(`${name} and its gradient equal Keras's on ${engine.name}`, async () => {
      const tape = new Tape(name);
      const shape = [1, answers.points.length];
      const row = (values: readonly number[]) =>
        ({ dtype: 'float32', shape, data: Float32Array.from(values) }) as const;
      const x = tape.input('x', 'float32', shape);
      const y = activation.apply(tape, x);
      const seeds = new Map<string, SymbolicTensor>([[y.name, tape.constant(row(answers.weights))]]);
      const [gradient] = differentiate(tape, seeds, [x]);
      assert.ok(gradient);
      const session = await engine.open(tape.finish([y, gradient]));
      const outputs = await session.run(new Map([['x', engine.upload(row(answers.points))]]));
      const expected = answers.activations[name];
      assert.ok(expected);
      for (const [tensor, numbers, what] of [
        [y, expected.values, 'value'],
        [gradient, expected.gradients, 'gradient'],
      ] as const) {
        const output = outputs.get(tensor.name);
        assert.ok(output);
        const { data } = await engine.download(output);
        numbers.forEach((number, index) => {
          // Keras adds a maximum and a minimum, and counts the slope twice where both are 0: a slip that is not followed.
          if (name === 'celu' && answers.points[index] === 0) return;
          const error = Math.abs(Number(data[index]) - number);
          assert.ok(
            error <= 2e-6 * Math.max(1, Math.abs(number)),
            `${what} at ${answers.points[index]}: ${data[index]}, Keras has ${number}`,
          );
        });
      }
      await session.close();
    });
  }
}
