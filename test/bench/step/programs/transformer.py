import numpy as np
from keras import Input, Model, layers

rng = np.random.default_rng(1)
x = rng.normal(size=(256, 64, 128)).astype("float32")
y = rng.integers(0, 10, 256)
batch_size = 32

inputs = Input((64, 128))
attended = layers.MultiHeadAttention(num_heads=4, key_dim=32)(inputs, inputs)
attended = layers.Dropout(0.1)(attended)
one = layers.LayerNormalization(epsilon=1e-6)(inputs + attended)
forward = layers.Dense(512, activation="relu")(one)
forward = layers.Dense(128)(forward)
forward = layers.Dropout(0.1)(forward)
two = layers.LayerNormalization(epsilon=1e-6)(one + forward)
pooled = layers.GlobalAveragePooling1D()(two)
outputs = layers.Dense(10, activation="softmax")(pooled)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
