import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { silentRecorder } from '../../server/language/recorder.js';
import { run } from '../../server/language/run.js';
import { numbersHost } from '../layers/numbers-host.js';

/** Layers' configurations as real Keras writes them: `test/oracle/configs/layers.py` asks it. */
interface Case {
  readonly make: string;
  readonly config: unknown;
}
const { cases } = JSON.parse(readFileSync('test/oracle/configs/layers.json', 'utf8')) as { readonly cases: Case[] };

/**
 * What Keras writes otherwise and reads alike: a factor as the range that it stands for, sizes in another order or number,
 * seeds that it has drawn, vocabularies with their length.
 */
const otherForm = new Set([
  ...[
    'PReLU',
    'LayerNormalization',
    'RMSNormalization',
    'BatchNormalization',
    'Bidirectional',
    'Hashing',
    'MelSpectrogram',
  ],
  ...[
    'StringLookup',
    'IntegerLookup',
    'TextVectorization',
    'HashedCrossing',
    'Discretization',
    'Solarization',
    'Pipeline',
  ],
  ...[
    'RandomRotation',
    'RandomCrop',
    'RandomContrast',
    'RandomBrightness',
    'RandomErasing',
    'RandomHue',
    'RandAugment',
  ],
  ...['RandomSaturation', 'RandomPosterization', 'RandomSharpness', 'RandomShear', 'RandomInvert', 'RandomPerspective'],
  ...['RandomGrayscale', 'RandomColorDegeneration', 'RandomGaussianBlur', 'RandomElasticTransform', 'AugMix', 'CutMix'],
]);

const groups = new Map<string, Case[]>();
for (const each of cases) {
  const type = /^layers\.(\w+)/.exec(each.make)?.[1] ?? 'others';
  groups.set(type, [...(groups.get(type) ?? []), each]);
}

for (const [type, group] of groups) {
  test(`configurations of ${type} are as Keras's`, () => {
    for (const { make, config } of group) {
      const [ours, keras] = [comparable(configOf(make)), comparable(config)];
      if (!otherForm.has(type)) assert.deepEqual(ours, keras, make);
      else {
        assert.deepEqual(
          Object.keys(ours as object).filter((name) => name !== 'seed' && !Object.hasOwn(keras as object, name)),
          [],
          make,
        );
        assert.deepEqual((ours as { dtype: unknown }).dtype, (keras as { dtype: unknown }).dtype, make);
      }
    }
  });
}

function configOf(make: string): unknown {
  let printed = '';
  const host = { ...numbersHost(), print: (text: string) => (printed += text) };
  const lines = ['import json', 'import keras', 'import numpy as np', 'from keras import layers', `layer = ${make}`];
  run([...lines, 'print(json.dumps(layer.get_config()))'].join('\n'), 'config.py', host, silentRecorder);
  return JSON.parse(printed);
}

/** Rounded as a float32 is, without what tells one object of a run from another. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'number') return Math.fround(value);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'name' && name !== 'shared_object_id');
  return Object.fromEntries(kept.map(([name, each]) => [name, comparable(each)]));
}
