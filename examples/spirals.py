"""Two classes of points on interleaved spirals: the smallest problem that needs a hidden layer.

The data is made here, so the script needs nothing but NumPy and Keras.
"""

import numpy as np
import keras
from keras import layers

np.random.seed(0)
keras.utils.set_random_seed(0)

points_per_class = 1000
classes = 2


def spiral(label):
    radius = np.linspace(0.05, 1, points_per_class)
    angle = 3.5 * np.pi * radius + np.pi * label
    noise = np.random.randn(points_per_class, 2) * 0.02
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1) + noise


x = np.concatenate([spiral(label) for label in range(classes)]).astype("float32")
y = np.concatenate([np.full(points_per_class, label) for label in range(classes)])

order = np.random.permutation(len(x))
x, y = x[order], y[order]
x_train, y_train = x[:1600], y[:1600]
x_test, y_test = x[1600:], y[1600:]

model = keras.Sequential(
    [
        keras.Input(shape=(2,)),
        layers.Dense(64, activation="relu"),
        layers.Dense(64, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.summary()

model.compile(optimizer=keras.optimizers.Adam(learning_rate=0.005), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_split=0.2)

loss, accuracy = model.evaluate(x_test, y_test)
print(f"Test accuracy: {accuracy:.3f} (best on validation: {max(history.history['val_accuracy']):.3f})")
