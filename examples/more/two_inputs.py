"""A functional model with two inputs and two outputs: support tickets, by their text and their tags."""

import keras
from keras import layers

vocabulary = 10_000
tags = 12
departments = 4

title = keras.Input(shape=(None,), name="title")
body_tags = keras.Input(shape=(tags,), name="tags")

x = layers.Embedding(vocabulary, 64)(title)
x = layers.LSTM(32)(x)
x = layers.concatenate([x, body_tags])

priority = layers.Dense(1, activation="sigmoid", name="priority")(x)
department = layers.Dense(departments, name="department")(x)

model = keras.Model(inputs=[title, body_tags], outputs=[priority, department])
model.compile(optimizer="rmsprop", loss=["binary_crossentropy", "mse"])
model.summary()
