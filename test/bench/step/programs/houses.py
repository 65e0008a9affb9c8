import numpy as np
from keras import Input, Sequential, layers

rng = np.random.default_rng(1)
x = rng.normal(size=(11616, 8)).astype("float32")
y = rng.random(11616).astype("float32")
batch_size = 32

model = Sequential(
    [
        Input((8,)),
        layers.Dense(50, activation="relu"),
        layers.Dense(50, activation="relu"),
        layers.Dense(50, activation="relu"),
        layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse", metrics=["mae"])
