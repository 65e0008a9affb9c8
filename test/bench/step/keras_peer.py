"""Keras's side of `npm run bench -- step`: the same programs, and `fit` as it comes.

Reads lines "CASE EPOCHS BATCHES" from standard input and answers each with milliseconds a step. The threads are given as an
argument, since Keras's backends take their number when they start.
"""

import os
import pathlib
import sys
import time

threads = int(sys.argv[1])
if os.environ.get("KERAS_BACKEND") == "jax" and hasattr(os, "sched_setaffinity"):
    # JAX takes as many threads as there are cores for it.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])

import keras  # noqa: E402

if keras.backend.backend() == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
    version = f"Keras {keras.__version__} with TensorFlow {tf.__version__}"
else:
    import jax

    version = f"Keras {keras.__version__} with JAX {jax.__version__}"

programs = pathlib.Path(__file__).parent / "programs"
opened = None


def measure(name, epochs, batches):
    global opened
    if opened is None or opened[0] != name:
        opened = None
        keras.backend.clear_session()
        names = {}
        exec((programs / f"{name}.py").read_text(), names)
        opened = name, names
    names = opened[1]
    batch = names["batch_size"]
    x, y = names["x"][: batches * batch], names["y"][: batches * batch]
    started = time.perf_counter()
    names["model"].fit(x, y, batch_size=batch, epochs=epochs, verbose=0)
    return (time.perf_counter() - started) * 1000 / (epochs * (len(x) // batch))


print(version, flush=True)
for line in sys.stdin:
    name, epochs, batches = line.split()
    print(measure(name, int(epochs), int(batches)), flush=True)
