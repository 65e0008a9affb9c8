import keras
from keras import layers

model = keras.Sequential([keras.Input((10,)), layers.Dense(4, activation="relu", name="a"), layers.Dense(2, name="b")])
copy = keras.models.clone_model(model)
copy.set_weights(model.get_weights())
unbuilt = keras.Sequential([layers.Dense(4), layers.Dense(2)])
unbuilt_copy = keras.models.clone_model(unbuilt)

inputs = keras.Input((8,), name="x")
hidden = layers.Dense(4)(inputs)
functional = keras.Model(inputs, layers.Add()([layers.Dense(4)(hidden), hidden]))
twin = keras.models.clone_model(functional)
target = keras.models.clone_model(functional)
target.trainable = False
extended = keras.Sequential([keras.Input((10,)), *model.layers[:-1]])
extended.add(layers.Dense(7))
