"""Models whose outputs are a dict: what calls and `predict` give, losses, metrics and labels by its keys, names in the logs."""

from ask import ask

TWO = """
x = np.array([[1, 2], [3, 4], [5, 6], [7, 8]], 'float32')
low = np.array([[1], [0], [1], [0]], 'float32')
high = np.array([[0.5, 1], [1, 0.5], [0, 0], [1, 1]], 'float32')
inp = keras.Input([2])
constant = keras.initializers.Constant
first = layers.Dense(1, kernel_initializer=constant(0.1), name='dense_a')(inp)
second = layers.Dense(2, kernel_initializer=constant(0.2), name='dense_b')(inp)
model = keras.Model(inp, {'high': second, 'low': first})


def shown(results):
    for key, value in results.items():
        print(key, np.round(np.array(value), 4).tolist())


def logs(history):
    for name, values in history.history.items():
        print(name, [f'{value:.4f}' for value in values])
"""

CLASS = TWO[: TWO.index("inp =")] + """constant = keras.initializers.Constant


class Heads(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(1, kernel_initializer=constant(0.1), name='dense_a')
        self.second = layers.Dense(2, kernel_initializer=constant(0.2), name='dense_b')

    def call(self, inputs):
        return {'low': self.first(inputs), 'high': self.second(inputs)}


model = Heads()
""" + TWO[TWO.index("\n\ndef shown") :]

# Keys in the other order than the alphabet's.
TURNED = TWO.replace("{'high': second, 'low': first}", "{'low': first, 'high': second}")

ASKED = """
logs(model.fit(x, {'low': low, 'high': high}, batch_size=4, epochs=2, verbose=0))
shown(model.evaluate(x, {'high': high, 'low': low}, verbose=0, return_dict=True))
print([f'{value:.4f}' for value in model.evaluate(x, {'high': high, 'low': low}, verbose=0)])
"""

BY_KEYS = """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, loss_weights={'high': 0.4, 'low': 2.0}, metrics={'low': ['mse']})
"""

ONE_LOSS = """
model.compile(keras.optimizers.SGD(0.01), 'mse', metrics={'low': 'mae', 'high': 'mae'})
"""

SOME = """
model.compile(keras.optimizers.SGD(0.02), {'low': 'mae'}, loss_weights=[2.0], metrics={'low': 'mse', 'high': 'mae'})
"""

LISTED = """
model.compile(keras.optimizers.SGD(0.01), {'low': 'mae', 'high': 'mse'}, loss_weights=[0.4, 2.0], metrics=[['mae'], ['mse']])
"""

WEIGHTED = """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, weighted_metrics={'low': ['mse'], 'high': ['mae']})
weights = {'low': np.array([1, 2, 0, 1], 'float32'), 'high': np.array([1, 0.5, 3, 0], 'float32')}
logs(model.fit(x, {'low': low, 'high': high}, sample_weight=weights, batch_size=4, epochs=2, verbose=0))
shown(model.evaluate(x, {'low': low, 'high': high}, sample_weight=weights, verbose=0, return_dict=True))
"""

ask(
    {
        "a call and predict give a dict": TWO
        + """
shown(model(x))
results = model.predict(x, verbose=0)
print(type(results).__name__, list(results), results['low'].shape)
shown(results)
print([tuple(out.shape) for out in model.outputs], model.output_names)
print({key: tuple(out.shape) for key, out in model(keras.Input([2])).items()})
""",
        "keys in another order than the alphabet's": TWO
        + """
model = keras.Model(inp, {'z': first, 'a': second})
shown(model(x))
shown(model.predict(x, verbose=0))
print([tuple(out.shape) for out in model.outputs])
model.compile(keras.optimizers.SGD(0.02), {'z': 'mse', 'a': 'mae'})
logs(model.fit(x, {'a': high, 'z': low}, batch_size=4, epochs=2, verbose=0))
""",
        "losses, weights and metrics by its keys": TWO
        + """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, loss_weights={'high': 0.4, 'low': 2.0}, metrics={'low': ['mse']})
logs(model.fit(x, {'low': low, 'high': high}, batch_size=4, epochs=2, verbose=0))
shown(model.evaluate(x, {'high': high, 'low': low}, verbose=0, return_dict=True))
print([f'{value:.4f}' for value in model.evaluate(x, {'high': high, 'low': low}, verbose=0)])
""",
        "one loss for all": TWO
        + """
model.compile(keras.optimizers.SGD(0.01), 'mse', metrics={'high': 'mae', 'low': 'mae'})
logs(model.fit(x, {'low': low, 'high': high}, batch_size=4, epochs=2, verbose=0))
""",
        "keys that are the names of the layers": TWO
        + """
model = keras.Model(inp, {'dense_a': first, 'dense_b': second})
model.compile(keras.optimizers.SGD(0.01), {'dense_a': 'mse', 'dense_b': 'mse'}, metrics={'dense_b': 'mae', 'dense_a': 'mae'})
logs(model.fit(x, {'dense_b': high, 'dense_a': low}, batch_size=4, epochs=2, verbose=0))
""",
        "a dict of one": TWO
        + """
model = keras.Model(inp, {'only': first})
shown(model.predict(x, verbose=0))
""",
        "a loss in a tape by a key, and the model within another": TWO
        + """
import tensorflow as tf

with tf.GradientTape() as tape:
    results = model(x, training=True)
    loss = tf.reduce_mean((results['low'] - low) ** 2) + tf.reduce_mean(results['high'])
print([np.round(each.numpy(), 3).tolist() for each in tape.gradient(loss, model.trainable_variables)])
parts = model(inp)
whole = keras.Model(inp, layers.Concatenate()([parts['low'], parts['high']]))
print(np.round(whole.predict(x, verbose=0), 4).tolist())
""",
        "its configuration": TWO
        + """
print(model.get_config()['output_layers'])
again = keras.Model.from_config(model.get_config())
again.set_weights(model.get_weights())
shown(again.predict(x, verbose=0))
model.save('named.keras')
shown(keras.models.load_model('named.keras').predict(x, verbose=0))
""",
        "lists in the order of the keys as they were written": TURNED + ONE_LOSS + ASKED,
        "lists in the order of the losses' keys": TURNED + BY_KEYS + "print(model.metrics_names)" + ASKED + "print(model.metrics_names)",
        "a loss for one of them": TURNED + SOME + ASKED,
        "weights and metrics in lists, by the alphabet": TURNED + LISTED + ASKED,
        "weights of samples by its keys": TURNED + WEIGHTED,
        "a class that gives a dict": CLASS
        + """
shown(model(x))
shown(model.predict(x, verbose=0))
"""
        + BY_KEYS
        + ASKED,
        "a class that gives a dict, one loss for all": CLASS + ONE_LOSS + ASKED + "print(model.metrics_names, Heads.__name__, Heads.__module__)",
        "a class that gives a dict, a loss for one of them": CLASS + SOME + ASKED,
        "a class that gives a dict, weights of samples": CLASS + WEIGHTED,
        "a class that gives a dict, a data set of dicts": CLASS
        + BY_KEYS
        + """
import tensorflow as tf

rows = tf.data.Dataset.from_tensor_slices((x, {'low': low, 'high': high})).batch(2)
logs(model.fit(rows, epochs=2, verbose=0))
shown(model.predict(rows, verbose=0))
""",
        "a class that gives a dict within another model": CLASS
        + """
inp = keras.Input([2])
parts = model(inp)
whole = keras.Model(inp, layers.Concatenate()([parts['low'], parts['high']]))
print(np.round(whole.predict(x, verbose=0), 4).tolist())
""",
    }
)
