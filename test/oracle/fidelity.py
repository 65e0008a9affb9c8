"""Runs a training script under real Keras with several seeds and writes down what it prints last.

    DATA=<folder> python test/oracle/fidelity.py examples/mnist_idx.py > test/oracle/fidelity.json

Each run sets every random seed before the script starts; the script is not changed.
"""

import contextlib
import io
import json
import os
import re
import runpy
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy
import tensorflow

SEEDS = [1, 2, 3, 4, 5]


def run(script, seed):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(script, run_name="__main__")
    return float(re.findall(r"Test accuracy: ([0-9.]+)", printed.getvalue())[-1])


script = sys.argv[1]
json.dump(
    {
        "versions": {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "numpy": numpy.__version__},
        "script": script.replace(os.sep, "/"),
        "seeds": SEEDS,
        "testAccuracy": [run(script, seed) for seed in SEEDS],
    },
    sys.stdout,
    indent=1,
)
print()
