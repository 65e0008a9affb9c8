import assert from 'node:assert/strict';
import { openSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

/* Arrays that stay in their files: `np.memmap`, `np.load(mmap_mode='r')`. What is printed is NumPy 2.4.6's. */
const folder = scriptFolder();

async function printedBy(program: string): Promise<string> {
  folder.write('program.py', program);
  const { out, errors } = await layerscope(['train', 'program.py', '--json', '--seed', '1'], { folder: folder.path });
  const events = eventsOf(out);
  const end = events.at(-1);
  assert.ok(end?.event === 'end' && end.status === 'completed', `${JSON.stringify(end)}\n${errors}`);
  return events.flatMap((event) => (event.event === 'print' ? [event.text] : [])).join('');
}

test('rows are read as NumPy indexes them', async () => {
  writeFileSync(path.join(folder.path, 'a.bin'), Buffer.from(Float32Array.from({ length: 12 }, (_, i) => i).buffer));
  const printed = await printedBy(`import numpy as np
np.save('s.npy', np.arange(24).reshape(6, 4))
a = np.memmap('a.bin', dtype='float32', mode='r', shape=(3, 4))
print(a[1], a[:, 1], a.sum(), np.memmap('a.bin', dtype='float32', mode='r').shape, a.shape, a.dtype)
s = np.load('s.npy', mmap_mode='r')
print(s[2], s[-1, 1], s[1:3].tolist(), s[[4, 0]].tolist(), s[::2, 0], s[np.array([5, 1]), 2], len(s), s[3:].shape)
print((s[1:4] * 2).mean(), s[1:][1], s[s[:, 0] > 15].shape, [int(row[0]) for row in s])
def changed():
    s[0] = 1
for wrong in (lambda: s[6], changed, lambda: np.memmap('a.bin', dtype='float32', mode='r', shape=(9, 9))):
    try:
        wrong()
    except (IndexError, ValueError) as error:
        print(error)
`);
  assert.equal(
    printed,
    `[4. 5. 6. 7.] [1. 5. 9.] 66.0 (12,) (3, 4) float32
[ 8  9 10 11] 21 [[4, 5, 6, 7], [8, 9, 10, 11]] [[16, 17, 18, 19], [0, 1, 2, 3]] [ 0  8 16] [22  6] 6 (3, 4)
19.0 [ 8  9 10 11] (2, 4) [0, 4, 8, 12, 16, 20]
index 6 is out of bounds for axis 0 with size 6
assignment destination is read-only
mmap length is greater than file size
`,
  );
});

test('a large one is trained on batch by batch, as if it lay in memory', async () => {
  // Hardly any of it is on the disk: what is not written is zero.
  const file = path.join(folder.path, 'large.bin');
  const [rows, each] = [300, 900_000];
  writeFileSync(file, '');
  truncateSync(file, rows * each);
  const open = openSync(file, 'r+');
  for (let row = 0; row < rows; row += 1) writeSync(open, Buffer.alloc(4000, row % 251), 0, 4000, row * each);
  const printed = await printedBy(`import numpy as np
import keras
from keras import layers

shape = (${rows}, ${each})
mapped = np.memmap('large.bin', dtype='uint8', mode='r', shape=shape)
whole = np.frombuffer(open('large.bin', 'rb').read(), dtype='uint8').reshape(shape)
y = np.arange(${rows}, dtype='float32') / 100

def trained(x, **settings):
    model = keras.Sequential([keras.Input(shape[1:]), layers.Reshape((-1, 1)), layers.GlobalAveragePooling1D(), layers.Dense(1, kernel_initializer='ones')])
    model.compile('sgd', 'mse')
    history = model.fit(x, y, batch_size=64, verbose=0, **settings)
    return model, history.history

model, history = trained(mapped, shuffle=False)
same, expected = trained(whole, shuffle=False)
print(history == expected, [bool((a == b).all()) for a, b in zip(model.get_weights(), same.get_weights())])
print(len(trained(mapped, steps_per_epoch=1)[1]['loss']))
`);
  assert.equal(printed, 'True [True, True]\n1\n');
});
