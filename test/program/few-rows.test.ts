import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyGradients } from '../../runtime/program/optimizers/apply.js';
import { layoutOf } from '../../runtime/program/optimizers/layout.js';
import { simplify } from '../../runtime/program/simplify.js';
import { Tape } from '../../runtime/program/tape.js';
import { batch } from '../../server/language/tensor/dim.js';
import type { Graph } from '../../server/language/tensor/graph.js';
import type { OptimizerSpec } from '../../server/language/training-request.js';
import { adam, rmsprop, sgd, sharedSettings } from './specs.js';

/** How an embedding of so many words is updated where each sample takes six of them. */
function update(words: number, spec: OptimizerSpec, batchSize?: number): Graph {
  const tape = new Tape('rows');
  const shape = [words, 4];
  const value = { dtype: 'float32', shape, data: new Float32Array(4 * words) } as const;
  const name = 'embeddings';
  const shared = { ...spec, settings: { ...sharedSettings, ...spec.settings } };
  const layout = layoutOf(shared, [{ name, value, layer: 'embedding', trainable: true }], new Set([name]));
  const weight = tape.input(name, 'float32', shape);
  const zeros = tape.one('Expand', [
    tape.constant({ dtype: 'float32', shape: [], data: new Float32Array(1) }),
    tape.one('Shape', [weight]),
  ]);
  const rows = tape.input('rows', 'int64', [batch, 6, 1]);
  const gradients = tape.input('gradients', 'float32', [batch, 6, 4]);
  const gradient = tape.one('ScatterND', [zeros, rows, gradients], { reduction: { string: 'add' } });
  const { weights, slots } = applyGradients(tape, shared, layout, [weight], [gradient], {
    slots: layout.pieces.map((piece) => piece.slots.map((slot) => tape.input(slot.input, slot.dtype, slot.shape))),
    shared: [],
    iterations: tape.input('iterations', 'int64', []),
    learningRate: tape.input('rate', 'float32', []),
    ...(batchSize === undefined ? {} : { batchSize }),
  });
  return simplify(tape.finish([...weights, ...slots.flat()]));
}

function count(graph: Graph, op: string): number {
  return graph.nodes.filter((node) => node.op === op).length;
}

test('rows are updated for themselves where a batch has fewer places than there are words', () => {
  const few = update(60, rmsprop(0.01), 8);
  assert.equal(count(few, 'Expand'), 0);
  assert.equal(count(few, 'Sub'), 0);
  assert.equal(count(few, 'GatherND'), 1);
  assert.equal(count(update(60, sgd(0.1), 8), 'ScatterND'), 1);
  assert.equal(count(update(60, adam(0.01), 8), 'Expand'), 0);
});

test('all words are updated where rows are many, or may be, or a divisor may be 0', () => {
  for (const all of [
    update(48, rmsprop(0.01), 8),
    update(60, rmsprop(0.01)),
    update(60, rmsprop(0.01, { epsilon: 0 }), 8),
  ]) {
    assert.equal(count(all, 'GatherND'), 0);
    assert.equal(count(all, 'Sub'), 1);
  }
});
