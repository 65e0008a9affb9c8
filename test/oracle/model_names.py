"""Asks real Keras what it names models that are given no name, and how many of their weights are trainable.

Run with Keras 3 on TensorFlow: python -P test/oracle/model_names.py > test/oracle/model-names.json
"""

import json
import math
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402

before = "import keras\nfrom keras import layers\n"
functional = "a = keras.Input((3,))\nlast = keras.Model(a, layers.Dense(2)(a))\n"

# Each is followed by a functional model: what a Sequential takes of its names shows there.
programs = [
    "",
    "m = keras.Sequential()\n",
    "m = keras.Sequential([layers.Dense(2)])\n",
    "m = keras.Sequential([keras.Input((3,))])\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dense(2)])\n",
    "m = keras.Sequential([layers.Dense(2, input_shape=(3,)), layers.Dense(2)])\n",
    "m = keras.Sequential()\nm.add(keras.Input((3,)))\nm.add(layers.Dense(2))\nm.add(layers.Dense(2))\n",
    "m = keras.Sequential()\nm.add(layers.Dense(2, input_shape=(3,)))\nm.add(layers.Dense(2))\n",
    "m = keras.Sequential(name='x')\nm.add(layers.Dense(2))\nm.build((None, 3))\n",
    "m = keras.Sequential([layers.Dense(2), layers.Dense(2)])\nm(keras.Input((3,)))\nm(keras.Input((3,)))\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dense(2)])\nm.pop()\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nm.pop()\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nn = keras.Sequential([m])\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nn = keras.Sequential([m, layers.Dense(2)])\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nn = keras.Sequential()\nn.add(m)\nn.add(layers.Dense(2))\nn.add(layers.Dense(2))\n",
]


inner = "m = keras.Sequential([keras.Input((3,)), layers.Dense(2), layers.Dense(3)])\n"
outer = inner + "n = keras.Sequential([m, layers.Dense(5)])\n"
programs += [
    inner + "m.layers[0].trainable = False\n",
    inner + "m.trainable = False\nm.layers[0].trainable = True\n",
    outer + "m.trainable = False\n",
    outer + "m.trainable = False\nm.layers[0].trainable = True\n",
    outer + "m.layers[1].trainable = False\nn.trainable = True\n",
    outer + "n.trainable = False\n",
    outer + "n.trainable = False\nm.trainable = True\n",
    "b = layers.Bidirectional(layers.LSTM(2))\nm = keras.Sequential([keras.Input((3, 3)), b])\nb.trainable = False\n",
    "m = keras.Sequential([keras.Input((3,)), layers.Dense(2, trainable=False), layers.BatchNormalization()])\n",
    outer + "f = keras.Model(m.input, layers.Dense(1)(m.output))\n",
]


def trainable(model):
    return sum(math.prod(w.shape) for w in model.trainable_weights) if model.built else None


def answer(program):
    keras.backend.clear_session()
    scope = {}
    exec(before + program + functional, scope)
    made = [scope[name] for name in ("m", "n", "f", "last") if name in scope]
    return {"program": before + program + functional, "models": [{"name": m.name, "built": m.built, "trainable": trainable(m)} for m in made]}


print(json.dumps({"keras": keras.__version__, "answers": [answer(program) for program in programs]}, indent=1))
