"""Asks real Keras what the layers of one family give; a family's script lists its cases and calls `ask`.

Run with Keras 3 on TensorFlow: python test/oracle/layers/FAMILY.py > test/oracle/layers/FAMILY.json

A case is a dict:
  layer   the class that it is about, for the count of cases a layer has
  make    Python of the layer, with `keras` and `layers`
  inputs  name -> shape of one sample, or {"shape": ..., "dtype": ..., "batch": ...}
  call    Python of its call, with `layer` and the inputs by name; left out: on all inputs, one or a list
  before  statements to run first, left out: none
  dtypes  True: also ask for the weights' element types
The answer has every output's shape and element type, and the layer's weights; or what was raised.
"""

import json
import os
import sys

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402
import tensorflow  # noqa: E402
from keras import layers  # noqa: E402


def case(make, *inputs, call=None, before=None, layer=None, **named):
    """`make` on samples of these shapes; inputs without a name are called a, b, c."""
    given = {**dict(zip("abcdefgh", inputs)), **named}
    result = {"layer": layer or make.removeprefix("layers.").split("(")[0], "make": make, "inputs": given}
    if call:
        result["call"] = call
    if before:
        result["before"] = before
    return result


flatten = keras.tree.flatten if hasattr(keras, "tree") else tensorflow.nest.flatten


def path_of(weight):
    """Keras 2 has names alone: `lstm/lstm_cell/kernel:0`."""
    return weight.path if hasattr(weight, "path") else weight.name.split(":")[0]


def answer(each):
    keras.backend.clear_session()
    scope = {"keras": keras, "layers": layers}
    try:
        exec(each.get("before", ""), scope)
        for name, given in each["inputs"].items():
            given = given if isinstance(given, dict) else {"shape": given}
            scope[name] = keras.Input(
                tuple(given["shape"]), batch_size=given.get("batch"), dtype=given.get("dtype", "float32")
            )
        layer = scope["layer"] = eval(each["make"], scope)
        names = list(each["inputs"])
        call = each.get("call") or f"layer({names[0] if len(names) == 1 else '[' + ', '.join(names) + ']'})"
        outputs = flatten(eval(call, scope))
    except Exception as error:  # what Keras refuses is an answer
        return {"error": type(error).__name__}
    prefix = f"{layer.name}/"
    return {
        "outputs": [{"shape": list(each.shape), "dtype": str(getattr(each.dtype, "name", each.dtype))} for each in outputs],
        "weights": [
            {
                "path": path_of(weight).removeprefix(prefix),
                "shape": list(weight.shape),
                "trainable": weight.trainable,
                **({"dtype": str(getattr(weight.dtype, "name", weight.dtype))} if each.get("dtypes") else {}),
            }
            for weight in layer.weights
        ],
        "count": layer.count_params(),
    }


def ask(cases):
    json.dump(
        {"keras": keras.__version__, "cases": [{**each, "answer": answer(each)} for each in cases]},
        sys.stdout,
        indent=1,
    )
    print()
