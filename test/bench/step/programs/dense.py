import numpy as np
from keras import Input, Sequential, layers, optimizers

rng = np.random.default_rng(1)
x = rng.random((8960, 784)).astype("float32")
y = rng.integers(0, 10, 8960)
batch_size = 32

model = Sequential(
    [
        Input((784,)),
        layers.Dense(300, activation="relu"),
        layers.Dense(100, activation="relu"),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=optimizers.SGD(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
