import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../unhurried.js';

const head = 'import keras\nimport numpy as np\nfrom keras import Input, Sequential, layers\n';
const data = `(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
model = Sequential([layers.Flatten(input_shape=(28, 28)), layers.Dense(10, activation='softmax')])
`;

interface Case {
  readonly script: string;
  readonly rule: string;
  /** The text that the fault stands under. */
  readonly under: string;
  readonly message: string;
  /** What the first fix makes of the text under and around: the line, mended. */
  readonly mended?: string;
}

const cases: readonly Case[] = [
  {
    script: "layers.Dense(3, activation='rellu')",
    rule: 'layer-argument',
    under: "'rellu'",
    message:
      "Dense: `activation='rellu'`: expected an activation of Keras, such as 'relu', 'sigmoid' or 'softmax'; did you mean `relu`?",
    mended: "layers.Dense(3, activation='relu')",
  },
  {
    script: 'layers.Dense(3, actvation="relu")',
    rule: 'layer-argument',
    under: '"relu"',
    message: 'Dense takes no argument `actvation`; did you mean `activation`?',
    mended: 'layers.Dense(3, activation="relu")',
  },
  {
    script: 'layers.Dense()',
    rule: 'layer-argument',
    under: 'layers.Dense()',
    message: 'Dense needs `units`.',
  },
  {
    script: 'y = Sequential([Input((6, 6, 1)), layers.MaxPooling2D(4), layers.Conv2D(8, 3)])',
    rule: 'negative-dimension',
    under: 'layers.Conv2D(8, 3)',
    message:
      "`layers.Conv2D(8, 3)` moves a window (3, 3) over (1, 1), which is smaller: nothing would be left. Use `padding='same'`, a smaller window, or fewer poolings before it.",
    mended: "y = Sequential([Input((6, 6, 1)), layers.MaxPooling2D(4), layers.Conv2D(8, 3, padding='same')])",
  },
  {
    script: 'y = Sequential([layers.Conv2D(8, 3, input_shape=(28, 28))])',
    rule: 'input-rank',
    under: 'layers.Conv2D(8, 3, input_shape=(28, 28))',
    message:
      '`layers.Conv2D(8, 3, input_shape=(28, 28))` needs an input of 4 dimensions, but gets (batch, 28, 28), which has 3. Images are (batch, height, width, channels): add the missing axis, for instance with Reshape.',
    mended: 'y = Sequential([layers.Conv2D(8, 3, input_shape=(28, 28, 1))])',
  },
  {
    script: 'y = layers.Reshape((5, 3))(Input((12,)))',
    rule: 'reshape-size',
    under: 'layers.Reshape((5, 3))(Input((12,)))',
    message:
      '`layers.Reshape((5, 3))` cannot lay out (12,): it holds 12 values, (5, 3) holds 15. Change the target so that the products agree.',
  },
  {
    script: 'd = layers.Dense(3); d(Input((4,))); d(Input((5,)))',
    rule: 'input-shape',
    under: 'd(Input((5,)))',
    message:
      '`layers.Dense(3)` has weights for 4 values on axis -1, made by its first call, but gets (batch, 5) here. Use another layer, or inputs of one size.',
  },
  {
    script: `${data}model.compile('sgd', 'categorical_crossentropy'); model.fit(x_train, y_train)`,
    rule: 'label-shape',
    under: 'y_train',
    message:
      "`layers.Dense(10, activation='softmax')` gives (batch, 10) but `y_train` is (60000,) with integer labels: use `sparse_categorical_crossentropy`, or one-hot the labels with `to_categorical`.",
    mended: "model.compile('sgd', 'sparse_categorical_crossentropy'); model.fit(x_train, y_train)",
  },
  {
    script: `${data}model.compile('sgd', 'sparse_categorical_crossentropy'); model.fit(x_train, y_test)`,
    rule: 'sample-count',
    under: 'y_test',
    message: '`x_train` has 60000 samples but `y_test` has 10000: each sample needs one label.',
  },
  {
    script: `${data}model.compile('sgd', 'sparse_categorical_crossentropy'); model.fit(x_train[:, :14], y_train)`,
    rule: 'data-shape',
    under: 'x_train[:, :14]',
    message:
      "`x_train[:, :14]` is (60000, 14, 28) but `sequential` takes (batch, 28, 28): reshape the data, or change the model's input shape.",
  },
  {
    script: 'y = keras.Model(Input((4,)), layers.Dense(2)(Input((4,))))',
    rule: 'model-graph',
    under: 'keras.Model(Input((4,)), layers.Dense(2)(Input((4,))))',
    message:
      'The model is not connected: the outputs need the tensor of `input_layer_1`, which is not among `inputs`. Give Model every Input that the outputs are made from.',
  },
];

for (const { script, rule, under, message, mended } of cases) {
  test(`${rule}: ${script.split('\n').at(-1)}`, () => {
    const text = `${head}${script}\n`;
    const { problems } = analyse(text);
    assert.deepEqual(
      problems.map((problem) => [problem.rule, text.slice(problem.start, problem.end), problem.message]),
      [[rule, under, message]],
    );
    const edits = problems[0]?.fixes[0]?.edits ?? [];
    const after = [...edits]
      .reverse()
      .reduce((t, edit) => t.slice(0, edit.start) + edit.text + t.slice(edit.end), text);
    if (mended) assert.equal(after.trimEnd().split('\n').at(-1), mended);
    else assert.equal(after, text);
  });
}

test('what may be right is not a fault', () => {
  const fine = [
    'y = layers.Dense(3)(Input((None, 4)))',
    'y = layers.Dense(unknown_name)(Input((4,)))',
    'y = layers.Conv2D(3, 3)(Input((None, None, 1)))',
    'y = layers.Dense(3, activation=lambda x: x)(Input((4,)))',
    `${data}model.compile('sgd', 'sparse_categorical_crossentropy'); model.fit(x_train, y_train.reshape(-1, 1))`,
    `${data}model.compile('sgd', 'categorical_crossentropy'); model.fit(x_train, keras.utils.to_categorical(y_train))`,
    `${data}model.compile('sgd', 'mse'); model.fit(x_train, y_train.reshape(-1, 1))`,
  ];
  for (const script of fine)
    assert.deepEqual(
      analyse(`${head}${script}\n`).problems.filter(({ severity }) => severity === 'error'),
      [],
      script,
    );
});
