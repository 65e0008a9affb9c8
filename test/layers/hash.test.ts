import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fingerprint64, sipHash } from '../../server/language/library/keras/texts/hash.js';

interface Answers {
  readonly buckets: string;
  readonly keys: readonly (readonly [string, string])[];
  readonly cases: readonly { readonly text: string; readonly fast: string; readonly strong: readonly string[] }[];
}

const { buckets, keys, cases } = JSON.parse(readFileSync('test/oracle/hashes/hashes.json', 'utf8')) as Answers;
const most = BigInt(buckets);
const encoder = new TextEncoder();

test('strings of all lengths hash as in TensorFlow', () => {
  for (const { text, fast, strong } of cases) {
    const bytes = encoder.encode(text);
    assert.equal(String(fingerprint64(bytes) % most), fast, text);
    keys.forEach(([a, b], i) => {
      assert.equal(String(sipHash(bytes, [BigInt(a), BigInt(b)]) % most), strong[i], text);
    });
  }
});
