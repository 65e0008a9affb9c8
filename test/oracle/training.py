"""What real Keras answers to the questions of test/program/keras-steps.test.ts.

Run with a Python that has Keras and TensorFlow: `python training.py > training.json`.
Tensors are float32 or int64, little-endian, in base64.
"""

import base64
import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf
from keras import layers, losses, optimizers


def tensor(array):
    array = np.asarray(array)
    dtype = "int64" if array.dtype.kind in "iu" and array.dtype != np.uint8 else "uint8" if array.dtype == np.uint8 else "float32"
    array = np.ascontiguousarray(array.astype(dtype))
    return {"dtype": dtype, "shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


MODELS = {
    "softmax": {"input": [6], "layers": [["dense", 5, "relu"], ["dense", 4, "softmax"]]},
    "logits": {"input": [6], "layers": [["dense", 5, "relu"], ["dense", 4, None]]},
    "softmax-reshaped": {"input": [6], "layers": [["dense", 8, "softmax"], ["reshape", [2, 4]]]},
    "sequence": {"input": [3, 6], "layers": [["dense", 5, "tanh"], ["dense", 4, "softmax"]]},
    "binary": {"input": [6], "layers": [["dense", 5, "tanh"], ["dense", 1, "sigmoid"]]},
    "binary-logits": {"input": [6], "layers": [["dense", 5, "tanh"], ["dense", 1, None]]},
    "binary-hard": {"input": [6], "layers": [["dense", 5, "relu"], ["dense", 1, "hard_sigmoid"]]},
    "multilabel": {"input": [6], "layers": [["dense", 5, "elu"], ["dense", 3, "sigmoid"]]},
    "regression": {"input": [6], "layers": [["dense", 5, "relu"], ["dense", 1, None]]},
    "regression-2": {"input": [6], "layers": [["dense", 5, "softplus"], ["dense", 2, None]]},
    "cnn-same": {"input": [8, 8, 1], "layers": [["conv2d", 3, 3, 1, "same", 1, "relu"], ["maxpool", 2, 2, "valid"], ["flatten"], ["dense", 4, "softmax"]]},
    "cnn-deep": {"input": [9, 9, 2], "layers": [["conv2d", 3, 3, 1, "valid", 1, "relu"], ["maxpool", 2, 2, "valid"], ["conv2d", 4, 2, 1, "same", 1, "tanh"], ["flatten"], ["dense", 4, "softmax"]]},
    "cnn-strides": {"input": [9, 8, 2], "layers": [["conv2d", 3, 3, 2, "same", 1, "relu"], ["conv2d", 2, 3, 2, "valid", 1, None], ["flatten"], ["dense", 4, "softmax"]]},
    "cnn-dilated": {"input": [9, 9, 1], "layers": [["conv2d", 2, 3, 1, "same", 2, "sigmoid"], ["maxpool", 3, 2, "same"], ["flatten"], ["dense", 4, "softmax"]]},
    "cnn-ties": {"input": [8, 8, 1], "layers": [["conv2d", 2, 3, 1, "same", 1, None], ["maxpool", 2, 2, "valid"], ["flatten"], ["dense", 4, "softmax"]]},
}

OPTIMIZERS = {
    "sgd": {"name": "SGD", "learningRate": 0.1, "settings": {"momentum": 0.0, "nesterov": False}},
    "sgd-momentum": {"name": "SGD", "learningRate": 0.05, "settings": {"momentum": 0.9, "nesterov": False}},
    "sgd-nesterov": {"name": "SGD", "learningRate": 0.05, "settings": {"momentum": 0.9, "nesterov": True}},
    "rmsprop": {"name": "RMSprop", "learningRate": 0.001, "settings": {"rho": 0.9, "momentum": 0.0, "epsilon": 1e-07, "centered": False}},
    "rmsprop-momentum": {"name": "RMSprop", "learningRate": 0.002, "settings": {"rho": 0.8, "momentum": 0.7, "epsilon": 1e-05, "centered": False}},
    "rmsprop-centered": {"name": "RMSprop", "learningRate": 0.001, "settings": {"rho": 0.9, "momentum": 0.0, "epsilon": 0.0001, "centered": True}},
    "rmsprop-centered-momentum": {"name": "RMSprop", "learningRate": 0.001, "settings": {"rho": 0.9, "momentum": 0.5, "epsilon": 0.0001, "centered": True}},
    "adam": {"name": "Adam", "learningRate": 0.001, "settings": {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False}},
    "adam-amsgrad": {"name": "Adam", "learningRate": 0.003, "settings": {"beta_1": 0.8, "beta_2": 0.99, "epsilon": 1e-05, "amsgrad": True}},
}

LOSSES = {
    "categorical": {"name": "categorical_crossentropy"},
    "categorical-logits": {"name": "categorical_crossentropy", "settings": {"from_logits": True}},
    "categorical-smooth": {"name": "categorical_crossentropy", "settings": {"label_smoothing": 0.1}},
    "categorical-sum": {"name": "categorical_crossentropy", "reduction": "sum"},
    "sparse": {"name": "sparse_categorical_crossentropy"},
    "sparse-logits": {"name": "sparse_categorical_crossentropy", "settings": {"from_logits": True}},
    "binary": {"name": "binary_crossentropy"},
    "binary-logits": {"name": "binary_crossentropy", "settings": {"from_logits": True}},
    "binary-smooth": {"name": "binary_crossentropy", "settings": {"label_smoothing": 0.2}},
    "mse": {"name": "mean_squared_error"},
    "mse-sum": {"name": "mean_squared_error", "reduction": "sum"},
}


def loss_spec(key):
    given = LOSSES[key]
    settings = {"from_logits": False, "label_smoothing": 0.0, **given.get("settings", {})}
    return {"name": given["name"], "settings": settings, "reduction": given.get("reduction", "sum_over_batch_size")}


def build(name):
    spec = MODELS[name]
    model = keras.Sequential([keras.Input(spec["input"])])
    for kind, *rest in spec["layers"]:
        if kind == "dense":
            model.add(layers.Dense(rest[0], activation=rest[1], bias_initializer="random_normal"))
        elif kind == "conv2d":
            filters, size, strides, padding, dilation, activation = rest
            model.add(layers.Conv2D(filters, size, strides=strides, padding=padding, dilation_rate=dilation, activation=activation, bias_initializer="random_normal"))
        elif kind == "maxpool":
            model.add(layers.MaxPooling2D(rest[0], strides=rest[1], padding=rest[2]))
        elif kind == "flatten":
            model.add(layers.Flatten())
        elif kind == "reshape":
            model.add(layers.Reshape(rest[0]))
    return model


def loss_object(spec):
    if spec["name"] == "mean_squared_error":
        return losses.MeanSquaredError(reduction=spec["reduction"])
    settings = spec["settings"]
    arguments = {"from_logits": settings["from_logits"], "reduction": spec["reduction"]}
    if spec["name"] == "sparse_categorical_crossentropy":
        return losses.SparseCategoricalCrossentropy(**arguments)
    kind = losses.BinaryCrossentropy if spec["name"] == "binary_crossentropy" else losses.CategoricalCrossentropy
    return kind(label_smoothing=settings["label_smoothing"], **arguments)


def optimizer_object(spec):
    return getattr(optimizers, spec["name"])(learning_rate=spec["learningRate"], **spec["settings"])


def data(model_name, loss, samples, rng, labels="plain"):
    model = MODELS[model_name]
    x = rng.normal(size=[samples, *model["input"]]).astype("float32")
    if model_name == "cnn-ties":  # a black background, where windows hold equal values
        x = np.where(x > 0.8, 1.0, 0.0).astype("float32")
    if labels == "bytes":
        x = rng.integers(0, 4, size=[samples, *model["input"]]).astype("uint8")
    output = build(model_name).output_shape[1:]
    if loss["name"] == "sparse_categorical_crossentropy":
        y = rng.integers(0, output[-1], size=[samples, *output[:-1]])
        if labels == "column":
            y = y[..., None]
        if labels == "bytes":
            y = y.astype("uint8")
        if labels == "float":
            y = y.astype("float32")
    elif loss["name"] == "categorical_crossentropy":
        y = np.eye(output[-1], dtype="float32")[rng.integers(0, output[-1], size=[samples, *output[:-1]])]
    elif loss["name"] == "binary_crossentropy":
        y = rng.integers(0, 2, size=[samples, *output]).astype("float32" if labels != "integer" else "int64")
    else:
        y = rng.normal(size=[samples, *output]).astype("float32")
    if labels == "flat":
        y = y[..., 0]
    return x, y


def compiled(model_name, optimizer, loss, metrics):
    model = build(model_name)
    model.compile(optimizer=optimizer_object(optimizer), loss=loss_object(loss), metrics=metrics)
    return model


def steps_case(model_name, optimizer, loss_name, metrics, labels="plain"):
    keras.utils.set_random_seed(abs(hash_text(model_name + optimizer + loss_name)) % 2**31)
    rng = np.random.default_rng(hash_text(model_name + loss_name))
    loss = loss_spec(loss_name)
    x, y = data(model_name, loss, 8, rng, labels)
    model = compiled(model_name, OPTIMIZERS[optimizer], loss, metrics)
    case = {
        "name": f"{model_name}, {loss_name}, {optimizer}, {labels} labels",
        "model": MODELS[model_name],
        "optimizer": OPTIMIZERS[optimizer],
        "loss": loss,
        "metrics": metrics,
        "x": tensor(x),
        "y": tensor(y),
        "weights": [tensor(w) for w in model.get_weights()],
        "steps": [],
    }
    for step in range(3):
        model.reset_metrics()
        logs = model.train_on_batch(x, y, return_dict=True)
        case["steps"].append({
            "logs": {key: float(value) for key, value in logs.items()},
            "weights": [tensor(w) for w in model.get_weights()] if step != 1 else None,
        })
    return case


def fit_case(model_name, optimizer, loss_name, metrics, samples, batch_size, epochs, validation_split, labels="plain"):
    keras.utils.set_random_seed(7)
    rng = np.random.default_rng(hash_text(model_name + loss_name + "fit"))
    loss = loss_spec(loss_name)
    x, y = data(model_name, loss, samples, rng, labels)
    model = compiled(model_name, OPTIMIZERS[optimizer], loss, metrics)
    weights = [tensor(w) for w in model.get_weights()]
    history = model.fit(x, y, batch_size=batch_size, epochs=epochs, shuffle=False, validation_split=validation_split, verbose=0)
    evaluated = model.evaluate(x, y, batch_size=batch_size, verbose=0, return_dict=True)
    return {
        "name": f"{model_name}, {loss_name}, {optimizer}: {samples} samples in batches of {batch_size}, {epochs} epochs, split {validation_split}",
        "model": MODELS[model_name],
        "optimizer": OPTIMIZERS[optimizer],
        "loss": loss,
        "metrics": metrics,
        "x": tensor(x),
        "y": tensor(y),
        "weights": weights,
        "batchSize": batch_size,
        "epochs": epochs,
        "trainingSamples": int(np.floor(samples * (1.0 - validation_split))),
        "history": {key: [float(v) for v in values] for key, values in history.history.items()},
        "evaluate": {key: float(value) for key, value in evaluated.items()},
        "predict": tensor(model.predict(x, batch_size=batch_size, verbose=0)),
        "after": [tensor(w) for w in model.get_weights()],
    }


def hash_text(text):
    return sum((i + 1) * ord(c) for i, c in enumerate(text))


def main():
    steps = []
    for optimizer in OPTIMIZERS:
        steps.append(steps_case("softmax", optimizer, "sparse", ["accuracy"]))
        steps.append(steps_case("binary", optimizer, "binary", ["accuracy"]))
        steps.append(steps_case("regression", optimizer, "mse", ["mae"]))
        steps.append(steps_case("cnn-same", optimizer, "categorical", ["accuracy"]))
    steps += [
        steps_case("softmax", "sgd", "categorical", ["accuracy", "categorical_crossentropy"]),
        steps_case("softmax", "sgd", "categorical-smooth", ["accuracy", "mse"]),
        steps_case("softmax", "sgd", "categorical-sum", ["accuracy"]),
        steps_case("softmax", "sgd", "categorical-logits", ["accuracy"]),
        steps_case("logits", "adam", "categorical-logits", ["accuracy"]),
        steps_case("logits", "adam", "sparse-logits", ["accuracy", "sparse_categorical_crossentropy"]),
        steps_case("multilabel", "sgd", "sparse", ["accuracy"]),
        steps_case("multilabel", "sgd", "categorical", ["accuracy"]),
        steps_case("softmax", "sgd", "sparse", ["accuracy", "sparse_categorical_crossentropy"], "column"),
        steps_case("softmax", "sgd", "sparse", ["accuracy"], "bytes"),
        steps_case("softmax", "sgd", "sparse", ["accuracy"], "float"),
        steps_case("softmax-reshaped", "sgd", "categorical", ["accuracy"]),
        steps_case("softmax-reshaped", "sgd", "sparse", ["accuracy"]),
        steps_case("sequence", "rmsprop", "sparse", ["accuracy"]),
        steps_case("sequence", "rmsprop", "sparse", ["accuracy"], "column"),
        steps_case("sequence", "adam", "categorical", ["accuracy"]),
        steps_case("softmax", "sgd", "binary", ["accuracy"]),
        steps_case("binary", "sgd", "binary-smooth", ["accuracy", "binary_crossentropy"]),
        steps_case("binary", "sgd", "binary", ["accuracy"], "flat"),
        steps_case("binary", "sgd", "binary", ["accuracy", "mae"], "integer"),
        steps_case("binary-logits", "sgd", "binary-logits", ["accuracy"]),
        steps_case("binary-hard", "sgd", "binary", ["accuracy"]),
        steps_case("multilabel", "rmsprop", "binary", ["binary_accuracy"]),
        steps_case("binary", "sgd", "mse", ["accuracy"]),
        steps_case("regression", "sgd", "mse", ["mse", "mae"], "flat"),
        steps_case("regression-2", "adam", "mse-sum", ["mae"]),
        steps_case("softmax", "sgd", "mse", ["accuracy"]),
        steps_case("cnn-deep", "adam", "sparse", ["accuracy"]),
        steps_case("cnn-strides", "sgd", "sparse", ["accuracy"]),
        steps_case("cnn-dilated", "rmsprop", "sparse", ["accuracy"]),
        steps_case("cnn-ties", "sgd", "sparse", ["accuracy"]),
    ]
    fits = [
        fit_case("softmax", "sgd", "sparse", ["accuracy"], 21, 8, 3, 0.2),
        fit_case("softmax", "adam", "categorical", ["accuracy", "mse"], 30, 7, 4, 0.25),
        fit_case("binary", "rmsprop", "binary", ["accuracy"], 29, 10, 3, 0.3),
        fit_case("regression", "sgd-momentum", "mse", ["mae"], 17, 5, 3, 0.0),
        fit_case("sequence", "sgd", "sparse", ["accuracy"], 13, 4, 2, 0.3),
        fit_case("cnn-deep", "adam", "sparse", ["accuracy"], 19, 6, 2, 0.3),
        fit_case("regression-2", "sgd", "mse-sum", ["mse"], 11, 4, 2, 0.3),
    ]
    answer = {"versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}, "steps": steps, "fits": fits}
    json.dump(answer, sys.stdout)
    sys.stdout.write("\n")


main()
