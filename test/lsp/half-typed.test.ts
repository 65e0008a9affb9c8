import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { completions } from '../../server/ide/completion.js';
import { definitions } from '../../server/ide/definition.js';
import { EditedDocument } from '../../server/ide/document.js';
import { folds } from '../../server/ide/folding.js';
import { references } from '../../server/ide/references.js';
import { signatureHelp } from '../../server/ide/signature-help.js';

const folder = path.join('test', 'specs', 'editor');
const programs = readdirSync(folder).flatMap((name) =>
  [...readFileSync(path.join(folder, name), 'utf8').matchAll(/```python[^\n]*\n([\s\S]*?)```/g)].map(
    ([, text]) => text ?? '',
  ),
);

/** As typed so far, and with the rest of the file behind it. */
function states(text: string, step: number): { readonly text: string; readonly offset: number }[] {
  const found: { readonly text: string; readonly offset: number }[] = [];
  for (let at = 0; at <= text.length; at += step) {
    found.push({ text: text.slice(0, at), offset: at });
    const line = text.indexOf('\n', at);
    if (line >= 0) found.push({ text: text.slice(0, at) + text.slice(line), offset: at });
  }
  return found;
}

test('at every keystroke each feature has an answer, and completion stays on its line', () => {
  let asked = 0;
  for (const program of programs) {
    const document = new EditedDocument();
    for (const { text, offset } of states(program, 13)) {
      const analysis = document.analyse(text);
      assert.ok(analysis);
      for (const { range, label, documentation } of completions(analysis, offset)) {
        assert.ok(range.start <= offset && range.end >= offset && range.end <= text.length, label);
        assert.ok(!text.slice(range.start, range.end).includes('\n'), label);
        if (asked % 10 === 0) documentation?.();
      }
      const help = signatureHelp(analysis, offset);
      if (help) for (const { start, end } of help.parameters) assert.ok(start < end && end < help.label.length);
      definitions(analysis, offset);
      for (const { start, end } of references(analysis, offset)) assert.ok(start < end && end <= text.length);
      assert.ok(folds(analysis).every(({ range }) => range.start < range.end));
      asked += 1;
    }
  }
  assert.ok(asked > 300);
});
