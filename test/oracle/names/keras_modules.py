"""Writes down which modules Keras 3 has and every public name of each, under its own name and as `tf.keras`.

Run with Keras 3 on TensorFlow: python test/oracle/names/keras_modules.py > test/oracle/names/keras-modules.json
"""

import importlib
import json
import os
import types

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402


def walk(module, name, names):
    own = []
    for each in dir(module):
        value = None if each.startswith("_") or each == "src" else getattr(module, each, None)
        if value is None:
            continue
        own.append(each)
        if isinstance(value, types.ModuleType) and value.__name__.endswith("." + each) and "keras" in value.__name__:
            walk(value, f"{name}.{each}", names)
    names[name] = own
    return names


own = walk(keras, "keras", {})
tensorflow = walk(importlib.import_module("keras._tf_keras.keras"), "keras", {})
# What TensorFlow shows of it is complete where it has more than Keras itself.
more = {name: sorted(set(names) - set(own.get(name, []))) for name, names in tensorflow.items()}
print(
    json.dumps(
        {
            "keras": keras.__version__,
            "modules": own,
            "more in tf.keras": {name: names for name, names in more.items() if names},
        },
        indent=1,
    )
)
