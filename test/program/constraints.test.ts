import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { constraints } from '../../runtime/program/constraints/index.js';
import { Tape } from '../../runtime/program/tape.js';

/*
 * Constraints that Keras 3 does not have, so that whole steps cannot be compared: TensorFlow 2.15's answers for kernels
 * whose element is the number of its place.
 */
const answers: readonly (readonly [size: number, rows: readonly (readonly number[])[]])[] = [
  [
    2,
    [
      [0, 0],
      [0, 0],
    ],
  ],
  [
    3,
    [
      [4, 4, 4],
      [4, 0, 4],
      [4, 4, 4],
    ],
  ],
  [
    4,
    [
      [15, 15, 15, 15],
      [15, 5, 5, 15],
      [15, 5, 5, 15],
      [15, 15, 15, 15],
    ],
  ],
  [
    5,
    [
      [18, 18, 18, 18, 18],
      [18, 12, 12, 12, 18],
      [18, 12, 6, 12, 18],
      [18, 12, 12, 12, 18],
      [18, 18, 18, 18, 18],
    ],
  ],
];

for (const [size, rows] of answers) {
  test(`RadialConstraint on a kernel of ${size} by ${size}`, async () => {
    const { engine } = await startEngine('reference', {});
    const tape = new Tape('radial');
    const weight = tape.input('weight', 'float32', [size, size, 1, 1]);
    const apply = constraints.get('RadialConstraint');
    assert.ok(apply);
    const graph = tape.finish([apply(tape, weight, { name: 'RadialConstraint', settings: {} })]);
    const session = await engine.open(graph);
    const data = Float32Array.from({ length: size * size }, (_, i) => i);
    const results = await session.run(
      new Map([['weight', engine.upload({ dtype: 'float32', shape: [size, size, 1, 1], data })]]),
    );
    const [result] = [...results.values()];
    assert.ok(result);
    assert.deepEqual(Array.from((await engine.download(result)).data, Number), rows.flat());
  });
}
