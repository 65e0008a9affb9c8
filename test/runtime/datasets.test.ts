import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { RunControl } from '../../runtime/run-control.js';
import { ScriptHost } from '../../runtime/script-host.js';
import { silentRecorder } from '../../server/language/recorder.js';
import { run, ScriptError } from '../../server/language/run.js';

/*
 * What `keras.datasets` reads is what Keras reads, from small files of the same make as those that it downloads
 * (test/oracle/datasets.py).
 */
interface Family {
  readonly cases: readonly { readonly program: string; readonly printed: string }[];
}

/** What a program prints, with `home` as Keras's folder. */
function printedBy(text: string, home: string): string {
  const folder = path.resolve('test/oracle/datasets');
  const file = path.join(folder, 'program.py');
  let printed = '';
  const host = new ScriptHost(
    { file, text, folder, environment: { KERAS_HOME: home }, arguments: [], seed: 1, downloads: false },
    new RunControl(),
    { call: () => assert.fail('nothing is trained') },
    { print: (said) => (printed += said), loop: () => assert.fail('nothing is trained'), warning: assert.fail },
  );
  run(text, file, host, silentRecorder);
  host.flush();
  return printed;
}

const { cases } = JSON.parse(readFileSync('test/oracle/datasets.json', 'utf8')) as Family;
for (const { program, printed } of cases)
  test(program.slice(program.lastIndexOf('\n\n')).trim().split('\n')[0] ?? '', () => {
    assert.equal(printedBy(program, path.resolve('test/oracle')), printed);
  });

test('CIFAR-10 is put together of its batches', () => {
  const program = `import keras
(x, y), (x_test, y_test) = keras.datasets.cifar10.load_data()
print(x.shape, x.dtype, y.shape, y.dtype, x_test.shape, y_test.shape)
`;
  assert.equal(
    printedBy(program, path.resolve('test/oracle')),
    '(5, 32, 32, 3) uint8 (5, 1) uint8 (1, 32, 32, 3) (1, 1)\n',
  );
});

test('where a file is not there, the run ends with what would get it', () => {
  const missing = (call: string, said: RegExp) =>
    assert.throws(
      () => printedBy(`import keras\nkeras.datasets.${call}\n`, '/nowhere'),
      (error) => error instanceof ScriptError && said.test(error.message),
    );
  missing('mnist.load_data()', /curl -L --create-dirs -o \/nowhere\/datasets\/mnist\.npz https:.*\/mnist\.npz/);
  missing(
    'cifar10.load_data()',
    /curl -L --create-dirs -o \/nowhere\/datasets\/cifar-10-batches-py-target_archive https:\S+cifar-10-python\.tar\.gz/,
  );
  missing('imdb.get_word_index()', /-o \/nowhere\/datasets\/imdb_word_index\.json https:.*\/imdb_word_index\.json/);
});
