"""Asks real Keras for whole training steps; a family's script lists its cases and calls `ask`.

Run with Keras 3 on TensorFlow: python test/oracle/steps/FAMILY.py > test/oracle/steps/FAMILY.json
The families whose names begin with `keras2_` are run with Keras 2.15; their programs run here as Keras 2's.

A case is a program that Layerscope runs as it stands: it makes `model`, `x` and `y`, and compiles. All weights then get the
values of `fixed`, on both sides. Keras takes one step of all samples, and two more; the answer has the logs of each step, all weights after
the first and the third, and what `evaluate` and `predict` give then. `case` writes the program:

  about      what the case is about: its name, unique in the family
  model      Python of the model, with `keras`, `layers`, `np`
  x          the shape of the samples with their number, or Python of the array, or a list of these for several inputs;
             left out: 8 samples of the model's input shape
  y          Python of the labels, with `values(shape)`, `classes(shape, count)`, `one_hot(samples, count)`; or a shape of values
  before     statements first: imports, functions, classes
  optimizer  Python, left out: SGD with a learning rate of 0.1
  loss       Python, left out: 'mse'
  compile    further arguments of `compile`: "metrics=['mae'], loss_weights=[1, 0.5]"
  fit        further arguments of `fit`: "sample_weight=values([8])"; "batch_size=3" for several steps an epoch
"""

import base64
import json
import os
import runpy
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow  # noqa: E402

KERAS = int(keras.__version__.split(".")[0])

HEAD = """import keras
import numpy as np
from keras import layers


def values(shape, seed=0):
    count = int(np.prod(shape))
    return np.sin(np.arange(count) * 1.7 + seed).reshape(shape).astype('float32')


def classes(shape, count):
    return ((np.arange(int(np.prod(shape))) * 7) % 5 % count).reshape(shape)


def one_hot(samples, count):
    return np.eye(count, dtype='float32')[classes([samples], count)]

"""


def array(given, seed):
    if isinstance(given, str):
        return given
    return f"values({list(given)}, {seed})"


def case(about, model, *, x=None, y="values([8, 1], 5)", before="", optimizer=None, loss="'mse'", compile="", fit=""):
    made = "values([8, *model.input_shape[1:]], 3)" if x is None else None
    if isinstance(x, list) and x and not isinstance(x[0], int):
        made = "[" + ", ".join(array(each, 3 + index) for index, each in enumerate(x)) + "]"
    elif x is not None:
        made = array(x, 3)
    more = f", {compile}" if compile else ""
    program = HEAD + (before.strip() + "\n\n" if before else "")
    program += f"model = {model}\n"
    program += f"x = {made}\ny = {y if isinstance(y, str) else array(y, 5)}\n"
    program += f"model.compile(optimizer={optimizer or 'keras.optimizers.SGD(0.1)'}, loss={loss}{more})\n"
    return {"about": about, "program": program, "fit": fit}


def tensor(array):
    array = np.asarray(array, dtype="float32")
    return {"shape": list(array.shape), "data": base64.b64encode(array.tobytes()).decode()}


def number(value):
    """A float, or one for each class."""
    return np.asarray(value, dtype="float64").tolist()


def numbers(logs):
    return {name: [number(each) for each in value] if isinstance(value, list) else number(value) for name, value in logs.items()}


def path_of(weight):
    """Keras 2 has no paths: TensorFlow's names are much the same."""
    return weight.path if hasattr(weight, "path") else weight.name.removesuffix(":0")


def flat(values):
    return keras.tree.flatten(values) if hasattr(keras, "tree") else tensorflow.nest.flatten(values)


def fixed(weight, seed, values):
    """What a weight begins with: test/program/step-programs.ts has the same."""
    if not weight.numpy().dtype.name.startswith("float"):
        return weight.numpy()
    found = values(weight.shape, seed) * np.float32(0.5)
    return np.abs(found) + np.float32(0.5) if "variance" in path_of(weight) else found


def answer(each):
    keras.backend.clear_session()
    scope = {}
    exec(each["program"], scope)
    model, x, y = scope["model"], scope["x"], scope["y"]
    model.set_weights([fixed(weight, seed, scope["values"]) for seed, weight in enumerate(model.weights)])
    # Tracing takes a hundred times as long as the steps; but Keras 2 walks through time otherwise where it does not trace.
    model.run_eagerly = KERAS == 3 or "TimeDistributed" not in each["program"]
    options = eval(f"dict({each['fit']})", scope)
    samples = len(flat(x)[0])
    common = {"batch_size": samples, "shuffle": False, "verbose": 0, **options}
    first = model.fit(x, y, epochs=1, **common)
    after_one = [tensor(weight) for weight in model.get_weights()]
    rest = model.fit(x, y, epochs=2, **common)
    logs = {name: [*first.history[name], *rest.history[name]] for name in first.history}
    predicted = model.predict(x, batch_size=samples, verbose=0)
    weights = {"sample_weight": options["sample_weight"]} if "sample_weight" in options else {}
    return {
        "logs": numbers(logs),
        "weights": [path_of(weight) for weight in model.weights],
        "first": after_one,
        "third": [tensor(weight) for weight in model.get_weights()],
        "evaluate": numbers(model.evaluate(x, y, batch_size=samples, verbose=0, return_dict=True, **weights)),
        "predict": [tensor(each) for each in flat(predicted)],
    }


def cases_of(family, chosen):
    """The cases of another family's script that are about these."""
    module, found, own = sys.modules["ask"], [], ask
    module.ask = found.extend
    runpy.run_path(os.path.join(os.path.dirname(__file__), f"{family}.py"), run_name="__main__")
    module.ask = own
    assert set(chosen) <= {each["about"] for each in found}, set(chosen) - {each["about"] for each in found}
    return [each for each in found if each["about"] in chosen]


def ask(cases):
    names = [each["about"] for each in cases]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1]
    versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "numpy": np.__version__}
    answers, refused = [], []
    for each in cases:
        try:
            answers.append({**each, **answer(each)})
        except Exception as error:
            refused.append(f"{each['about']}: {error}")
    assert not refused, "\n\n".join(refused)
    lines = ",\n".join(json.dumps(each) for each in answers)
    sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "cases": [\n{lines}\n]}}\n')
