import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { FileError } from '../../runtime/files/file-error.js';
import { readHdf5 } from '../../runtime/files/hdf5.js';
import { readKerasArchive } from '../../runtime/files/keras-archive.js';
import { loadModelFile, saveModelFile } from '../../runtime/files/model-file.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run, ScriptError } from '../../server/language/run.js';
import type { ModelFile } from '../../server/language/saved-model.js';
import { numbersHost } from '../layers/numbers-host.js';

/** Model files that real Keras wrote (`test/oracle/files/kept.py`), whole, damaged and hostile. */
const folder = 'test/oracle/files/kept';

type Nested = number | readonly Nested[];
const known: Readonly<Record<string, readonly Nested[]>> = {
  ...(JSON.parse(readFileSync(path.join(folder, 'weights_3.json'), 'utf8')) as object),
  ...(JSON.parse(readFileSync(path.join(folder, 'weights_2.json'), 'utf8')) as object),
};

for (const [name, weights] of Object.entries(known).filter(([file]) => !file.endsWith('.weights.h5'))) {
  test(`${name}, which Keras wrote, is loaded with its weights`, async () => {
    const printed = await printedBy(
      `model = keras.models.load_model('m')\nprint(json.dumps([w.tolist() for w in model.get_weights()]))`,
      await loadModelFile(path.join(folder, name)),
    );
    closeTo(JSON.parse(printed), weights);
  });
}

const twice = `
i = keras.Input((4,), name='inner_in')
inner = keras.Model(i, layers.Dense(UNITS, activation='tanh')(i), name='inner')
o = keras.Input((4,), name='outer_in')
model = keras.Model(o, layers.Dense(1)(inner(o)))
`;

test('weights files go into a model by topology', async () => {
  const file = await loadModelFile(path.join(folder, 'nested_twice_3.weights.h5'));
  const program = `${twice.replace('UNITS', '4')}model.load_weights('m')\nprint(json.dumps([w.tolist() for w in model.get_weights()]))`;
  closeTo(JSON.parse(await printedBy(program, file)), known['nested_twice_3.weights.h5'] as Nested);
});

test('a file of another model names the layer and the shapes, and changes nothing', async () => {
  for (const kind of ['3.weights.h5', '3.h5', '2.h5']) {
    const file = await loadModelFile(path.join(folder, `nested_twice_${kind}`));
    const program = `${twice.replace('UNITS', '5')}
before = [w.tolist() for w in model.get_weights()]
try:
    model.load_weights('m')
except ValueError as error:
    print(error)
    print(before == [w.tolist() for w in model.get_weights()])`;
    const printed = await printedBy(program, file);
    assert.match(printed, /kernel is \(4, 5\) in this model and \(4, 4\) in the file/);
    assert.match(printed, /True\n$/);
  }
});

test('skip_mismatch loads what fits', async () => {
  const file = await loadModelFile(path.join(folder, 'nested_twice_3.weights.h5'));
  const warnings: string[] = [];
  await printedBy(`${twice.replace('UNITS', '5')}model.load_weights('m', skip_mismatch=True)`, file, warnings);
  assert.match(warnings.join('\n'), /were left as they are: kernel is \(4, 5\)/);
});

test('code in a file is not run', async () => {
  const file = await loadModelFile(path.join(folder, 'lambda.keras'));
  await assert.rejects(
    async () => printedBy(`keras.models.load_model('m', safe_mode=False)`, file),
    (error) => error instanceof ScriptError && /Lambda layer.*does not run code out of files/.test(error.message),
  );
});

for (const [name, expected] of [
  ['huge_shape.h5', /claims the shape \(1048576, 1048576\)/],
  ['external_link.h5', /is a link/],
  ['soft_link.h5', /is a link/],
  ['climbing.keras', /no config\.json/],
] as const) {
  test(`${name} is refused`, async () => {
    await assert.rejects(loadModelFile(path.join(folder, name)), (error) => {
      assert.ok(error instanceof FileError, String(error));
      assert.match(error.message, expected);
      return true;
    });
  });
}

