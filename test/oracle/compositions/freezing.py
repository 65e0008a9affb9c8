import keras
from keras import layers


def backbone():
    inputs = keras.Input((64, 64, 3))
    x = inputs
    for filters in (16, 32, 64):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        x = layers.MaxPooling2D()(x)
    return keras.Model(inputs, x, name="backbone")


base = backbone()
base.trainable = False
inputs = keras.Input((64, 64, 3))
x = layers.Rescaling(1.0 / 255)(inputs)
x = base(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
model = keras.Model(inputs, layers.Dense(1)(x))

fine = backbone()
fine.trainable = True
for layer in fine.layers[:-4]:
    layer.trainable = False
tuned = keras.Sequential([fine, layers.Flatten(), layers.Dense(4)])

partly = backbone()
for layer in partly.layers:
    if isinstance(layer, layers.BatchNormalization):
        layer.trainable = False
    elif layer.name.startswith("conv2d"):
        layer.trainable = True

thawed = backbone()
thawed.trainable = False
for layer in thawed.layers[-4:]:
    layer.trainable = True
