# Film-review sentences, for the scripts beside this one: as lists of words, and as sequences of numbers.
import os

import numpy as np


def reviews():
    """The words of each sentence, and 1 where it is positive."""
    texts, labels = [], []
    for name, label in [("rt-polarity.neg", 0), ("rt-polarity.pos", 1)]:
        with open(os.path.join(os.environ["DATA"], name), encoding="latin-1") as file:
            for line in file.read().split("\n"):
                if line:
                    texts.append(line.lower().split())
                    labels.append(label)
    return texts, np.array(labels, dtype="float32")


def most_frequent(texts, size):
    """So many words, the most frequent first."""
    counts = {}
    for words in texts:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return sorted(counts, key=lambda word: (-counts[word], word))[:size]


def shuffled(x, y):
    order = np.random.RandomState(0).permutation(len(x))
    return x[order], y[order]


def sentences(length=30, size=5000):
    """Numbers of the most frequent words: 0 is padding, 1 any other word."""
    texts, labels = reviews()
    index = {word: i + 2 for i, word in enumerate(most_frequent(texts, size - 2))}
    x = np.zeros((len(texts), length), dtype="int32")
    for row, words in enumerate(texts):
        for column, word in enumerate(words[:length]):
            x[row, column] = index.get(word, 1)
    return shuffled(x, labels)
