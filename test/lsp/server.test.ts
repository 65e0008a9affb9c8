import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-jsonrpc/node';
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  CompletionList,
  DocumentSymbol,
  Hover,
  SignatureHelp,
} from 'vscode-languageserver';
import { type ModelSummary, modelSummary } from '../../server/contract.js';
import { everything, PlainClient } from './plain-client.js';

const uri = 'file:///scripts/mlp.py';
const script = `import keras
from keras import layers

model = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.Dense(300, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
`;
const shown = ['4:29 (batch, 784)', '5:40 (batch, 300) · 235,500 params', '6:42 (batch, 10) · 3,010 params'];

let client: PlainClient;
before(async () => {
  client = new PlainClient();
  const { capabilities } = await client.initialize({ commands: true });
  assert.equal(capabilities.positionEncoding, 'utf-16');
  assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
  await client.open(uri, script);
});
after(async () => assert.equal(await client.close(), 0));

test('hints are given for a range', async () => {
  assert.deepEqual(await client.hints(uri), shown);
  const line = (n: number) => ({ start: { line: n, character: 0 }, end: { line: n, character: 99 } });
  assert.deepEqual(await client.hints(uri, line(5)), shown.slice(1, 2));
});

test('a hover is Markdown with the range of its word', async () => {
  const hover = await client.request<Hover>('hover', uri, { position: { line: 5, character: 13 } });
  assert.deepEqual(hover.range, { start: { line: 5, character: 11 }, end: { line: 5, character: 16 } });
  assert.match(JSON.stringify(hover.contents), /784 × 300 \+ 300 = 235,500/);
  assert.equal(await client.request('hover', uri, { position: { line: 2, character: 0 } }), null);
});

test('lenses name the commands of the contract', async () => {
  const lenses = await client.request<CodeLens[]>('codeLens', uri);
  const argument = { uri, model: 0 };
  assert.deepEqual(
    lenses.map(({ command }) => command),
    [
      { title: '238,510 params', command: 'layerscope.showSummary', arguments: [argument] },
      { title: 'Summary', command: 'layerscope.showSummary', arguments: [argument] },
    ],
  );
});

test('symbols: a model with its layers', async () => {
  const [model] = await client.request<DocumentSymbol[]>('documentSymbol', uri);
  assert.equal(model?.name, 'sequential');
  assert.deepEqual(
    model?.children?.map(({ name, detail }) => `${name}: ${detail}`),
    ['dense: Dense (batch, 300)', 'dense_1: Dense (batch, 10)'],
  );
});

test('the summary of a model is a request of its own', async () => {
  const summary = await client.connection.sendRequest<ModelSummary>(modelSummary, { uri, model: 0 });
  assert.equal(summary.totalParams, 238_510);
  assert.deepEqual(summary.layers[0], {
    name: 'dense',
    type: 'Dense',
    line: 6,
    outputShape: [null, 300],
    params: 235_500,
    arithmetic: '784 × 300 + 300 = 235,500',
  });
  assert.equal(await client.connection.sendRequest(modelSummary, { uri, model: 9 }), null);
});

test('an edit changes the hints at once; half-typed text keeps those of the other lines', async () => {
  const units = { start: { line: 5, character: 17 }, end: { line: 5, character: 20 } };
  await client.edit(uri, units, '20');
  assert.equal((await client.hints(uri))[1], '5:39 (batch, 20) · 15,700 params');
  await client.edit(uri, { start: { line: 5, character: 17 }, end: { line: 5, character: 39 } }, '');
  const broken = await client.hints(uri);
  assert.ok(broken.includes(shown[0] ?? ''), broken.join('\n'));
  await client.edit(
    uri,
    { start: { line: 5, character: 17 }, end: { line: 5, character: 17 } },
    '300, activation="relu")',
  );
  assert.deepEqual(await client.hints(uri), shown);
});

test('many edits in a row: the answer is for the last of them', async () => {
  const answers = [];
  for (const digit of '123456789') {
    void client.edit(uri, { start: { line: 5, character: 17 }, end: { line: 5, character: 18 } }, digit);
    answers.push(client.hints(uri));
  }
  const last = (await Promise.all(answers)).at(-1);
  assert.equal(last?.[1], '5:40 (batch, 900) · 706,500 params');
  await client.edit(uri, { start: { line: 5, character: 17 }, end: { line: 5, character: 18 } }, '3');
});

test('completion while a call is typed, with the documentation of what is looked at', async () => {
  const typed = 'file:///scripts/typed.py';
  await client.open(typed, 'from keras import layers\nlayers.Dense(64, act\nlayers.Dense(64, activation="re\n');
  const at = (line: number, character: number) =>
    client.request<CompletionList>('completion', typed, { position: { line, character } });
  const { items } = await at(1, 20);
  const item = items.find(({ label }) => label === 'activation=');
  assert.deepEqual(item?.textEdit, {
    range: { start: { line: 1, character: 17 }, end: { line: 1, character: 20 } },
    newText: 'activation=',
  });
  assert.equal(item.detail, 'None');
  const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
  assert.match(JSON.stringify(resolved.documentation), /function applied to the output/);
  const relu = (await at(2, 31)).items.find(({ label }) => label === 'relu');
  const explained = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', relu);
  assert.match(JSON.stringify(explained.documentation), /max\(0, x\).*https:..keras\.io/);
  // The documentation of a list that is gone is not that of another.
  const late = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
  assert.equal(late.documentation, undefined);
});

