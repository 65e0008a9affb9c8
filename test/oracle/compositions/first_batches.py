"""What a model's layers take their shapes from: its first real call, in a loop the first batch; `build` is none."""

import numpy as np
import tensorflow as tf
import keras
from keras import layers


class Block(keras.Model):
    def __init__(self, filters):
        super().__init__()
        self.stack = keras.Sequential([layers.Conv2D(filters, 3), layers.ReLU()])

    def call(self, x, training=None):
        return self.stack(x, training=training)


class Net(keras.Model):
    def __init__(self, filters):
        super().__init__()
        self.block = Block(filters)
        self.pool = layers.Flatten()
        self.head = layers.Dense(3)

    def call(self, x, training=None):
        return self.head(self.pool(self.block(x, training=training)))


samples = tf.data.Dataset.from_tensor_slices((np.zeros((1000, 9, 9, 1), "float32"), np.zeros(1000)))
batches = samples.shuffle(1000).batch(256)

in_a_loop = Net(4)
for x, y in batches:
    logits = in_a_loop(x)

counted = Net(2)
for step, (x, y) in enumerate(batches.map(lambda x, y: (x / 255.0, y)).prefetch(1)):
    logits = counted(x, training=True)

built = Net(5)
built.build((None, 9, 9, 1))
built(keras.Input((9, 9, 1)))
for x, y in batches.repeat(2).take(7):
    logits = built(x)

built_before = Net(5)
built_before.build((None, 9, 9, 1))
for x, y in batches:
    logits = built_before(x)

few = Net(6)
for x, y in samples.take(100).batch(256):
    logits = few(x)

dense = keras.Sequential([layers.Flatten(), layers.Dense(4)])
for x, y in batches:
    logits = dense(x)

trained = Net(3)
trained.build((None, 9, 9, 1))
trained.compile("sgd", "mse")
trained.fit(np.zeros((30, 9, 9, 1)), np.zeros((30, 3)))
