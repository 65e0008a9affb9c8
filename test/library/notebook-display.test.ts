import assert from 'node:assert/strict';
import { test } from 'node:test';
import { printedBy } from './run-program.js';

/* What notebooks show is printed where there is no notebook, as IPython and tqdm do in a terminal. */

test('objects are shown by their text, pictures by what they are, and nothing is cleared', () => {
  const program = `
from IPython.display import HTML, clear_output, display
from IPython import get_ipython

print('before')
clear_output(wait=True)
display('text', [1, 2], HTML('<b>bold</b>'))
print(get_ipython())
`;
  assert.equal(printedBy(program), "before\n'text'\n[1, 2]\n<IPython.core.display.HTML object>\nNone\n");
});

test('tqdm.write prints, also into files', () => {
  const program = `
import io
from tqdm import tqdm

out = io.StringIO()
for step in tqdm(range(2)):
    tqdm.write(f'step {step}')
    tqdm.write('kept', file=out, end='!')
print(out.getvalue())
`;
  assert.equal(printedBy(program), 'step 0\nstep 1\nkept!kept!\n');
});
