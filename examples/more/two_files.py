"""A model whose blocks stand in another file: blocks.py, beside this one."""

import keras
from keras import layers

from blocks import dense_block

inputs = keras.Input(shape=(784,))
x = dense_block(inputs, 300)
x = dense_block(x, 100)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs)
model.summary()
