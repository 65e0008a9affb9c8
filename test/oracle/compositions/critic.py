import keras
from keras import layers


def critic(size):
    inputs = keras.Input((size, size, 3))
    x = inputs
    for filters in (16, 32):
        x = layers.SpectralNormalization(layers.Conv2D(filters, 4, strides=2, padding="same"))(x)
        x = layers.LeakyReLU(0.2)(x)
    x = layers.Flatten()(x)
    return keras.Model(inputs, layers.SpectralNormalization(layers.Dense(1, use_bias=False), power_iterations=2)(x))


model = critic(32)
words = keras.Sequential([keras.Input((12,)), layers.SpectralNormalization(layers.Embedding(50, 8)), layers.LSTM(4)])
