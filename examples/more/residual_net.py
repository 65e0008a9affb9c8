"""A model and a layer of one's own: what `call` does is followed on the shapes that it is called with."""

import keras
from keras import layers


class Residual(layers.Layer):
    """Two convolutions around which the input is added again."""

    def __init__(self, filters, **kwargs):
        super().__init__(**kwargs)
        self.first = layers.Conv2D(filters, 3, padding="same", activation="relu")
        self.second = layers.Conv2D(filters, 3, padding="same")

    def call(self, inputs):
        x = self.first(inputs)
        x = self.second(x)
        return keras.activations.relu(x + inputs)


class SmallNet(keras.Model):
    def __init__(self, classes):
        super().__init__()
        self.stem = layers.Conv2D(16, 3, activation="relu")
        self.block = Residual(16)
        self.pool = layers.GlobalAveragePooling2D()
        self.head = layers.Dense(classes)

    def call(self, images):
        x = self.stem(images)
        x = self.block(x)
        x = self.pool(x)
        return self.head(x)


model = SmallNet(classes=10)
model(keras.Input(shape=(32, 32, 3)))
model.summary()
