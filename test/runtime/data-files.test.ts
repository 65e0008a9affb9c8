import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { unzipped } from '../../runtime/files/zip.js';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/* What a program reads from files that are damaged or missing ends its run at the line that asked, with the file's name. */

const folder = scriptFolder();
mkdirSync(path.join(folder.path, 'data'));
copyFileSync('test/oracle/pictures/4-2-0.jpg', path.join(folder.path, 'data/whole.jpg'));
writeFileSync(path.join(folder.path, 'data/cut.jpg'), readFileSync('test/oracle/pictures/4-2-0.jpg').subarray(0, 500));

let programs = 0;

/** How a program ends: its last line of the file, and what is said of it. */
async function ending(program: string): Promise<{ readonly line: number | undefined; readonly message: string }> {
  programs += 1;
  folder.write(`program${programs}.py`, `import tensorflow as tf\n${program}`);
  const argv = ['train', `program${programs}.py`, '--json', '--engine', 'reference'];
  const end = eventsOf((await layerscope(argv, { folder: folder.path })).out).at(-1);
  assert.ok(end?.event === 'end' && end.status === 'failed');
  return { line: end.line, message: end.message ?? '' };
}

const reading = `
def load(path): return tf.io.decode_jpeg(tf.io.read_file(path), channels=3)
for picture in tf.data.Dataset.from_tensor_slices(['data/whole.jpg', 'PATH']).map(load): print(picture.shape)
`;

test('a picture that is cut short is named', async () => {
  const { line, message } = await ending(reading.replace('PATH', 'data/cut.jpg'));
  assert.equal(line, 3);
  assert.match(message, /data\/cut\.jpg cannot be decoded: it is cut short/);
});

test('a picture that is not there is named', async () => {
  const { line, message } = await ending(reading.replace('PATH', 'data/none.jpg'));
  assert.equal(line, 3);
  assert.match(message, /data\/none\.jpg; No such file or directory/);
});

test('pictures that Pillow reads and a run does not are not taken for damaged ones', async () => {
  writeFileSync(path.join(folder.path, 'data/found.webp'), 'RIFF\x40\0\0\0WEBPVP8 ');
  copyFileSync('test/oracle/pictures/plain.gif', path.join(folder.path, 'data/plain.gif'));
  const trying = `
import os
from PIL import Image
for name in ['data/whole.jpg', 'data/cut.jpg', 'PATH']:
    try:
        Image.open(name).convert('RGB')
    except Exception:
        os.remove(name)
`;
  writeFileSync(
    path.join(folder.path, 'data/cut.jpg'),
    readFileSync('test/oracle/pictures/4-2-0.jpg').subarray(0, 500),
  );
  const webp = await ending(trying.replace('PATH', 'data/found.webp'));
  assert.equal(webp.line, 7);
  assert.match(webp.message, /data\/found\.webp.*the format WebP, which is not read/);
  assert.match((await ending(trying.replace("'data/cut.jpg', 'PATH'", "'data/plain.gif'"))).message, /it is a GIF/);
  assert.ok(existsSync(path.join(folder.path, 'data/found.webp')));
  assert.ok(!existsSync(path.join(folder.path, 'data/cut.jpg')));
});

test('a pattern that no file has is named', async () => {
  const { message } = await ending("tf.data.Dataset.list_files('photos/*/*.jpg')\n");
  assert.match(message, /No files matched pattern: photos\/\*\/\*\.jpg/);
});

const records = `
with tf.io.TFRecordWriter('data/rows.tfrecord') as writer:
    for at in range(3):
        feature = {'label': tf.train.Feature(int64_list=tf.train.Int64List(value=[at]))}
        writer.write(tf.train.Example(features=tf.train.Features(feature=feature)).SerializeToString())
content = open('data/rows.tfrecord', 'rb').read()
`;

test('a damaged record, a wrong type and a missing file are named', async () => {
  const damaged = await ending(
    `${records}with open('data/damaged.tfrecord', 'wb') as file: file.write(content[:-9] + b'?' + content[-8:])\nfor record in tf.data.TFRecordDataset('data/damaged.tfrecord'): pass\n`,
  );
  assert.equal(damaged.line, 9);
  assert.match(damaged.message, /DataLossError: corrupted record at \d+ in data\/damaged\.tfrecord/);
  const wrong = await ending(
    `${records}spec = {'label': tf.io.FixedLenFeature([], tf.string)}\nfor row in tf.data.TFRecordDataset('data/rows.tfrecord').map(lambda record: tf.io.parse_single_example(record, spec)): pass\n`,
  );
  assert.match(wrong.message, /Key: label\. {2}Data types don't match\. Data type: int64 but expected type: string/);
  const missing = await ending("for record in tf.data.TFRecordDataset(['data/none.tfrecord']): pass\n");
  assert.match(missing.message, /data\/none\.tfrecord; No such file or directory/);
});

test('a serialized tensor whose shape claims more than there is takes no memory', async () => {
  const { line, message } = await ending(
    String.raw`tf.io.parse_tensor(b'\x08\x01\x12\x09\x12\x07\x08\x80\x80\x80\x80\x80\x20\x22\x04\x00\x00\x00\x00', tf.float32)`,
  );
  assert.equal(line, 2);
  assert.match(message, /InvalidArgumentError: .*its shape has 1099511627776 elements, but 1 are there/);
});

test('an archive whose bytes were changed is refused by its checksum', () => {
  const content = Uint8Array.from({ length: 300 }, (_, at) => at % 251);
  const archive = zipSync({ 'a.npy': content, 'b.npy': content.subarray(7) }, { level: 0 });
  assert.deepEqual(unzipped(archive).get('b.npy'), content.subarray(7));
  const changed = archive.slice();
  changed[100] = (changed[100] as number) ^ 1;
  assert.throws(() => unzipped(changed), /a\.npy in it is damaged: its checksum is another/);
});

test('a path where Keras takes a name is refused', async () => {
  const { message } = await ending(
    "from tensorflow import keras\nkeras.datasets.mnist.load_data(path='data/mnist.npz')\n",
  );
  assert.match(message, /ValueError: Paths are no longer accepted as the `fname` argument\..*fname=data\/mnist\.npz/);
});
