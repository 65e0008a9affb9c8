"""Asks real Keras what it names models that are given no name.

Run with Keras 3 on TensorFlow: python -P test/oracle/model_names.py > test/oracle/model-names.json
"""

import json
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
    "n = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nm = keras.Sequential([n])\n",
    "n = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nm = keras.Sequential([n, layers.Dense(2)])\n",
    "n = keras.Sequential([keras.Input((3,)), layers.Dense(2)])\nm = keras.Sequential()\nm.add(n)\nm.add(layers.Dense(2))\nm.add(layers.Dense(2))\n",
]


def answer(program):
    keras.backend.clear_session()
    scope = {}
    exec(before + program + functional, scope)
    made = [scope[name] for name in ("n", "m", "last") if name in scope]
    return {"program": before + program + functional, "models": [{"name": m.name, "built": m.built} for m in made]}


print(json.dumps({"keras": keras.__version__, "answers": [answer(program) for program in programs]}, indent=1))
