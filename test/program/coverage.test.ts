import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notStepped, subjects, traced } from './coverage.js';
import { stepFamilies } from './step-programs.js';

const stepped = new Set<string>();
for (const { version, cases } of stepFamilies())
  for (const each of cases) for (const subject of traced(each, version).subjects) stepped.add(subject);
const excused = Object.values(notStepped).flat();

for (const [kind, names] of Object.entries(subjects)) {
  test(`a training step is compared with Keras's of every ${kind}, or it says why not`, () => {
    const missing = names.filter((name) => !stepped.has(`${kind} ${name}`));
    assert.deepEqual(kind === 'layer' ? missing.filter((name) => !excused.includes(name)) : missing, []);
  });
}

test('what says why it is not compared is a layer, and is not compared', () => {
  const wrong = excused.filter((name) => !subjects.layer.includes(name) || stepped.has(`layer ${name}`));
  assert.deepEqual(wrong, []);
});
