# Iris: 4-10-3, the test loss of 50 flowers.
import os

import keras
import numpy as np
from keras import layers

features, species = [], []
with open(os.path.join(os.environ["DATA"], "iris.csv")) as file:
    for line in file.read().split("\n"):
        parts = line.split(",")
        if len(parts) >= 5 and parts[0].replace(".", "").isdigit():
            features.append([float(part) for part in parts[:4]])
            species.append(parts[4].strip())
names = sorted(set(species))
x = np.array(features, dtype="float32")
y = np.array([names.index(each) for each in species])
order = np.random.RandomState(0).permutation(len(x))
x, y = x[order], y[order]
x = (x - x.mean(axis=0)) / x.std(axis=0)

model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(10, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
model.compile(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:100], y[:100], epochs=30, batch_size=16, verbose=0)
loss, accuracy = model.evaluate(x[100:], y[100:], verbose=0)
print("Result:", loss)
