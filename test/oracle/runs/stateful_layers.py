"""Layers that carry their states from batch to batch: in training, evaluation, prediction and calls, until they are reset."""

from ask import ask

MAKE = """
x = np.sin(np.arange(6 * 4 * 2) * 0.7).reshape(6, 4, 2).astype('float32')
y = np.cos(np.arange(6) * 1.1).reshape(6, 1).astype('float32')


def fixed(model):
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    model.compile(keras.optimizers.SGD(0.1), 'mse')
    return model


def make(*inner):
    return fixed(keras.Sequential([keras.Input(batch_shape=(2, 4, 2)), *inner, layers.Dense(1)]))


def show(values):
    print([f'{float(value):.4f}' for value in np.ravel(values)])


def use(model):
    print(len(model.weights), model.count_params())
    show(model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history['loss'])
    show(model.predict(x, batch_size=2, verbose=0))
    show(model.predict(x, batch_size=2, verbose=0))
    show(model.evaluate(x, y, batch_size=2, verbose=0))
    show(model(x[:2]))
    model.layers[0].reset_states()
    show(model.predict(x, batch_size=2, verbose=0))
    model.layers[0].reset_state()
    show(model.evaluate(x, y, batch_size=2, verbose=0))
    for weight in model.get_weights():
        show(np.sum(weight))

"""

PROGRAMS = {
    name: MAKE + f"use(make({layer}))"
    for name, layer in {
        "an LSTM": "layers.LSTM(3, stateful=True)",
        "a GRU": "layers.GRU(3, stateful=True)",
        "a GRU that resets before": "layers.GRU(3, stateful=True, reset_after=False)",
        "a SimpleRNN": "layers.SimpleRNN(3, stateful=True)",
        "a SimpleRNN backwards": "layers.SimpleRNN(3, stateful=True, go_backwards=True)",
        "an unrolled LSTM": "layers.LSTM(3, stateful=True, unroll=True)",
        "an RNN of a cell": "layers.RNN(layers.LSTMCell(3), stateful=True)",
        "both directions": "layers.Bidirectional(layers.LSTM(3, stateful=True))",
        "both directions, all steps": "layers.Bidirectional(layers.GRU(3, stateful=True, return_sequences=True), merge_mode='sum'), layers.Flatten()",
    }.items()
}

