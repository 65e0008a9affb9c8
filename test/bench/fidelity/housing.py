# California housing, eight columns, standardised: 8-50-50-50-1, mean absolute error in units of 100,000 dollars.
import os

import keras
import numpy as np
from keras import layers

rows = []
with open(os.path.join(os.environ["DATA"], "housing.csv")) as file:
    for line in file.read().split("\n")[1:]:
        parts = line.split(",")
        if len(parts) == 10 and parts[4] != "":
            rows.append([float(part) for part in parts[:9]])
data = np.array(rows, dtype="float32")
data = data[np.random.RandomState(0).permutation(len(data))]
x, y = data[:, :8], data[:, 8:] / 100000.0
x = (x - x.mean(axis=0)) / x.std(axis=0)

model = keras.Sequential([
    keras.Input((8,)),
    layers.Dense(50, activation="relu"),
    layers.Dense(50, activation="relu"),
    layers.Dense(50, activation="relu"),
    layers.Dense(1),
])
model.compile(optimizer=keras.optimizers.Adam(0.001), loss="mse", metrics=["mae"])
model.fit(x[:16000], y[:16000], epochs=8, batch_size=32, verbose=0)
loss, mae = model.evaluate(x[16000:], y[16000:], verbose=0)
print("Result:", mae)
