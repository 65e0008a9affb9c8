import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Expressions that show functions at work, by name, for what carries no examples of its own: Keras's
 * methods are tried on a small built model, families of functions all alike.
 */
export function moreExamples(name: string): readonly string[] | undefined {
  const family = families.find(([prefix]) => name.startsWith(prefix));
  return examples[name] ?? layerExamples().get(name) ?? (family && [`${name}(${family[1]})`]);
}

/** A few calls of each layer that real Keras was asked about. */
function layerExamples(): ReadonlyMap<string, readonly string[]> {
  if (asked.size) return asked;
  const folder = 'test/oracle/layers';
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const { cases } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as { readonly cases: readonly Case[] };
    for (const { layer, make, inputs, call, before, answer } of cases) {
      const name = `keras.layers.${layer}`;
      const known = asked.get(name) ?? [];
      if (before || !inputs || 'error' in answer || known.length >= 3) continue;
      const named = Object.entries(inputs).map(([input, given]) => `${input} := ${inputOf(given)}`);
      const names = Object.keys(inputs);
      const applied = call ?? `layer(${names.length === 1 ? names[0] : `[${names.join(', ')}]`})`;
      const made = `layer := ${make.replaceAll(/(?<![.\w])layers\./g, 'keras.layers.')}`;
      asked.set(name, [...known, `[${[...named, made, applied].join(', ')}][-1]`]);
    }
  }
  return asked;
}
const asked = new Map<string, readonly string[]>();

type InputShape =
  | readonly (number | null)[]
  | { readonly shape: readonly (number | null)[]; readonly dtype?: string; readonly batch?: number };
interface Case {
  readonly layer: string;
  readonly make: string;
  readonly inputs?: Readonly<Record<string, InputShape>>;
  readonly call?: string;
  readonly before?: string;
  readonly answer: object;
}

function inputOf(given: InputShape): string {
  const whole = 'shape' in given ? given : { shape: given };
  const dims = whole.shape.map((dim) => `${dim ?? 'None'},`).join(' ');
  const batch = whole.batch === undefined ? '' : `, batch_size=${whole.batch}`;
  return `keras.Input((${dims})${batch}${whole.dtype === undefined ? '' : `, dtype='${whole.dtype}'`})`;
}

const families: readonly (readonly [prefix: string, call: string])[] = [
  ['keras.losses.', 'np.ones((4, 3)), np.ones((4, 3))'],
  ['keras.metrics.', 'np.ones((4, 3)), np.ones((4, 3))'],
  ['keras.activations.', 'np.ones((4, 3))'],
  ...['add', 'subtract', 'multiply', 'average', 'maximum', 'minimum', 'concatenate', 'merge'].map(
    (name) => [`keras.layers.${name}`, '[keras.Input((4,)), keras.Input((4,))]'] as const,
  ),
  ['keras.layers.dot', '[keras.Input((4,)), keras.Input((4,))], axes=1'],
];

const model = 'keras.Sequential([keras.Input((4,)), keras.layers.Dense(2, name="first")])';
const compiled = `[m := ${model}, m.compile(optimizer="sgd", loss="mse")][0]`;
const layer = `${model}.layers[0]`;

const lookup = 'keras.layers.StringLookup(vocabulary=["a", "b"])';

/** Classes whose first arguments are settings. */
const settingsFirst = {
  losses: [
    ...['CategoricalGeneralizedCrossEntropy', 'MeanSquaredError', 'MeanAbsoluteError', 'MeanAbsolutePercentageError'],
    ...['MeanSquaredLogarithmicError', 'Huber', 'LogCosh', 'Hinge', 'SquaredHinge', 'CategoricalHinge'],
    ...['KLDivergence', 'Poisson', 'CosineSimilarity', 'CTC', 'Loss', 'Dice'],
  ],
  metrics: ['R2Score', 'F1Score', 'FBetaScore', 'AUC'],
};

