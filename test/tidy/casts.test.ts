import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const folders = ['client', 'runtime', 'server', 'webviews', 'test'];

test('no type is forced on a value', () => {
  const forced = folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)),
    )
    .filter((file) => file.endsWith('.ts') && !file.includes(`${path.sep}out${path.sep}`))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, index) =>
          /\bas (unknown|any|never) as\b|@ts-(ignore|nocheck)/.test(line) ? [`${file}:${index + 1}`] : [],
        ),
    )
    .filter((place) => !place.startsWith(path.join('test', 'tidy', 'casts.test.ts')));
  assert.deepEqual(forced, []);
});
