"""Models go from Layerscope to Keras and back, and predict the same.

    python exchange.py write FOLDER            scripts for Layerscope that train the models and save them
    python exchange.py check FOLDER            what those saved, loaded by this Python's Keras (and ONNX Runtime, if it is there)
    python exchange.py train FOLDER            this Python's Keras trains and saves; scripts for Layerscope that load them

`scripts/model-files.mjs` calls them in turn.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import warnings  # noqa: E402

import numpy as np  # noqa: E402
from programs import PROGRAMS, PROGRAMS_OF_3, program  # noqa: E402

TOLERANCE = 1e-6
warnings.simplefilter("ignore")


def file_name(name):
    return name.replace(" ", "_").replace(",", "")


def chosen():
    """`ONLY=` names programs by parts of their names, with | between them."""
    names = [*PROGRAMS, *(PROGRAMS_OF_3 if KERAS == 3 else [])]
    return [name for name in names if any(part in name for part in os.environ.get("ONLY", "").split("|"))]


def write(folder):
    for name in chosen():
        base = file_name(name)
        text = program(name) + f"""
model.fit(x, y, epochs=2, batch_size=8, verbose=0)
p = model.predict(x, verbose=0)
for k, each in enumerate(p if isinstance(p, list) else [p]):
    np.save('{base}.' + str(k) + '.npy', each)
for k, each in enumerate(x if isinstance(x, list) else [x]):
    np.save('{base}.x' + str(k) + '.npy', each)
model.save('{base}.h5')
"""
        if name in CHECKPOINTS:
            text += checkpoint(f"{base}.ckpt/model") + "print(saved.save(prefix))\n"
            if KERAS == 2:
                text += f"model.save_weights('{base}.weights')\n"
        if KERAS == 3:
            text += f"""
model.save('{base}.keras')
model.save_weights('{base}.weights.h5')
model.export('{base}.onnx', format='onnx')
"""
        (folder / f"{base}.py").write_text(text)


# What TensorFlow's checkpoints are tried with.
CHECKPOINTS = ["dense", "regularised", "built by data", "batch normalisation", "bidirectional", "two inputs", "nested twice"]


def checkpoint(prefix):
    return f"""
