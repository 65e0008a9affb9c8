import keras
from keras import layers, ops

embed = layers.Embedding(1000, 128)
left = keras.Input(shape=(None,), dtype="int32")
right = keras.Input(shape=(None,), dtype="int32")
encoder = layers.LSTM(32)
a = encoder(embed(left))
b = encoder(embed(right))
distance = layers.Lambda(lambda t: ops.abs(t[0] - t[1]))([a, b])
siamese = keras.Model([left, right], layers.Dense(1, activation="sigmoid")(distance))

tower = keras.Sequential([keras.Input((64, 64, 3)), layers.Conv2D(8, 3), layers.GlobalAveragePooling2D()], name="tower")
p = keras.Input((64, 64, 3), name="p")
q = keras.Input((64, 64, 3), name="q")
merged = layers.Concatenate()([tower(p), tower(q)])
twins = keras.Model([p, q], layers.Dense(1)(merged))
alone = keras.Model(p, layers.Dense(2)(tower(p)))
