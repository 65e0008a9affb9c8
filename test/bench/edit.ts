import { NotebookCellKind } from 'vscode-languageserver';
import { PlainClient } from '../lsp/plain-client.js';
import { kerasScript } from './scripts/keras-script.js';

/**
 * From a keystroke to new hints, through the shipped server over stdio; hints are those of the lines on the screen, as
 * editors ask for them, or of the notebook's cell. Bars: p95 in milliseconds.
 */
const cases: readonly Case[] = [
  { lines: 300, bar: 10 },
  { lines: 5000, bar: 30 },
  { lines: 2200, cells: 100, bar: 15 },
];

interface Case {
  readonly lines: number;
  /** A notebook of so many cells. */
  readonly cells?: number;
  readonly bar: number;
}

const keystrokes = 240;
/** Keystrokes before the clock counts: the server's code is compiled as it runs. */
const warmUp = 60;

for (const each of cases) {
  const script = kerasScript(each.lines);
  const client = new PlainClient();
  await client.initialize();
  const document =
    each.cells === undefined ? await openScript(client, script) : await openNotebook(client, script, each.cells);
  const found = await document.hints();
  if (found < each.lines / 10) throw new Error(`only ${found} hints in ${document.title}`);
  const times: number[] = [];
  for (const [i, keystroke] of typing(script).entries()) {
    const before = performance.now();
    await document.type(keystroke);
    if (i >= warmUp) times.push(performance.now() - before);
  }
  await client.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const p95 = at(0.95);
  console.log(
    `${document.title}, ${found} hints, ${times.length} keystrokes: p50 ${at(0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (bar ${each.bar} ms: ${p95 <= each.bar ? 'held' : 'MISSED'})`,
  );
  if (p95 > each.bar) process.exitCode = 1;
}

interface Keystroke {
  readonly line: number;
  readonly character: number;
  /** Empty: the character there is deleted. */
  readonly typed: string;
}

interface OpenDocument {
  readonly title: string;
  /** How many there are in all of it. */
  hints(): Promise<number>;
  /** Comes back with the new hints. */
  type(keystroke: Keystroke): Promise<unknown>;
}

async function openScript(client: PlainClient, script: string): Promise<OpenDocument> {
  const uri = 'file:///scripts/script.py';
  await client.open(uri, script);
  return {
    title: `${script.split('\n').length - 1} lines`,
    hints: async () => (await client.hints(uri)).length,
    type: (keystroke) => {
      void client.edit(uri, rangeOf(keystroke), keystroke.typed);
      return client.hints(uri, screenAround(keystroke.line));
    },
  };
}

/** The script in cells, cut where statements begin. */
async function openNotebook(client: PlainClient, script: string, count: number): Promise<OpenDocument> {
  const lines = script.split('\n');
  const starts = [0];
  for (let i = 1; i < count; i += 1) {
    const from = Math.max((starts.at(-1) ?? 0) + 1, Math.round((i * lines.length) / count));
    const start = lines.findIndex((text, line) => line >= from && /^\w/.test(text));
    if (start > 0) starts.push(start);
  }
  const cells = starts.map((start, i) => ({
    uri: `vscode-notebook-cell:/scripts/book.ipynb#${i}`,
    start,
    text: lines.slice(start, starts[i + 1]).join('\n'),
  }));
  const notebookDocument = { uri: 'file:///scripts/book.ipynb', notebookType: 'jupyter-notebook', version: 1 };
  await client.connection.sendNotification('notebookDocument/didOpen', {
    notebookDocument: {
      ...notebookDocument,
      cells: cells.map(({ uri }) => ({ kind: NotebookCellKind.Code, document: uri })),
    },
    cellTextDocuments: cells.map(({ uri, text }) => ({ uri, languageId: 'python', version: 1, text })),
  });
  let version = 1;
  return {
    title: `a notebook of ${cells.length} cells, ${lines.length} lines`,
    hints: async () => (await Promise.all(cells.map(({ uri }) => client.hints(uri)))).flat().length,
    type: (keystroke) => {
      const cell = cells.findLast(({ start }) => start <= keystroke.line) ?? cells[0];
      if (!cell) throw new Error('no cell');
      version += 1;
      const range = rangeOf({ ...keystroke, line: keystroke.line - cell.start });
      void client.connection.sendNotification('notebookDocument/didChange', {
        notebookDocument: { ...notebookDocument, version },
        change: {
          cells: {
            textContent: [{ document: { uri: cell.uri, version }, changes: [{ range, text: keystroke.typed }] }],
          },
        },
      });
      return client.hints(cell.uri);
    },
  };
}

function rangeOf({ line, character, typed }: Keystroke) {
  const at = { line, character };
  return typed ? { start: at, end: at } : { start: at, end: { line, character: character + 1 } };
}

/** The lines that an editor shows: it asks for the hints of these. */
function screenAround(line: number) {
  return { start: { line: Math.max(0, line - 30), character: 0 }, end: { line: line + 30, character: 0 } };
}

/** A person types a word at the end of some lines, character by character, and deletes it again; the lines are spread over the file. */
function* typingAt(script: string): Generator<Keystroke> {
  const lines = script.split('\n');
  const word = ', (2 ';
  for (let turn = 0; ; turn += 1) {
    const from = (turn * 7919) % lines.length;
    const line = lines.findIndex((text, i) => i >= from && /\)$/.test(text));
    if (line < 0) continue;
    const start = (lines[line]?.length ?? 1) - 1;
    for (const [i, typed] of [...word].entries()) yield { line, character: start + i, typed };
    for (let i = word.length - 1; i >= 0; i -= 1) yield { line, character: start + i, typed: '' };
  }
}

function typing(script: string): Keystroke[] {
  const all = typingAt(script);
  return Array.from({ length: warmUp + keystrokes }, () => all.next().value as Keystroke);
}
