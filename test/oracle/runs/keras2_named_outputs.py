"""What Keras 2 makes of a model whose outputs are a dict; run with Keras 2.15.

Losses, metrics, labels and weights of samples go by its keys; the logs of a functional model call the outputs by their layers.
"""

from ask import ask

DATA = """
x = np.array([[1, 2], [3, 4], [5, 6], [7, 8]], 'float32')
low = np.array([[1], [0], [1], [0]], 'float32')
high = np.array([[0.5, 1], [1, 0.5], [0, 0], [1, 1]], 'float32')
constant = keras.initializers.Constant


def shown(results):
    for key, value in results.items():
        print(key, np.round(np.array(value), 4).tolist())


def logs(history):
    for name, values in history.history.items():
        print(name, [f'{value:.4f}' for value in values])

"""

TWO = DATA + """
inp = keras.Input([2])
first = layers.Dense(1, kernel_initializer=constant(0.1), name='dense_a')(inp)
second = layers.Dense(2, kernel_initializer=constant(0.2), name='dense_b')(inp)
model = keras.Model(inp, {'high': second, 'low': first})
"""

# The layers' names come in the other order than the keys.
CROSSED = TWO.replace("'dense_a'", "'zeta'").replace("'dense_b'", "'alpha'").replace("{'high': second, 'low': first}", "{'low': second, 'high': first}")

CLASS = DATA + """

class Heads(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = layers.Dense(1, kernel_initializer=constant(0.1), name='dense_a')
        self.second = layers.Dense(2, kernel_initializer=constant(0.2), name='dense_b')

    def call(self, inputs):
        return {'low': self.first(inputs), 'high': self.second(inputs)}


model = Heads()
"""

FIT = """
logs(model.fit(x, {'low': low, 'high': high}, batch_size=4, epochs=2, verbose=0))
shown(model.evaluate(x, {'high': high, 'low': low}, verbose=0, return_dict=True))
print([f'{value:.4f}' for value in model.evaluate(x, {'high': high, 'low': low}, verbose=0)])
"""

BY_KEYS = """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, loss_weights={'high': 0.4, 'low': 2.0}, metrics={'low': ['mse']})
"""

WEIGHTED = """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, weighted_metrics={'low': ['mse'], 'high': 'mae'})
weights = {'low': np.array([1, 2, 0, 1], 'float32'), 'high': np.array([1, 0.5, 3, 0], 'float32')}
logs(model.fit(x, {'low': low, 'high': high}, sample_weight=weights, batch_size=4, epochs=2, verbose=0))
shown(model.evaluate(x, {'low': low, 'high': high}, sample_weight=weights, verbose=0, return_dict=True))
"""

ONE_LOSS = """
model.compile(keras.optimizers.SGD(0.01), 'mse', metrics=['mae'])
"""

SOME = """
model.compile(keras.optimizers.SGD(0.02), {'low': 'mae'}, metrics={'low': 'mse', 'high': 'mae'})
"""

ask(
    {
        "a call and predict give a dict": TWO
        + """
shown(model(x))
results = model.predict(x, verbose=0)
print(type(results).__name__, list(results), results['low'].shape)
print(model.output_names)
""",
        "losses, weights and metrics by its keys": TWO + BY_KEYS + FIT,
        "keys in another order than the layers' names": CROSSED.replace("low =", "high_ =").replace("high =", "low =").replace("high_ =", "high =") + BY_KEYS + FIT,
        "weights of samples by its keys": TWO + WEIGHTED,
        "one loss for all": TWO + ONE_LOSS + "print(model.metrics_names)" + FIT + "print(model.metrics_names)",
        "a loss for one of them": TWO + SOME + FIT,
        "keys that are the names of the layers": TWO
        + """
model = keras.Model(inp, {'dense_a': first, 'dense_b': second})
model.compile(keras.optimizers.SGD(0.01), {'dense_a': 'mse', 'dense_b': 'mse'}, metrics={'dense_b': 'mae', 'dense_a': 'mae'})
logs(model.fit(x, {'dense_b': high, 'dense_a': low}, batch_size=4, epochs=2, verbose=0))
""",
        "a data set of dicts": TWO
        + BY_KEYS
        + """
import tensorflow as tf

rows = tf.data.Dataset.from_tensor_slices((x, {'high': high, 'low': low})).batch(2)
logs(model.fit(rows, epochs=2, verbose=0))
""",
        "a class that gives a dict": CLASS
        + """
shown(model(x))
shown(model.predict(x, verbose=0))
"""
        + BY_KEYS
        + FIT,
        "a class that gives a dict, one loss for all": CLASS + ONE_LOSS + FIT,
        "a class that gives a dict, weights of samples": CLASS + WEIGHTED,
        "a class that gives a dict, a loss for one of them": CLASS + SOME + FIT,
        "logs in the order of Keras 2": DATA
        + """
class Names(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(list(logs))


model = keras.Sequential([layers.Dense(1, input_shape=(2,), kernel_initializer=constant(0.1), activation='sigmoid')])
model.compile(keras.optimizers.SGD(0.01), 'binary_crossentropy', metrics=['mse', 'accuracy', keras.metrics.AUC(name='auc')])
history = model.fit(x, low, validation_data=(x, low), batch_size=4, verbose=0, callbacks=[Names()])
print(list(history.history), model.metrics_names)
print(list(model.evaluate(x, low, verbose=0, return_dict=True)))
""",
    }
)
