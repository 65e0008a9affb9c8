"""Asks Keras 2 what it prints of small scripts: automatic names, and the table of `model.summary()`.

Run with Keras 2.15: python test/oracle/keras2/summaries.py > test/oracle/keras2/summaries.json
"""

import contextlib
import io
import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402

HEAD = "import keras\nfrom keras import layers\n"

SCRIPTS = [
    """
model = keras.Sequential([layers.Dense(300, input_shape=(784,), activation='relu'), layers.Dense(10)])
model.compile('adam', 'mse')
model.summary()
""",
    """
model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(8, 3), layers.MaxPooling2D(), layers.Flatten(), layers.Dense(10)])
model.summary(line_length=100)
print([layer.name for layer in model.layers])
""",
    """
x = keras.Input((784,))
h = layers.Dense(300)(x)
model = keras.Model(x, layers.Dense(10)(h))
model.summary()
print(model.name, [layer.name for layer in model.layers])
other = keras.Model(x, h)
print(other.name)
""",
    """
a = keras.Input((28, 28, 1))
b = keras.Input((4,), name='b')
x = layers.Conv2D(8, 3)(a)
x = layers.BatchNormalization()(x)
x = layers.Flatten()(x)
x = layers.Concatenate()([x, b])
model = keras.Model([a, b], layers.Dense(3)(x))
model.summary()
model.layers[1].trainable = False
model.summary(show_trainable=True)
""",
    """
inner = keras.Sequential([layers.Dense(3), layers.Dense(2)])
model = keras.Sequential([inner, layers.Dense(1)])
model.build((None, 4))
model.summary()
model.summary(expand_nested=True)
""",
    """
x = keras.Input((6, 4))
h, s, c = layers.LSTM(3, return_state=True)(x)
model = keras.Model(x, [h, s, c])
model.summary()
""",
    """
model = keras.Sequential([layers.Dense(3, input_shape=(4,), name='a_very_long_name_for_a_layer_indeed'), layers.Dropout(0.2)])
model.summary()
""",
    """
shared = layers.Dense(3)
a, b = keras.Input((4,)), keras.Input((4,))
model = keras.Model([a, b], layers.Add()([shared(a), shared(b)]))
model.summary()
""",
    """
try:
    keras.Sequential([layers.Dense(3)]).summary()
except ValueError as error:
    print(error)
""",
    """
inner = keras.Model(x := keras.Input((4,)), layers.Dense(3)(x))
x = keras.Input((4,))
model = keras.Model(x, layers.Dense(1)(inner(x)))
model.summary()
""",
    """
model = keras.Sequential()
model.add(layers.Embedding(1000, 16, input_length=20))
model.add(layers.Bidirectional(layers.LSTM(8)))
model.add(layers.Dense(1, activation='sigmoid'))
model.summary()
""",
]


def printed(script):
    keras.backend.clear_session()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(HEAD + script, {})
    return out.getvalue()


if __name__ == "__main__":
    answers = [{"script": HEAD + script, "printed": printed(script)} for script in SCRIPTS]
    json.dump({"keras": keras.__version__, "answers": answers}, sys.stdout, indent=1)
    print()
