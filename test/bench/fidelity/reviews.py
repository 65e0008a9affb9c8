# Film-review sentences as multi-hot vectors of the 10,000 most frequent words: 10000-16-16-1.
import os

import keras
import numpy as np
from keras import layers

folder = os.environ["DATA"]
texts, labels = [], []
for name, label in [("rt-polarity.neg", 0), ("rt-polarity.pos", 1)]:
    with open(os.path.join(folder, name), encoding="latin-1") as file:
        for line in file.read().split("\n"):
            if line:
                texts.append(line.lower().split())
                labels.append(label)
counts = {}
for words in texts:
    for word in words:
        counts[word] = counts.get(word, 0) + 1
vocabulary = sorted(counts, key=lambda word: (-counts[word], word))[:10000]
index = {word: i for i, word in enumerate(vocabulary)}
x = np.zeros((len(texts), 10000), dtype="float32")
for row, words in enumerate(texts):
    for word in words:
        if word in index:
            x[row, index[word]] = 1.0
y = np.array(labels, dtype="float32")
order = np.random.RandomState(0).permutation(len(texts))
x, y = x[order], y[order]

model = keras.Sequential([
    keras.Input((10000,)),
    layers.Dense(16, activation="relu"),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:8000], y[:8000], epochs=4, batch_size=512, verbose=0)
loss, accuracy = model.evaluate(x[8000:], y[8000:], verbose=0)
print("Result:", accuracy)
