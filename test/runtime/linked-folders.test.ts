import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { eventsOf, layerscope } from './command.js';
import { scriptFolder } from './scripts.js';

const folder = scriptFolder();

/* What Keras 3.15 finds: `follow_links=False` keeps from links below a class; a class itself may be one. */
test('links to folders are not followed below a class, in a circle neither', async () => {
  const at = (...parts: string[]) => path.join(folder.path, ...parts);
  mkdirSync(at('reviews', 'neg'), { recursive: true });
  mkdirSync(at('elsewhere'));
  writeFileSync(at('reviews', 'neg', '0.txt'), 'neg');
  writeFileSync(at('elsewhere', 'linked.txt'), 'linked');
  symlinkSync('../../elsewhere', at('reviews', 'neg', 'link'));
  symlinkSync('../elsewhere', at('reviews', 'zoo'));
  symlinkSync('.', at('elsewhere', 'round'));
  symlinkSync('nowhere', at('reviews', 'broken'));
  folder.write(
    'program.py',
    `import keras
made = keras.utils.text_dataset_from_directory('reviews', shuffle=False, batch_size=None)
print([(text.numpy().decode(), int(label)) for text, label in made], made.class_names)
`,
  );
  const { out } = await layerscope(['train', 'program.py', '--json', '--engine', 'reference'], { folder: folder.path });
  const said = eventsOf(out).flatMap((event) => (event.event === 'print' ? [event.text] : []));
  assert.equal(said.join(''), "Found 2 files belonging to 2 classes.\n[('neg', 0), ('linked', 1)] ['neg', 'zoo']\n");
});
