import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallArguments } from '../../server/language/layers/call-arguments.js';
import type { LayerDefinition } from '../../server/language/layers/layer.js';
import { applyLayer } from '../../server/language/model/apply-layer.js';
import type { Layer, TensorSpec } from '../../server/language/model/model.js';
import { batch } from '../../server/language/tensor/dim.js';
import { formatShape, type Shape } from '../../server/language/tensor/shape.js';

const range = { start: 0, end: 0 };

/** Takes a query and a list of others, and gives as many tensors as it is told to. */
const many: LayerDefinition = {
  name: 'Many',
  signature: '',
  description: 'A layer with named call arguments.',
  documentation: '',
  callSignature: "query, others, scale=2.5, mode='sum', twice=False",
  configure: () => ({}),
  outputCount: (_args, given) => (given.get('twice') === true ? 2 : 1),
  inputSpec: (_args, _built, given) => {
    const others = given.inputs('others');
    return [{ rank: 3 }, ...others.map(() => ({ rank: 2 }))];
  },
  weights: (_args, inputs, given) => [
    {
      name: 'kernel',
      shape: [inputs[given.inputs('others')[1] ?? 0]?.at(-1) ?? 1],
      dtype: 'float32',
      trainable: true,
      initializer: { name: 'Zeros' },
    },
  ],
  call(_args, inputs, _weights, { graph, given }) {
    const query = inputs[given.input('query') ?? -1];
    const out = graph.one('Identity', [query]);
    return given.get('twice') === true ? [out, graph.one('Identity', [inputs[1]])] : [out];
  },
};

const merge: LayerDefinition = { ...many, name: 'Merge', inputList: 'A merge layer takes a list.' };

test('a call finds its tensors and plain arguments by name', () => {
  const layer = layerOf(many);
  const given = new CallArguments(
    many.callSignature as string,
    new Map([
      ['query', { kind: 'tensor', input: 0 }],
      [
        'others',
        {
          kind: 'list',
          elements: [
            { kind: 'tensor', input: 1 },
            { kind: 'tensor', input: 2 },
          ],
        },
      ],
      ['twice', { kind: 'plain', value: true }],
    ]),
  );
  assert.equal(given.get('scale'), 2.5);
  assert.equal(given.get('mode'), 'sum');
  assert.equal(given.given('scale'), false);
  const inputs = [[batch, 5, 3] as const, [batch, 7] as const, [batch, 11] as const].map(spec);
  const { call, problem } = applyLayer(layer, inputs, range, given);
  assert.equal(problem, undefined);
  assert.deepEqual(
    call.outputs.map(({ shape }) => formatShape(shape)),
    ['(batch, 5, 3)', '(batch, 7)'],
  );
  assert.deepEqual(layer.weights?.[0]?.shape, [11]);
});

test('each input has its own rule, and a misfit still gives as many outputs', () => {
  const given = new CallArguments(
    many.callSignature as string,
    new Map([
      ['query', { kind: 'tensor', input: 0 }],
      ['others', { kind: 'tensor', input: 1 }],
      ['twice', { kind: 'plain', value: true }],
    ]),
  );
  const { call, problem } = applyLayer(layerOf(many), [spec([batch, 5, 3]), spec([batch, 5, 3])], range, given);
  assert.equal(problem?.rule, 'input-rank');
  assert.match(String(problem?.details['keras']), /^Input 1 of layer/);
  assert.equal(call.outputs.length, 2);
});

test('a layer that merges refuses one tensor', () => {
  assert.match(
    String(applyLayer(layerOf(merge), [spec([batch, 5, 3])], range).problem?.details['keras']),
    /takes a list/,
  );
  assert.equal(CallArguments.on(2).isNested('inputs'), true);
  assert.deepEqual(CallArguments.on(2, 'query, value').inputs('query'), [0, 1]);
});

function spec(shape: Shape): TensorSpec {
  return { shape, dtype: 'float32', source: undefined };
}

function layerOf(definition: LayerDefinition): Layer {
  return { definition, name: 'many', arguments: {}, range, weights: undefined, trainable: true, calls: [] };
}
