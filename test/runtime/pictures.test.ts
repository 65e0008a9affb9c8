import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { decodePicture } from '../../runtime/pictures/decode.js';
import { PictureError } from '../../runtime/pictures/picture.js';
import { decodeAsPillow } from '../../runtime/pictures/pillow.js';
import type { Interpolation } from '../../server/language/layers/resampling.js';
import { fitted } from '../../server/language/library/keras/preprocessing/loaded-picture.js';
import { middleOf, resizedPicture } from '../../server/language/library/keras/preprocessing/resized-picture.js';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/* Pictures in files against TensorFlow and Pillow (test/oracle/pictures.py): decoded to the last bit, resized to float32's last bits. */

interface Decoded {
  readonly name: string;
  readonly channels: number;
  readonly refused?: true;
  readonly shape?: readonly number[];
  readonly data?: string;
}
interface Resized {
  readonly name: string;
  readonly size: readonly [number, number];
  readonly interpolation: Interpolation;
  readonly crops: boolean;
  readonly dtype: 'uint8' | 'float32';
  readonly data: string;
}
interface Loaded {
  readonly name: string;
  readonly mode: 'grayscale' | 'rgb' | 'rgba';
  readonly target_size?: readonly [number, number];
  readonly interpolation?: string;
  readonly keep_aspect_ratio?: boolean;
  readonly data: string;
}
const answers = JSON.parse(readFileSync('test/oracle/pictures.json', 'utf8')) as {
  readonly decoded: readonly Decoded[];
  readonly resized: readonly Resized[];
  readonly loaded: readonly Loaded[];
};
const fileOf = (name: string) => new Uint8Array(readFileSync(`test/oracle/pictures/${name}`));
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));

for (const { name, channels, refused, shape, data } of answers.decoded)
  test(`${name} in ${channels || 'its own'} channels`, () => {
    if (refused) {
      assert.throws(() => decodePicture(fileOf(name), channels), PictureError);
      return;
    }
    const made = decodePicture(fileOf(name), channels);
    assert.deepEqual([made.height, made.width, made.channels], shape);
    assert.deepEqual(Buffer.from(made.data), Buffer.from(data as string, 'base64'));
  });

for (const { name, size, interpolation, crops, dtype, data } of answers.resized)
  test(`${name} as ${size.join(' × ')} by ${interpolation}${crops ? ', its middle' : ''}`, () => {
    const picture = decodePicture(fileOf(name), 3);
    const part = crops ? middleOf(picture, size) : { top: 0, left: 0, height: picture.height, width: picture.width };
    const made = resizedPicture(picture, part, size, interpolation);
    const bytes = bytesOf(data);
    if (dtype === 'uint8') {
      assert.deepEqual(made, bytes);
      return;
    }
    const wanted = new Float32Array(bytes.buffer);
    assert.equal(made.length, wanted.length);
    const furthest = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (made[at] as number))), 0);
    // Sums of up to a hundred products are put together in another order.
    assert.ok(furthest <= (interpolation === 'bilinear' ? 0 : 1e-4), `${furthest} apart`);
  });

for (const { name, mode, target_size: size, interpolation, keep_aspect_ratio: keeps, data } of answers.loaded)
  test(`${name} loaded as ${mode}${size ? `, ${size.join(' × ')} by ${interpolation}` : ''}${keeps ? ', its middle' : ''}`, () => {
    const channels = { grayscale: 1, rgb: 3, rgba: 4 }[mode];
    const how = { size, interpolation: interpolation ?? 'nearest', keepsProportions: keeps === true };
    assert.deepEqual(
      Buffer.from(fitted(decodeAsPillow(fileOf(name), channels), how).data),
      Buffer.from(data, 'base64'),
    );
  });

/** A PNG with another number in its header: its width is at byte 16, its height at 20. */
function pngThatSays(at: number, number: number): Uint8Array {
  const bytes = fileOf('rgb.png');
  new DataView(bytes.buffer).setUint32(at, number);
  return bytes;
}

