import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../../server/language/analyse.js';
import { kerasVersionOf, versionInFile, versionInstalled } from '../../server/language/keras-version.js';

const requirements: readonly (readonly [line: string, version: 2 | 3 | undefined])[] = [
  ['keras==2.15.0', 2],
  ['Keras == 2.3.1', 2],
  ['keras>=3.0', 3],
  ['keras>=2.0', undefined],
  ['keras>=2,<3', 2],
  ['keras<=2.15', 2],
  ['keras!=3.0', undefined],
  ['keras', undefined],
  ['tensorflow==2.15.1', 2],
  ['tensorflow[and-cuda]==2.16.1', 3],
  ['tensorflow-cpu~=2.10.0', 2],
  ['tensorflow~=2.10', undefined],
  ['tensorflow==2.*', undefined],
  ['tensorflow<2.16', 2],
  ['tensorflow<2.17', undefined],
  ['tensorflow<3,>=2.18', 3],
  ['tensorflow>=2.4', undefined],
  ['tensorflow==1.15', 2],
  ['tensorflow-datasets==4.9', undefined],
  ['# tensorflow==2.15', undefined],
  ['tensorflow==2.17.0\nkeras==2.15  # the older one', 2],
];

for (const [text, version] of requirements) {
  test(`${text.replaceAll('\n', '; ')} asks for ${version ? `Keras ${version}` : 'either'}`, () => {
    assert.equal(versionInFile('requirements.txt', text), version);
  });
}

test('the version stands in the files of each tool', () => {
  assert.equal(versionInFile('pyproject.toml', '[project]\ndependencies = ["numpy", "keras>=2.4,<3", "pandas"]\n'), 2);
  assert.equal(versionInFile('pyproject.toml', '[tool.poetry.dependencies]\ntensorflow = "^2.15"\n'), undefined);
  assert.equal(versionInFile('pyproject.toml', '[tool.poetry.dependencies]\ntensorflow = "~2.15"\n'), 2);
  assert.equal(versionInFile('environment.yml', 'dependencies:\n  - python=3.10\n  - tensorflow=2.12\n'), 2);
  assert.equal(versionInFile('poetry.lock', '[[package]]\nname = "keras"\nversion = "3.5.0"\n'), 3);
  const pipfile = '"keras": {\n  "hashes": ["sha256:00"],\n  "version": "==2.15.0"\n},';
  assert.equal(versionInFile('Pipfile.lock', pipfile), 2);
  assert.equal(versionInstalled(['numpy-1.26.4.dist-info', 'keras-3.3.3.dist-info', 'keras']), 3);
  assert.equal(versionInstalled(['tensorflow_cpu-2.11.0.dist-info']), 2);
  assert.equal(versionInstalled(['numpy-1.26.4.dist-info']), undefined);
});

test("a folder's environment goes before its files", () => {
  const tree: Readonly<Record<string, readonly string[]>> = {
    '/p': ['.venv', 'requirements-gpu.txt'],
    '/p/.venv/lib': ['python3.11'],
    '/p/.venv/lib/python3.11/site-packages': ['keras-2.15.0.dist-info'],
    '/q': ['requirements-gpu.txt'],
    '/r': [],
  };
  const files = { list: (path: string) => tree[path] ?? [], text: () => 'keras==3.1\n' };
  assert.equal(kerasVersionOf('/p', files), 2);
  assert.equal(kerasVersionOf('/q', files), 3);
  assert.equal(kerasVersionOf('/r', files), undefined);
});

test('an analysis names models as the Keras does that it is told of', () => {
  const text = `from tensorflow import keras
x = keras.Input((4,))
model = keras.Model(x, keras.layers.Dense(3)(x))
`;
  const names = (kerasVersion: 2 | 3) => {
    const { models, layers } = analyse(text, { kerasVersion });
    return [...models, ...layers].map(({ name }) => name);
  };
  assert.deepEqual(names(2), ['model', 'input_1', 'dense']);
  assert.deepEqual(names(3), ['functional', 'input_layer', 'dense']);
});
