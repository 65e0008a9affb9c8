"""Asks real Keras what its layers and models give.

Run with Keras 3 on TensorFlow: python -P test/oracle/layers.py > test/oracle/layers.json
"""

import contextlib
import io
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["COLUMNS"] = "80"

import keras  # noqa: E402
import tensorflow  # noqa: E402

# layer, keyword arguments, shape of one sample
CASES = [
    *[("Dense", {"units": u}, s) for u, s in [(1, [4]), (300, [784]), (10, [28, 28]), (5, [3, 4, 5])]],
    ("Dense", {"units": 7, "use_bias": False}, [12]),
    ("Dense", {"units": 7, "activation": "relu", "kernel_initializer": "he_normal"}, [12]),
    ("Dense", {"units": 7, "activation": "softmax", "kernel_regularizer": "l2"}, [12]),
    ("Dense", {"units": 3}, [None, 6]),
    ("Dense", {"units": 0}, [4]),
    ("Dense", {"units": -2}, [4]),
    ("Dense", {"units": "a"}, [4]),
    ("Dense", {"units": 3, "activation": "rellu"}, [4]),
    ("Dense", {"units": 3, "foo": 1}, [4]),
    ("Dense", {"units": 3, "kernel_initializer": "glorot"}, [4]),
    ("Dense", {"units": 3, "kernel_regularizer": "l3"}, [4]),
    ("Dense", {"units": 3}, []),
    *[("Activation", {"activation": a}, [6]) for a in
      ["relu", "softmax", "sigmoid", "tanh", "linear", "elu", "selu", "gelu", "softplus", "softsign", "exponential",
       "silu", "swish", "hard_sigmoid", "leaky_relu", "relu6", "log_softmax", "mish", "nothing"]],
    *[("Flatten", {}, s) for s in [[4], [28, 28], [2, 3, 4], [None, 3], [], [5, 5, 1, 2]]],
    ("Flatten", {"data_format": "channels_first"}, [2, 3, 4]),
    ("Flatten", {"data_format": "x"}, [2, 3, 4]),
    *[("Reshape", {"target_shape": t}, s) for t, s in
      [([3, 4], [12]), ([-1], [3, 4]), ([28, 28, 1], [784]), ([2, -1], [12]), ([-1, 5], [12]), ([5, 3], [12]),
       ([-1, -1], [12]), ([-1, 2], [None, 4]), ([12, 1], [4, 3])]],
    *[("Dropout", {"rate": r}, [8]) for r in [0, 0.2, 0.5, 1, 1.5, -0.1]],
    ("Dropout", {"rate": 0.3, "seed": 1}, [4, 4]),
    ("Dropout", {"rate": 0.3, "noise_shape": [None, 1]}, [4]),
    *[("Conv2D", {"filters": 32, "kernel_size": k}, [28, 28, 1]) for k in [3, [3, 3], [5, 2], 1]],
    ("Conv2D", {"filters": 8, "kernel_size": 3, "padding": "same"}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "padding": "SAME"}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "strides": 2}, [28, 27, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "strides": [2, 1], "padding": "same"}, [27, 27, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "dilation_rate": 2}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "dilation_rate": [2, 3], "padding": "same"}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 2}, [28, 28, 4]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 4, "use_bias": False}, [9, 9, 8]),
    ("Conv2D", {"filters": 8, "kernel_size": 3}, [None, None, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "data_format": "channels_first"}, [3, 28, 28]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "groups": 3}, [28, 28, 3]),
    ("Conv2D", {"filters": 9, "kernel_size": 3, "groups": 3}, [28, 28, 4]),
    ("Conv2D", {"filters": 0, "kernel_size": 3}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": [3, 3, 3]}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 0}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "padding": "sam"}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3, "strides": 2, "dilation_rate": 2}, [28, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 5}, [4, 28, 3]),
    ("Conv2D", {"filters": 8, "kernel_size": 3}, [28, 28]),
    *[(p, a, s) for p in ["MaxPooling2D", "AveragePooling2D"] for a, s in
      [({}, [28, 28, 3]), ({}, [27, 9, 3]), ({"pool_size": 3}, [28, 28, 3]), ({"pool_size": [2, 3]}, [28, 28, 3]),
       ({"pool_size": 3, "strides": 2}, [28, 28, 3]), ({"pool_size": 3, "strides": 2, "padding": "same"}, [27, 28, 3]),
       ({"data_format": "channels_first"}, [3, 28, 28]), ({}, [None, 28, 3]), ({}, [28, 28]),
       ({"pool_size": 4}, [3, 8, 1]), ({"pool_size": 0}, [28, 28, 3])]],
    *[("ReLU", a, [5]) for a in [{}, {"max_value": 6.0}, {"negative_slope": 0.1}]],
    *[("LeakyReLU", a, [5, 2]) for a in [{}, {"negative_slope": 0.1}]],
    *[("ELU", a, [5]) for a in [{}, {"alpha": 0.5}]],
    *[("Softmax", a, [5, 2]) for a in [{}, {"axis": 1}]],
]

