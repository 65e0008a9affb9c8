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
 * than the bar; times are the process's own, garbage collection included, in milliseconds.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** So many files, evenly chosen of those that are not longer. */
    limit: { type: 'string', default: '50' },
    characters: { type: 'string', default: '6000' },
    /** Compared at each so-manieth keystroke. */
    compare: { type: 'string', default: '97' },
    bar: { type: 'string', default: '50' },
  },
});
if (positionals.length === 0) {
  console.error('npm run keystrokes -- FOLDER … [--limit FILES] [--characters N] [--compare N] [--bar MILLISECONDS]');
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
let faults = 0;

for (const program of chosen) if (program) type(program.file, program.text);

times.sort((a, b) => a - b);
const at = (share: number) => (times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(1);
const slow = times.filter((time) => time > bar).length;
console.log(
  `${chosen.length} files, ${times.length} keystrokes: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99.9 ${at(0.999)} ms, worst ${at(1)} ms; over ${bar} ms: ${slow}; threw or stale: ${faults}`,
);
process.exitCode = faults > 0 || slow > 0 ? 1 : 0;

function type(file: string, text: string): void {
  const document = new EditedDocument();
  // So many keystrokes let the engine compile what it will run; a person's first ones are of an open, longer text.
  const lengths = [...Array(text.length + 1).keys()];
  for (const [i, length] of [...lengths, ...lengths.toReversed()].entries()) {
    const typed = text.slice(0, length);
    try {
      const before = process.cpuUsage();
      const analysis = document.analyse(typed);
      if (!analysis) throw new Error('no analysis');
      hints(analysis, undefined, { start: Math.max(0, length - 2000), end: length });
      const { user, system } = process.cpuUsage(before);
      const time = (user + system) / 1000;
      times.push(time);
      if (time > bar) console.log(`${file}: ${time.toFixed(1)} ms at character ${length}`);
      if (
        i % Number(values.compare) === 0 &&
        shown(analysis) !== shown(analyse(typed, { budget: { milliseconds: 60_000 } }))
      ) {
        faults += 1;
        console.log(`${file}: stale at character ${length}${i > text.length ? ', deleting' : ''}`);
      }
    } catch (error) {
      faults += 1;
      console.log(`${file}: threw at character ${length}: ${error instanceof Error ? error.stack : error}`);
    }
  }
}

function shown(analysis: Analysis): string {
  return JSON.stringify([hints(analysis), lenses(analysis), symbols(analysis), analysis.problems]);
}
