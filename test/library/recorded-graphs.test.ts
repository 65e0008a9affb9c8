import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RecordedGraphs } from '../../server/language/library/keras/recording/recorded-graphs.js';
import type { Graph } from '../../server/language/tensor/graph.js';

/** `op(x, number)`, as a call of this name. */
function graph(op: string, number: number, layer = 'scale'): Graph {
  const value = { dtype: 'float32', shape: [3] } as const;
  return {
    name: 'operation',
    inputs: [{ name: 'x', ...value }],
    outputs: [{ name: 'y', ...value }],
    nodes: [{ op, inputs: ['x', 'c'], outputs: ['y'], attributes: {}, layer }],
    initializers: new Map([['c', { dtype: 'float32', shape: [], data: Float32Array.of(number) }]]),
  };
}

test('a number that a loop reckons anew at each step comes to be an input of one graph', () => {
  const graphs = new RecordedGraphs();
  const told = Array.from({ length: 50 }, (_, step) => graphs.told(graph('Mul', 1 / (step + 1))));
  assert.equal(new Set(told.map(({ id }) => id)).size, 5);
  const last = told.at(-1);
  assert.deepEqual(
    last?.graph.inputs.map(({ name }) => name),
    ['x', 'c'],
  );
  assert.deepEqual(last?.constants, [{ dtype: 'float32', shape: [], data: Float32Array.of(1 / 50) }]);
});

test('a few values stay constants, each with a graph of its own', () => {
  const graphs = new RecordedGraphs();
  const told = [0.5, 2, 0.5, 2].map((number) => graphs.told(graph('Add', number)));
  assert.deepEqual(
    told.map(({ id, constants }) => [id, constants.length]),
    [
      [1, 0],
      [2, 0],
      [1, 0],
      [2, 0],
    ],
  );
});

test('calls of a function, which Keras counts, are one graph', () => {
  const graphs = new RecordedGraphs();
  const ids = Array.from({ length: 5 }, (_, call) => graphs.told(graph('Mul', 2, `square_${call}`)).id);
  assert.deepEqual(ids, [1, 1, 1, 1, 1]);
});

test('what decides how something is computed stays a constant', () => {
  const graphs = new RecordedGraphs();
  const told = Array.from({ length: 20 }, (_, step) => graphs.told(graph('Pow', step)));
  assert.equal(new Set(told.map(({ id }) => id)).size, 20);
  assert.deepEqual(told.at(-1)?.constants, []);
});

test('no more graphs are remembered than a program of some size has', () => {
  const graphs = new RecordedGraphs();
  const first = graphs.told(graph('Pow', -1)).id;
  for (let step = 0; step < 3000; step += 1) graphs.told(graph('Pow', step));
  assert.notEqual(graphs.told(graph('Pow', -1)).id, first);
});
