"""Handwritten digits from MNIST's own IDX files, read with gzip and NumPy.

Set DATA to the folder that holds t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz.
The first 9,000 of these images train the network, the last 1,000 test it.
"""

import gzip
import os

import numpy as np
from tensorflow import keras

DATA = os.environ.get("DATA", "data")


def load_images(name):
    with gzip.open(os.path.join(DATA, name), "rb") as f:
        return np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28)


def load_labels(name):
    with gzip.open(os.path.join(DATA, name), "rb") as f:
        return np.frombuffer(f.read(), np.uint8, offset=8)


images = load_images("t10k-images-idx3-ubyte.gz")
labels = load_labels("t10k-labels-idx1-ubyte.gz")
print("images", images.shape, "labels", labels.shape)

x_train = images[:9000].reshape(9000, 784).astype("float32") / 255
x_test = images[9000:].reshape(1000, 784).astype("float32") / 255
y_train, y_test = labels[:9000], labels[9000:]

model = keras.Sequential()
model.add(keras.layers.InputLayer(shape=(784,)))
model.add(keras.layers.Dense(300, activation="relu"))
model.add(keras.layers.Dense(100, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))

model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=10, validation_split=0.1)

test_loss, test_accuracy = model.evaluate(x_test, y_test)
print("Test accuracy:", test_accuracy)
