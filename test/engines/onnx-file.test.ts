import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOnnx, writeOnnx } from '../../runtime/files/onnx.js';
import { encode } from '../../runtime/files/protobuf.js';
import { batch, named } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { opset } from '../../server/language/tensor/graph.js';
import { GraphBuilder } from '../../server/language/tensor/graph-builder.js';

const tensors: readonly TensorData[] = [
  { dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -0) },
  { dtype: 'float64', shape: [1], data: Float64Array.of(Number.NaN) },
  { dtype: 'int64', shape: [2], data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
  { dtype: 'int32', shape: [], data: Int32Array.of(-7) },
  { dtype: 'uint8', shape: [3], data: Uint8Array.of(0, 128, 255) },
  { dtype: 'bool', shape: [2], data: Uint8Array.of(1, 0) },
  { dtype: 'float32', shape: [0, 4], data: new Float32Array(0) },
];

test('a graph written and read again is the same graph, bodies included', () => {
  const builder = new GraphBuilder('everything');
  const x = builder.input('x', 'float32', [batch, named('time'), 3]);
  const parts = tensors.map((data, i) => builder.constant(data, `c${i}`));
  const cast = builder.one('Cast', [parts[3]], { to: { int: 1 } });
  const pooled = builder.one('LeakyRelu', [x, undefined], { alpha: { float: 0.25 } });
  const transposed = builder.one('Transpose', [pooled], { perm: { ints: [1, 0, 2] } });
  const constant = builder.one('Constant', [], { value: { tensor: tensors[0] as TensorData } });
  const floats = builder.one('Constant', [], { value_floats: { floats: [0.5, -2] } });
  const sized = builder.one('AveragePool', [x], { kernel_shape: { ints: [2] }, auto_pad: { string: 'SAME_UPPER' } });
  const body = builder.subgraph('body');
  body.input('i', 'int64', []);
  const condition = body.input('condition', 'bool', []);
  const looped = builder.one('Loop', [undefined, undefined], { body: { graph: body.finish([condition, cast]) } });
  const graph = builder.finish([transposed, constant, floats, sized, looped]);
  const read = readOnnx(writeOnnx(graph));
  assert.equal(read.opset, opset);
  assert.deepEqual(read.graph.initializers, graph.initializers);
  assert.deepEqual(read.graph.nodes, graph.nodes);
  assert.deepEqual(read.graph.inputs, graph.inputs);
  assert.deepEqual(
    read.graph.outputs.map(({ name, dtype }) => [name, dtype]),
    graph.outputs.map(({ name, dtype }) => [name, dtype]),
  );
});

test('what is no ONNX file, or one that holds what we cannot, is refused in words', () => {
  assert.throws(() => readOnnx(new Uint8Array(0)), /no ONNX model/);
  assert.throws(() => readOnnx(new TextEncoder().encode('import keras')));
  const foreign = encode('Model', { graph: { node: [{ opType: 'SVMClassifier', domain: 'ai.onnx.ml' }] } });
  assert.throws(() => readOnnx(foreign), /operators of ai\.onnx\.ml are not supported/);
  const sequence = encode('Model', { graph: { input: [{ name: 'list', type: { sequenceType: {} } }] } });
  assert.throws(() => readOnnx(sequence), /list is no tensor/);
});
