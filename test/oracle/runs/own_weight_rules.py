"""Regularizers and constraints of the program's own: functions, and objects of its classes.

Run with Keras 3 on TensorFlow: python test/oracle/runs/own_weight_rules.py > test/oracle/runs/own_weight_rules.json
"""

from ask import ask

HEAD = """
import tensorflow as tf


def settle(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    return model


def network(**options):
    return settle(
        keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh', **options), layers.Dense(1)])
    )


def shown(values):
    return [f'{float(v):.4f}' for v in np.ravel(values)]


def trained(model):
    model.compile('sgd', 'mse', metrics=['mae'])
    history = model.fit(x, y, batch_size=8, epochs=2, shuffle=False, verbose=0, validation_data=(x, y)).history
    for name, values in history.items():
        print(name, shown(values))
    print(shown(model.evaluate(x, y, verbose=0)), shown(model.train_on_batch(x, y)))
    print(shown(model.get_weights()[0]))


def looped(model):
    optimizer = keras.optimizers.SGD(0.1)
    for _ in range(3):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x, training=True) - y) ** 2) + sum(model.losses)
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))
        print(len(model.losses), shown(loss))
    print(shown(model.get_weights()[0]))


class Sparse:
    def __init__(self, factor):
        self.factor = factor

    def __call__(self, weight):
        return self.factor * tf.reduce_sum(tf.abs(weight))


class Clip:
    def __init__(self, limit):
        self.limit = limit

    def __call__(self, weight):
        return tf.clip_by_value(weight, -self.limit, self.limit)


def shrink(weight):
    return weight * 0.9


"""

RULES = [
    "kernel_regularizer=Sparse(0.1)",
    "kernel_regularizer=lambda w: 0.01 * tf.reduce_sum(tf.square(w)), bias_regularizer=tf.nn.l2_loss",
    "activity_regularizer=lambda a: 0.07 * keras.ops.sum(keras.ops.square(a))",
    "kernel_constraint=Clip(0.2), bias_constraint=Clip(0.01)",
    "kernel_constraint=shrink",
    "kernel_constraint=lambda w: w / (1e-7 + keras.ops.sqrt(keras.ops.sum(keras.ops.square(w), axis=0, keepdims=True)))",
]

ask(
    {
        **{f"fit with {rule}": HEAD + f"trained(network({rule}))" for rule in RULES},
        **{f"a loop with {rule}": HEAD + f"looped(network({rule}))" for rule in RULES},
        "weights of a layer of the program, and its output": HEAD
        + """
class Scale(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(
            shape=(shape[-1],), initializer=lambda shape, dtype=None: tf.ones(shape, dtype) * 0.5,
            regularizer=Sparse(0.05), constraint=lambda w: keras.ops.maximum(w, 0.49), name='scale',
        )

    def call(self, inputs):
        return inputs * self.scale


model = keras.Sequential([keras.Input([4]), Scale(activity_regularizer=Sparse(0.01)), layers.Dense(1)])
model.layers[1].set_weights([np.full([4, 1], 0.3), np.zeros([1])])
trained(model)
looped(model)
""",
        "a step of the model's own": HEAD
        + """
class Own(keras.Model):
    def train_step(self, data):
        inputs, labels = data
        with tf.GradientTape() as tape:
            loss = self.compute_loss(y=labels, y_pred=self(inputs, training=True))
        self.optimizer.apply_gradients(zip(tape.gradient(loss, self.trainable_weights), self.trainable_weights))
        return {'loss': loss}


inputs = keras.Input([4])
hidden = layers.Dense(3, activation='tanh', kernel_regularizer=Sparse(0.1), kernel_constraint=Clip(0.3))(inputs)
model = settle(Own(inputs, layers.Dense(1)(hidden)))
model.compile('sgd', 'mse')
print(shown(model.fit(x, y, epochs=3, batch_size=40, shuffle=False, verbose=0).history['loss']))
print(shown(model.get_weights()[0]))
""",
        "a frozen weight is neither penalized nor brought back": HEAD
        + """
model = network(kernel_regularizer=Sparse(0.1), kernel_constraint=Clip(0.2))
model.layers[0].trainable = False
trained(model)
""",
        "a class is made an object, a number is no penalty": HEAD
        + """
class Squares:
    def __init__(self, factor=0.0):
        self.factor = factor

    def __call__(self, weight):
        return self.factor * keras.ops.sum(weight * weight) if self.factor else 0.0


trained(network(kernel_constraint=Clip(0.3), kernel_regularizer=Squares(0.1)))
try:
    trained(network(kernel_regularizer=Squares))
except AttributeError as error:
    print(error)
""",
        "in layers of every kind": HEAD
        + """
@keras.saving.register_keras_serializable()
class Absolute(keras.regularizers.Regularizer):
    def __call__(self, weight):
        return 0.01 * keras.ops.sum(keras.ops.abs(weight))

    def get_config(self):
        return {}


@keras.saving.register_keras_serializable()
class NotNegative(keras.constraints.Constraint):
    def __call__(self, weight):
        return weight * keras.ops.cast(keras.ops.greater_equal(weight, 0.0), dtype=weight.dtype)


def told(model, data, labels):
    settle(model).compile('adam', 'mse')
    history = model.fit(data, labels, batch_size=5, epochs=2, shuffle=False, verbose=0).history
    print(shown(history['loss']), shown(model.get_weights()[-2])[:4])


pieces = x.reshape(10, 4, 4)
for layer in [
    layers.Bidirectional(layers.LSTM(2, kernel_regularizer=Absolute(), recurrent_constraint=NotNegative())),
    layers.Conv1D(2, 3, kernel_regularizer=Absolute(), kernel_constraint=NotNegative()),
    layers.GRU(2, recurrent_regularizer=Absolute(), bias_constraint=NotNegative()),
    layers.TimeDistributed(layers.Dense(2, kernel_regularizer=Absolute())),
]:
    told(
        keras.Sequential([
            keras.Input([4, 4]), layer, layers.Flatten(), layers.Dense(1, kernel_constraint=NotNegative()),
        ]),
        pieces, y[:10],
    )
embedding = layers.Embedding(5, 2, embeddings_regularizer=Absolute(), embeddings_constraint=NotNegative())
told(
    keras.Sequential([keras.Input([3], dtype='int32'), embedding, layers.Flatten(), layers.Dense(1)]),
    np.arange(30).reshape(10, 3) % 5, y[:10],
)
""",
        "a function with some of its arguments": HEAD
        + """
from functools import partial


def scaled(weight, factor):
    return factor * keras.ops.sum(weight * weight)


trained(network(kernel_regularizer=partial(scaled, factor=0.1)))
""",
    }
)
