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
    ("layers.Conv1D(2, 3, strides=2)", (7, 3)),
    ("layers.Conv1D(2, 3, padding='causal', dilation_rate=2)", (7, 3)),
    ("layers.Conv1D(3, 2, data_format='channels_first')", (2, 6)),
    ("layers.Conv3D(2, 2, strides=(1, 2, 1), padding='same')", (3, 4, 5, 2)),
    ("layers.Conv1DTranspose(2, 3, strides=2)", (4, 3)),
    ("layers.Conv2DTranspose(2, 3)", (4, 5, 3)),
    ("layers.Conv2DTranspose(2, 3, strides=2, padding='same')", (4, 5, 3)),
    ("layers.Conv2DTranspose(2, 4, strides=2, padding='same', activation='tanh')", (3, 5, 2)),
    ("layers.Conv2DTranspose(2, 2, strides=3, padding='same')", (3, 4, 2)),
    ("layers.Conv2DTranspose(2, 2, strides=3)", (3, 4, 2)),
    ("layers.Conv2DTranspose(2, 3, strides=2, padding='same', output_padding=1)", (3, 4, 2)),
    ("layers.Conv2DTranspose(2, 3, strides=2, padding='same', output_padding=0)", (3, 4, 2)),
    ("layers.Conv2DTranspose(2, 3, strides=2, output_padding=1)", (3, 4, 2)),
    ("layers.Conv3DTranspose(1, 2, strides=2, padding='same')", (2, 3, 2, 2)),
    ("layers.DepthwiseConv2D(3, depth_multiplier=2)", (5, 5, 3)),
    ("layers.DepthwiseConv2D(2, strides=2, padding='same', use_bias=False)", (5, 6, 2)),
    ("layers.DepthwiseConv1D(3, depth_multiplier=2, padding='same')", (6, 2)),
    ("layers.SeparableConv2D(4, 3, depth_multiplier=2, padding='same')", (5, 6, 2)),
    ("layers.SeparableConv1D(4, 2)", (6, 3)),
    ("layers.MaxPooling1D(3, 2, 'same')", (7, 2)),
    ("layers.AveragePooling1D(2)", (7, 2)),
    ("layers.MaxPooling3D(2)", (4, 5, 4, 2)),
    ("layers.AveragePooling3D(2, padding='same')", (3, 4, 5, 2)),
    ("layers.GlobalMaxPooling1D()", (5, 3)),
    ("layers.GlobalAveragePooling2D()", (3, 4, 2)),
    ("layers.GlobalAveragePooling2D(keepdims=True, data_format='channels_first')", (3, 4, 2)),
    ("layers.GlobalMaxPooling3D()", (2, 3, 4, 2)),
    ("layers.AdaptiveAveragePooling2D((2, 3))", (5, 6, 2)),
    ("layers.AdaptiveAveragePooling1D(4)", (7, 2)),
    ("layers.AdaptiveMaxPooling2D(3)", (7, 5, 2)),
    ("layers.ZeroPadding1D(2)", (3, 2)),
    ("layers.ZeroPadding2D(((1, 0), (2, 1)))", (3, 2, 2)),
    ("layers.ZeroPadding3D(1)", (2, 2, 1, 2)),
    ("layers.Cropping1D((1, 2))", (6, 2)),
    ("layers.Cropping2D(((1, 0), (0, 2)))", (4, 5, 2)),
    ("layers.Cropping3D(1)", (3, 4, 5, 2)),
    ("layers.UpSampling1D(3)", (3, 2)),
    ("layers.UpSampling2D((2, 3))", (3, 2, 2)),
    ("layers.UpSampling3D(2)", (2, 1, 2, 2)),
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
