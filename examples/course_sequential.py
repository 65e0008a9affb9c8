"""A Sequential model that is built by its first call, as a course on Keras introduces it: 33 parameters."""

import tensorflow as tf
import keras
from keras import layers

model = keras.Sequential(
    [
        layers.Dense(2, activation="relu", name="layer1"),
        layers.Dense(3, activation="relu", name="layer2"),
        layers.Dense(4, name="layer3"),
    ]
)

# Until it sees a tensor, the model has no weights.
x = tf.ones((3, 3))
y = model(x)

model.summary()
