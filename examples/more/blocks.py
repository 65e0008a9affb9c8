"""Parts of networks, for other files."""

from keras import layers


def dense_block(x, units, rate=0.5):
    x = layers.Dense(units, activation="relu")(x)
    return layers.Dropout(rate)(x)
