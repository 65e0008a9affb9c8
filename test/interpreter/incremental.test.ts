import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { inspect, isDeepStrictEqual } from 'node:util';
import { hints } from '../../server/ide/hints.js';
import { lenses } from '../../server/ide/lenses.js';
import { symbols } from '../../server/ide/symbols.js';
import type { Analysis } from '../../server/language/analysis.js';
import { summarise } from '../../server/language/model/summary.js';
import { kerasScript } from '../bench/scripts/keras-script.js';
import { analyse, unhurriedDocument } from '../unhurried.js';

/** All that an editor shows of a program. */
function shown(analysis: Analysis) {
  return {
    hints: hints(analysis),
    lenses: lenses(analysis),
    symbols: symbols(analysis),
    problems: analysis.problems,
    models: analysis.models.map((model) => summarise(model, (offset) => ({ line: offset }))),
  };
}

/** Where the two first differ, and how: the whole diff of two long programs can take minutes to make. */
function difference(edited: unknown, fresh: unknown, place = 'shown'): string | undefined {
  if (isDeepStrictEqual(edited, fresh)) return undefined;
  if (typeof edited === 'object' && edited !== null && typeof fresh === 'object' && fresh !== null) {
    const entries = new Map(Object.entries(fresh));
    for (const [key, value] of Object.entries(edited)) {
      const found = difference(value, entries.get(key), `${place}.${key}`);
      if (found) return found;
      entries.delete(key);
    }
    for (const [key, value] of entries) return difference(undefined, value, `${place}.${key}`);
  }
  return `${place}: edited ${inspect(edited)}, read anew ${inspect(fresh)}`;
}

/** Small and the same everywhere: what fails here fails again. */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    yield state / 2 ** 32;
  }
}

/** What people do to a text: words and whole lines typed, deleted, copied, moved; and taken back. */
class Editing {
  private readonly random;
  private readonly past: string[] = [];

  constructor(
    seed: number,
    public text: string,
  ) {
    this.random = random(seed);
  }

  next(): string {
    const lines = this.text.split('\n');
    const at = this.below(lines.length);
    const line = lines[at] as string;
    this.past.push(this.text);
    switch (this.below(9)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(this.below(lines.length), 0, line);
        break;
      case 2:
        lines.splice(this.below(lines.length), 0, ...lines.splice(at, 1));
        break;
      case 3:
        return this.say(this.past.at(-2 - this.below(Math.min(4, this.past.length - 1))) ?? this.text);
      case 4:
        lines[at] = line.replace(/\d+/, (number) => String(Number(number) + 1));
        break;
      case 5: {
        const words = this.text.match(/\b[a-z_]\w+\b/gi) ?? ['x'];
        lines[at] = line.replace(/\b[a-z_]\w+\b/i, () => words[this.below(words.length)] as string);
        break;
      }
      case 6: {
        const from = this.below(line.length + 1);
        lines[at] = line.slice(0, from) + line.slice(from + 1 + this.below(3));
        break;
      }
      case 7: {
        const typed = ['(', ')', ', ', '[', ']', "'", '2', ' ', '#', '.', '=', ':'];
        const from = this.below(line.length + 1);
        lines[at] = line.slice(0, from) + typed[this.below(typed.length)] + line.slice(from);
        break;
      }
      default:
        lines.splice(at, 0, ...(additions[this.below(additions.length)] as string).split('\n'));
    }
    return this.say(lines.join('\n'));
  }

  private say(text: string): string {
    this.text = text;
    return text;
  }

  private below(limit: number): number {
    return Math.floor((this.random.next().value as number) * limit);
  }
}

/** Lines that reach into what others made. */
const additions = [
  'model.add(layers.Dense(3))',
  'model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])',
  'for layer in model.layers: layer.trainable = False',
  'x = layers.Dense(7)(x)',
  'shared = layers.Dense(5)\nshared.trainable = False',
  'sizes = [1, 2]\nsizes.append(3)',
  'sizes.append(len(sizes))\nextra = layers.Dense(sizes[-1])(keras.Input((sizes[0],)))',
  'import numpy as np\nnp.random.seed(1)\nx_train = np.zeros((10, 4))',
  'x_train[0] = 1\nx_train = x_train / 2',
  'settings = {"units": 4}\nsettings["units"] += 1\nlayers.Dense(settings["units"])(keras.Input((3,)))',
  'def grow(n, made=[]):\n    made.append(n)\n    return layers.Dense(len(made))\nz = grow(1)(keras.Input((2,)))',
  'class Counter:\n    total = 0\n    def more(self):\n        Counter.total += 1\n        return Counter.total\nc = Counter()\nc.more()',
  'd = layers.Dense(c.more())(keras.Input((2,)))',
  'keras.backend.clear_session()',
  'inner = keras.Model(model.input, model.layers[0].output)',
  'model.pop()',
  'it = iter([1, 2, 3])\nnext(it)',
  'e = layers.Dense(next(it))(keras.Input((2,)))',
  'if unknown_thing:\n    model.add(layers.Dense(1))\n    units = 3',
  'del x',
  'a = b = []\na.append(4)\nlayers.Dense(b[0])(keras.Input((2,)))',
];

