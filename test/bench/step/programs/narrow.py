import numpy as np
from keras import Input, Sequential, layers

rng = np.random.default_rng(1)
# As many ones as a bag of words has.
words = (rng.random((512, 10000)) < 0.02).astype("float32")
x = np.tile(words, (12, 1))
y = rng.integers(0, 2, 6144).astype("float32")
batch_size = 512

model = Sequential(
    [
        Input((10000,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
