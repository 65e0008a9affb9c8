import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  histogramRecord,
  imageRecord,
  scalarRecord,
  textRecord,
  versionRecord,
} from '../../server/language/library/keras/callbacks/event-file.js';

/** Records that TensorFlow 2.21 has read, checksums and all: step 300, `epoch_loss` 0.25 as a float32. */
const kept = {
  version: '1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c',
  scalar:
    '3500000000000000d6c55de609000000000000f83f10ac022a270a250a0a65706f63685f6c6f7373420a0801120022040000803e4a0b0a090a077363616c61727360b0aacb',
};

/** Records of `tf.summary` of TensorFlow 2.15 with TensorBoard 2.15; in the picture's place stands `png`. */
const written = {
  image:
    '34000000000000005e33175c09000000000000f83f10ac022a260a240a0169421308071204120208034201324201324203706e674a0a0a080a06696d616765734a78029c',
  text: '2a00000000000000ae8d91f509000000000000f83f10ac022a1c0a1a0a0174420b08071200420568656c6c6f4a080a060a0474657874cae7a8d0',
};

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test('records are those that TensorFlow has read', () => {
  assert.equal(hex(versionRecord(1.5)), kept.version);
  assert.equal(hex(scalarRecord(1.5, 300, 'epoch_loss', 0.25)), kept.scalar);
});

test('pictures and texts are written as tf.summary writes them', () => {
  assert.equal(hex(imageRecord(1.5, 300, 'i', [2, 2], [Buffer.from('png')])), written.image);
  assert.equal(hex(textRecord(1.5, 300, 't', 'hello')), written.text);
});

/** The rows of left edge, right edge and count that stand at a record's end, before the plugin's name and the checksum. */
function rowsOf(record: Uint8Array): number[][] {
  const end = record.length - 4 - 'histograms'.length - 6;
  const view = new DataView(record.buffer, end - 30 * 3 * 8, 30 * 3 * 8);
  return Array.from({ length: 30 }, (_, row) => [0, 1, 2].map((at) => view.getFloat64((row * 3 + at) * 8, true)));
}

test('a histogram has thirty buckets from the least to the most', () => {
  const rows = rowsOf(histogramRecord(0, 0, 'w', [0, 1.5, 1.5, 3]));
  assert.deepEqual(
    rows.map(([, , count]) => count),
    Array.from({ length: 30 }, (_, row) => (row === 15 ? 2 : row === 0 || row === 29 ? 1 : 0)),
  );
  assert.equal(rows[0]?.[0], 0);
  assert.equal(rows[29]?.[1], 3);
});

test('equal values are all in the last bucket', () => {
  const rows = rowsOf(histogramRecord(0, 0, 'w', [2, 2, 2]));
  assert.deepEqual(rows[29], [2, 2, 3]);
  assert.deepEqual(rows[0], [2, 2, 0]);
});
