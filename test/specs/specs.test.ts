import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { programsOf } from './expectations.js';
import { judge } from './shown.js';

const folder = path.join('test', 'specs');
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.md') && path.basename(name) !== 'README.md',
);

for (const file of files.sort()) {
  suite(file, () => {
    const programs = programsOf(readFileSync(path.join(folder, file), 'utf8'));
    test('has programs', () => assert.ok(programs.length > 0));
    for (const [i, program] of programs.entries()) {
      test(`${program.title} (${i + 1})`, () => {
        const { missed, unexpected } = judge(program);
        const report = [...list('expected, but not found', missed), ...list('found, but not expected', unexpected)];
        if (report.length) assert.fail(`${file}: ${program.title}\n${report.join('\n')}`);
      });
    }
  });
}

test('an expectation that is not met is told apart from what was not expected', () => {
  const [program] = programsOf(
    '# Wrong\n```python\nimport numpy as np\nx = np.zeros((2, 3))\n#                 ^ hint (3, 2) float64\n```\n',
  );
  assert.ok(program);
  const { missed, unexpected } = judge(program);
  assert.deepEqual(missed, ['line 5: hint (3, 2) float64']);
  assert.equal(unexpected.length, 1);
  assert.match(unexpected[0] ?? '', /code line 2, columns 19 to 20: hint \(2, 3\) float64/);
});

function list(title: string, lines: readonly string[]): string[] {
  return lines.length ? [`  ${title}:`, ...lines.map((line) => `    ${line}`)] : [];
}
