import numpy as np
from keras import Input, Sequential, layers

rng = np.random.default_rng(1)
x = rng.integers(0, 10000, (1024, 80))
y = rng.integers(0, 2, 1024).astype("float32")
batch_size = 64

model = Sequential(
    [
        Input((80,)),
        layers.Embedding(10000, 32),
        layers.LSTM(32),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
