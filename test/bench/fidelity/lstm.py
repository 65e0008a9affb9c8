# Film-review sentences read by a LSTM: Embedding(5000, 32), LSTM(32), with masking: 0.17 M weights.
import keras
from keras import layers
from words import sentences

x, y = sentences()
model = keras.Sequential([
    keras.Input((30,), dtype="int32"),
    layers.Embedding(5000, 32, mask_zero=True),
    layers.LSTM(32),
    layers.Dense(1, activation="sigmoid"),
])
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:8000], y[:8000], epochs=2, batch_size=64, verbose=0)
loss, accuracy = model.evaluate(x[8000:], y[8000:], verbose=0)
print("Result:", accuracy)
