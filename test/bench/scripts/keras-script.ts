/** A script of about so many lines, as people write them: data, models in all three spellings, functions, training, printing. */
export function kerasScript(lines: number): string {
  const parts = [head];
  for (let i = 0; parts.join('').split('\n').length < lines; i += 1) parts.push(section(i));
  return `${parts.join('').split('\n').slice(0, lines).join('\n')}\n`;
}

const head = `"""Compares networks of several sizes on the same data."""

import os

import numpy as np
from tensorflow import keras
from tensorflow.keras import layers

np.random.seed(7)
SAMPLES = 5000
FEATURES = 784
CLASSES = 10


def scaled(values):
    values = values.astype("float32")
    return (values - values.mean()) / (values.std() + 1e-7)


x_all = np.random.rand(SAMPLES, FEATURES)
y_all = np.random.randint(0, CLASSES, size=(SAMPLES,))
`;

function section(i: number): string {
  const units = 32 + (i % 9) * 16;
  return `

# Experiment ${i}: ${units} units in the first layer.
start_${i} = ${i % 50} * 10
x_${i} = scaled(x_all[start_${i}:start_${i} + 2000])
y_${i} = y_all[start_${i}:start_${i} + 2000]
images_${i} = x_${i}.reshape(-1, 28, 28, 1)
one_hot_${i} = keras.utils.to_categorical(y_${i}, CLASSES)


def make_dense_${i}(rate=0.${1 + (i % 5)}):
    inputs = keras.Input(shape=(FEATURES,), name="pixels_${i}")
    x = layers.Dense(${units}, activation="relu")(inputs)
    x = layers.Dropout(rate)(x)
    x = layers.Dense(${units} // 2, activation="relu")(x)
    outputs = layers.Dense(CLASSES, activation="softmax")(x)
    return keras.Model(inputs=inputs, outputs=outputs, name="dense_model_${i}")


dense_${i} = make_dense_${i}()
conv_${i} = keras.Sequential([
    keras.Input(shape=(28, 28, 1)),
    layers.Conv2D(${8 + (i % 3) * 8}, (3, 3), activation="relu", padding="same"),
    layers.MaxPooling2D((2, 2)),
    layers.Conv2D(32, 3, activation="relu"),
    layers.MaxPooling2D(),
    layers.Flatten(),
    layers.Dense(${units}, activation="relu"),
    layers.Dense(CLASSES, activation="softmax"),
])
small_${i} = keras.Sequential(name="small_${i}")
small_${i}.add(layers.InputLayer(shape=(FEATURES,)))
for width in [64, 32]:
    small_${i}.add(layers.Dense(width, activation="relu"))
small_${i}.add(layers.Dense(CLASSES))

results_${i} = {}
for name, model, data in [
    ("dense", dense_${i}, x_${i}),
    ("small", small_${i}, x_${i}),
    ("conv", conv_${i}, images_${i}),
]:
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=0.001),
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    history = model.fit(data, one_hot_${i}, epochs=${2 + (i % 4)}, batch_size=64, validation_split=0.2, verbose=0)
    loss, accuracy = model.evaluate(data, one_hot_${i}, verbose=0)
    results_${i}[name] = accuracy
    print(f"experiment ${i}, {name}: loss {loss:.3f}, accuracy {accuracy:.1%}")
best_${i} = max(results_${i}, key=results_${i}.get)
print("best of experiment ${i}:", best_${i})
`;
}
