"""Losses and metrics that a program writes itself: functions, closures, lambdas, classes."""

from ask import ask, case

LINEAR = "keras.Sequential([keras.Input([6]), layers.Dense(4)])"
SIGMOID = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='sigmoid')])"
SOFTMAX = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='softmax')])"
ONE = "keras.Sequential([keras.Input([6]), layers.Dense(1)])"
REAL = "values([8, 4], 5)"
BINARY = "(values([8, 4], 5) > 0).astype('float32')"

cases = []


def add(about, before, loss, *, model=LINEAR, y=REAL, **more):
    cases.append(case(about, model, y=y, loss=loss, before=before, **more))


MINE = """
def mine(y_true, y_pred):
    return keras.ops.mean(keras.ops.square(y_pred - y_true), axis=-1)
"""
add("squared errors by keras.ops", MINE, "mine")
add("a number for the whole batch", MINE.replace(", axis=-1", ""), "mine")
add("not reduced over the outputs", "def mine(y_true, y_pred):\n    return keras.ops.abs(y_pred - y_true)", "mine")
add("a lambda", "", "lambda a, b: keras.ops.mean(keras.ops.abs(a - b), axis=-1)")
add(
    "a closure with settings",
    "def huber(delta):\n    def loss(y_true, y_pred):\n        e = y_true - y_pred\n        small = keras.ops.abs(e) <= delta\n        return keras.ops.where(small, 0.5 * e * e, delta * (keras.ops.abs(e) - 0.5 * delta))\n    return loss\n",
    "huber(0.4)",
    compile="metrics=[huber(0.2)]",
)
add(
    "by TensorFlow's functions",
    "import tensorflow as tf\ndef mine(y_true, y_pred):\n    y_true = tf.cast(y_true, tf.float32)\n    return tf.reduce_mean(tf.square(y_true - y_pred) * tf.exp(-tf.abs(y_true)), axis=-1)",
    "mine",
)
add("labels without an axis", MINE, "mine", model=ONE, y="values([8], 5)")
add("two losses of Keras together", "def mine(y_true, y_pred):\n    return keras.losses.mean_squared_error(y_true, y_pred) + 0.5 * keras.losses.mean_absolute_error(y_true, y_pred)", "mine")
add(
    "objects of losses within",
    "bce = keras.losses.BinaryCrossentropy()\ndef mine(y_true, y_pred):\n    return bce(y_true, y_pred) + keras.losses.Dice()(y_true, y_pred)",
    "mine",
    model=SIGMOID,
    y=BINARY,
)
add(
    "a Dice loss as many write it",
    """
def dice_coefficient(y_true, y_pred, smooth=1.0):
    y_true_f = keras.ops.reshape(y_true, [-1])
    y_pred_f = keras.ops.reshape(y_pred, [-1])
    intersection = keras.ops.sum(y_true_f * y_pred_f)
    return (2.0 * intersection + smooth) / (keras.ops.sum(y_true_f) + keras.ops.sum(y_pred_f) + smooth)

def dice_loss(y_true, y_pred):
    return 1 - dice_coefficient(y_true, y_pred)
""",
    "dice_loss",
    model=SIGMOID,
    y=BINARY,
    compile="metrics=[dice_coefficient, 'binary_accuracy']",
    fit="batch_size=3",
)
add(
    "weighted crossentropy with constants of the program",
    "weights = np.array([0.1, 0.2, 0.3, 0.4], dtype='float32')\ndef mine(y_true, y_pred):\n    y_pred = keras.ops.clip(y_pred, 1e-7, 1 - 1e-7)\n    return -keras.ops.sum(y_true * keras.ops.log(y_pred) * weights, axis=-1)",
    "mine",
    model=SOFTMAX,
    y="one_hot(8, 4)",
)
add("with weights of samples", MINE, "mine", fit="sample_weight=np.abs(values([8]))", compile="weighted_metrics=[mine]")
add("as a metric alone", "def off(y_true, y_pred):\n    return keras.ops.max(keras.ops.abs(y_true - y_pred), axis=-1)", "'mse'", compile="metrics=[off]", fit="batch_size=3")
add("a metric of class numbers", "def right(y_true, y_pred):\n    return keras.ops.cast(keras.ops.equal(y_true, keras.ops.argmax(y_pred, axis=-1)), 'float32')", "'sparse_categorical_crossentropy'", model=SOFTMAX, y="classes([8], 4)", compile="metrics=[right]", fit="batch_size=3")
add(
    "a class that derives from Loss",
    "class Mine(keras.losses.Loss):\n    def __init__(self, power=3.0, **kwargs):\n        super().__init__(**kwargs)\n        self.power = power\n    def call(self, y_true, y_pred):\n        return keras.ops.mean(keras.ops.abs(y_true - y_pred) ** self.power, axis=-1)",
    "Mine(2.5, name='mine')",
)
add(
    "a class that derives from Loss, summed up",
    "class Mine(keras.losses.Loss):\n    def __init__(self):\n        super().__init__(reduction='sum', name='mine')\n    def call(self, y_true, y_pred):\n        return keras.ops.mean(keras.ops.square(y_true - y_pred), axis=-1)",
    "Mine()",
    optimizer="keras.optimizers.SGD(0.01)",
)
add("a loss for one output of two", MINE + "i = keras.Input([4])\na, b = layers.Dense(2, name='a')(i), layers.Dense(3, name='b')(i)\n", "{'a': mine, 'b': 'mae'}", model="keras.Model(i, [a, b])", y="[values([8, 2], 5), values([8, 3], 6)]", x=[8, 4], compile="metrics={'b': [mine]}")

ask(cases)
