import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { type DocumentHighlight, FileChangeType, type Location } from 'vscode-languageserver';
import { PlainClient } from './plain-client.js';

const above = realpathSync(mkdtempSync(path.join(tmpdir(), 'workspace-')));
const folder = path.join(above, 'project');
const uriOf = (name: string) => pathToFileURL(path.join(folder, name)).href;
const write = (name: string, text: string) => {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const model = (units: number) => `from keras import layers

def head(x):
    return layers.Dense(${units})(x)
`;
const main = `import keras
from models.head import head
import outside

x = head(keras.Input((8,)))
y = keras.Input((outside.SIZE,))
`;

let client: PlainClient;
before(async () => {
  write('models/head.py', model(3));
  write('train/main.py', main);
  writeFileSync(path.join(above, 'outside.py'), 'SIZE = 4\n');
  client = new PlainClient(() => null, pathToFileURL(folder).href);
  await client.initialize();
  await client.open(uriOf('train/main.py'), main);
});
after(async () => {
  assert.equal(await client.close(), 0);
  rmSync(above, { recursive: true });
});

const shown = async () => (await client.hints(uriOf('train/main.py'))).filter((hint) => hint.startsWith('4:27'));
const refreshedAfter = async (action: () => Promise<unknown>) => {
  const before = client.refreshed;
  await action();
  for (let i = 0; client.refreshed === before && i < 100; i += 1) await new Promise((wake) => setTimeout(wake, 20));
  assert.ok(client.refreshed > before, 'the hints of the importing document were not refreshed');
};
const changed = (name: string, type: FileChangeType) =>
  client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uriOf(name), type }] });

test('a module is read from the workspace, and from nowhere else', async () => {
  assert.deepEqual(await shown(), ['4:27 (batch, 3)']);
  const hints = await client.hints(uriOf('train/main.py'));
  assert.ok(!hints.some((hint) => hint.includes('(batch, 4)')));
});

test('a changed file shows where it is imported', async () => {
  await refreshedAfter(async () => {
    write('models/head.py', model(30));
    await changed('models/head.py', FileChangeType.Changed);
  });
  assert.deepEqual(await shown(), ['4:27 (batch, 30)']);
});

test('an open document counts before its file, as it is edited', async () => {
  await refreshedAfter(() => client.open(uriOf('models/head.py'), model(5)));
  assert.deepEqual(await shown(), ['4:27 (batch, 5)']);
  await refreshedAfter(() =>
    client.edit(uriOf('models/head.py'), { start: { line: 3, character: 24 }, end: { line: 3, character: 25 } }, '66'),
  );
  assert.deepEqual(await shown(), ['4:27 (batch, 66)']);
});

test('a module that comes to be is found', async () => {
  await client.edit(
    uriOf('train/main.py'),
    { start: { line: 1, character: 5 }, end: { line: 1, character: 16 } },
    'later',
  );
  assert.deepEqual(await shown(), []);
  await refreshedAfter(async () => {
    write('train/later.py', model(7));
    await changed('train/later.py', FileChangeType.Created);
  });
  assert.deepEqual(await shown(), ['4:27 (batch, 7)']);
});

test('definitions are found in imported files', async () => {
  const at = async (line: number, character: number) => {
    const position = { line, character };
    const found = await client.request<Location[]>('definition', uriOf('train/main.py'), { position });
    return found.map(
      ({ uri, range }) => `${uri.slice(uri.lastIndexOf('/') + 1)} ${range.start.line}:${range.start.character}`,
    );
  };
  // `from later import head`, and its use.
  assert.deepEqual(await at(1, 19), ['later.py 2:4']);
  assert.deepEqual(await at(4, 5), ['later.py 2:4']);
  assert.deepEqual(await at(4, 0), ['main.py 4:0']);
  const highlights = await client.request<DocumentHighlight[]>('documentHighlight', uriOf('train/main.py'), {
    position: { line: 4, character: 5 },
  });
  assert.deepEqual(
    highlights.map(({ range, kind }) => `${range.start.line}:${range.start.character} ${kind}`),
    ['1:18 3', '4:4 2'],
  );
  const places = await client.request<Location[]>('references', uriOf('train/main.py'), {
    position: { line: 4, character: 5 },
    context: { includeDeclaration: false },
  });
  assert.equal(places.length, 1);
});

test('names are those of the Keras that the workspace asks for, or the settings', async () => {
  const text = `from tensorflow import keras
x = keras.Input((4,))
net = keras.Model(x, keras.layers.Dense(3)(x))
`;
  const titles = async (folderUri: string, keras: string | null) => {
    const other = new PlainClient(undefined, folderUri);
    await other.initialize(keras === null ? {} : { keras });
    const uri = `${folderUri}/net.py`;
    await other.open(uri, text);
    const hover = await other.connection.sendRequest('textDocument/hover', {
      textDocument: { uri },
      position: { line: 2, character: 1 },
    });
    assert.equal(await other.close(), 0);
    return JSON.stringify(hover);
  };
  const asked = pathToFileURL(path.join(above, 'asked'));
  mkdirSync(path.join(above, 'asked'));
  writeFileSync(path.join(above, 'asked', 'requirements.txt'), 'numpy\ntensorflow==2.15.0\n');
  assert.match(await titles(asked.href, null), /\*\* `model`/);
  assert.match(await titles(asked.href, '3'), /\*\* `functional`/);
});
