import numpy as np
from keras import Input, Sequential, layers

rng = np.random.default_rng(1)
# Like the reviews of IMDB: lengths as there, and words as frequent as Zipf's law says; those beyond the first 10,000 are one word.
samples = 6144
lengths = np.clip(np.exp(rng.normal(np.log(178), 0.76, samples)), 11, 2494).astype("int64")
frequencies = np.cumsum(1 / np.arange(1, 88585))
words = np.searchsorted(frequencies / frequencies[-1], rng.random(lengths.sum()))
words = np.where(words < 10000, words, 2)
x = np.zeros((samples, 10000), dtype="float32")
for row, sequence in enumerate(np.split(words, np.cumsum(lengths)[:-1])):
    x[row, sequence] = 1
y = rng.integers(0, 2, samples).astype("float32")
batch_size = 512

model = Sequential(
    [
        Input((10000,)),
        layers.Dense(16, activation="relu"),
        layers.Dense(16, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
