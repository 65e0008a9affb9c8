import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

/**
 * Who may import whom. A file's room is the longest of these paths that it lies under; a room may always
 * import itself, and any `contract.ts`. `types:` allows `import type` alone.
 */
const rooms: Readonly<Record<string, { readonly rooms: readonly string[]; readonly packages: readonly string[] }>> = {
  'server/language/syntax': { rooms: [], packages: ['@lezer/common', '@lezer/lr'] },
  'server/language/tensor': { rooms: [], packages: [] },
  'server/language/layers': { rooms: ['server/language/tensor'], packages: [] },
  'server/language/model': {
    rooms: [
      'server/language/tensor',
      'server/language/layers',
      'types:server/language/syntax',
      'types:server/language',
    ],
    packages: [],
  },
  'server/language/values': {
    rooms: [
      'server/language/tensor',
      'types:server/language/model',
      'types:server/language/syntax',
      'types:server/language',
    ],
    packages: [],
  },
  'server/language/objectives': {
    rooms: ['server/language/tensor', 'server/language/layers', 'types:server/language'],
    packages: [],
  },
  'server/language/checks': { rooms: ['server/language/tensor', 'types:server/language'], packages: [] },
  'server/language/library': {
    rooms: [
      'server/language/tensor',
      'server/language/layers',
      'server/language/model',
      'server/language/values',
      'server/language/objectives',
      'types:server/language/syntax',
      'server/language',
    ],
    packages: [],
  },
  'server/language/interpreter': {
    rooms: [
      'types:server/language/model',
      'server/language/values',
      'server/language/library',
      'types:server/language/syntax',
      'server/language',
    ],
    packages: [],
  },
  'server/language': {
    rooms: [
      'server/language/syntax',
      'types:server/language/tensor',
      'types:server/language/layers',
      'types:server/language/model',
      'server/language/values',
      'server/language/library',
      'server/language/interpreter',
      'server/language/incremental',
      'server/language/checks',
    ],
    packages: [],
  },
  'server/language/incremental': {
    rooms: [
      'server/language/syntax',
      'server/language/tensor',
      'types:server/language/model',
      'server/language/values',
      'server/language/library',
      'server/language/interpreter',
      'server/language',
    ],
    packages: [],
  },
  'server/ide': {
    rooms: [
      'server/language',
      'server/language/syntax',
      'server/language/tensor',
      'server/language/layers',
      'server/language/model',
      'server/language/values',
      'server/language/library',
    ],
    packages: [],
  },
  'server/lsp': {
    rooms: [
      'server/ide',
      'server/lsp/workspace-files.ts',
      'types:server/lsp/workspace-keras.ts',
      'types:server/language',
    ],
    packages: ['vscode-languageserver', 'vscode-languageserver-textdocument'],
  },
  'server/lsp/workspace-files.ts': {
    rooms: ['server/language', 'server/lsp/workspace-keras.ts'],
    packages: ['node:*', 'vscode-languageserver'],
  },
  'server/lsp/workspace-keras.ts': { rooms: ['server/language'], packages: ['node:*'] },
  server: { rooms: ['server/lsp', 'types:server/language/model'], packages: ['vscode-languageserver/node'] },
  'runtime/engines': {
    rooms: [
      'runtime/engines/onnxruntime.ts',
      'runtime/engines/wasm.ts',
      'runtime/engines/webgpu.ts',
      'runtime/engines/tensorflow',
      'runtime/engines/reference',
      'runtime/files',
      'server/language/tensor',
    ],
    packages: ['onnxruntime-common'],
  },
  'runtime/engines/reference': { rooms: ['runtime/engines', 'server/language/tensor'], packages: [] },
  'runtime/engines/onnxruntime.ts': { rooms: ['runtime/engines'], packages: ['node:*', 'onnxruntime-node'] },
  'runtime/engines/webgpu.ts': { rooms: ['runtime/engines'], packages: ['node:*', 'onnxruntime-node'] },
  'runtime/engines/wasm.ts': { rooms: ['runtime/engines'], packages: ['node:*', 'onnxruntime-web'] },
  'runtime/engines/tensorflow': {
    rooms: [
      'runtime/engines',
      'runtime/engines/reference',
      'runtime/engines/tensorflow/c-api.ts',
      'server/language/tensor',
    ],
    packages: ['node:*', 'protobufjs/minimal'],
  },
  'runtime/engines/tensorflow/c-api.ts': {
    rooms: ['runtime/engines'],
    packages: ['node:*', 'koffi'],
  },
  'runtime/files': {
    rooms: ['server/language/tensor', 'types:server/language'],
    packages: ['protobufjs/minimal', 'fflate', 'h5wasm', 'node:*'],
  },
  'runtime/pictures': { rooms: ['types:server/language'], packages: ['node:*'] },
  'runtime/program': {
    rooms: ['server/language/tensor', 'server/language/layers', 'server/language/objectives', 'types:server/language'],
    packages: [],
  },
  'runtime/training': {
    rooms: [
      'runtime/program',
      'types:runtime/engines',
      // Plain TypeScript without a package: what is computed beside the steps.
      'runtime/engines/reference',
      'server/language/tensor',
      'server/language',
    ],
    packages: [],
  },
  'runtime/runs': { rooms: [], packages: ['node:*'] },
  'runtime/terminal': { rooms: [], packages: [] },
  runtime: {
    rooms: [
      'runtime/engines',
      'runtime/engines/reference',
      'runtime/files',
      'runtime/pictures',
      'runtime/training',
      'runtime/runs',
      'runtime/terminal',
      'server/language',
      'server/language/syntax',
      'server/language/model',
      'types:server/language/tensor',
    ],
    packages: ['node:*', 'vscode-jsonrpc/node'],
  },
  client: {
    rooms: ['runtime/runs'],
    packages: ['node:*', 'vscode', 'vscode-languageclient/node', 'vscode-jsonrpc/node'],
  },
  'webviews/kit': { rooms: [], packages: ['uplot'] },
  'webviews/summary': { rooms: ['webviews/kit'], packages: ['@vscode/webview-ui-toolkit'] },
  'webviews/curves': { rooms: ['webviews/kit'], packages: ['@vscode/webview-ui-toolkit'] },
  'webviews/compare': { rooms: ['webviews/kit', 'webviews/curves'], packages: ['@vscode/webview-ui-toolkit'] },
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const sources = ['client', 'server', 'runtime', 'webviews'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => path.join(folder, name).split(path.sep).join('/'))
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.includes('/generated/')),
);

