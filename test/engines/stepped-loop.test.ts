import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineTensor } from '../../runtime/engines/engine.js';
import { startEngine } from '../../runtime/engines/index.js';
import { steppedLoop } from '../../runtime/engines/stepped-loop.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

const floats = (shape: readonly number[], ...values: number[]): TensorData => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from(values),
});
const whole = (value: number): TensorData => ({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(value)) });
const truth: TensorData = { dtype: 'bool', shape: [], data: Uint8Array.of(1) };

type Condition = 'identity' | 'itself' | 'computed';

/** Money with interest, and what it is after each year. */
function interest(condition: Condition): Graph {
  const outer = new GraphBuilder('interest');
  const years = outer.input('years', 'int64', []);
  const start = outer.input('start', 'float32', [2]);
  const factor = outer.input('factor', 'float32', []);
  const body = outer.subgraph('year');
  body.input('year', 'int64', []);
  const given = body.input('condition', 'bool', []);
  const value = body.input('value', 'float32', [2]);
  const next = body.one('Mul', [value, factor]);
  const told = body.one('Identity', [next]);
  const goesOn = condition === 'itself' ? given : body.one(condition === 'identity' ? 'Identity' : 'Not', [given]);
  const [last, all] = outer.apply(
    'Loop',
    [years, undefined, start],
    { body: { graph: body.finish([goesOn, next, told]) } },
    2,
  );
  assert.ok(last && all);
  return outer.finish([all, last]);
}

for (const condition of ['identity', 'itself'] as const) {
  test(`a loop's body, repeated from outside, gives what the loop gives: condition by ${condition}`, async () => {
    const graph = interest(condition);
    const loop = steppedLoop(graph);
    assert.ok(loop);
    assert.equal(loop.count, 'years');
    const { engine } = await startEngine('reference');
    const given = new Map<string, EngineTensor>([
      ['years', engine.upload(whole(3))],
      ['start', engine.upload(floats([2], 1, 10))],
      ['factor', engine.upload(floats([], 2))],
    ]);
    const expected = await (await engine.open(graph)).run(given);
    const session = await engine.open(loop.body);
    const inputs = new Map(given);
    for (const { from, input } of loop.carried) inputs.set(input, given.get(from) as EngineTensor);
    const told: number[] = [];
    for (let year = 0; year < 3; year += 1) {
      inputs.set(loop.iteration, engine.upload(whole(year))).set(loop.condition, engine.upload(truth));
      const results = await session.run(inputs);
      for (const { input, output } of loop.carried) inputs.set(input, results.get(output) as EngineTensor);
      for (const output of loop.collected)
        told.push(...Array.from((await engine.download(results.get(output) as EngineTensor)).data, Number));
    }
    const [all, last] = graph.outputs.map(({ name }) => name) as [string, string];
    const { data } = await engine.download(expected.get(all) as EngineTensor);
    assert.deepEqual(told, Array.from(data, Number));
    assert.deepEqual(told, [2, 20, 4, 40, 8, 80]);
    assert.deepEqual([loop.outputs.get(last), loop.outputs.get(all)], [loop.carried[0]?.output, loop.collected[0]]);
  });
}

test('a loop that decides itself when to end is left whole, and so is what is no loop', () => {
  assert.equal(steppedLoop(interest('computed')), undefined);
  const builder = new GraphBuilder('square');
  const x = builder.input('x', 'float32', [2]);
  assert.equal(steppedLoop(builder.finish([builder.one('Mul', [x, x])])), undefined);
});
