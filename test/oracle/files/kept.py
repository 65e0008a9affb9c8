"""Writes small files of models for `npm test`, and what Keras says is in them.

    python kept.py FOLDER        with Keras 3: .keras, .h5, .weights.h5, and files that are to be refused
    python kept.py FOLDER        with Keras 2.15: a .h5 in its layout

Both write a checkpoint of TensorFlow's; `python kept.py FOLDER checkpoints` writes it alone.
"""

import json
import os
import pathlib
import sys
import zipfile

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import tensorflow as tf  # noqa: E402
from exchange import file_name  # noqa: E402
from programs import program  # noqa: E402

folder = pathlib.Path(sys.argv[1])
major = keras.__version__.split(".")[0]


def checkpoint():
    scope = {}
    name = "two inputs"
    exec(program(name), scope)
    model = scope["model"]
    model.fit(scope["x"], scope["y"], batch_size=6, epochs=1, verbose=0)
    saved = tf.train.Checkpoint(model=model, optimizer=model.optimizer, count=tf.Variable(5))
    path = saved.save(str(folder / f"{file_name(name)}_{major}.ckpt"))
    answer = {"weights": [weight.tolist() for weight in model.get_weights()], "names": tf.train.list_variables(path)}
    (folder / "checkpoint").unlink()
    (folder / f"checkpoints_{major}.json").write_text(json.dumps(answer))


checkpoint()
if sys.argv[2:] == ["checkpoints"]:
    sys.exit()
answers = {}
for name in ["two inputs", "nested twice", "batch normalisation"]:
    scope = {}
    exec(program(name), scope)
    model = scope["model"]
    model.fit(scope["x"], scope["y"], epochs=1, verbose=0)
    weights = [weight.tolist() for weight in model.get_weights()]
    for kind in ["keras", "h5", "weights.h5"] if major == "3" else ["h5"]:
        path = f"{file_name(name)}_{major}.{kind}"
        model.save_weights(folder / path) if kind == "weights.h5" else model.save(folder / path)
        answers[path] = weights

if major == "3":
    import h5py

    loose = keras.Sequential([keras.Input((2,)), keras.layers.Lambda(lambda x: x * 2)])
    loose.save(folder / "lambda.keras")
    with h5py.File(folder / "huge_shape.h5", "w") as file:
        file.create_dataset("vars/0", shape=(1 << 20, 1 << 20), chunks=(1, 1024), dtype="float32")
    with h5py.File(folder / "external_link.h5", "w") as file:
        file["layers"] = h5py.ExternalLink("other.h5", "/layers")
    with h5py.File(folder / "soft_link.h5", "w") as file:
        file["a"] = [1.0]
        file["layers"] = h5py.SoftLink("/a")
    with zipfile.ZipFile(folder / "climbing.keras", "w") as archive:
        archive.writestr("../config.json", "{}")

(folder / f"weights_{major}.json").write_text(json.dumps(answers))