PROGRAMS["an RNN of several cells, which Keras cannot reset"] = (
    MAKE
    + """
model = make(layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)], stateful=True))
show(model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history['loss'])
show(model.predict(x, batch_size=2, verbose=0))
try:
    model.layers[0].reset_states()
except AttributeError as error:
    print(error)
"""
)
PROGRAMS["masked steps"] = (
    MAKE
    + """
x[1, 2:] = 0
x[2, :1] = 0
x[4] = 0
model = make(layers.Masking(), layers.LSTM(3, stateful=True))
show(model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history['loss'])
show(model.predict(x, batch_size=2, verbose=0))
model.layers[1].reset_states()
show(model.predict(x, batch_size=2, verbose=0))
"""
)
PROGRAMS["two layers, one of them stateful"] = (
    MAKE
    + """
model = make(layers.LSTM(3, stateful=True, return_sequences=True), layers.GRU(2), layers.Dense(3))
use(model)
"""
)
PROGRAMS["batches of one sample"] = (
    MAKE
    + """
model = fixed(keras.Sequential([layers.Input(batch_shape=(1, None, 2)), layers.LSTM(3, stateful=True), layers.Dense(1)]))
show(model.fit(x, y, batch_size=1, epochs=2, shuffle=False, verbose=0).history['loss'])
for step in range(4):
    show(model.predict(x[:1, step:step + 1], verbose=0))
model.layers[0].reset_states()
show(model.predict(x[:1], verbose=0))
"""
)
PROGRAMS["reset after each epoch, by a loop and by a callback"] = (
    MAKE
    + """
class Reset(keras.callbacks.Callback):
    def on_epoch_begin(self, epoch, logs=None):
        for layer in self.model.layers:
            if hasattr(layer, 'reset_states'):
                layer.reset_states()


model = make(layers.LSTM(3, stateful=True))
for epoch in range(3):
    show(model.fit(x, y, batch_size=2, epochs=1, shuffle=False, verbose=0).history['loss'])
    model.layers[0].reset_states()
model = make(layers.LSTM(3, stateful=True))
show(model.fit(x, y, batch_size=2, epochs=3, shuffle=False, verbose=0, callbacks=[Reset()]).history['loss'])
lambdas = keras.callbacks.LambdaCallback(on_epoch_end=lambda epoch, logs: model.layers[0].reset_states())
show(model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0, callbacks=[lambdas]).history['loss'])
"""
)
PROGRAMS["validation goes on with the states, and training after it"] = (
    MAKE
    + """
model = make(layers.GRU(3, stateful=True))
history = model.fit(x, y, batch_size=2, epochs=3, shuffle=False, verbose=0, validation_data=(x[:4], y[:4])).history
show(history['loss'])
show(history['val_loss'])
show(model.predict(x, batch_size=2, verbose=0))
"""
)
PROGRAMS["states given and given back"] = (
    MAKE
    + """
i = keras.Input(batch_shape=(2, 4, 2))
s = keras.Input(batch_shape=(2, 3))
outputs = layers.GRU(3, stateful=True, return_state=True)(i, initial_state=s)
model = fixed(keras.Model([i, s], outputs))
for _ in range(2):
    for each in model.predict([x[:2], np.ones((2, 3), 'float32')], batch_size=2, verbose=0):
        show(each)
"""
)
PROGRAMS["a model within a model"] = (
    MAKE
    + """
inner = keras.Sequential([keras.Input(batch_shape=(2, 4, 2)), layers.LSTM(3, stateful=True)])
model = fixed(keras.Sequential([keras.Input(batch_shape=(2, 4, 2)), layers.Dense(2, activation="tanh"), inner, layers.Dense(1)]))
"""
    + """show(model.fit(x, y, batch_size=2, epochs=2, shuffle=False, verbose=0).history['loss'])
show(model.predict(x, batch_size=2, verbose=0))
inner.layers[0].reset_states()
show(model.predict(x, batch_size=2, verbose=0))
"""
)
PROGRAMS["batches of a dataset"] = (
    MAKE
    + """
import tensorflow as tf

data = tf.data.Dataset.from_tensor_slices((x, y)).batch(2, drop_remainder=True)
model = make(layers.LSTM(3, stateful=True))
show(model.fit(data, epochs=2, verbose=0).history['loss'])
show(model.evaluate(data, verbose=0))
show(model.predict(data.map(lambda a, b: a), verbose=0))
"""
)
PROGRAMS["a layer by itself"] = (
    MAKE
    + """
layer = layers.SimpleRNN(3, stateful=True, kernel_initializer='ones', recurrent_initializer='identity')
show(layer(x[:2]))
show(layer(x[:2]))
layer.reset_states()
show(layer(x[:2]))
try:
    layer(x[:3])
except ValueError as error:
    print('Expected batch size: 2' in str(error), 'Received batch size: 3' in str(error))
"""
)
PROGRAMS["saved and loaded, the states are not there"] = (
    MAKE
    + """
model = make(layers.LSTM(3, stateful=True))
model.fit(x, y, batch_size=2, shuffle=False, verbose=0)
model.save('m.keras')
loaded = keras.models.load_model('m.keras')
show(loaded.predict(x, batch_size=2, verbose=0))
model.layers[0].reset_states()
show(model.predict(x, batch_size=2, verbose=0))
print(loaded.layers[0].stateful)
"""
)
PROGRAMS["one batch at a time"] = (
    MAKE
    + """
model = make(layers.LSTM(3, stateful=True))
for start in range(0, 6, 2):
    show(model.train_on_batch(x[start:start + 2], y[start:start + 2]))
show(model.test_on_batch(x[:2], y[:2]))
show(model.predict_on_batch(x[:2]))
show(model.predict(x, batch_size=2, verbose=0))
"""
)
PROGRAMS["a loop of the program's own"] = (
    MAKE
    + """
import tensorflow as tf

model = make(layers.GRU(3, stateful=True))
optimizer = keras.optimizers.SGD(0.1)
for start in [0, 2, 4, 0]:
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.square(model(x[start:start + 2], training=True) - y[start:start + 2]))
    optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    show(loss)
show(model.predict(x, batch_size=2, verbose=0))
"""
)
PROGRAMS["what models of Keras 3 lack"] = (
    MAKE
    + """
model = make(layers.LSTM(3, stateful=True))
for attempt in [lambda: model.reset_states(), lambda: layers.Bidirectional(layers.GRU(3)).reset_states()]:
    try:
        attempt()
    except AttributeError as error:
        print(error)
layers.LSTM(3).reset_states()
"""
)
PROGRAMS["asked of each layer, as callbacks do that reset them"] = (
    MAKE
    + """
model = keras.Sequential([
    keras.Input((4, 2)), layers.Conv1D(3, 2), layers.MaxPooling1D(2), layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
    layers.RNN(layers.GRUCell(3)), layers.Dropout(0.2), layers.Reshape((3, 1)), keras.Sequential([layers.Dense(1)]),
])
names = ['units', 'filters', 'strides', 'padding', 'use_bias', 'stateful', 'return_sequences']
for layer in model.layers:
    print([getattr(layer, name, 'none') for name in names], hasattr(layer, 'kernel'), hasattr(layer, 'stateful') and layer.stateful)
try:
    layers.Dense(1).filters
except AttributeError as error:
    print(error)
"""
)

ask(PROGRAMS)
