import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, batch, named } from '../../server/language/tensor/dim.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { Attributes } from '../../server/language/tensor/graph.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { operators } from '../../server/language/tensor/operators/index.js';
import { broadcast, formatShape, type MaybeShape } from '../../server/language/tensor/shape.js';
import { ShapeError } from '../../server/language/tensor/shape-error.js';

const time = named('time');
const integers = (...values: number[]): TensorData => ({
  dtype: 'int64',
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
});

/** What an operator makes of float tensors of these shapes; arrays of numbers after them are constant integer operands. */
function shapeOf(
  op: string,
  shapes: readonly MaybeShape[],
  attributes: Attributes = {},
  ...constants: number[][]
): string {
  const builder = new GraphBuilder('test');
  const tensors = shapes.map((shape, i) => builder.input(`x${i}`, 'float32', shape));
  const operands = constants.map((values) => builder.constant(integers(...values)));
  return formatShape(builder.one(op, [...tensors, ...operands], attributes).shape);
}

test('matrix products keep the batch', () => {
  assert.equal(
    shapeOf('MatMul', [
      [batch, 784],
      [784, 300],
    ]),
    '(batch, 300)',
  );
  assert.equal(
    shapeOf('MatMul', [
      [batch, time, 8],
      [8, 4],
    ]),
    '(batch, time, 4)',
  );
  assert.equal(shapeOf('Gemm', [[batch, 784], [300, 784], [300]], { transB: { int: 1 } }), '(batch, 300)');
});

test('convolution and pooling work on sizes that are not known', () => {
  const same: Attributes = { auto_pad: { string: 'SAME_UPPER' } };
  assert.equal(
    shapeOf('Conv', [
      [batch, 3, time, 28],
      [16, 3, 3, 3],
    ]),
    '(batch, 16, time - 2, 26)',
  );
  assert.equal(
    shapeOf(
      'Conv',
      [
        [batch, 3, time, 28],
        [16, 3, 3, 3],
      ],
      same,
    ),
    '(batch, 16, time, 28)',
  );
  assert.equal(
    shapeOf(
      'Conv',
      [
        [batch, 3, time, 28],
        [16, 3, 3, 3],
      ],
      { ...same, strides: { ints: [2, 2] } },
    ),
    '(batch, 16, ceil(time/2), 14)',
  );
  const pool: Attributes = { kernel_shape: { ints: [2, 2] }, strides: { ints: [2, 2] } };
  assert.equal(shapeOf('MaxPool', [[batch, 16, time, 27]], pool), '(batch, 16, floor(time/2), 13)');
  assert.equal(
    shapeOf(
      'ConvTranspose',
      [
        [batch, 8, time, 7],
        [8, 4, 3, 3],
      ],
      { strides: { ints: [2, 2] } },
    ),
    '(batch, 4, 2*time + 1, 15)',
  );
  assert.equal(shapeOf('GlobalAveragePool', [[batch, 8, time, 7]]), '(batch, 8, 1, 1)');
});

test('reshapes work dims out', () => {
  assert.equal(shapeOf('Reshape', [[batch, 28, 28]], {}, [0, -1]), '(batch, 784)');
  assert.equal(shapeOf('Reshape', [[batch, 784]], {}, [-1, 28, 28]), '(batch, 28, 28)');
  assert.equal(shapeOf('Reshape', [[batch, time, 6]], {}, [-1, 6]), '(batch*time, 6)');
  assert.equal(shapeOf('Reshape', [[batch, time]], {}, [0, 5, -1]), '(batch, 5, ?)');
  assert.equal(shapeOf('Flatten', [[batch, 7, time]]), '(batch, 7*time)');
  assert.equal(shapeOf('Unsqueeze', [[batch, 3]], {}, [1, -1]), '(batch, 1, 3, 1)');
  assert.equal(shapeOf('Squeeze', [[batch, 1, 3]], {}, [1]), '(batch, 3)');
});

test('pieces of unknown axes', () => {
  assert.equal(shapeOf('Slice', [[batch, time, 3]], {}, [1], [2 ** 31 - 1], [1]), '(batch, time - 1, 3)');
  assert.equal(shapeOf('Slice', [[batch, time, 3]], {}, [0], [-1], [1]), '(batch, time - 1, 3)');
  assert.equal(shapeOf('Slice', [[batch, time, 3]], {}, [0], [5], [1]), '(batch, ?, 3)');
  assert.equal(shapeOf('Slice', [[batch, time, 3]], {}, [-2], [2 ** 31 - 1], [1]), '(batch, ?, 3)');
  assert.equal(
    shapeOf(
      'Concat',
      [
        [batch, time, 3],
        [batch, 4, 3],
      ],
      { axis: { int: 1 } },
    ),
    '(batch, time + 4, 3)',
  );
  assert.equal(shapeOf('Pad', [[batch, time]], {}, [0, 1, 0, 2]), '(batch, time + 3)');
  assert.equal(shapeOf('Gather', [[1000, 32]], {}, [4, 5]), '(2, 32)');
  assert.equal(shapeOf('Tile', [[batch, 3]], {}, [1, 4]), '(batch, 12)');
});

