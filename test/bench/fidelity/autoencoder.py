# Digits through an autoencoder 784-128-32-128-784: 0.2 M weights, the loss on the last 1,000.
import gzip
import os

import keras
import numpy as np
from keras import layers

with gzip.open(os.path.join(os.environ["DATA"], "t10k-images-idx3-ubyte.gz")) as file:
    x = np.frombuffer(file.read(), dtype=np.uint8, offset=16).reshape(-1, 784).astype("float32") / 255.0

inputs = keras.Input((784,))
encoded = layers.Dense(32, activation="relu")(layers.Dense(128, activation="relu")(inputs))
decoded = layers.Dense(784, activation="sigmoid")(layers.Dense(128, activation="relu")(encoded))
model = keras.Model(inputs, decoded)
model.compile(optimizer="adam", loss="binary_crossentropy")
model.fit(x[:9000], x[:9000], epochs=5, batch_size=128, verbose=0)
print("Result:", model.evaluate(x[9000:], x[9000:], verbose=0))
