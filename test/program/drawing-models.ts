import assert from 'node:assert/strict';
import type { Engine } from '../../runtime/engines/engine.js';
import { countedRandomness } from '../../runtime/program/randomness/counted.js';
import { mixed } from '../../runtime/program/randomness/mixing.js';
import { replay } from '../../runtime/program/replay.js';
import { settledGraph } from '../../runtime/program/settled-graph.js';
import { bindings } from '../../runtime/program/step.js';
import { Tape } from '../../runtime/program/tape.js';
import { fit } from '../../runtime/training/fit.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, ModelProgram } from '../../server/language/training-request.js';
import { requestOf } from './step-programs.js';

/** A model of one layer; `input` is Python of the argument of `keras.Input`. */
export function modelOf(layer: string, input: string): ModelProgram {
  const program = `import keras
import numpy as np
from keras import layers
model = keras.Sequential([keras.Input(${input}), ${layer}])
x, y = np.zeros((2, *model.input_shape[1:])), np.zeros((2, *model.output_shape[1:]))
model.compile(loss='mse')
`;
  return requestOf({ program, fit: '' }).model;
}

/** That a run of a program's model which stops after an epoch and goes on comes to the same weights, and one of another seed does not. */
export async function assertResumesAlike(engine: Engine, program: string): Promise<void> {
  const asked = requestOf({ program, fit: '' });
  const request = { ...asked, batchSize: asked.model.batchSize ?? 4, shuffle: false };
  const run = (given: FitRequest) =>
    fit(given, engine, { progress() {}, epoch() {}, warning: assert.fail, stopped: () => false });
  const whole = await run({ ...request, epochs: 4 });
  const first = await run({ ...request, epochs: 1 });
  const weights = request.model.weights.map((weight, i) => ({ ...weight, value: first.weights[i] as TensorData }));
  const model = { ...request.model, weights };
  const rest = await run({ ...request, model, optimizerState: first.optimizerState, initialEpoch: 1, epochs: 4 });
  assert.deepEqual(rest.weights, whole.weights);
  assert.notDeepEqual((await run({ ...request, epochs: 4, seed: request.seed + 1 })).weights, whole.weights);
}

/** What a model gives for these samples at a step of training. */
export async function trainingOutput(
  engine: Engine,
  model: ModelProgram,
  x: TensorData,
  step: number,
): Promise<Float32Array> {
  const [output] = await trainingOutputs(engine, model, x, [step]);
  assert.ok(output);
  return output;
}

/** The same at several steps. */
export async function trainingOutputs(
  engine: Engine,
  model: ModelProgram,
  x: TensorData,
  steps: readonly number[],
): Promise<readonly Float32Array[]> {
  const tape = new Tape('training');
  const input = tape.input('data', 'float32', model.training.inputs[0]?.shape);
  const settled = settledGraph(model.training, '');
  const bound = bindings(tape, model, model.training, { x: [input], weights: new Map() });
  const step = tape.input('step', 'int64', []);
  const randomness = { seed: mixed(3), step, batch: input, batchSize: x.shape[0] as number };
  const [result] = replay(settled, tape, bound, false, countedRandomness(settled, tape, bound, randomness));
  assert.ok(result);
  const session = await engine.open(tape.finish([result]));
  const outputs: Float32Array[] = [];
  for (const each of steps) {
    const results = await session.run(
      new Map([
        ['data', engine.upload(x)],
        ['step', engine.upload({ dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(each)) })],
      ]),
    );
    const [first] = [...results.values()];
    assert.ok(first);
    outputs.push((await engine.download(first)).data as Float32Array);
  }
  await session.close();
  return outputs;
}
