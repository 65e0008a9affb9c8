"""Asks real Keras for the configuration of each layer that the families of `test/oracle/layers` make.

Run with Keras 3 on TensorFlow: python test/oracle/configs/layers.py > test/oracle/configs/layers.json
"""

import json
import os
import pathlib
import random

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
from keras import layers  # noqa: E402, F401
from keras.src.backend.common import global_state  # noqa: E402

FAMILIES = pathlib.Path(__file__).parent.parent / "layers"

lines = []
seen = set()
for path in sorted(FAMILIES.glob("*.json")):
    if path.stem in ("keras2", "dtype_policies"):
        continue
    for each in json.loads(path.read_text())["cases"]:
        make = each["make"]
        if make in seen or each.get("before") or "error" in each["answer"] or "layer" not in make:
            continue
        seen.add(make)
        global_state.set_global_attribute("object_name_uids", None)
        random.seed(0)  # Keras draws the seeds that it is not given.
        try:
            layer = eval(make)
            text = json.dumps(layer.get_config(), sort_keys=True)
            type(layer).from_config(layer.get_config())
        except Exception:
            continue
        lines.append(json.dumps({"make": make}) [:-1] + f', "config": {text}}}')

print('{"keras": ' + json.dumps(keras.__version__) + ', "cases": [')
print(",\n".join(lines))
print("]}")