import tensorflow as tf
prefix = '{prefix}'
count = tf.Variable(5)
saved = tf.train.Checkpoint(model=model, optimizer=model.optimizer, count=count)
"""


def restored(folder, name, base):
    """How far a model that restores a checkpoint is off, and its optimizer with it."""
    scope = {}
    exec(program(name) + checkpoint(""), scope)
    model, saved = scope["model"], scope["saved"]
    # Builds the optimizer, so that all of the checkpoint must be taken.
    model.optimizer.build(model.trainable_variables)
    saved.restore(str(folder / f"{base}.ckpt/model-1")).assert_consumed()
    steps, count = int(model.optimizer.iterations.numpy()), int(scope["count"].numpy())
    if (steps, count, int(saved.save_counter.numpy())) != (4, 5, 1):
        raise ValueError("the optimiser's state was lost")
    return model


def arrays(folder, base, kind):
    found = []
    while (folder / f"{base}.{kind}{len(found)}.npy").exists():
        found.append(np.load(folder / f"{base}.{kind}{len(found)}.npy"))
    return found


def largest(predicted, expected):
    predicted = predicted if isinstance(predicted, list) else [predicted]
    return max(float(np.abs(a - b).max()) for a, b in zip(predicted, expected, strict=True))


def check(folder):
    failed = 0
    for name in chosen():
        base = file_name(name)
        expected, x = arrays(folder, base, ""), arrays(folder, base, "x")
        if not expected:
            failed += 1
            print(f"FAILED  {name}: it was not trained here")
            continue
        x = x if len(x) > 1 else x[0]
        # Its classes are registered.
        exec(program(name), {})
        kinds = ["keras", "h5", "weights.h5", "onnx"] if KERAS == 3 else ["h5"]
        if name in CHECKPOINTS:
            kinds += ["ckpt"] if KERAS == 3 else ["ckpt", "weights"]
        for kind in kinds:
            try:
                if kind == "ckpt":
                    difference = largest(restored(folder, name, base).predict(x, verbose=0), expected)
                    failed += report(difference, name, kind)
                    continue
                if kind == "onnx":
                    difference = onnx(folder / f"{base}.onnx", x, expected)
                elif kind in ("weights.h5", "weights"):
                    scope = {}
                    exec(program(name), scope)
                    scope["model"].load_weights(folder / f"{base}.{kind}")
                    difference = largest(scope["model"].predict(x, verbose=0), expected)
                else:
                    model = keras.models.load_model(folder / f"{base}.{kind}")
                    difference = largest(model.predict(x, verbose=0), expected)
                    if kind == "keras" and int(model.optimizer.iterations.numpy()) != 4:
                        raise ValueError("the optimiser's state was lost")
            except Exception as error:
                failed += 1
                print(f"FAILED  {name} .{kind}: {type(error).__name__}: {str(error)[:300]}")
                continue
            failed += report(difference, name, kind)
    sys.exit(failed > 0)


def report(difference, name, kind):
    print(f"{difference:.1e}  {'FAILED ' if difference > TOLERANCE else ''}{name} .{kind} here, loaded by Keras {KERAS}")
    return difference > TOLERANCE


def onnx(path, x, expected):
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    x = x if isinstance(x, list) else [x]
    feeds = {info.name: each for info, each in zip(session.get_inputs(), x, strict=True)}
    return largest(session.run(None, feeds), expected)


def train(folder):
    for name in chosen():
        base = file_name(name)
        scope = {}
        exec(program(name), scope)
        model, x, y = scope["model"], scope["x"], scope["y"]
        model.fit(x, y, epochs=2, batch_size=8, verbose=0)
        kinds = ["keras", "h5"] if KERAS == 3 else ["h5"]
        for kind in kinds:
            model.save(folder / f"{base}.{kind}")
        model.save_weights(folder / f"{base}.weights.h5")
        if name in CHECKPOINTS:
            exec(checkpoint(f"{folder}/{base}.ckpt/model") + "saved.save(prefix)", scope)
            if KERAS == 2:
                model.save_weights(folder / f"{base}.weights")
        p = model.predict(x, verbose=0)
        for k, each in enumerate(p if isinstance(p, list) else [p]):
            np.save(folder / f"{base}.{k}.npy", each)
        text = program(name) + f"""
expected = [np.load('{base}.' + str(k) + '.npy') for k in range({len(p) if isinstance(p, list) else 1})]

def difference(of):
    p = of.predict(x, verbose=0)
    p = p if isinstance(p, list) else [p]
    return max([float(np.abs(a - b).max()) for a, b in zip(p, expected)])

for kind in {kinds}:
    loaded = keras.models.load_model('{base}.' + kind)
    print('RESULT', kind, difference(loaded))
    loaded.fit(x, y, epochs=1, verbose=0)
model.load_weights('{base}.weights.h5')
print('RESULT', 'weights.h5', difference(model))
"""
        if name in CHECKPOINTS:
            text += program(name) + checkpoint("") + f"""
restored = saved.restore('{base}.ckpt/model-1')
restored.assert_consumed()
print('RESULT', 'ckpt', difference(model))
state = [model.optimizer.iterations, count, saved.save_counter]
print('RESULT', 'ckpt-state', sum(abs(int(a) - b) for a, b in zip(state, [4, 5, 1])))
"""
            if KERAS == 2:
                text += program(name) + f"""
model.load_weights('{base}.weights')
print('RESULT', 'weights', difference(model))
"""
        (folder / f"{base}.py").write_text(text)
    (folder / "names.json").write_text(json.dumps({file_name(name): name for name in chosen()}))


if __name__ == "__main__":
    import keras

    KERAS = int(keras.__version__.split(".")[0])
    folder = pathlib.Path(sys.argv[2])
    {"write": write, "check": check, "train": train}[sys.argv[1]](folder)
