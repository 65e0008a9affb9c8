"""Asks real Keras what its preprocessing layers compute: small scripts that print nothing and leave `y`.

Run with Keras 3 on TensorFlow: python -P test/oracle/forward_preprocessing.py > test/oracle/forward_preprocessing.json
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import tensorflow  # noqa: E402

FLOATS = ((4, 3), "((np.arange(12) * 3 % 11 - 5) / 4).reshape((4, 3))")
IMAGES = ((2, 2, 3, 2), "((np.arange(24) * 5 % 13) * 20).reshape((2, 2, 3, 2))")
NUMBERS = ((4, 1), "np.array([[2], [0], [3], [1]])")
MANY = ((2, 3), "np.array([[2, 0, 3], [1, 1, 2]])")

# Each layer with its input, and what is done with it first.
CASES = [
    ("layers.Rescaling(1.0 / 255)", IMAGES, ""),
    ("layers.Rescaling(1 / 127.5, offset=-1)", IMAGES, ""),
    ("layers.Rescaling([0.5, 2.0, 3.0], offset=[0.0, 1.0, -1.0])", FLOATS, ""),
    ("layers.Normalization(mean=0.25, variance=4.0)", FLOATS, ""),
    ("layers.Normalization(mean=[1.0, 2.0, 3.0], variance=[1.0, 0.25, 0.0])", FLOATS, ""),
    ("layers.Normalization(mean=[1.0, 2.0], variance=[1.0, 0.25], invert=True)", IMAGES, ""),
    ("layers.Normalization(axis=1, mean=[1.0, 2.0], variance=[1.0, 0.25])", IMAGES, ""),
    ("layers.Normalization()", FLOATS, "layer.adapt(x)"),
    ("layers.Normalization(axis=None)", FLOATS, "layer.adapt(x)"),
    ("layers.Normalization(axis=(1, 3))", IMAGES, "layer.adapt(x)"),
    ("layers.Normalization(invert=True)", IMAGES, "layer.adapt(x)"),
    ("layers.Normalization()", IMAGES, ""),
    ("layers.CategoryEncoding(4, output_mode='one_hot')", NUMBERS, ""),
    ("layers.CategoryEncoding(4, output_mode='one_hot')", MANY, ""),
    ("layers.Pipeline([layers.Rescaling(0.5), layers.Rescaling(2.0, offset=1.0)])", FLOATS, ""),
]

SCRIPT = """import keras
import numpy as np
from keras import layers
x = {data}
layer = {layer}
{before}
model = keras.Sequential([keras.Input({shape}), layer])
y = model.predict(x, verbose=0)
"""


def ask(layer, given, before):
    shape, data = given
    script = SCRIPT.format(layer=layer, data=data, before=before, shape=shape[1:])
    scope = {}
    exec(script, scope)
    y = scope["y"]
    return {
        "layer": f"{layer}{', adapted' if before else ''}, on {shape}",
        "script": script,
        "shape": list(y.shape),
        "output": [float(value) for value in y.ravel()],
    }


print(
    json.dumps(
        {
            "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
            "cases": [ask(*each) for each in CASES],
        }
    )
)