const examples: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(settingsFirst).flatMap(([module, names]) =>
      names.map((name) => [`keras.${module}.${name}`, [`keras.${module}.${name}()`]]),
    ),
  ),
  'keras.layers.SpectralNormalization': [
    'keras.layers.SpectralNormalization(keras.layers.Dense(4))(keras.Input((5,)))',
  ],
  'keras.layers.RandomHeight': ['keras.layers.RandomHeight(0.2)(keras.Input((8, 8, 3)))'],
  'keras.layers.RandomWidth': ['keras.layers.RandomWidth(0.2)(keras.Input((8, 8, 3)))'],
  'model.fit_generator': [`${compiled}.fit_generator(None)`],
  'model.evaluate_generator': [`${compiled}.evaluate_generator(None)`],
  'model.predict_generator': [`${compiled}.predict_generator(None)`],
  'Normalization.adapt': [
    '[n := keras.layers.Normalization(), n.adapt(np.array([[1.0, 2.0], [3.0, 6.0]])), n.weights][2]',
    '[n := keras.layers.Normalization(), n.adapt(np.array([[1.0, 2.0], [3.0, 6.0]])), n.mean][2]',
  ],
  'Discretization.adapt': ['keras.layers.Discretization(num_bins=4).adapt(np.ones((10, 1)))'],
  'StringLookup.adapt': ['[s := keras.layers.StringLookup(), s.adapt(["a", "b", "a"]), s.get_vocabulary()][2]'],
  'StringLookup.set_vocabulary': [
    '[s := keras.layers.StringLookup(), s.set_vocabulary(["a"]), s.vocabulary_size()][2]',
  ],
  'StringLookup.get_vocabulary': [
    `${lookup}.get_vocabulary()`,
    `${lookup}.get_vocabulary(include_special_tokens=False)`,
  ],
  'StringLookup.vocabulary_size': [`${lookup}.vocabulary_size()`],
  'functools.total_ordering': ['functools.total_ordering(type("C", (), {"__lt__": lambda a, b: True}))'],
  'ArgumentParser.add_argument_group': ['argparse.ArgumentParser().add_argument_group("model")'],
  'ArgumentParser.add_mutually_exclusive_group': ['argparse.ArgumentParser().add_mutually_exclusive_group()'],
  'timedelta.total_seconds': ['(datetime.datetime.now() - datetime.datetime.now()).total_seconds()'],
  partial: ['functools.partial(int, base=2)("101")'],
  'io.open': ["io.open('notes.txt').read()"],
  'gzip.open': ["gzip.open('notes.gz').read()", "gzip.open('notes.gz', 'rt').read()"],
  'gzip.GzipFile': ["gzip.GzipFile('notes.gz').read()"],
  'gzip.decompress': ["gzip.decompress(b'')"],
  'json.load': ["json.load(open('settings.json'))"],
  'json.dump': ["json.dump({'a': 1}, open('settings.json', 'w'))"],
  'os.path.getsize': ["os.path.getsize('notes.txt')"],
  'os.path.getmtime': ["os.path.getmtime('notes.txt')"],
  'os.path.getctime': ["os.path.getctime('notes.txt')"],
  'os.path.getatime': ["os.path.getatime('notes.txt')"],
  'sys.getsizeof': ['sys.getsizeof(1)'],
  'Path.read_bytes': ["pathlib.Path('notes.txt').read_bytes()"],
  'Path.read_text': ["pathlib.Path('notes.txt').read_text()"],
  'Path.write_bytes': ["pathlib.Path('notes.txt').write_bytes(b'ab')"],
  'Path.write_text': ["pathlib.Path('notes.txt').write_text('ab')"],
  open: ["open('notes.txt').read()", "open('notes.txt', 'rb').read()"],
  'keras.models.clone_model': [`keras.models.clone_model(${model})`],
  'Optimizer.get_config': ['keras.optimizers.Adam().get_config()'],
  'Optimizer.exclude_from_weight_decay': ['keras.optimizers.AdamW().exclude_from_weight_decay(var_names=["bias"])'],
  'LearningRateSchedule.get_config': ['keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9).get_config()'],
  'LearningRateSchedule.__call__': ['keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)(5)'],
  'keras.optimizers.schedules.CosineDecay': [
    'keras.optimizers.schedules.CosineDecay(0.1, decay_steps=1000, warmup_target=0.2, warmup_steps=100)',
  ],
  'keras.optimizers.schedules.CosineDecayRestarts': ['keras.optimizers.schedules.CosineDecayRestarts(0.1, 1000)'],
  'keras.optimizers.schedules.ExponentialDecay': [
    'keras.optimizers.schedules.ExponentialDecay(0.01, decay_steps=10000, decay_rate=0.9)',
  ],
  'keras.optimizers.schedules.InverseTimeDecay': ['keras.optimizers.schedules.InverseTimeDecay(0.1, 1000, 0.5)'],
  'keras.optimizers.schedules.PiecewiseConstantDecay': [
    'keras.optimizers.schedules.PiecewiseConstantDecay([1000, 2000], [0.1, 0.01, 0.001])',
  ],
  'keras.optimizers.schedules.PolynomialDecay': ['keras.optimizers.schedules.PolynomialDecay(0.1, 1000, power=0.5)'],
  'keras.layers.GroupedQueryAttention': [
    'keras.layers.GroupedQueryAttention(8, 4, 2)(keras.Input((5, 16)), keras.Input((7, 16)))',
  ],
  'keras.layers.Lambda': ['keras.layers.Lambda(lambda x: x * 2)(keras.Input((4,)))'],
  Lambda: ['keras.layers.Lambda(lambda x: x * 2)(keras.Input((4,)))'],
  'keras.Input': ['keras.Input(shape=(28, 28))', 'keras.Input((None, 3), dtype="int32")'],
  'keras.layers.InputLayer': ['keras.layers.InputLayer(shape=(4,))'],
  'keras.layers.Dense': ['keras.layers.Dense(3)', 'keras.layers.Dense(3, activation="relu")(keras.Input((4,)))'],
  'keras.layers.Activation': ['keras.layers.Activation("relu")(keras.Input((4,)))'],
  'keras.layers.Reshape': [
    'keras.layers.Reshape((2, 6))(keras.Input((3, 4)))',
    'keras.layers.Reshape((-1, 2))(keras.Input((3, 4)))',
  ],
  'keras.layers.Dropout': ['keras.layers.Dropout(0.5)(keras.Input((4,)))'],
  'keras.layers.Conv2D': [
    'keras.layers.Conv2D(8, 3)(keras.Input((28, 28, 1)))',
    'keras.layers.Conv2D(8, (3, 5), strides=2, padding="same")(keras.Input((28, 28, 3)))',
  ],
  'keras.layers.AveragePooling2D': ['keras.layers.AveragePooling2D(2)(keras.Input((28, 28, 1)))'],
  'keras.utils.to_categorical': [
    'keras.utils.to_categorical([0, 2, 1])',
    'keras.utils.to_categorical([0, 2], num_classes=10)',
  ],
  'keras.utils.set_random_seed': ['keras.utils.set_random_seed(7)'],
  'Sequential.add': [`${model}.add(keras.layers.Dense(3))`],
  'Sequential.pop': [`${model}.pop()`],
  'model.compile': [`${model}.compile(optimizer="sgd", loss="mse")`],
  'model.fit': [`${compiled}.fit(np.ones((8, 4)), np.ones((8, 2)), verbose=0)`],
  'model.evaluate': [`${compiled}.evaluate(np.ones((8, 4)), np.ones((8, 2)), verbose=0)`],
  'model.predict': [`${model}.predict(np.ones((8, 4)), verbose=0)`],
  'model.summary': [`${model}.summary()`],
  'model.build': [`keras.Sequential([keras.layers.Dense(2)]).build((None, 4))`],
  'model.count_params': [`${model}.count_params()`],
  'model.get_layer': [`${model}.get_layer("first")`, `${model}.get_layer(index=0)`],
  'model.get_weights': [`${model}.get_weights()`],
  'model.set_weights': [`${model}.set_weights([np.ones((4, 2)), np.zeros(2)])`],
  'model.save': [`${model}.save("model.keras")`],
  'model.save_weights': [`${model}.save_weights("model.weights.h5")`],
  'model.load_weights': [`${model}.load_weights("model.weights.h5")`],
  'model.export': [`${model}.export("model.onnx", format="onnx")`],
  'model.to_json': [`${model}.to_json()`],
  'model.get_config': [`${model}.get_config()`],
  'model.train_on_batch': [`${compiled}.train_on_batch(np.ones((8, 4)), np.ones((8, 2)))`],
  'model.test_on_batch': [`${compiled}.test_on_batch(np.ones((8, 4)), np.ones((8, 2)))`],
  'model.predict_on_batch': [`${model}.predict_on_batch(np.ones((8, 4)))`],
  'Model.__call__': [`${model}(keras.Input((4,)))`],
  'Layer.get_weights': [`${layer}.get_weights()`],
  'Layer.add_weight': ['type("Own", (keras.layers.Layer,), {})().add_weight(shape=(3, 2), initializer="zeros")'],
  'Layer.add_loss': ['type("Own", (keras.layers.Layer,), {})().add_loss(0.5)', `${model}.add_loss(0.5)`],
  'Layer.add_metric': ['type("Own", (keras.layers.Layer,), {})().add_metric(0.5, name="m")'],
  'Layer.add_update': ['type("Own", (keras.layers.Layer,), {})().add_update([])'],
  'model.reset_states': [`${model}.reset_states`],
  'RNN.reset_state': ['keras.layers.GRU(3, stateful=True).reset_state()'],
  'RNN.reset_states': ['keras.layers.LSTM(3, stateful=True).reset_states()'],
  'Layer.reset_metrics': [`${compiled}.reset_metrics()`],
  'Layer.make_train_function': [`${compiled}.make_train_function()`],
  'Layer.compile_from_config': [`${model}.compile_from_config({"optimizer": "sgd", "loss": "mse"})`],
  'Layer.call': [`${model}.layers[0].call(keras.Input((4,)))`, 'keras.layers.Flatten().call(keras.Input((2, 3)))'],
  'Layer.set_weights': [`${layer}.set_weights([np.ones((4, 2)), np.zeros(2)])`],
  'Layer.count_params': [`${layer}.count_params()`],
  'Layer.build': ['keras.layers.Dense(2).build((None, 4))'],
  'Layer.compute_output_shape': ['keras.layers.Dense(2).compute_output_shape((None, 4))'],
  'Layer.get_config': [`${layer}.get_config()`],
  'Layer.__call__': ['keras.layers.Flatten()(keras.Input((28, 28)))'],
};
