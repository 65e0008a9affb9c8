import numpy as np
from keras import Input, Sequential, layers, optimizers

rng = np.random.default_rng(1)
x = rng.random((1024, 28, 28, 1)).astype("float32")
y = rng.integers(0, 10, 1024)
batch_size = 64

model = Sequential(
    [
        Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=optimizers.SGD(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