test('an archive that would unpack to far more than it is, is refused before it is unpacked', async () => {
  const bomb = zipSync({ 'config.json': new Uint8Array(2 ** 28) }, { level: 9 });
  await assert.rejects(readKerasArchive(bomb), /claims 268435456 bytes unpacked/);
  // One that says less than there is.
  const view = new DataView(bomb.buffer, bomb.byteOffset);
  const entry = bomb.length - 22 - (46 + 'config.json'.length);
  assert.equal(view.getUint32(entry, true), 0x02014b50);
  view.setUint32(entry + 24, 1000, true);
  await assert.rejects(readKerasArchive(bomb), FileError);
});

test('a file that is cut short anywhere is refused', async () => {
  const whole = readFileSync(path.join(folder, 'two_inputs_3.keras'));
  for (let i = 1; i < 12; i += 1)
    await assert.rejects(readKerasArchive(whole.subarray(0, Math.floor((whole.length * i) / 12))), FileError);
  const older = readFileSync(path.join(folder, 'two_inputs_2.h5'));
  for (let i = 1; i < 8; i += 1)
    await assert.rejects(readHdf5(older.subarray(0, Math.floor((older.length * i) / 8))), FileError);
});

test('files with changed bytes are read or refused, and nothing else happens', async () => {
  const whole = readFileSync(path.join(folder, 'nested_twice_3.weights.h5'));
  let random = 1;
  let refused = 0;
  for (let i = 0; i < 60; i += 1) {
    const bytes = Uint8Array.from(whole);
    for (let k = 0; k < 8; k += 1) {
      random = (Math.imul(random, 1103515245) + 12345) >>> 0;
      bytes[random % (k < 4 ? 2048 : bytes.length)] = random >>> 16;
    }
    try {
      await readHdf5(bytes);
    } catch (error) {
      assert.ok(error instanceof FileError, String(error));
      refused += 1;
    }
  }
  assert.ok(refused > 10);
  // The library still works.
  assert.ok((await readHdf5(whole)).groups.has('layers'));
});

test('a file stays as it is until the new one is whole', async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'layerscope-test-'));
  try {
    const file = path.join(place, 'm.h5');
    writeFileSync(file, 'before');
    const empty = { attributes: new Map(), groups: new Map() };
    const tensor = { dtype: 'string', shape: [1], data: new Uint8Array(1) } as const;
    const model: ModelFile = { format: 'h5', tensors: { ...empty, tensors: new Map([['a', tensor]]) } };
    await assert.rejects(saveModelFile(file, model), FileError);
    assert.equal(readFileSync(file, 'utf8'), 'before');
    await saveModelFile(file, { format: 'h5', tensors: { ...empty, tensors: new Map() } });
    assert.deepEqual(readdirSync(place), ['m.h5']);
    assert.equal((await loadModelFile(file)).format, 'h5');
  } finally {
    rmSync(place, { recursive: true });
  }
});

test('a folder is said to be a SavedModel, which is not read', async () => {
  await assert.rejects(loadModelFile(folder), /SavedModel, whose variables Layerscope cannot read/);
});

test("a checkpoint of TensorFlow's is said to be one, which is not read", async () => {
  const place = mkdtempSync(path.join(tmpdir(), 'layerscope-test-'));
  try {
    for (const name of ['w.ckpt.index', 'w.ckpt.data-00000-of-00001']) writeFileSync(path.join(place, name), '');
    await assert.rejects(loadModelFile(path.join(place, 'w.ckpt')), /is a checkpoint of TensorFlow, of several files/);
    await assert.rejects(loadModelFile(path.join(place, 'none.ckpt')), { code: 'ENOENT' });
  } finally {
    rmSync(place, { recursive: true });
  }
});

async function printedBy(program: string, file: ModelFile, warnings: string[] = []): Promise<string> {
  let printed = '';
  const host = {
    ...numbersHost(),
    print(text: string) {
      printed += text;
    },
    warn: (text: string) => void warnings.push(text),
    loadModel: () => file,
  };
  run(`import json\nimport keras\nfrom keras import layers\n${program}\n`, 'load.py', host, silentRecorder);
  return printed;
}

function closeTo(actual: Nested, expected: Nested): void {
  if (typeof actual === 'number' || typeof expected === 'number') {
    assert.ok(Math.abs(Number(actual) - Number(expected)) < 1e-7, `${actual} is not ${expected}`);
    return;
  }
  assert.equal(actual.length, expected.length);
  actual.forEach((each, i) => {
    closeTo(each, expected[i] as Nested);
  });
}
