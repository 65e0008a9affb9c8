"""What Keras 2 makes of models that give tuples, lists and dicts, also within one another: what calls and `predict` give; run with Keras 2.15."""

from ask import ask

HEADS = """
x = np.array([[1, 2], [3, 4], [5, 6], [7, 8]], 'float32')
low = np.array([[1], [0], [1], [0]], 'float32')
high = np.array([[0.5, 1], [1, 0.5], [0, 0], [1, 1]], 'float32')
constant = keras.initializers.Constant


class Heads(keras.Model):
    def __init__(self, form):
        super().__init__()
        self.first = layers.Dense(1, kernel_initializer=constant(0.13), name='dense_a')
        self.second = layers.Dense(2, kernel_initializer=constant(0.21), name='dense_b')
        self.form = form

    def call(self, inputs):
        return self.form(self.first(inputs), self.second(inputs))


def shapes(value):
    if isinstance(value, dict):
        return {key: shapes(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(shapes(each) for each in value)
    return 'x'.join(str(size) for size in value.shape)


def logs(history):
    for name, values in history.history.items():
        print(name, [f'{value:.4f}' for value in values])

"""

FORMS = """
forms = [
    lambda a, b: (a, b),
    lambda a, b: [a, b],
    lambda a, b: (a,),
    lambda a, b: [a],
    lambda a, b: (a, {'k': b}),
    lambda a, b: [a, [b, a]],
    lambda a, b: {'o': [a, b]},
    lambda a, b: {'z': a, 'a': (b, a)},
]
"""


def trained(form, labels, compiled):
    return f"""{HEADS}
model = Heads(lambda a, b: {form})
model.compile(keras.optimizers.SGD(0.01), {compiled})
logs(model.fit(x, {labels}, batch_size=4, epochs=2, verbose=0))
print([f'{{value:.4f}}' for value in model.evaluate(x, {labels}, verbose=0)], model.metrics_names)
print(shapes(model.predict(x, verbose=0)))
"""


ask(
    {
        "what a class gives": HEADS
        + FORMS
        + """
for form in forms:
    model = Heads(form)
    print(shapes(model.predict(x, verbose=0)), shapes(model.predict_on_batch(x)), shapes(model(x)))
    print(shapes(model.predict(x, batch_size=3, verbose=0)))
""",
        "what a functional model gives": HEADS
        + FORMS
        + """
inp = keras.Input([2])
first, second = layers.Dense(1)(inp), layers.Dense(2)(inp)
for form in forms:
    model = keras.Model(inp, form(first, second))
    print(shapes(model(x)), shapes(model.predict(x, verbose=0)), shapes(model.predict_on_batch(x)))
    print(shapes(model(keras.Input([2]))) if len(model.outputs) > 1 else '')
""",
        "a tuple": trained("(a, b)", "(low, high)", "['mse', 'mae'], metrics=[['mae'], ['mse']]"),
        "parts by name": HEADS
        + """
model = Heads(lambda a, b: (a, {'k': b}))
value, more = model.predict(x, verbose=0)
print(np.round(value, 3).tolist(), np.round(more['k'], 3).tolist())
""",
    }
)