const programs = [
  ...readdirSync('examples')
    .filter((name) => name.endsWith('.py'))
    .map((name) => ({ name, text: readFileSync(path.join('examples', name), 'utf8') })),
  ...['models', 'language', 'layers'].flatMap((folder) =>
    readdirSync(path.join('test/specs', folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => ({
        name: `${folder}/${name}`,
        text: [...readFileSync(path.join('test/specs', folder, name), 'utf8').matchAll(/```python.*\n([\s\S]*?)```/g)]
          .map(([, program]) => program)
          .join('\n'),
      })),
  ),
  { name: 'a script of 300 lines', text: kerasScript(300) },
];

const edits = Number(process.env.EDITS ?? 25);
const seed = Number(process.env.SEED ?? 1);

for (const [i, { name, text }] of programs.entries()) {
  test(`${name}, edited at random: what is shown is as if it were read for the first time`, () => {
    const document = unhurriedDocument();
    const editing = new Editing(i + seed, text);
    document.analyse(text);
    for (let n = 0; n < edits; n += 1) {
      const before = editing.text;
      const now = editing.next();
      const analysis = document.analyse(now);
      assert.ok(analysis);
      assert.equal(difference(shown(analysis), shown(analyse(now))), undefined, `edit ${n}:\n${change(before, now)}`);
    }
  });
}

test('a function that nobody calls leaves the models of the program as they are', () => {
  const program = `import keras
from keras import layers

class Classifier(keras.Model):
    def grow(self):
        self.head = layers.Dense(10)

def freeze():
    model.trainable = False

model = keras.Sequential([keras.Input((4,)), layers.Dense(3)])
classifier = Classifier()
`;
  const of = (analysis: Analysis) => analysis.models.map((model) => summarise(model, (offset) => ({ line: offset })));
  const [sequential, classifier] = of(analyse(program));
  assert.deepEqual([sequential?.trainableParams, sequential?.nonTrainableParams], [15, 0]);
  assert.deepEqual(classifier?.layers, []);
});

test('names are counted anew behind clear_session, whatever was named before it since the last edit', () => {
  const head = 'import keras\nfrom keras import layers\n';
  const inputs = 'inputs = keras.Input((4,))\n';
  const clear = 'keras.backend.clear_session()\n';
  const model = 'model = keras.Sequential([keras.Input((4,)), layers.Dense(2)])\n';
  const loop = `for units in settings:\n    ${clear}    other = keras.Model(inputs, layers.Dense(units)(inputs))\n`;
  const document = unhurriedDocument();
  for (const [text, names] of [
    [head + inputs + clear + model, ['sequential']],
    [head + inputs + model + clear + model, ['sequential']],
    [head + inputs + model + model, ['sequential', 'sequential_1']],
    [head + inputs + clear + model + loop, ['sequential', 'functional']],
    [head + inputs + model + clear + loop, ['sequential', 'functional']],
  ] as const) {
    for (const analysis of [document.analyse(text), analyse(text)])
      assert.deepEqual([...new Set(analysis?.models.map(({ name }) => name))], names);
  }
});

test('what an imported file says now is what is shown', () => {
  const files = new Map([
    ['blocks', 'from keras import layers\nmade = []\ndef block(n):\n    made.append(n)\n    return layers.Dense(n)\n'],
    ['sizes', 'width = 3\n'],
  ]);
  const surroundings = {
    file: 'main.py',
    readModule: (name: string) => {
      const text = files.get(name);
      return text === undefined ? undefined : { path: `${name}.py`, text, isPackage: false };
    },
  };
  const document = unhurriedDocument(surroundings);
  const texts = [
    'import keras, sizes\nfrom blocks import block, made\nx = keras.Input((4,))\ny = block(sizes.width)(x)\nz = block(len(made))(y)\n',
    'import keras, sizes\nfrom blocks import block, made\nx = keras.Input((4,))\ny = block(sizes.width)(x)\nw = block(9)(x)\nz = block(len(made))(y)\n',
    'import keras, sizes\nfrom blocks import *\nx = keras.Input((4,))\nsizes.width = 8\ny = block(sizes.width)(x)\nz = block(len(made))(y)\n',
  ];
  const check = (text: string) => {
    const analysis = document.analyse(text);
    assert.ok(analysis);
    assert.ok(hints(analysis).length > 2);
    assert.equal(difference(shown(analysis), shown(analyse(text, surroundings))), undefined);
  };
  for (const text of texts) check(text);
  files.set('sizes', 'width = 5\n');
  for (const text of [...texts, ...texts.toReversed()]) check(text);
  files.set('blocks', 'from missing import *\nfrom keras import layers\nmade = [1]\nblock = layers.Dense\n');
  for (const text of [...texts, ...texts.toReversed()]) check(text);
});

function change(before: string, now: string): string {
  const [a, b] = [before.split('\n'), now.split('\n')];
  return [
    ...a.filter((line) => !b.includes(line)).map((line) => `- ${line}`),
    ...b.filter((line) => !a.includes(line)).map((line) => `+ ${line}`),
  ].join('\n');
}
