import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { differentiate } from '../../runtime/program/differentiate.js';
import { Tape } from '../../runtime/program/tape.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { SymbolicTensor } from '../../server/language/tensor/graph-builder.js';

/*
 * Derivatives of derivatives are the formula's, as Keras has them with JAX. With TensorFlow its own differ by some hundredths:
 * `tf.nn.moments` takes the mean within the variance for a constant, which is right for first derivatives alone.
 */

/** Writes a normalisation of `x` along its last axis: the values, the means and the reciprocal deviations. */
type Writer = (tape: Tape, x: SymbolicTensor, gamma: SymbolicTensor, beta: SymbolicTensor) => readonly SymbolicTensor[];

const EPSILON = 0.125;

const asOperator: Writer = (tape, ...operands) =>
  tape.apply('LayerNormalization', operands, { axis: { int: -1 }, epsilon: { float: EPSILON } }, 3);

const byFormula: Writer = (tape, x, gamma, beta) => {
  const axes = tape.constant({ dtype: 'int64', shape: [1], data: BigInt64Array.of(-1n) });
  const meanOf = (values: SymbolicTensor) => tape.one('ReduceMean', [values, axes], { keepdims: { int: 1 } });
  const mean = meanOf(x);
  const centred = tape.one('Sub', [x, mean]);
  const epsilon = tape.constant({ dtype: 'float32', shape: [], data: Float32Array.of(EPSILON) });
  const variance = tape.one('Add', [meanOf(tape.one('Mul', [centred, centred])), epsilon]);
  const inverse = tape.one('Reciprocal', [tape.one('Sqrt', [variance])]);
  const normal = tape.one('Mul', [centred, inverse]);
  return [tape.one('Add', [tape.one('Mul', [normal, gamma]), beta]), mean, inverse];
};

const random = (shape: readonly number[], seed: number): TensorData => {
  const size = shape.reduce((product, dim) => product * dim, 1);
  return { dtype: 'float32', shape, data: Float32Array.from({ length: size }, (_, i) => Math.sin(seed + i * i * 3.7)) };
};
const [x, gamma, beta] = [random([3, 5], 1), random([5], 2), random([5], 3)] as const;

/** For each operand the gradient of Σ ws, or of Σ w times the gradient of Σ s² for x: one output, or the other's slope. */
async function gradients(
  write: Writer,
  which: number,
  isSecond: boolean,
): Promise<readonly (TensorData | undefined)[]> {
  const tape = new Tape('normalised');
  const operands = [x, gamma, beta].map((data, at) => tape.input(`input${at}`, 'float32', data.shape));
  const [value, scale, shift] = operands as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  const output = write(tape, value, scale, shift)[which] as SymbolicTensor;
  const weights = tape.constant(random(isSecond ? x.shape : (output.shape as readonly number[]), 4));
  let target = output;
  if (isSecond) {
    const twice = tape.one('Add', [output, output]);
    [target] = differentiate(tape, new Map([[output.name, twice]]), [value]) as [SymbolicTensor];
  }
  const found = differentiate(tape, new Map([[target.name, weights]]), operands);
  const graph = tape.finish(found.filter((each) => each !== undefined));
  const { engine } = await startEngine('reference');
  const session = await engine.open(graph);
  const feeds = [x, gamma, beta].map((data, at) => [`input${at}`, engine.upload(data)] as const);
  const results = await session.run(new Map(feeds));
  return Promise.all(
    found.map(async (each) => {
      const result = each && results.get(each.name);
      return result && engine.download(result);
    }),
  );
}

const outputs = ['the values', 'the means', 'the reciprocal deviations'];
for (const [which, about] of outputs.entries())
  for (const isSecond of [false, true])
    test(`${isSecond ? 'derivatives of derivatives' : 'derivatives'} of ${about} are the formula's`, async () => {
      const [expected, given] = [
        await gradients(byFormula, which, isSecond),
        await gradients(asOperator, which, isSecond),
      ];
      const numbersOf = (tensor: TensorData | undefined, shape: readonly number[]) =>
        tensor ? Array.from(tensor.data as Float32Array) : Array.from(random(shape, 0).data as Float32Array, () => 0);
      for (const [at, { shape }] of [x, gamma, beta].entries()) {
        const [want, got] = [numbersOf(expected[at], shape), numbersOf(given[at], shape)];
        assert.equal(got.length, want.length);
        for (const [i, number] of want.entries())
          assert.ok(Math.abs(number - (got[i] as number)) < 1e-5, `input ${at}, element ${i}: ${number}, ${got[i]}`);
      }
      assert.ok(((given[0] as TensorData).data as Float32Array).some((value) => Math.abs(value) > 1e-3));
    });
