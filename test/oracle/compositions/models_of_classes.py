import keras
import numpy as np
from keras import layers


class ResidualBlock(layers.Layer):
    def __init__(self, filters, strides=1, **kwargs):
        super().__init__(**kwargs)
        self.activation = keras.activations.get("relu")
        self.main_layers = [
            layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False),
            layers.BatchNormalization(),
            self.activation,
            layers.Conv2D(filters, 3, padding="same", use_bias=False),
            layers.BatchNormalization(),
        ]
        self.skip_layers = []
        if strides > 1:
            self.skip_layers = [
                layers.Conv2D(filters, 1, strides=strides, padding="same", use_bias=False),
                layers.BatchNormalization(),
            ]

    def call(self, inputs):
        z = inputs
        for layer in self.main_layers:
            z = layer(z)
        skip = inputs
        for layer in self.skip_layers:
            skip = layer(skip)
        return self.activation(z + skip)


resnet = keras.Sequential([keras.Input((56, 56, 3)), layers.Conv2D(64, 7, strides=2, padding="same", use_bias=False)])
previous = 64
for filters in [64] * 2 + [128] * 2:
    strides = 1 if filters == previous else 2
    resnet.add(ResidualBlock(filters, strides=strides))
    previous = filters
resnet.add(layers.GlobalAvgPool2D())
resnet.add(layers.Dense(10, activation="softmax"))


class CustomerTicketModel(keras.Model):
    def __init__(self, num_departments):
        super().__init__()
        self.concat_layer = layers.Concatenate()
        self.mixing_layer = layers.Dense(64, activation="relu")
        self.priority_scorer = layers.Dense(1, activation="sigmoid")
        self.department_classifier = layers.Dense(num_departments, activation="softmax")

    def call(self, inputs):
        title = inputs["title"]
        text_body = inputs["text_body"]
        tags = inputs["tags"]
        features = self.concat_layer([title, text_body, tags])
        features = self.mixing_layer(features)
        priority = self.priority_scorer(features)
        department = self.department_classifier(features)
        return priority, department


ticket = CustomerTicketModel(num_departments=4)
priority, department = ticket(
    {"title": np.zeros((10, 100)), "text_body": np.zeros((10, 100)), "tags": np.zeros((10, 5))}
)


class WideAndDeep(keras.Model):
    def __init__(self, units=30, activation="relu", **kwargs):
        super().__init__(**kwargs)
        self.norm_wide = layers.BatchNormalization()
        self.norm_deep = layers.BatchNormalization()
        self.hidden1 = layers.Dense(units, activation=activation)
        self.hidden2 = layers.Dense(units, activation=activation)
        self.main_output = layers.Dense(1)
        self.aux_output = layers.Dense(1)

    def call(self, inputs):
        input_wide, input_deep = inputs
        norm_wide = self.norm_wide(input_wide)
        norm_deep = self.norm_deep(input_deep)
        hidden1 = self.hidden1(norm_deep)
        hidden2 = self.hidden2(hidden1)
        concat = layers.concatenate([norm_wide, hidden2])
        return self.main_output(concat), self.aux_output(hidden2)


wide = WideAndDeep(30, activation="relu", name="my_cool_model")
wide.compile(loss=["mse", "mse"], loss_weights=[0.9, 0.1], optimizer="adam", metrics=["mse", "mae"])
wide.fit((np.ones((50, 5)), np.ones((50, 6))), (np.ones((50, 1)), np.ones((50, 1))), epochs=2)


class Classifier(keras.Model):
    def __init__(self, num_classes=2):
        super().__init__()
        self.dense = layers.Dense(1 if num_classes == 2 else num_classes)

    def call(self, inputs):
        return self.dense(inputs)


inputs = keras.Input(shape=(3,))
features = layers.Dense(64, activation="relu")(inputs)
outputs = Classifier(num_classes=10)(features)
mixed = keras.Model(inputs=inputs, outputs=outputs)


class Wrapper(keras.Model):
    def __init__(self, num_classes=2):
        super().__init__()
        self.dense = layers.Dense(64, activation="relu")
        self.blocks = {"a": layers.Dense(4), "b": [layers.Dense(5), layers.Dense(6)]}
        self.classifier = Classifier(num_classes)

    def call(self, inputs, training=None):
        x = self.dense(inputs)
        if training:
            x = x * 2
        x = self.blocks["a"](x)
        for layer in self.blocks["b"]:
            x = layer(x)
        return self.classifier(x)


wrapper = Wrapper(num_classes=4)
wrapper(np.ones((1, 16), "float32"))
later = Wrapper()
