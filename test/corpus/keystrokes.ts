import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { EditedDocument } from '../../server/ide/document.js';
import { hints } from '../../server/ide/hints.js';
import { lenses } from '../../server/ide/lenses.js';
import { symbols } from '../../server/ide/symbols.js';
import { analyse } from '../../server/language/analyse.js';
import type { Analysis } from '../../server/language/analysis.js';
import { sourceFiles } from './files.js';
import { programOf } from './measure.js';

/**
 * `npm run keystrokes -- FOLDER …`: types scripts and notebooks below folders character by character, and deletes them
 * again; after each keystroke the hints of the last lines are asked for. Every so often all that is shown is compared
 * with an analysis that knows nothing of earlier ones. Exit status 1 where something threw, was stale, or took longer
 * than the bar.
 *
 * A time is the shorter of the clock's and the processor's, in milliseconds: the first counts what else runs on the
 * machine, the second what garbage collection and compilation do on other threads. Neither is shorter than the answer took.
 * A keystroke over the bar is typed again on a document of its own, three times, to tell what is slow each time from what
 * the machine did just then; both are counted.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** So many files, evenly chosen of those that are not longer. */
    limit: { type: 'string', default: '50' },
    characters: { type: 'string', default: '6000' },
    /** Each so-manieth line is typed by the letter, the others at once. */
    lines: { type: 'string', default: '1' },
    /** Compared at each so-manieth keystroke. */
    compare: { type: 'string', default: '97' },
    bar: { type: 'string', default: '50' },
    /** Gives up after so many answers that are wrong or too slow. */
    failures: { type: 'string', default: '200' },
  },
});
if (positionals.length === 0) {
  console.error(
    'npm run keystrokes -- FOLDER … [--limit FILES] [--characters N] [--lines N] [--compare N] [--bar MILLISECONDS] [--failures N]',
  );
  process.exit(2);
}

const programs = sourceFiles(positionals).flatMap((file) => {
  const text = programOf(file, readFileSync(file, 'utf8'));
  return text !== undefined && text.length >= 500 && text.length <= Number(values.characters) && /keras/.test(text)
    ? [{ file, text }]
    : [];
});
const limit = Math.min(Number(values.limit), programs.length);
const chosen = Array.from({ length: limit }, (_, i) => programs[Math.floor((i * programs.length) / limit)]);
const bar = Number(values.bar);
const times: number[] = [];
const counts = { slow: 0, slowAgain: 0, threw: 0, stale: 0 };
const failures = () => counts.slow + counts.threw + counts.stale;

// A server that was just started compiles as it runs; people type in one that has answered before.
for (const program of chosen.slice(0, 10)) for (let i = 0; i < 3; i += 1) analyse(program?.text ?? '');

let typed = 0;
const began = performance.now();
for (const program of chosen) {
  if (!program || failures() >= Number(values.failures)) break;
  const own = type(program.file, program.text);
  typed += 1;
  times.push(...own);
  console.log(`${program.file}: ${own.length} keystrokes, ${spread(own)}`);
}
console.log(
  `${typed} of ${chosen.length} files, ${times.length} keystrokes in ${((performance.now() - began) / 1000).toFixed(0)} s: ${spread(times)}; over ${bar} ms: ${counts.slow}, typed again ${counts.slowAgain}; threw: ${counts.threw}; stale: ${counts.stale}`,
);
process.exitCode = failures() > 0 ? 1 : 0;

function spread(all: readonly number[]): string {
  const sorted = all.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms, worst ${at(1)} ms`;
}

/** The lengths that a text has as it is typed. */
function lengthsOf(text: string): number[] {
  const lengths = [0];
  let start = 0;
  for (const [i, line] of text.split(/(?<=\n)/).entries()) {
    const end = start + line.length;
    if (i % Number(values.lines) === 0) for (let length = start + 1; length < end; length += 1) lengths.push(length);
    lengths.push(end);
    start = end;
  }
  return lengths;
}

/** Types a text and deletes it; gives the times. */
function type(file: string, text: string): number[] {
  const own: number[] = [];
  const document = new EditedDocument();
  const lengths = lengthsOf(text);
  for (const [i, length] of [...lengths, ...lengths.toReversed()].entries()) {
    if (failures() >= Number(values.failures)) break;
    const now = text.slice(0, length);
    const place = `character ${length}${i >= lengths.length ? ', deleting' : ''}`;
    try {
      const { analysis, time } = answer(document, now, length);
      own.push(time);
      if (time > bar) {
        const again = [1, 2, 3].map(() => {
          const fresh = new EditedDocument();
          fresh.analyse(text.slice(0, [...lengths, ...lengths.toReversed()][i - 1] ?? 0));
          return answer(fresh, now, length).time;
        });
        counts.slow += 1;
        if (again.every((each) => each > bar)) counts.slowAgain += 1;
        console.log(
          `${file}: ${time.toFixed(1)} ms at ${place}; again ${again.map((each) => each.toFixed(1)).join(', ')}`,
        );
      }
      if (i % Number(values.compare) === 0 && shown(analysis) !== shown(analyse(now))) {
        counts.stale += 1;
        console.log(`${file}: stale at ${place}`);
      }
    } catch (error) {
      counts.threw += 1;
      console.log(`${file}: threw at ${place}: ${error instanceof Error ? error.stack : error}`);
    }
  }
  return own;
}

/** Analyses what stands there now and asks for the hints of its end; takes the time. */
function answer(document: EditedDocument, now: string, length: number): { analysis: Analysis; time: number } {
  const worked = process.cpuUsage();
  const before = performance.now();
  const analysis = document.analyse(now);
  if (!analysis) throw new Error('no analysis');
  hints(analysis, undefined, { start: Math.max(0, length - 2000), end: length });
  const clock = performance.now() - before;
  const { user, system } = process.cpuUsage(worked);
  return { analysis, time: Math.min(clock, (user + system) / 1000) };
}

function shown(analysis: Analysis): string {
  return JSON.stringify([hints(analysis), lenses(analysis), symbols(analysis), analysis.problems]);
}