test('arithmetic on shapes is followed: the batch survives a reshape that is computed', () => {
  const builder = new GraphBuilder('test');
  const x = builder.input('x', 'float32', [batch, 4, 6]);
  const shape = builder.one('Shape', [x]);
  const samples = builder.one('Gather', [shape, builder.constant(integers(0))]);
  const rows = builder.one('Mul', [samples, builder.constant(integers(4))]);
  const target = builder.one('Concat', [rows, builder.constant(integers(-1))], { axis: { int: 0 } });
  assert.equal(formatShape(builder.one('Reshape', [x, target]).shape), '(4*batch, 6)');
  const last = builder.one('Slice', [shape, builder.constant(integers(-1)), builder.constant(integers(2 ** 31 - 1))]);
  assert.equal(formatShape(builder.one('ConstantOfShape', [last]).shape), '(6,)');
  const zero = builder.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(0n) });
  const one = builder.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(1n) });
  const count = builder.one('Squeeze', [samples]);
  assert.equal(formatShape(builder.one('Range', [zero, count, one]).shape), '(batch,)');
});

test('what cannot be known stays unknown', () => {
  assert.equal(shapeOf('MatMul', [undefined, [3, 4]]), '?');
  assert.equal(shapeOf('Relu', [undefined]), '?');
  assert.equal(shapeOf('Add', [undefined, [3]]), '?');
  assert.equal(shapeOf('Reshape', [undefined], {}, [-1, 4]), '(?, 4)');
  assert.equal(shapeOf('NonZero', [[batch, 3]]), '(2, ?)');
});

test('broadcasting with symbols', () => {
  assert.equal(formatShape(broadcast([batch, 1, 3], [5, 1])), '(batch, 5, 3)');
  assert.equal(formatShape(broadcast([batch], [7])), '(7,)');
  assert.equal(formatShape(broadcast([batch], [anonymous()])), '(batch,)');
  assert.equal(formatShape(broadcast([batch], [time])), '(?,)');
  assert.equal(broadcast([3], [4]), undefined);
});

test('operands that do not fit are named', () => {
  const wrong = (run: () => void, rule: string, words: RegExp) =>
    assert.throws(run, (error) => error instanceof ShapeError && error.rule === rule && words.test(error.message));
  wrong(
    () =>
      shapeOf('MatMul', [
        [batch, 784],
        [300, 100],
      ]),
    'operand-shapes',
    /inner sizes of \(batch, 784\) and \(300, 100\) differ/,
  );
  wrong(() => shapeOf('Add', [[2, 3], [4]]), 'operand-shapes', /\(2, 3\) and \(4,\) do not broadcast/);
  wrong(
    () =>
      shapeOf('Conv', [
        [batch, 28, 28],
        [16, 3, 3, 3],
      ]),
    'operand-rank',
    /same number of axes/,
  );
  wrong(
    () =>
      shapeOf('Conv', [
        [batch, 1, 28, 28],
        [16, 3, 3, 3],
      ]),
    'operand-shapes',
    /has \(1,\) channels/,
  );
  wrong(
    () =>
      shapeOf('Conv', [
        [batch, 3, 2, 2],
        [16, 3, 3, 3],
      ]),
    'window-size',
    /window of \(3, 3\) is larger than the \(2, 2\)/,
  );
  wrong(() => shapeOf('Reshape', [[batch, 10]], {}, [5, 3]), 'reshape-size', /cannot reshape/);
  wrong(() => shapeOf('Reshape', [[4, 10]], {}, [-1, 3]), 'reshape-size', /cannot reshape \(4, 10\) to \(-1, 3\)/);
  wrong(
    () =>
      shapeOf(
        'Concat',
        [
          [batch, 2],
          [batch, 3],
        ],
        { axis: { int: 0 } },
      ),
    'concat-shapes',
    /along axis 0/,
  );
  wrong(
    () => shapeOf('Softmax', [[batch, 3]], { axis: { int: 2 } }),
    'axis-range',
    /axis 2 does not exist in \(batch, 3\)/,
  );
  wrong(() => shapeOf('Gather', [[10, 3]], {}, [10]), 'index-range', /index 10 is outside axis 0/);
});

test('costs are counted: a product is two operations a multiply-add', () => {
  const flops = (op: string, shapes: readonly MaybeShape[], attributes: Attributes = {}) => {
    const operator = operators.get(op);
    const inputs = shapes.map((shape) => ({ dtype: 'float32' as const, shape }));
    return operator?.flops?.(inputs, operator.infer(inputs, attributes), attributes);
  };
  assert.equal(
    flops('MatMul', [
      [32, 784],
      [784, 300],
    ]),
    2 * 32 * 784 * 300,
  );
  assert.equal(
    flops('Conv', [
      [1, 3, 28, 28],
      [16, 3, 3, 3],
    ]),
    2 * 27 * 16 * 26 * 26,
  );
  assert.equal(
    flops(
      'Conv',
      [
        [1, 4, 5, 5],
        [6, 2, 2, 2],
      ],
      { group: { int: 2 } },
    ),
    2 * 8 * 6 * 16,
  );
  assert.equal(flops('Transpose', [[4, 5]]), 0);
});

test('names in a graph are unique, bodies included, and every output is a node of its own', () => {
  const builder = new GraphBuilder('test');
  const x = builder.input('x', 'float32', [3]);
  const body = builder.subgraph('body');
  assert.notEqual(body.input('x', 'float32', [3]).name, x.name);
  const y = builder.one('Relu', [x]);
  const graph = builder.finish([y, y, x] satisfies SymbolicTensor[]);
  assert.equal(new Set(graph.outputs.map(({ name }) => name)).size, 3);
  assert.deepEqual(
    graph.nodes.map(({ op }) => op),
    ['Relu', 'Identity', 'Identity'],
  );
});
