/**
 * A script of so many lines, as people write them: data, models in all three spellings, functions, a class,
 * training, printing. One line in eight or so makes a layer, as in `examples/`.
 */
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


def describe_${i}(history, title="experiment ${i}"):
    """Says how a training went: its best epoch, and whether it had begun to overfit.

    The best epoch is the one with the lowest validation loss. A network that overfits has a
    validation loss that rises while its training loss still falls.
    """
    losses = history.history["loss"]
    val_losses = history.history["val_loss"]
    best = int(np.argmin(val_losses))
    print(f"{title}: best epoch {best + 1} of {len(losses)}")
    if best + 1 < len(losses) and losses[-1] < losses[best]:
        print(f"{title}: overfits after epoch {best + 1}")
    return best


def plot_${i}(history, ax=None, smooth=${i % 4}):
    """Draws loss and validation loss, smoothed over a few epochs."""
    import matplotlib.pyplot as plt

    if ax is None:
        fig, ax = plt.subplots(figsize=(6, 4))
    for key, style in (("loss", "-"), ("val_loss", "--")):
        values = history.history[key]
        if smooth > 1:
            kernel = np.ones(smooth) / smooth
            values = np.convolve(values, kernel, mode="valid")
        ax.plot(range(1, len(values) + 1), values, style, label=key)
    ax.set_xlabel("epoch")
    ax.set_ylabel("loss")
    ax.set_title("experiment ${i}")
    ax.legend()
    return ax


def confusion_${i}(labels, predictions, classes=CLASSES):
    """How often each class is taken for each other one."""
    table = np.zeros((classes, classes), dtype="int64")
    for expected, got in zip(labels, predictions):
        table[expected, got] += 1
    totals = table.sum(axis=1, keepdims=True)
    return table / np.maximum(totals, 1)


class Standardizer${i}:
    """Keeps the mean and deviation of the training data, to apply them to other data."""

    def __init__(self, epsilon=1e-7):
        self.epsilon = epsilon
        self.mean = None
        self.deviation = None

    def fit(self, values):
        self.mean = values.mean(axis=0)
        self.deviation = values.std(axis=0) + self.epsilon
        return self

    def transform(self, values):
        if self.mean is None:
            raise RuntimeError("call fit first")
        return (values - self.mean) / self.deviation


# The networks are compared on the same samples, in the same order. What differs between the
# experiments is the number of units and the share that is dropped.
settings_${i} = {
    "units": ${units},
    "rate": 0.${1 + (i % 5)},
    "batch_size": 64,
    "epochs": ${2 + (i % 4)},
}
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
