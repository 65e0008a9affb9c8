"""Layers of the program's own classes that say what they take, and those that derive from one of Keras's."""

import tensorflow as tf
from tensorflow.keras.layers import BatchNormalization, Conv2D, Dense, Layer


class Residual(Layer):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)

    def build(self, input_shape):
        self.norm = BatchNormalization(input_shape=input_shape)
        self.conv = Conv2D(input_shape[-1], (3, 3), padding="same")

    def call(self, inputs, training=False):
        return tf.add(inputs, self.conv(tf.nn.relu(self.norm(inputs, training=training))))


class Linear(Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return inputs @ self.w


class Doubled(Dense):
    def call(self, inputs):
        return super().call(inputs) * 2


class Named(Dense):
    def get_config(self):
        return {**super().get_config(), "own": True}


class Projection(Layer):
    def __init__(self, units, input_dim):
        super().__init__()
        self.w = self.add_weight(shape=(input_dim, units))

    def call(self, x):
        return x @ self.w


tf.keras.Sequential([Residual(input_shape=(28, 28, 3), name="residual")])
tf.keras.Sequential([Residual(input_shape=(None, None, 4)), Conv2D(2, 3)])
tf.keras.Sequential([Linear(8, input_dim=5), Linear(2)])
tf.keras.Sequential([Linear(8), Linear(2)])
tf.keras.Sequential([Doubled(5, input_shape=(28, 1)), Dense(2)])
tf.keras.Sequential([Doubled(5, input_dim=7), Dense(2)])
tf.keras.Sequential([Doubled(5), Dense(2)])
tf.keras.Sequential([Named(5, input_dim=7), Dense(2)])
tf.keras.Sequential([Projection(5, input_dim=7), Dense(2)])
