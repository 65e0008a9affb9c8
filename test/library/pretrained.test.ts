import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { weightFile } from '../../server/language/library/keras/applications/pretrained.js';

// Which file of weights an application of ImageNet's asks for (test/oracle/application_weights.py).
interface Asked {
  readonly name: string;
  /** The model's name by default. */
  readonly model: string | null;
  readonly arguments: Readonly<Record<string, boolean | number | readonly number[]>>;
  readonly file: string;
  readonly url: string;
  readonly hash: string | null;
  readonly folder: string;
}

const { answers } = JSON.parse(readFileSync('test/oracle/application-weights.json', 'utf8')) as { answers: Asked[] };

for (const { name, model, arguments: given, file, url, hash, folder } of answers) {
  test(`${name} ${JSON.stringify(given)}`, () => {
    const image = (given['input_shape'] as readonly number[] | undefined) ?? [224, 224, 3];
    const get = (argument: string) => {
      const value = given[argument] ?? (argument === 'alpha' ? 1 : false);
      return typeof value === 'object' ? null : value;
    };
    const chosen = { top: given['include_top'] === true, image, model: model ?? '', get };
    assert.deepEqual(weightFile(name, chosen), { file, url, hash });
    assert.equal(folder, 'models');
  });
}
