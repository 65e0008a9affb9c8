"""What whole programs print under real Keras; a family's script lists them and calls `ask`.

Run with Keras 3 on TensorFlow: python test/oracle/runs/FAMILY.py > test/oracle/runs/FAMILY.json
The families whose names begin with `keras2_` are run with Keras 2.15; their programs run here as Keras 2's.

The same programs run as `layerscope train` would run them, and must print the same: so they print nothing that chance or
the last bits of float32 decide. `HEAD` stands before each.
"""

import contextlib
import io
import json
import linecache
import os
import sys
import tempfile

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import tensorflow  # noqa: E402

HEAD = """import keras
import numpy as np
from keras import layers

x = np.sin(np.arange(160) * 1.7).reshape(40, 4).astype('float32')
y = x[:, :1] - x[:, 1:2]


def regression():
    model = keras.Sequential([keras.Input([4]), layers.Dense(3, activation='tanh'), layers.Dense(1)])
    model.set_weights([np.cos(np.arange(w.size) * 1.3).reshape(w.shape) * 0.5 for w in model.get_weights()])
    model.compile('sgd', 'mse', metrics=['mae'])
    return model

"""


def ask(programs):
    """`programs`: what each is about -> its text."""
    cases = []
    for about, text in programs.items():
        keras.backend.clear_session()
        source, name = HEAD + text.strip() + "\n", f"program{len(cases)}.py"
        # TensorFlow reads the source of functions that it converts.
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        printed = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
            before = os.getcwd()
            os.chdir(folder)
            try:
                exec(compile(source, name, "exec"), {"__name__": "__main__"})
            finally:
                os.chdir(before)
        cases.append({"about": about, "program": source, "printed": printed.getvalue()})
    versions = {"keras": keras.__version__, "tensorflow": tensorflow.__version__}
    lines = ",\n".join(json.dumps(each) for each in cases)
    sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "cases": [\n{lines}\n]}}\n')
