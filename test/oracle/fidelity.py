"""Runs training scripts under real Keras with several seeds and writes down the number that each prints last.

    DATA=<folder> python -P test/oracle/fidelity.py examples/mnist_idx.py test/bench/fidelity/*.py > test/oracle/fidelity.json

SEEDS=30 takes the seeds from 1 to 30 in the place of the first five. Each run sets the seeds that weights and dropout begin
with before the script starts; the scripts are not changed. TensorFlow's own seed stays unset: where it is set, Keras 3 on
TensorFlow takes the samples in the same order in each epoch (`fit` makes an iterator an epoch, whose random state
begins anew), which it does not do otherwise, nor did Keras 2. So answers differ a little from time to time. `words.py` is
a part of others.
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

SEEDS = list(range(1, 1 + int(os.environ.get("SEEDS", "5"))))


def run(script, seed):
    keras.backend.clear_session()
    keras.utils.set_random_seed(seed)
    tensorflow.random.set_seed(None)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        runpy.run_path(script, run_name="__main__")
    return float(re.findall(r"(?:Result|Test accuracy): ([0-9.]+)", printed.getvalue())[-1])


scripts = [script for script in sys.argv[1:] if not script.endswith("words.py")]
versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__, "numpy": numpy.__version__}
results = []
for script in scripts:
    sys.path.insert(0, os.path.dirname(script))
    results.append({"script": script.replace(os.sep, "/"), "results": [run(script, seed) for seed in SEEDS]})
    print(results[-1], file=sys.stderr)
json.dump({"versions": versions, "scripts": results}, sys.stdout, indent=1)
print()
