"""Losses of several outputs over batches that are not all as large, and what models tell of how they were compiled."""

from ask import ask

TWO = """
import tensorflow as tf

x = np.cos(np.arange(50)).reshape(10, 5).astype('float32')
price = x.sum(1) + 5 * x[:, 0] ** 2
kind = np.arange(10) % 3
steps = np.sin(np.arange(10))


def two(**more):
    inp = keras.Input([5], name='rows')
    outputs = [
        layers.Dense(1, name='price', kernel_initializer='ones')(inp),
        layers.Dense(3, name='kind', activation='softmax', kernel_initializer=keras.initializers.Constant([[0.1, 0.2, 0.5]] * 5))(inp),
    ]
    model = keras.Model(inp, outputs)
    model.compile(
        keras.optimizers.SGD(0.01), {'price': 'mse', 'kind': 'sparse_categorical_crossentropy'},
        loss_weights={'price': 0.5, 'kind': 1.0}, metrics={'kind': 'accuracy'}, **more
    )
    return model


def logs(history):
    for name, values in history.history.items():
        print(name, [f'{value:.3f}' for value in values])


def values(results):
    print([f'{value:.3f}' for value in results])

"""

ask(
    {
        "a last batch that is smaller": TWO
        + """
model = two()
logs(model.fit(x, [price, kind], batch_size=4, epochs=2, shuffle=False, verbose=0))
values(model.evaluate(x, [price, kind], batch_size=4, verbose=0))
values(model.evaluate(x, [price, kind], batch_size=5, verbose=0))
values(model.evaluate(x, [price, kind], batch_size=7, verbose=0))
""",
        "a part of the samples set aside": TWO
        + """
logs(two().fit(x, {'price': price, 'kind': kind}, batch_size=3, epochs=2, validation_split=0.3, shuffle=False, verbose=0))
""",
        "a data set": TWO
        + """
rows = tf.data.Dataset.from_tensor_slices((x, (price, kind))).batch(4)
model = two()
logs(model.fit(rows, epochs=1, verbose=0, validation_data=rows))
values(model.evaluate(rows, verbose=0))
""",
        "weights of samples": TWO
        + """
model = two()
logs(model.fit(x, [price, kind], sample_weight=[np.arange(10.0), np.ones(10)], batch_size=4, epochs=1, shuffle=False, verbose=0))
""",
        "eagerly": TWO
        + """
model = two(run_eagerly=True)
logs(model.fit(x, [price, kind], batch_size=4, epochs=2, shuffle=False, verbose=0))
values(model.evaluate(x, [price, kind], batch_size=4, verbose=0))
""",
        "batches by hand": TWO
        + """
model = two()
values(model.train_on_batch(x[:4], [price[:4], kind[:4]]))
values(model.test_on_batch(x[4:], [price[4:], kind[4:]]))
""",
        "what a model is compiled with": TWO
        + """
model = two()
print(model.loss, model.output_names, hasattr(model, 'input_names'))
plain = regression()
print(plain.loss)
plain.compile('adam', 'mae')
print(plain.loss, plain.optimizer.name)
try:
    print(keras.Sequential([keras.Input([4]), layers.Dense(1)]).loss)
except AttributeError as error:
    print(error)
""",
    }
)
