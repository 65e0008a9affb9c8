import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { startEngine } from '../../runtime/engines/index.js';
import { stretched } from '../../server/language/layers/preprocessing/augmentation/elastic.js';
import { seen } from '../../server/language/layers/preprocessing/augmentation/perspective.js';
import type { Pictures } from '../../server/language/layers/preprocessing/augmentation/pictures.js';
import type { Sampling } from '../../server/language/layers/preprocessing/augmentation/warp.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import { GraphBuilder, type SymbolicTensor } from '../../server/language/tensor/graph-builder.js';
import { modelOf, trainingOutput, trainingOutputs } from './drawing-models.js';

/*
 * Layers that draw, with transformations that are given (test/oracle/transformations.py): what Keras makes of pictures by
 * them, and that layers which choose among changes give what each of these gives.
 */
const { engine } = await startEngine('onnxruntime', { threads: 1 });

interface Kept {
  readonly shape: readonly number[];
  readonly data: string;
}

const asked: {
  readonly perspective: readonly (Omit<Sampling, 'fill_mode'> & {
    readonly corners: readonly (readonly [number, number, number, number])[];
    readonly x: Kept;
    readonly y: Kept;
  })[];
  readonly elastic: readonly (Sampling & {
    readonly by: number;
    readonly x: Kept;
    readonly noise: Kept;
    readonly y: Kept;
  })[];
  readonly equalization: readonly { readonly arguments: string; readonly x: Kept; readonly y: Kept }[];
  readonly parts: readonly {
    readonly factor: number;
    readonly value_range: readonly [number, number];
    readonly x: Kept;
    readonly y: Readonly<Record<string, Kept>>;
  }[];
} = JSON.parse(readFileSync('test/oracle/transformations.json', 'utf8'));

function array({ shape, data }: Kept): TensorData {
  return { dtype: 'float32', shape, data: new Float32Array(Uint8Array.from(Buffer.from(data, 'base64')).buffer) };
}

async function changed(x: Kept, change: (pictures: Pictures) => SymbolicTensor): Promise<Float32Array> {
  const graph = new GraphBuilder('changed');
  const [, height, width, channels] = x.shape as [number, number, number, number];
  const session = await engine.open(
    graph.finish([change({ graph, x: graph.constant(array(x)), height, width, channels })]),
  );
  const [first] = [...(await session.run(new Map())).values()];
  assert.ok(first);
  const { data } = await engine.download(first);
  await session.close();
  return data as Float32Array;
}

function assertNear(got: Float32Array, wanted: Kept, tolerance: number): void {
  const data = array(wanted).data as Float32Array;
  assert.equal(got.length, data.length);
  got.forEach((value, i) => {
    assert.ok(Math.abs(value - (data[i] as number)) <= tolerance, `${i}: ${value}, not ${data[i]}`);
  });
}

for (const [i, { corners, x, y, fill_value, interpolation }] of asked.perspective.entries()) {
  test(`RandomPerspective, corners moved as given, ${interpolation} (${i})`, async () => {
    const got = await changed(x, (pictures) => {
      const of = (corner: number) =>
        pictures.graph.constant({
          dtype: 'float32',
          shape: [corners.length, 1, 1],
          data: Float32Array.from(corners, (each) => each[corner] as number),
        });
      const moved = { upperRightX: of(0), lowerLeftY: of(1), lowerRightX: of(2), lowerRightY: of(3) };
      return seen(pictures, moved, { fill_value, interpolation });
    });
    assertNear(got, y, 0.02);
  });
}

for (const { by, x, noise, y, ...sampling } of asked.elastic) {
  test(`RandomElasticTransform by ${by}, ${sampling.fill_mode}, ${sampling.interpolation}`, async () => {
    const got = await changed(x, (pictures) =>
      stretched(pictures, pictures.graph.constant(array(noise)), { by, most: 1 }, sampling),
    );
    assertNear(got, y, 0.02);
  });
}

for (const { arguments: given, x, y } of asked.equalization) {
  test(`Equalization(${given}) of pictures of shape ${x.shape.join('×')}`, async () => {
    const single = x.shape.length === 3;
    const input = array(single ? { ...x, shape: [1, ...x.shape] } : x);
    const model = modelOf(`layers.Equalization(${given})`, `[${input.shape.slice(1).join()}]`);
    assertNear(await trainingOutput(engine, model, input, 0), y, given.includes('1') ? 2e-6 : 1e-4);
  });
}

const samples = 150;

for (const { factor, value_range: range, x, y } of asked.parts) {
  const pair = `factor=(${factor}, ${factor}), value_range=(${range.join(', ')})`;
  const distance = (a: Float32Array, b: Float32Array) =>
    a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0) / range[1];
  const input = array(x);

  test(`RandAugment gives what one of its changes gives, each as often: ${pair}`, async () => {
    const model = modelOf(`layers.RandAugment(num_ops=1, ${pair})`, '[6, 5, 3]');
    const found = new Map(Object.keys(y).map((name) => [name, 0]));
    const steps = Array.from({ length: samples }, (_, i) => i);
    for (const got of await trainingOutputs(engine, model, input, steps)) {
      const name = Object.keys(y).find((each) => distance(got, array(y[each] as Kept).data as Float32Array) < 1e-5);
      if (name) found.set(name, (found.get(name) ?? 0) + 1);
    }
    for (const [name, count] of found) {
      const expected = samples / 11;
      assert.ok(Math.abs(count - expected) < 4 * Math.sqrt(expected), `${name}: ${count} times of ${samples}`);
    }
  });

  test(`AugMix blends the picture with what its chain gives: ${pair}`, async () => {
    const original = input.data as Float32Array;
    const names = new Set<string>();
    for (let seed = 0; seed < 16; seed += 1) {
      const model = modelOf(`layers.AugMix(num_chains=1, chain_depth=1, seed=${seed}, ${pair})`, '[6, 5, 3]');
      const got = await trainingOutput(engine, model, input, seed);
      if (distance(got, original) < 1e-6) names.add('none');
      for (const [name, kept] of Object.entries(y)) {
        const whole = array(kept).data as Float32Array;
        // How far it went towards the change, by where this went farthest.
        const far = whole.reduce((best, value, i) => {
          const [way, most] = [value - (original[i] as number), (whole[best] as number) - (original[best] as number)];
          return Math.abs(way) > Math.abs(most) ? i : best;
        }, 0);
        const [from, to] = [original[far] as number, whole[far] as number];
        const share = ((got[far] as number) - from) / (to - from);
        const blend = original.map((value, i) => value + share * ((whole[i] as number) - value));
        if (share > 1e-3 && share < 1 + 1e-5 && distance(got, blend) < 1e-5) names.add(name);
      }
    }
    assert.ok(names.size >= 4, [...names].join());
  });
}
