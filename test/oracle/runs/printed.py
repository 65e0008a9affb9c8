"""What Python prints of Keras's and NumPy's objects, of their types, and what it says of whether one is of a class.

Run with Keras 3 on TensorFlow: python test/oracle/runs/printed.py > test/oracle/runs/printed.json
"""

from ask import ask

ADDRESS = """
import re


def told(*values):
    print(*[re.sub('0x[0-9a-f]+', '0x', repr(value)) for value in values])


"""

ask(
    {
        "numbers and types of NumPy": """
for number in [np.float32(1.5), np.float64(2), np.array([1, 2])[0], np.array([True])[0], x.mean(), np.mean([1, 2]), x.sum(0)]:
    print(type(number), type(number).__name__, number.__class__)
    print([isinstance(number, each) for each in (np.floating, np.integer, np.generic, np.number, np.ndarray, float, int)])
print(np.float32, [np.int64, np.uint8], np.float32.__name__, type(np.float32), type(x), np.ndarray, np.bool_)
print(x.dtype, type(x.dtype), [x.dtype], x.dtype.type, x.dtype == np.float32, np.float32 == x.dtype, x.dtype.name)
print(isinstance(x.dtype, np.dtype), np.dtype, isinstance(np.int64(3), (int, np.integer)), isinstance(x[0, 0], np.float32))
""",
        "models, layers and what belongs to them": ADDRESS
        + """
model = regression()
history = model.fit(x, y, epochs=2, verbose=0)
print(model, model.layers, model.layers[0], type(model), type(model.layers[0]), layers.Conv2D, keras.Model, keras.Sequential)
told(history, model.optimizer, keras.callbacks.EarlyStopping(), keras.initializers.HeNormal(), keras.regularizers.L2(0.1))
told(keras.constraints.NonNeg(), keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9))
print(type(history), type(model.optimizer), type(keras.callbacks.EarlyStopping), history.model is model)
print(type(model).__module__, model.__class__.__name__, layers.LSTM.__module__, keras.losses.Huber.__module__)
print(keras.metrics.AUC(), keras.metrics.Mean(name='a'), type(keras.metrics.AUC()), model.metrics)
told(keras.losses.MeanSquaredError(), keras.losses.BinaryCrossentropy(from_logits=True), keras.losses.Huber(0.5))
told(keras.losses.SparseCategoricalCrossentropy(), keras.losses.mean_squared_error, keras.losses.CosineSimilarity())
functional = keras.Model(inputs := keras.Input([4]), layers.Dense(2)(inputs))
print(functional, type(functional), isinstance(functional, keras.Model), isinstance(functional, keras.Sequential))
print([isinstance(each, layers.Layer) for each in (model, model.layers[0], history, model.optimizer)])
""",
        "arguments of Keras 1, and strings told apart": """
for make in [
    lambda: layers.Dense(10, init='uniform'),
    lambda: layers.Dense(output_dim=10, init='uniform'),
    lambda: layers.Conv2D(32, 3, border_mode='same'),
]:
    try:
        print(make())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
labels = np.array([['pear', 'fig'], ['fig', 'plum']])
print(np.unique(labels), np.unique(['b', 'a', 'b'], return_counts=True), np.unique(labels, return_index=True))
values, inverse = np.unique(labels[0], return_inverse=True)
print([values], inverse, values[inverse], {str(k): int(n) for k, n in zip(*np.unique(labels, return_counts=True))})
""",
        "classes of the program": ADDRESS
        + """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.out = layers.Dense(1)

    def call(self, inputs):
        return self.out(inputs)


class Own(layers.Layer):
    pass


class Watch(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        print(self.model is net, type(self.model))


class Plain:
    def method(self):
        pass


def function():
    pass


net = Net()
net.compile('sgd', 'mse')
net.fit(x, y, verbose=0, callbacks=[Watch()])
print(net, type(net), Own(), type(Own()), Net, Plain)
told(Watch(), Plain(), Plain().method, Plain.method, function, zip([1]), iter([1]), map(str, [1]))
""",
    }
)
