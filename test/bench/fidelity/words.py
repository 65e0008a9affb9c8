# Film-review sentences as sequences of the 5,000 most frequent words, 30 words each; RECURRENT says what reads them.
import os

import keras
import numpy as np
from keras import layers


def sentences(length=30, size=5000):
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
    vocabulary = sorted(counts, key=lambda word: (-counts[word], word))[: size - 2]
    index = {word: i + 2 for i, word in enumerate(vocabulary)}
    x = np.zeros((len(texts), length), dtype="int32")
    for row, words in enumerate(texts):
        for column, word in enumerate(words[:length]):
            x[row, column] = index.get(word, 1)
    order = np.random.RandomState(0).permutation(len(texts))
    return x[order], np.array(labels, dtype="float32")[order]
