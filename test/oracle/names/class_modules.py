"""Which module real Keras says that its public classes are of: what `print(type(x))` shows, and the `repr` of most objects.

Run with Keras 3 on TensorFlow: python test/oracle/names/class_modules.py > test/oracle/names/class-modules.json
Keras 2 is asked by test/oracle/keras2/modules_of_classes.py.
"""

import importlib
import inspect
import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402

MODULES = (
    "keras keras.layers keras.models keras.losses keras.metrics keras.optimizers keras.optimizers.schedules keras.callbacks "
    "keras.initializers keras.regularizers keras.constraints keras.random keras.preprocessing.sequence "
    "keras.preprocessing.image keras.preprocessing.text"
).split()


def ask():
    answers = {}
    for module in MODULES:
        try:
            members = vars(importlib.import_module(module))
        except ImportError:
            continue
        for name, member in sorted(members.items()):
            # Other names of a class are not its own.
            if inspect.isclass(member) and member.__name__ == name and "keras" in member.__module__:
                answers[f"{module}.{name}"] = member.__module__
    lines = ",\n".join(f"{json.dumps(key)}: {json.dumps(value)}" for key, value in sorted(answers.items()))
    print(f'{{"keras": {json.dumps(keras.__version__)}, "answers": {{\n{lines}\n}}}}')


if __name__ == "__main__":
    ask()
