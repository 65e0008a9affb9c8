import keras
from keras import layers

base = keras.Sequential(
    [
        keras.Input((32, 32, 3)),
        layers.Conv2D(8, 3, activation="relu", name="conv_1"),
        layers.BatchNormalization(name="norm_1"),
        layers.MaxPooling2D(),
        layers.Conv2D(16, 3, activation="relu", name="conv_2"),
        layers.GlobalAveragePooling2D(name="pool"),
        layers.Dense(10, name="top"),
    ]
)
features = keras.Model(inputs=base.inputs, outputs=base.get_layer("pool").output)
hidden = keras.Model(base.inputs, [layer.output for layer in base.layers])
headless = keras.Model(inputs=base.inputs, outputs=base.layers[-2].output)
x = layers.Dense(32, activation="relu")(base.layers[-2].output)
transfer = keras.Model(base.inputs, layers.Dense(5, activation="softmax")(x))
for layer in base.layers[:-2]:
    layer.trainable = False

base.pop()
base.add(layers.Dense(3, name="new_top"))
