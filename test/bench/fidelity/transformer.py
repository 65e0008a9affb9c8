# Film-review sentences read by a Transformer encoder of width 32 and two heads: 0.17 M weights.
import keras
from keras import layers
from words import sentences

x, y = sentences()
words = keras.Input((30,), dtype="int32")
z = layers.Embedding(5000, 32)(words)
attended = layers.MultiHeadAttention(num_heads=2, key_dim=16, dropout=0.1)(z, z)
z = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([z, attended]))
fed = layers.Dense(64, activation="relu")(z)
fed = layers.Dense(32)(fed)
z = layers.LayerNormalization(epsilon=1e-6)(layers.Add()([z, fed]))
z = layers.GlobalAveragePooling1D()(z)
z = layers.Dropout(0.1)(z)
outputs = layers.Dense(1, activation="sigmoid")(z)
model = keras.Model(words, outputs)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x[:8000], y[:8000], epochs=3, batch_size=64, verbose=0)
loss, accuracy = model.evaluate(x[8000:], y[8000:], verbose=0)
print("Result:", accuracy)
