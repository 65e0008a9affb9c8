# Film-review sentences as multi-hot vectors of the 10,000 most frequent words: 10000-16-16-1.
import keras
import numpy as np
from keras import layers
from words import most_frequent, reviews, shuffled

texts, labels = reviews()
index = {word: i for i, word in enumerate(most_frequent(texts, 10000))}
x = np.zeros((len(texts), 10000), dtype="float32")
for row, words in enumerate(texts):
    for word in words:
        if word in index:
            x[row, index[word]] = 1.0
x, y = shuffled(x, labels)

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
