import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type CodeAction,
  type CompletionList,
  type Hover,
  type Location,
  NotebookCellKind,
} from 'vscode-languageserver';
import { everything, PlainClient } from './plain-client.js';

const notebook = 'file:///scripts/book.ipynb';
const cell = (name: string) => `vscode-notebook-cell:/scripts/book.ipynb#${name}`;
const cells = [
  { name: 'imports', text: 'import keras\nfrom keras import layers\n%matplotlib inline' },
  { name: 'prose', text: '# Words', kind: NotebookCellKind.Markup, language: 'markdown' },
  { name: 'input', text: 'inputs = keras.Input((8,))\nx = layers.Dense(4)(inputs)' },
  { name: 'shell', text: 'echo', language: 'shellscript' },
  { name: 'model', text: 'y = layers.Dense(2)(x)\nmodel = keras.Model(inputs, y)' },
];

let client: PlainClient;
before(async () => {
  client = new PlainClient();
  const { capabilities } = await client.initialize({ commands: true });
  assert.ok(capabilities.notebookDocumentSync);
  await client.connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: {
      uri: notebook,
      notebookType: 'jupyter-notebook',
      version: 1,
      cells: cells.map(({ name, kind }) => ({ kind: kind ?? NotebookCellKind.Code, document: cell(name) })),
    },
    cellTextDocuments: cells.map(({ name, text, language }) => ({
      uri: cell(name),
      languageId: language ?? 'python',
      version: 1,
      text,
    })),
  });
});
after(async () => assert.equal(await client.close(), 0));

let version = 1;
function change(cells: object): Promise<void> {
  version += 1;
  return client.connection.sendNotification('notebookDocument/didChange', {
    notebookDocument: { uri: notebook, version },
    change: { cells },
  });
}

test('a cell shows what the cells before it mean', async () => {
  assert.deepEqual(await client.hints(cell('imports')), []);
  assert.deepEqual(await client.hints(cell('input')), ['0:26 (batch, 8)', '1:27 (batch, 4) · 36 params']);
  assert.deepEqual(await client.hints(cell('model')), ['0:22 (batch, 2) · 10 params']);
  assert.deepEqual(await client.hints(cell('prose')), []);
  const hover = await client.request<Hover>('hover', cell('model'), { position: { line: 0, character: 12 } });
  assert.match(JSON.stringify(hover.contents), /4 × 2 \+ 2 = 10/);
  assert.equal((await client.request<[]>('codeLens', cell('model'))).length, 2);
  assert.equal((await client.request<[]>('codeLens', cell('input'))).length, 0);
  assert.equal((await client.request<[]>('documentSymbol', cell('model'))).length, 1);
  assert.deepEqual(await client.diagnosticsOf(cell('imports')), []);
  assert.deepEqual(await client.request('foldingRange', cell('input')), [
    { startLine: 0, endLine: 1, collapsedText: 'functional: 3 layers, 46 params' },
  ]);
  const [place] = await client.request<Location[]>('definition', cell('model'), {
    position: { line: 0, character: 20 },
  });
  assert.equal(place?.uri, cell('input'));
  const completion = await client.request<CompletionList>('completion', cell('model'), {
    position: { line: 0, character: 13 },
  });
  assert.ok(completion.items.some(({ label }) => label === 'Dense'));
});

test('an edit in one cell is seen in the others', async () => {
  const range = { start: { line: 1, character: 17 }, end: { line: 1, character: 18 } };
  await change({ textContent: [{ document: { uri: cell('input'), version: 2 }, changes: [{ range, text: '6' }] }] });
  assert.deepEqual(await client.hints(cell('model')), ['0:22 (batch, 2) · 14 params']);
});

test('a cell that comes, moves and goes', async () => {
  await change({
    structure: {
      array: { start: 1, deleteCount: 0, cells: [{ kind: NotebookCellKind.Code, document: cell('late') }] },
      didOpen: [
        { uri: cell('late'), languageId: 'python', version: 1, text: "z = layers.Dense(3, activation='rellu')(x)" },
      ],
    },
  });
  // There is no x yet where the cell stands.
  assert.deepEqual(await client.hints(cell('late')), []);
  const moved = { kind: NotebookCellKind.Code, document: cell('late') };
  await change({ structure: { array: { start: 1, deleteCount: 1 } } });
  await change({ structure: { array: { start: 5, deleteCount: 0, cells: [moved] } } });
  assert.deepEqual(await client.hints(cell('late')), ['0:42 (batch, 3) · 21 params']);
  const actions = await client.request<CodeAction[]>('codeAction', cell('late'), {
    range: everything,
    context: { diagnostics: [] },
  });
  assert.deepEqual(Object.keys(actions[0]?.edit?.changes ?? {}), [cell('late')]);
  const [problem] = await client.diagnosticsOf(cell('late'));
  assert.equal(problem?.range.start.line, 0);
  await change({ structure: { array: { start: 5, deleteCount: 1 }, didClose: [{ uri: cell('late') }] } });
  assert.deepEqual(await client.hints(cell('late')), []);
  assert.deepEqual(await client.hints(cell('model')), ['0:22 (batch, 2) · 14 params']);
});
