"""Values and gradients of Keras's activations, at kinks too: for test/program/activations.test.ts.

Run `python training_activations.py > training_activations.json` with a Python that has Keras and TensorFlow.
"""

import inspect
import json
import os
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

POINTS = [-7.0, -6.0, -4.0, -3.0, -2.5, -1.0, -0.5, 0.0, 0.25, 0.5, 1.0, 2.5, 3.0, 5.0, 6.0, 7.0]

answers = {}
for name, function in inspect.getmembers(keras.activations, inspect.isfunction):
    if name in ("get", "serialize", "deserialize", "glu", "threshold"):
        continue
    x = tf.constant([POINTS])
    weights = tf.constant([np.linspace(-1, 1, len(POINTS)).astype("float32")])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = function(x)
        total = tf.reduce_sum(y * weights)
    answers[name] = {
        "values": [float(v) for v in y.numpy()[0]],
        "gradients": [float(v) for v in tape.gradient(total, x).numpy()[0]],
    }

json.dump(
    {
        "versions": {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__},
        "points": POINTS,
        "weights": [float(v) for v in np.linspace(-1, 1, len(POINTS)).astype("float32")],
        "activations": answers,
    },
    sys.stdout,
)
sys.stdout.write("\n")
