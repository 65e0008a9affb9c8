import { PlainClient } from '../lsp/plain-client.js';
import { kerasScript } from './scripts/keras-script.js';

/**
 * From a keystroke to new hints, through the shipped server over stdio; the whole script is analysed anew, and
 * the hints are those of the lines on the screen, as editors ask for them. Bars: p95 in milliseconds.
 */
const cases = [
  { lines: 300, bar: 10 },
  { lines: 5000, bar: 30 },
] as const;

const keystrokes = 240;
/** Keystrokes before the clock counts: the server's code is compiled as it runs. */
const warmUp = 60;

for (const { lines, bar } of cases) {
  const script = kerasScript(lines);
  const client = new PlainClient();
  await client.initialize();
  const uri = `file:///scripts/${lines}.py`;
  await client.open(uri, script);
  const hints = await client.hints(uri);
  if (hints.length < lines / 10) throw new Error(`only ${hints.length} hints in ${lines} lines`);
  const times: number[] = [];
  for (const [i, { line, character, typed }] of typing(script).entries()) {
    const at = { line, character };
    const range = typed ? { start: at, end: at } : { start: at, end: { line, character: character + 1 } };
    const before = performance.now();
    void client.edit(uri, range, typed);
    await client.hints(uri, screenAround(line));
    if (i >= warmUp) times.push(performance.now() - before);
  }
  await client.close();
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  const p95 = at(0.95);
  console.log(
    `${lines} lines, ${hints.length} hints, ${times.length} keystrokes: p50 ${at(0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (bar ${bar} ms: ${p95 <= bar ? 'held' : 'MISSED'})`,
  );
  if (p95 > bar) process.exitCode = 1;
}

/** The lines that an editor shows: it asks for the hints of these. */
function screenAround(line: number) {
  return { start: { line: Math.max(0, line - 30), character: 0 }, end: { line: line + 30, character: 0 } };
}

/** A person types a word at the end of some lines, character by character, and deletes it again; the lines are spread over the file. */
function* typingAt(script: string): Generator<{ line: number; character: number; typed: string }> {
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

function typing(script: string) {
  const all = typingAt(script);
  return Array.from(
    { length: warmUp + keystrokes },
    () => all.next().value as { line: number; character: number; typed: string },
  );
}
