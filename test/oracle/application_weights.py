"""Which files of weights `keras.applications` asks for: their names, addresses and hashes, without fetching any.

    python -P test/oracle/application_weights.py > test/oracle/application-weights.json
"""

import inspect
import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras.src.backend import random
from keras.src.utils import file_utils


class Asked(Exception):
    pass


def get_file(fname=None, origin=None, file_hash=None, cache_subdir="datasets", **_):
    raise Asked({"file": fname, "url": origin, "hash": file_hash, "folder": cache_subdir})


file_utils.get_file = get_file

# What the weights begin with does not matter, and drawing a gigabyte of them takes minutes.
for name in ["uniform", "normal", "truncated_normal"]:
    setattr(random, name, lambda shape, *_, dtype=None, **__: keras.ops.zeros(shape, dtype))


def asked(function, **arguments):
    keras.backend.clear_session()
    try:
        function(weights="imagenet", **arguments)
    except Asked as question:
        return question.args[0]
    raise AssertionError(f"{function.__name__} asked for no file")


alphas = {
    "MobileNet": [0.25, 0.5, 0.75, 1.0],
    "MobileNetV2": [0.35, 0.5, 0.75, 1.0, 1.3, 1.4],
    "MobileNetV3Small": [0.75, 1.0],
    "MobileNetV3Large": [0.75, 1.0],
}
answers = []
for name in sorted(dir(keras.applications)):
    function = getattr(keras.applications, name)
    if not name[0].isupper() or not callable(function):
        continue
    cases = [{"include_top": top, **({"alpha": alpha} if alpha else {})} for alpha in alphas.get(name, [None]) for top in [True, False]]
    if name in ["MobileNet", "MobileNetV2"]:
        cases += [{"include_top": False, "input_shape": (rows, columns, 3)} for rows, columns in [(128, 128), (160, 160), (192, 192), (224, 224), (128, 160), (100, 100)]]
        cases += [{"include_top": True, "input_shape": (160, 160, 3)}]
    if name.startswith("MobileNetV3"):
        cases += [{"include_top": top, "minimalistic": True} for top in [True, False]]
    model = inspect.signature(function).parameters["name"].default
    answers += [{"name": name, "model": model, "arguments": case, **asked(function, **case)} for case in cases]
print(json.dumps({"keras": keras.__version__, "answers": answers}, indent=1))
