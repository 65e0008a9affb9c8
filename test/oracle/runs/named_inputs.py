"""Models of several inputs, given them by names and in lists, right and wrong: which tensor goes where, and Keras's words."""

from ask import ask

TWO = """
first, second = keras.Input([2], name='width'), keras.Input([2], name='age')
joined = layers.Concatenate(name='joined')([first, second])
out = layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.Constant([[1.0], [10.0], [100.0], [1000.0]]), name='out')(joined)
a = np.array([[1, 2], [3, 4], [5, 6]], 'float32')
b = np.array([[7, 8], [9, 1], [2, 3]], 'float32')
y = np.ones((3, 1), 'float32')


def given(model, inputs):
    print(type(inputs).__name__, list(inputs) if isinstance(inputs, dict) else len(inputs))
    model.compile('sgd', 'mse')
    for use in [lambda: model(inputs), lambda: model.predict(inputs, verbose=0), lambda: [[model.evaluate(inputs, y, verbose=0)]]]:
        try:
            print([f'{float(row[0]):.0f}' for row in use()])
        except ValueError as error:
            said = str(error)
            marks = ['Missing data', 'Layer "', 'The structure']
            print([said[said.index(mark):].splitlines()[0] for mark in marks if mark in said])
"""

NAMES = """
for inputs in [
    {'width': a, 'age': b},
    {'age': b, 'width': a},
    {'age': b, 'width': a, 'colour': a},
    {'colour': a, 'age': b},
    {'width': a},
    [a, b],
    (a, b),
    [a],
    [a, b, a],
]:
    given(model, inputs)
"""

ask(
    {
        "of a list of tensors, by the names of the input layers": TWO + "model = keras.Model([first, second], out)\n" + NAMES,
        "of a dict of tensors, by its keys": TWO + "model = keras.Model({'width': first, 'age': second}, out)\n" + NAMES,
        "of a dict with keys in alphabetical order that are not the layers' names": TWO
        + """
model = keras.Model({'left': first, 'right': second}, out)
for inputs in [{'left': a, 'right': b}, {'right': b, 'left': a}, {'width': a, 'age': b}, [a, b], {'left': a, 'right': b, 'extra': a}]:
    given(model, inputs)
""",
        "of one tensor": TWO
        + """
alone = layers.Dense(1, use_bias=False, kernel_initializer=keras.initializers.Constant([[1.0], [10.0]]), name='alone')
for model in [keras.Model(first, alone(first)), keras.Sequential([keras.Input([2], name='width'), alone])]:
    for inputs in [{'width': a}, {'width': a, 'age': b}, [a], {'height': a}]:
        given(model, inputs)
""",
        "a model of a dict within a model, and its configuration": TWO
        + """
inner = keras.Model({'width': first, 'age': second}, out, name='inner')
one, other = keras.Input([2], name='one'), keras.Input([2], name='other')
whole = keras.Model([one, other], inner({'width': other, 'age': one}))
given(whole, [a, b])
print(inner.get_config()['input_layers'])
again = keras.Model.from_config(inner.get_config())
again.set_weights(inner.get_weights())
given(again, {'age': b, 'width': a})
""",
        "fit on a dataset of dicts": TWO
        + """
import tensorflow as tf

model = keras.Model([first, second], out)
model.compile(keras.optimizers.SGD(1e-6), 'mse')
data = tf.data.Dataset.from_tensor_slices(({'age': b, 'width': a}, y)).batch(2)
history = model.fit(data, epochs=2, verbose=0)
print([f'{loss:.4e}' for loss in history.history['loss']])
""",
    }
)
