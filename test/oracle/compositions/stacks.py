import keras
import numpy as np
from keras import layers

model = keras.Sequential()
model.add(layers.Dense(4, activation="relu"))
model.add(layers.Dense(1))
model.compile("adam", "mse")
model.fit(np.zeros((20, 7)), np.zeros(20), epochs=1)
model.add(layers.Dense(2))

lstm = keras.Sequential(name="reader")
lstm.add(layers.Embedding(1000, 16))
lstm.add(layers.Bidirectional(layers.LSTM(8, return_sequences=True)))
lstm.add(layers.Bidirectional(layers.GRU(4)))
lstm.add(layers.Dense(1, activation="sigmoid"))
lstm.build((None, 50))

video = keras.Sequential(
    [
        keras.Input((None, 32, 32, 3)),
        layers.TimeDistributed(layers.Conv2D(4, 3, activation="relu")),
        layers.TimeDistributed(layers.Flatten()),
        layers.LSTM(16),
        layers.Dense(2),
    ]
)
seq2seq = keras.Sequential(
    [
        keras.Input((10, 3)),
        layers.LSTM(20),
        layers.RepeatVector(5),
        layers.LSTM(20, return_sequences=True),
        layers.TimeDistributed(layers.Dense(2)),
    ]
)
called = keras.Sequential([layers.Dense(2, name="layer1"), layers.Dense(3, name="layer2")])
y = called(np.ones((1, 4)))
called.pop()


class Net(keras.Sequential):
    def __init__(self, classes):
        super().__init__(name="net")
        self.add(layers.Flatten())
        self.add(layers.Dense(classes))


net = Net(5)
net(np.zeros((2, 3, 4)))


class Functional(keras.Model):
    def __init__(self, units):
        inputs = keras.Input((6,))
        x = layers.Dense(units)(inputs)
        super().__init__(inputs=inputs, outputs=layers.Dense(1)(x), name="by_init")


by_init = Functional(3)