MODELS = [
    """
layer_model = keras.Sequential([layers.Dense(2, activation="relu", name="layer1"), layers.Dense(3, activation="relu", name="layer2"), layers.Dense(4, name="layer3")])
y = layer_model(np.ones((3, 3), "float32"))
layer_model.summary()
""",
    """
inputs = keras.Input(shape=(784,))
img_inputs = keras.Input(shape=(32, 32, 3))
dense = layers.Dense(64, activation="relu")
x = dense(inputs)
x = layers.Dense(64, activation="relu")(x)
outputs = layers.Dense(10)(x)
model = keras.Model(inputs=inputs, outputs=outputs, name="mnist_model")
model.summary()
""",
    """
model = keras.models.Sequential()
model.add(layers.InputLayer(input_shape=[28, 28]))
model.add(layers.Flatten())
model.add(layers.Dense(300, activation="relu"))
model.add(layers.Dense(100, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.summary()
""",
    """
model = keras.Sequential([layers.Flatten(input_shape=[28, 28]), layers.Dense(300), layers.Dense(10)])
model.summary()
other = keras.Sequential([layers.Dense(3, input_dim=4)])
other.summary()
""",
    """
model = keras.Sequential([keras.Input((28, 28, 1)), layers.Conv2D(32, 3, activation="relu"), layers.MaxPooling2D(), layers.Conv2D(64, 3), layers.MaxPooling2D(2), layers.Flatten(), layers.Dropout(0.5), layers.Dense(10, activation="softmax")], name="cnn")
model.summary()
model.summary(line_length=100)
""",
    """
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.summary()
""",
    """
model = keras.Sequential([layers.Dense(4), layers.Dense(1)])
model.build((None, 5))
model.summary()
""",
    """
model = keras.Sequential([layers.Dense(4, activation="relu"), layers.Dense(1)])
model.compile("sgd", "mse")
model.fit(np.zeros((100, 5)), np.zeros((100, 1)), verbose=0)
model.summary()
""",
    """
model = keras.Sequential([keras.Input(shape=(4,), batch_size=16), layers.Dense(4), layers.Activation("relu"), layers.Dense(1, use_bias=False)])
model.summary()
""",
    """
model = keras.Sequential([keras.Input((4,)), layers.Dense(4), layers.Dense(3), layers.Dense(2)])
model.pop()
model.add(layers.Dense(7))
model.summary()
""",
    """
a = keras.Input((4,), name="a")
b = keras.Input((4,))
shared = layers.Dense(3)
left = shared(a)
right = shared(b)
model = keras.Model([a, b], [left, right])
model.summary()
""",
    """
inner = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
model = keras.Sequential([keras.Input((4,)), inner, layers.Dense(1)])
model.summary()
""",
    """
inputs = keras.Input((8,))
x = layers.Dense(3)(inputs)
first = layers.Dense(1, name="first")(x)
second = layers.Dense(2, name="second")(x)
model = keras.Model(inputs, [first, second])
model.summary()
""",
    """
model = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
model.layers[0].trainable = False
model.summary(show_trainable=True)
""",
    """
model = keras.Sequential([keras.Input((None, 6)), layers.Dense(3), layers.ReLU(), layers.LeakyReLU(), layers.Softmax(), layers.ELU()])
model.summary()
""",
    """
model = keras.Sequential()
model.summary()
""",
    """
inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(2)(inputs))
model2 = keras.Model(inputs, layers.Dense(5)(inputs))
model.summary()
model2.summary()
""",
    """
base_in = keras.Input((4,))
base = keras.Model(base_in, layers.Dense(6)(base_in), name="base")
inputs = keras.Input((4,))
model = keras.Model(inputs, layers.Dense(2)(base(inputs)))
model.summary()
model.summary(expand_nested=True)
""",
    """
keras.backend.clear_session()
model = keras.Sequential([keras.Input((4,)), layers.Dense(1000000), layers.Dense(3, name="a_layer_with_a_name_that_is_too_long_for_its_column")])
model.summary()
""",
    """
x = inputs = keras.Input((12,))
for units in [8, 6, 4]:
    x = layers.Dense(units, activation="relu")(x)
    x = layers.Dropout(0.1)(x)
model = keras.Model(inputs, x)
model.summary()
""",
]


def ask_layer(name, arguments, sample):
    keras.backend.clear_session()
    try:
        layer = getattr(keras.layers, name)(**{k: tuple(v) if isinstance(v, list) else v for k, v in arguments.items()})
        output = layer(keras.Input(tuple(sample)))
    except Exception as error:
        return {"error": type(error).__name__}
    weights = [{"name": w.name, "shape": list(w.shape), "trainable": bool(w.trainable)} for w in layer.weights
               if "seed_generator" not in w.path]
    return {"output": list(output.shape), "weights": weights, "count": sum(w.numpy().size for w in layer.weights
                                                                        if "seed_generator" not in w.path)}


def ask_model(script):
    keras.backend.clear_session()
    import numpy as np

    printed = io.StringIO()
    tables = []

    def summary(self, *args, **kwargs):
        original(self, *args, **kwargs, print_fn=lambda text: tables.append(text))

    original = keras.Model.summary
    scope = {"keras": keras, "layers": keras.layers, "np": np}
    keras.Model.summary = summary
    try:
        with contextlib.redirect_stdout(printed):
            exec(script, scope)
    finally:
        keras.Model.summary = original
    models = [value for value in scope.values() if isinstance(value, keras.Model)]
    return {
        "script": script.strip() + "\n",
        "summaries": tables,
        "models": [{
            "name": model.name,
            "total": model.count_params() if model.built else None,
            "layers": [{"name": layer.name, "type": type(layer).__name__} for layer in model.layers],
        } for model in models],
    }


answers = {
    "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__},
    "layers": [{"layer": n, "arguments": a, "sample": s, "answer": ask_layer(n, a, s)} for n, a, s in CASES],
    "models": [ask_model(script) for script in MODELS],
}
print(json.dumps(answers, ensure_ascii=False, indent=1))
