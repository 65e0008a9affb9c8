"""Asks real Keras what its layers compute: small scripts that print nothing and leave `y`. 

Run with Keras 3 on TensorFlow: python -P test/oracle/forward.py > test/oracle/forward.json
"""

import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow  # noqa: E402

ACTIVATIONS = ["relu", "softmax", "sigmoid", "tanh", "linear", "elu", "selu", "gelu", "softplus", "softsign",
               "exponential", "silu", "hard_sigmoid", "leaky_relu", "relu6", "log_softmax", "mish", "celu",
               "hard_silu", "hard_tanh", "tanh_shrink", "squareplus", "log_sigmoid"]
CASES = [
    *[(f"layers.Activation('{name}')", (6,)) for name in ACTIVATIONS],
    ("layers.Dense(3, activation='relu')", (5,)),
    ("layers.Dense(3, use_bias=False)", (2, 5)),
    ("layers.Flatten()", (2, 3, 2)),
    ("layers.Flatten(data_format='channels_first')", (2, 3, 2)),
    ("layers.Reshape((3, -1))", (2, 6)),
    ("layers.Dropout(0.5)", (6,)),
    ("layers.Conv2D(2, 3)", (5, 6, 1)),
    ("layers.Conv2D(2, (2, 3), strides=2, padding='same', activation='tanh')", (5, 6, 3)),
    ("layers.Conv2D(4, 2, groups=2, padding='same')", (4, 5, 4)),
    ("layers.Conv2D(2, 3, dilation_rate=2, padding='same')", (7, 6, 2)),
    ("layers.Conv2D(2, 3, dilation_rate=(2, 1))", (7, 6, 2)),
    ("layers.MaxPooling2D()", (5, 6, 2)),
    ("layers.MaxPooling2D(3, strides=2, padding='same')", (6, 7, 2)),
    ("layers.AveragePooling2D(2)", (5, 6, 2)),
    ("layers.AveragePooling2D(3, strides=2, padding='same')", (6, 7, 2)),
    ("layers.ReLU(max_value=1.0)", (6,)),
    ("layers.ReLU(negative_slope=0.1)", (6,)),
    ("layers.LeakyReLU()", (6,)),
    ("layers.ELU(alpha=0.5)", (6,)),
    ("layers.Softmax(axis=1)", (3, 2)),
]

SCRIPT = """import keras
import numpy as np
from keras import layers
model = keras.Sequential([keras.Input({sample}), {layer}])
model.set_weights([((np.arange(w.size) * 5 % 7 - 3) / 8).reshape(w.shape) for w in model.get_weights()])
x = ((np.arange({size}) * 3 % 11 - 5) / 4).reshape({shape})
y = model.predict(x, verbose=0)
"""


def ask(layer, sample):
    shape = (2, *sample)
    script = SCRIPT.format(sample=sample, layer=layer, size=int(np.prod(shape)), shape=shape)
    scope = {}
    keras.backend.clear_session()
    exec(script, scope)
    y = scope["y"]
    return {"layer": layer, "script": script, "shape": list(y.shape), "output": [float(v) for v in y.ravel()]}


answers = {
    "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
    "cases": [ask(layer, sample) for layer, sample in CASES],
}
print(json.dumps(answers))
