import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';
import { runOnce } from './conformance.js';

const floats = (shape: readonly number[], ...values: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});
const whole = (value: number): TensorData => ({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
const truth = (value: boolean): TensorData => ({ dtype: 'bool', shape: [], data: Uint8Array.of(Number(value)) });

for (const name of ['reference', 'onnxruntime']) {
  test(`${name}: Loop carries tensors, reads those around it, and collects what each iteration gives`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const outer = new GraphBuilder('interest');
    const trips = outer.input('trips', 'int64', []);
    const start = outer.input('start', 'float32', [2]);
    const factor = outer.input('factor', 'float32', []);
    const body = outer.subgraph('year');
    body.input('year', 'int64', []);
    const goOn = body.input('condition', 'bool', []);
    const value = body.input('value', 'float32', [2]);
    const next = body.one('Mul', [value, factor]);
    const [last, all] = outer.apply(
      'Loop',
      [trips, undefined, start],
      { body: { graph: body.finish([goOn, next, next]) } },
      2,
    );
    assert.ok(last && all);
    assert.equal(all.shape?.length, 2);
    const results = await runOnce(
      engine,
      outer.finish([last, all]),
      new Map([
        ['trips', whole(3)],
        ['start', floats([2], 1, 10)],
        ['factor', floats([], 2)],
      ]),
    );
    assert.deepEqual(results, [floats([2], 8, 80), floats([3, 2], 2, 20, 4, 40, 8, 80)]);
  });

  test(`${name}: Loop ends by its condition`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const outer = new GraphBuilder('double');
    const start = outer.input('start', 'float32', []);
    const body = outer.subgraph('body');
    body.input('i', 'int64', []);
    body.input('condition', 'bool', []);
    const value = body.input('value', 'float32', []);
    const next = body.one('Add', [value, value]);
    const below = body.one('Less', [next, body.constant(floats([], 50))]);
    const [last] = outer.apply('Loop', [undefined, outer.constant(truth(true)), start], {
      body: { graph: body.finish([below, next]) },
    });
    assert.ok(last);
    assert.deepEqual(await runOnce(engine, outer.finish([last]), new Map([['start', floats([], 3)]])), [
      floats([], 96),
    ]);
  });

  test(`${name}: If takes one branch`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const outer = new GraphBuilder('choice');
    const condition = outer.input('condition', 'bool', []);
    const x = outer.input('x', 'float32', [2]);
    const yes = outer.subgraph('yes');
    const no = outer.subgraph('no');
    const branches = {
      then_branch: { graph: yes.finish([yes.one('Neg', [x])]) },
      else_branch: { graph: no.finish([x]) },
    };
    const y = outer.one('If', [condition], branches);
    assert.deepEqual(y.shape, [2]);
    const graph = outer.finish([y]);
    for (const [chosen, expected] of [
      [true, floats([2], -1, -2)],
      [false, floats([2], 1, 2)],
    ] as const) {
      assert.deepEqual(
        await runOnce(
          engine,
          graph,
          new Map([
            ['condition', truth(chosen)],
            ['x', floats([2], 1, 2)],
          ]),
        ),
        [expected],
      );
    }
  });

  test(`${name}: Scan walks along an axis`, async () => {
    const { engine } = await startEngine(name, { threads: 1 });
    const outer = new GraphBuilder('running');
    const start = outer.input('start', 'float32', [2]);
    const rows = outer.input('rows', 'float32', [batch, 2]);
    const body = outer.subgraph('body');
    const sum = body.one('Add', [body.input('sum', 'float32', [2]), body.input('row', 'float32', [2])]);
    const [total, sums] = outer.apply(
      'Scan',
      [start, rows],
      { body: { graph: body.finish([sum, sum]) }, num_scan_inputs: { int: 1 } },
      2,
    );
    assert.ok(total && sums);
    assert.deepEqual(sums.shape, [batch, 2]);
    const inputs = new Map([
      ['start', floats([2], 0, 100)],
      ['rows', floats([3, 2], 1, 2, 3, 4, 5, 6)],
    ]);
    assert.deepEqual(await runOnce(engine, outer.finish([total, sums]), inputs), [
      floats([2], 9, 112),
      floats([3, 2], 1, 102, 4, 106, 9, 112),
    ]);
  });
}