const damaged: readonly (readonly [what: string, bytes: () => Uint8Array, words: RegExp])[] = [
  ['an empty file', () => new Uint8Array(), /empty/],
  ['a text', () => new TextEncoder().encode('no picture at all'), /neither a JPEG nor/],
  [
    'a JPEG that claims to be gigantic',
    () => {
      const bytes = fileOf('4-2-0.jpg');
      const at = bytes.findIndex((byte, i) => byte === 0xff && bytes[i + 1] === 0xc0);
      bytes.set([0xff, 0xff, 0xff, 0xff], at + 5);
      return bytes;
    },
    /65535 × 65535 pixels, more than/,
  ],
  ['a PNG that claims to be gigantic', () => pngThatSays(16, 0x7fffffff), /2147483647 × 27 pixels, more than/],
  ['a PNG whose data are larger than its picture', () => pngThatSays(20, 3), /damaged/],
  [
    'a GIF without width',
    () => {
      const bytes = fileOf('plain.gif');
      bytes.set([0, 0], 6);
      return bytes;
    },
    /size of 0 × 27/,
  ],
];
for (const [what, bytes, words] of damaged)
  test(`${what} is refused in words`, () => {
    assert.throws(
      () => decodePicture(bytes(), 3),
      (error) => error instanceof PictureError && words.test(error.message),
    );
  });

test('pictures that are cut short are refused wherever they end', () => {
  for (const name of [
    '4-2-0.jpg',
    'progressive.jpg',
    'restarts.jpg',
    'rgb.png',
    'interlaced.png',
    'rgb.bmp',
    'plain.gif',
  ]) {
    const whole = fileOf(name);
    // What ends a PNG and a GIF says nothing of the picture.
    const needed = name.endsWith('.png') ? whole.length - 12 : name.endsWith('.gif') ? whole.length - 2 : whole.length;
    for (let length = 0; length < needed; length += 7)
      assert.throws(() => decodePicture(whole.subarray(0, length), 3), PictureError, `${name} of ${length} bytes`);
  }
});

test('pictures with wrong bytes are decoded or refused, and nothing else happens', () => {
  let state = 7;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const names = [...new Set(answers.decoded.map(({ name }) => name))];
  let refused = 0;
  for (const name of names)
    for (let round = 0; round < 40; round += 1) {
      const bytes = fileOf(name);
      for (let k = 0; k <= random(6); k += 1) bytes[random(bytes.length)] = random(256);
      try {
        const { height, width, channels, data } = decodePicture(bytes, 0);
        assert.equal(data.length, height * width * channels, name);
      } catch (error) {
        assert.ok(error instanceof PictureError, `${name}: ${error instanceof Error ? error.stack : error}`);
        refused += 1;
      }
    }
  assert.ok(refused > names.length);
});

test('a picture that cannot be decoded is named', async () => {
  const folder = scriptFolder();
  for (const name of ['a', 'b']) mkdirSync(path.join(folder.path, 'photos', name), { recursive: true });
  copyFileSync('test/oracle/pictures/4-2-0.jpg', path.join(folder.path, 'photos/a/0.jpg'));
  writeFileSync(path.join(folder.path, 'photos/b/1.jpg'), fileOf('4-2-0.jpg').subarray(0, 500));
  folder.write(
    'program.py',
    "import keras\nfor x, y in keras.utils.image_dataset_from_directory('photos', image_size=(9, 9), shuffle=False, batch_size=1): print(x.shape)\n",
  );
  const { out } = await layerscope(['train', 'program.py', '--json', '--engine', 'reference'], { folder: folder.path });
  const events = eventsOf(out);
  const said = events.flatMap((event) => (event.event === 'print' ? [event.text] : []));
  assert.equal(said.join(''), 'Found 2 files belonging to 2 classes.\n(1, 9, 9, 3)\n');
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  assert.match(end.message ?? '', /photos\/b\/1\.jpg cannot be decoded: it is cut short/);
});
