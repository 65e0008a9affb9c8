import { readdirSync, readFileSync } from 'node:fs';
import type { KerasVersion } from '../../server/language/keras-version.js';
import { type Recorder, silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import type { TensorData } from '../../server/language/tensor/element-type.js';
import type { FitRequest, LogValue, WeightData } from '../../server/language/training-request.js';
import { numbersHost } from '../layers/numbers-host.js';

/** What a script of test/oracle/steps/ wrote down. */
export interface StepFamily {
  readonly family: string;
  /** The Keras that was asked. */
  readonly version: KerasVersion;
  readonly cases: readonly StepCase[];
}

export interface StepCase {
  readonly about: string;
  /** Makes `model`, `x` and `y`, and compiles. */
  readonly program: string;
  /** Further arguments of `fit`. */
  readonly fit: string;
  readonly logs: Readonly<Record<string, readonly LogValue[]>>;
  /** Paths of the weights. */
  readonly weights: readonly string[];
  readonly first: readonly Float32Tensor[];
  readonly third: readonly Float32Tensor[];
  readonly evaluate: Readonly<Record<string, LogValue>>;
  readonly predict: readonly Float32Tensor[];
}

/** Little-endian, in base64. */
interface Float32Tensor {
  readonly shape: readonly number[];
  readonly data: string;
}

/** Of a folder of kept answers; another one than the tests' to look at what is not kept yet. */
export function stepFamilies(folder = process.env['STEPS'] ?? 'test/oracle/steps'): readonly StepFamily[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => {
      const { versions, cases } = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as Answers;
      return { family: name.slice(0, -5), version: versions.keras.startsWith('2.') ? 2 : 3, cases };
    });
}

interface Answers {
  readonly versions: { readonly keras: string };
  readonly cases: readonly StepCase[];
}

/** The request that the program's `fit` makes: one step of all samples an epoch. */
export function requestOf(
  { program, fit }: Pick<StepCase, 'program' | 'fit'>,
  kerasVersion: KerasVersion = 3,
  recorder: Recorder = silentRecorder,
): FitRequest {
  const host = { ...numbersHost(), kerasVersion };
  const options = [...(fit.includes('batch_size=') ? [] : ['batch_size=samples']), ...(fit ? [fit] : [])].join(', ');
  const text = `${program}samples = len(x[0] if isinstance(x, list) else list(x.values())[0] if isinstance(x, dict) else x)\nmodel.fit(x, y, epochs=1, shuffle=False, verbose=0, ${options})\n`;
  run(text, 'step.py', host, recorder);
  const [request] = host.fits;
  if (!request) throw new Error('the program did not train');
  const { model } = request;
  return { ...request, model: { ...model, weights: model.weights.map(fixed) } };
}

/** What a weight begins with, as `fixed` of test/oracle/steps/ask.py has it. */
function fixed(weight: WeightData, seed: number): WeightData {
  const { dtype, shape, data } = weight.value;
  if (dtype !== 'float32') return weight;
  const values = Float32Array.from({ length: data.length }, (_, i) => {
    const value = Math.fround(Math.sin(i * 1.7 + seed)) * 0.5;
    return weight.name.includes('variance') ? Math.fround(Math.abs(value) + 0.5) : value;
  });
  return { ...weight, value: { dtype, shape, data: values } };
}

export function decodedTensor({ shape, data }: Float32Tensor): TensorData {
  return { dtype: 'float32', shape, data: new Float32Array(Uint8Array.from(Buffer.from(data, 'base64')).buffer) };
}
