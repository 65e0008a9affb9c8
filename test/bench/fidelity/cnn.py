# Digits: a convolutional network of 0.1 M weights with dropout and batch normalization.
import gzip
import os

import keras
import numpy as np
from keras import layers

folder = os.environ["DATA"]
with gzip.open(os.path.join(folder, "t10k-images-idx3-ubyte.gz")) as file:
    x = np.frombuffer(file.read(), dtype=np.uint8, offset=16).reshape(-1, 28, 28, 1).astype("float32") / 255.0
with gzip.open(os.path.join(folder, "t10k-labels-idx1-ubyte.gz")) as file:
    y = np.frombuffer(file.read(), dtype=np.uint8, offset=8)

model = keras.Sequential([
    keras.Input((28, 28, 1)),
    layers.Conv2D(16, 3, activation="relu"),
    layers.BatchNormalization(),
    layers.MaxPooling2D(),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dropout(0.3),
    layers.Dense(128, activation="relu"),
    layers.Dense(10, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:6000], y[:6000], epochs=2, batch_size=64, verbose=0)
loss, accuracy = model.evaluate(x[6000:], y[6000:], verbose=0)
print("Result:", accuracy)
