"""Classes of the program whose `__init__` does not call their base class's."""

from ask import ask

ask(
    {
        "a callback": """
class Monitor(keras.callbacks.Callback):
    def __init__(self, count=6):
        self.count = count

    def on_epoch_end(self, epoch, logs=None):
        print(epoch, self.count, sorted(logs), self.model is model, self.params['epochs'])


class Narrower(Monitor):
    def __init__(self):
        Monitor.__init__(self, 3)
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(batch)

    def on_train_end(self, logs=None):
        print('end', self.seen, self.count)


model = regression()
monitor = Monitor()
model.fit(x, y, batch_size=20, epochs=2, verbose=0, callbacks=[monitor, Narrower()])
print(monitor.model is model)
""",
        "batches by their numbers": """
class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return int(np.ceil(len(self.x) / self.size))

    def __getitem__(self, index):
        low = index * self.size
        return self.x[low : low + self.size], self.y[low : low + self.size]


model = regression()
batches = Batches(x, y, 16)
history = model.fit(batches, epochs=2, shuffle=False, verbose=0, validation_data=batches)
print([f'{value:.4f}' for values in history.history.values() for value in values])
print(model.predict(batches, verbose=0).shape, len(batches), hasattr(batches, 'on_epoch_end'))
""",
        "an exception, and a module of TensorFlow": """
import tensorflow as tf


class Failure(Exception):
    def __init__(self, code, text):
        self.code, self.text = code, text


try:
    raise Failure(3, 'low')
except Failure as failure:
    print(failure.code, failure, failure.args, repr(failure))


class Line(tf.Module):
    def __init__(self):
        self.slope = tf.Variable([1.0, 2.0])
        self.offset = tf.Variable(0.5, trainable=False)

    def __call__(self, at):
        return self.slope * at + self.offset


line = Line()
print([each.numpy().tolist() for each in line.trainable_variables], len(line.variables), line(tf.constant(2.0)).numpy())
""",
        "a layer that needs it": """
class Scaled(layers.Layer):
    def __init__(self, factor):
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


try:
    Scaled(2.0)(x)
except RuntimeError as error:
    print(error)
""",
    }
)