test('every file is in a room, and imports only what its room may', () => {
  const wrong = sources.flatMap((file) => {
    if (!roomOf(file)) return [`${file} is in no room of test/tidy/imports.test.ts`];
    return importsOf(file)
      .filter((found) => !allowed(found))
      .map(({ target }) => `${file} may not import ${target}`);
  });
  assert.deepEqual(wrong, []);
});

test('a room may import nothing that it does not', () => {
  const imports = sources.flatMap(importsOf);
  const unused = Object.entries(rooms).flatMap(([room, rule]) => {
    const own = imports.filter(({ file }) => roomOf(file) === room);
    const targets = own.map(({ target }) => (isOurs(target) ? (roomOf(target) ?? '') : target));
    return [...rule.rooms.map((name) => name.replace('types:', '')), ...rule.packages]
      .filter((name) => !targets.some((target) => matches(name, target)))
      .map((name) => `${room}: ${name}`);
  });
  assert.deepEqual(unused, []);
});

test('the rules catch a wrong import', () => {
  const found = (file: string, target: string, typeOnly = false) => allowed({ file, target, typeOnly });
  assert.equal(found('server/language/tensor/dim.ts', 'server/language/layers/layer.ts'), false);
  assert.equal(found('server/ide/hints.ts', 'vscode-languageserver'), false);
  assert.equal(found('server/language/values/value.ts', 'server/language/model/model.ts'), false);
  assert.equal(found('server/language/values/value.ts', 'server/language/model/model.ts', true), true);
  assert.equal(found('webviews/curves/main.ts', 'node:fs'), false);
  assert.equal(found('client/extension.ts', 'runtime/contract.ts'), true);
  assert.equal(found('client/extension.ts', 'runtime/host.ts'), false);
});

test('a file can be read at a sitting', () => {
  const long = sources
    .map((file) => ({ file, lines: readFileSync(file, 'utf8').split('\n').length }))
    .filter(({ lines }) => lines > 500);
  assert.deepEqual(long, []);
});

test('no room is called a drawer', () => {
  assert.deepEqual(
    sources.filter((file) => /\b(utils?|helpers?|misc|common|stuff)\b/i.test(file)),
    [],
  );
});

function roomOf(file: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function allowed({ file, target, typeOnly }: Import): boolean {
  const room = roomOf(file) as string;
  const rule = rooms[room];
  if (!rule) return false;
  if (!isOurs(target)) return rule.packages.some((name) => matches(name, target));
  if (target.endsWith('/contract.ts')) return true;
  const targetRoom = roomOf(target);
  if (targetRoom === room) return true;
  return rule.rooms.some((name) =>
    name.startsWith('types:') ? typeOnly && matches(name.slice(6), targetRoom ?? '') : matches(name, targetRoom ?? ''),
  );
}

function isOurs(target: string): boolean {
  return /^(client|server|runtime|webviews)\//.test(target);
}

function matches(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}

function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found: Import[] = [];
  const statement =
    /(?:^|\n)\s*(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)(\.)?|\brequire\('([^']+)'\)/g;
  for (const match of text.matchAll(statement)) {
    const specifier = match[2] ?? match[3] ?? match[5];
    if (!specifier || specifier.endsWith('.css')) continue;
    const typeOnly = match[1] !== undefined || match[4] !== undefined;
    const target = specifier.startsWith('.')
      ? path.posix.join(path.posix.dirname(file), specifier).replace(/\.js$/, '.ts')
      : specifier;
    found.push({ file, target, typeOnly });
  }
  return found;
}
