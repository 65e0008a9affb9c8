"""Writes down the public names of Keras's modules: what programs can take from them.

Run with Keras 3 on TensorFlow: python test/oracle/names/keras_names.py > test/oracle/names/keras-names.json
"""

import inspect
import json
import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras  # noqa: E402

modules = (
    "layers",
    "activations",
    "initializers",
    "regularizers",
    "constraints",
    "optimizers",
    "optimizers.schedules",
    "losses",
    "metrics",
    "callbacks",
)
names = {}
for name in modules:
    module = keras
    for part in name.split("."):
        module = getattr(module, part)
    public = {each: getattr(module, each) for each in dir(module) if not each.startswith("_")}
    names[name] = {
        "classes": [each for each, value in public.items() if inspect.isclass(value)],
        "functions": [each for each, value in public.items() if inspect.isfunction(value)],
    }
print(json.dumps({"keras": keras.__version__, "modules": names}, indent=1))
