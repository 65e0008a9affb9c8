import { test } from 'node:test';
import { subjects, traced } from './coverage.js';
import { stepFamilies } from './step-programs.js';

test('x', () => {
  const found = new Set<string>();
  for (const { version, cases } of stepFamilies())
    for (const each of cases) for (const s of traced(each, version).subjects) found.add(s);
  for (const [kind, names] of Object.entries(subjects))
    console.log('MISSING', kind, names.filter((n) => !found.has(`${kind} ${n}`)).join(' '));
});
