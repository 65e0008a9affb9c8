"""A small convolutional network for the digits of mnist_idx.py: convolution, pooling, dropout."""

import gzip
import os

import numpy as np
import keras
from keras import layers

DATA = os.environ.get("DATA", "data")

with gzip.open(os.path.join(DATA, "t10k-images-idx3-ubyte.gz"), "rb") as f:
    images = np.frombuffer(f.read(), np.uint8, offset=16).reshape(-1, 28, 28, 1)
with gzip.open(os.path.join(DATA, "t10k-labels-idx1-ubyte.gz"), "rb") as f:
    labels = np.frombuffer(f.read(), np.uint8, offset=8)

x_train, x_test = images[:9000].astype("float32") / 255, images[9000:].astype("float32") / 255
y_train, y_test = keras.utils.to_categorical(labels[:9000], 10), keras.utils.to_categorical(labels[9000:], 10)

inputs = keras.Input(shape=(28, 28, 1))
x = layers.Conv2D(16, 3, activation="relu")(inputs)
x = layers.MaxPooling2D(2)(x)
x = layers.Conv2D(32, 3, activation="relu")(x)
x = layers.MaxPooling2D(2)(x)
x = layers.Flatten()(x)
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(10, activation="softmax")(x)
model = keras.Model(inputs, outputs, name="digits_cnn")

model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=64, epochs=3, validation_split=0.1)

print("Test loss and accuracy:", model.evaluate(x_test, y_test, verbose=0))