test('signature help marks the argument that is written', async () => {
  const typed = 'file:///scripts/typed.py';
  const help = await client.request<SignatureHelp>('signatureHelp', typed, { position: { line: 1, character: 20 } });
  const [signature] = help.signatures;
  assert.match(signature?.label ?? '', /^Dense\(units, activation=None, use_bias=True, /);
  assert.equal(help.activeParameter, 1);
  assert.deepEqual(signature?.parameters?.[1]?.label, [13, 28]);
  assert.match(JSON.stringify(signature?.documentation), /Fully connected/);
  assert.equal(await client.request('signatureHelp', typed, { position: { line: 0, character: 5 } }), null);
});

test('a cancelled request is answered as cancelled', async () => {
  const cancelled = async () => {
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      'textDocument/inlayHint',
      { textDocument: { uri }, range: everything },
      source.token,
    );
    source.cancel();
    return answer.then(
      () => false,
      (error: { code?: number }) => error.code === -32800,
    );
  };
  // On a busy machine an answer may be on its way before the server reads that it is not wanted.
  let succeeded = false;
  for (let attempt = 0; attempt < 50 && !succeeded; attempt += 1) succeeded = await cancelled();
  assert(succeeded, 'no request was cancelled');
  assert.deepEqual(await client.hints(uri), shown);
});

test('faults are pushed with their version, and go when they are mended', async () => {
  const faulty = 'file:///scripts/faulty.py';
  await client.open(faulty, script.replace('(784,)', '(28, 28, 1)').replace('"relu"', '"rleu"'));
  const found = await client.diagnosticsOf(faulty);
  assert.equal(found.length, 1, JSON.stringify(found));
  assert.equal(found[0]?.source, 'layerscope');
  assert.equal(found[0]?.severity, 1);
  const [fix] = await client.request<CodeAction[]>('codeAction', faulty, {
    range: found[0]?.range,
    context: { diagnostics: found },
  });
  assert.ok(fix, 'a misspelt name has a quick fix');
  const [edit] = fix.edit?.changes?.[faulty] ?? [];
  assert.ok(edit);
  const version = await client.edit(faulty, edit.range, edit.newText);
  assert.deepEqual(await client.diagnosticsOf(faulty, version), []);
});

test('a huge text and one of another language are left alone, and say so', async () => {
  const huge = 'file:///scripts/huge.py';
  await client.open(huge, 'x = 1\n'.repeat(400_000));
  const [declined] = await client.diagnosticsOf(huge);
  assert.equal(declined?.severity, 3);
  assert.match(String(declined?.message), /2\.4 million characters/);
  assert.deepEqual(await client.hints(huge), []);
  const other = 'file:///scripts/page.js';
  await client.open(other, 'let x = 1', 'javascript');
  assert.match(String((await client.diagnosticsOf(other))[0]?.message), /javascript/);
});

test('an empty file, one with only broken text and one that loops for ever are answered', async () => {
  for (const [name, text] of Object.entries({
    empty: '',
    broken: '((((\n)]}"""',
    endless: 'while True:\n    pass\n',
  })) {
    const file = `file:///scripts/${name}.py`;
    await client.open(file, text);
    assert.deepEqual(await client.hints(file), []);
  }
  const [note] = await client.diagnosticsOf('file:///scripts/endless.py');
  assert.equal(note?.severity, 3, 'the budget is said in one information-level line');
});

test('a client without the commands gets lenses that only tell', async () => {
  const plain = new PlainClient();
  await plain.initialize();
  await plain.open(uri, script);
  const lenses = await plain.request<CodeLens[]>('codeLens', uri);
  assert.deepEqual(
    lenses.map(({ command }) => command),
    [{ title: '238,510 params', command: '' }],
  );
  assert.equal(await plain.close(), 0);
});

test('layerscope-server --stdio is the same server', async () => {
  const plain = new PlainClient(undefined, null, path.join('bin', 'layerscope-server.mjs'));
  await plain.initialize();
  await plain.open(uri, script);
  assert.deepEqual(await plain.hints(uri), shown);
  // A client that did not say that it can is not asked to refresh.
  assert.equal(plain.refreshed, 0);
  assert.equal(await plain.close(), 0);
});

test('each kind of hint can be switched off while the server runs', async () => {
  let hints: Record<string, boolean> = { parameters: false, data: false };
  const plain = new PlainClient((section) => (section === 'layerscope' ? { hints } : null));
  await plain.initialize();
  await plain.open(uri, script);
  await plain.diagnosticsOf(uri);
  assert.equal((await plain.hints(uri))[1], '5:40 (batch, 300)');
  await plain.open('file:///scripts/data.py', 'import numpy as np\nx = np.zeros((2, 3))\n');
  assert.deepEqual(await plain.hints('file:///scripts/data.py'), []);
  hints = { parameters: true };
  const refreshed = new Promise<void>((resolve) => {
    plain.connection.onRequest('workspace/inlayHint/refresh', () => {
      resolve();
      return null;
    });
  });
  await plain.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
  await refreshed;
  assert.deepEqual(await plain.hints(uri), shown);
  assert.deepEqual(await plain.hints('file:///scripts/data.py'), ['1:20 (2, 3) float64']);
  assert.equal(await plain.close(), 0);
});
