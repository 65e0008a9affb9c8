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
model.compile('sgd', {'z': 'mse', 'a': 'mae'})
logs(model.fit(x, {'a': high, 'z': low}, batch_size=4, epochs=2, verbose=0))
""",
        "losses, weights and metrics by its keys": TWO
        + """
model.compile(keras.optimizers.SGD(0.01), {'high': 'mse', 'low': 'mae'}, loss_weights={'high': 0.5, 'low': 2.0}, metrics={'low': ['mse']})
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
    }
)
