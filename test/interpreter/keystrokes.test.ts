import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { hints } from '../../server/ide/hints.js';
import { lenses } from '../../server/ide/lenses.js';
import type { Analysis } from '../../server/language/analysis.js';
import { analyse, unhurriedDocument } from '../unhurried.js';

function shown(analysis: Analysis) {
  return JSON.stringify([hints(analysis), lenses(analysis), analysis.problems]);
}

const programs = [
  ...readdirSync('examples')
    .filter((name) => name.endsWith('.py'))
    .map((name) => path.join('examples', name)),
  'test/specs/models/functional.md',
  'test/specs/models/sequential.md',
  'test/specs/layers/conv2d.md',
  'test/specs/layers/dense.md',
].map((file) => {
  const text = readFileSync(file, 'utf8');
  return { file, text: /```python\n([\s\S]*?)```/.exec(text)?.[1] ?? text };
});

for (const { file, text } of programs) {
  test(`${file}, typed and deleted letter by letter: what is shown is that of the text as it stands`, () => {
    const document = unhurriedDocument();
    const prefixes = Array.from({ length: text.length + 1 }, (_, i) => text.slice(0, i));
    let hinted = 0;
    let longest = 0;
    for (const [i, prefix] of [...prefixes, ...prefixes.toReversed()].entries()) {
      const started = performance.now();
      const analysis = document.analyse(prefix);
      longest = Math.max(longest, performance.now() - started);
      assert.ok(analysis);
      if (hints(analysis).length > 0) hinted += 1;
      if (i % 7 === 0) assert.equal(shown(analysis), shown(analyse(prefix)), `at ${JSON.stringify(prefix.slice(-60))}`);
    }
    assert.ok(hinted > 0, 'there is something to be shown');
    // The aim is 50 ms; the machine that tests may be busy.
    assert.ok(longest < 1000, `${longest} ms`);
  });
}
