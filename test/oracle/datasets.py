"""What Keras's data sets hold, read from small files of the same make as those that Keras downloads.

Run with Keras 3: python test/oracle/datasets.py > test/oracle/datasets.json; writes the files in test/oracle/datasets.
"""

import contextlib
import gzip
import io
import json
import os
import pickle
import struct
import sys

import keras
import numpy as np
from keras.src.datasets import (
    boston_housing,
    california_housing,
    cifar100,
    fashion_mnist,
    imdb,
    mnist,
    reuters,
)

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "datasets")
random = np.random.RandomState(5)


def at(*names):
    path = os.path.join(folder, *names)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def pictures(count, *shape):
    return random.randint(0, 256, (count, *shape)).astype("uint8")


def labels(count, dtype="uint8"):
    return random.randint(0, 10, count).astype(dtype)


def texts(count):
    rows = np.empty(count, dtype=object)
    for row in range(count):
        rows[row] = [int(word) for word in random.randint(1, 30, row % 7 + 2)]
    return rows


np.savez_compressed(at("mnist.npz"), x_train=pictures(5, 28, 28), y_train=labels(5), x_test=pictures(2, 28, 28), y_test=labels(2))
np.savez(at("boston_housing.npz"), x=random.rand(12, 13), y=random.rand(12))
np.savez(at("california_housing.npz"), x=random.rand(10, 8).astype("float32"), y=random.rand(10).astype("float32"))
np.savez_compressed(at("imdb.npz"), x_train=texts(9), y_train=labels(9, "int64") % 2, x_test=texts(6), y_test=labels(6, "int64") % 2)
np.savez(at("reuters.npz"), x=texts(11), y=labels(11, "int64"))
with open(at("imdb_word_index.json"), "w") as file:
    json.dump({"the": 1, "caf\u00e9": 2}, file)
for part, count in (("train", 3), ("t10k", 2)):
    with gzip.open(at("fashion-mnist", f"{part}-images-idx3-ubyte.gz"), "wb") as file:
        file.write(struct.pack(">IIII", 2051, count, 28, 28) + pictures(count, 28, 28).tobytes())
    with gzip.open(at("fashion-mnist", f"{part}-labels-idx1-ubyte.gz"), "wb") as file:
        file.write(struct.pack(">II", 2049, count) + labels(count).tobytes())


class Python2(pickle._Pickler):
    """Writes bytes as Python 2 wrote its texts, as CIFAR's files have them."""

    dispatch = dict(pickle._Pickler.dispatch)

    def save_bytes(self, data):
        self.write(b"U" + bytes([len(data)]) if len(data) < 256 else b"T" + struct.pack("<I", len(data)))
        self.write(data)
        self.memoize(data)

    dispatch[bytes] = save_bytes


def batch(*path, keys, count):
    made = {b"data": pictures(count, 3 * 32 * 32)}
    for key in keys:
        made[key] = [int(label) for label in labels(count)]
    with open(at(*path), "wb") as file:
        Python2(file, protocol=2).dump(made)


# Of CIFAR-10 Keras reads whole files alone: what becomes of these is not asked.
for name in [f"data_batch_{number}" for number in range(1, 6)] + ["test_batch"]:
    batch("cifar-10-batches-py-target", "cifar-10-batches-py", name, keys=[b"labels"], count=1)
for name in ("train", "test"):
    batch("cifar-100-python-target", "cifar-100-python", name, keys=[b"fine_labels", b"coarse_labels"], count=2)


def found(fname, origin=None, cache_subdir="datasets", **_):
    return at(*cache_subdir.split(os.sep)[1:], fname)


for module in (boston_housing, california_housing, cifar100, fashion_mnist, imdb, mnist, reuters):
    module.get_file = found

HEAD = """import keras
import numpy as np

def told(value):
    if isinstance(value, tuple):
        for each in value: told(each)
    elif isinstance(value[0], list):
        print('texts', value.shape, [list(row) for row in value])
    else:
        print(value.dtype, value.shape, float(value.astype('float64').sum()), [round(float(each), 5) for each in value.ravel()[:9]])

"""

programs = [
    "told(keras.datasets.mnist.load_data())",
    "told(keras.datasets.fashion_mnist.load_data())",
    "told(keras.datasets.boston_housing.load_data())",
    "told(keras.datasets.boston_housing.load_data(test_split=0.5, seed=3))",
    "told(keras.datasets.california_housing.load_data(version='small'))",
    "told(keras.datasets.imdb.load_data())",
    "told(keras.datasets.imdb.load_data(num_words=20, seed=1))",
    "told(keras.datasets.imdb.load_data(num_words=20, skip_top=6, maxlen=6, start_char=None, index_from=0, oov_char=None))",
    "told(keras.datasets.reuters.load_data(num_words=15))",
    "told(keras.datasets.reuters.load_data(maxlen=5, test_split=0.4, seed=2))",
    "print(keras.datasets.imdb.get_word_index())",
    "told(keras.datasets.cifar100.load_data())",
    "told(keras.datasets.cifar100.load_data(label_mode='coarse'))",
    """(x_train, y_train), (x_test, y_test) = keras.datasets.imdb.load_data(num_words=25)
print(len(x_train), x_train.shape, x_train[0], [len(row) for row in x_train[:3]], len(x_train[y_train == 1]))
def vectors(rows, size=25):
    made = np.zeros((len(rows), size))
    for at, row in enumerate(rows):
        made[at, row] = 1.0
    return made
print(vectors(x_train).sum(axis=1).tolist(), keras.utils.pad_sequences(x_test, maxlen=5).tolist())
with np.load('mnist.npz') as archive:
    print(sorted(archive.files), archive['y_train'].tolist(), 'y_test' in archive)
print(np.load('imdb.npz', allow_pickle=True)['x_test'].shape)
try:
    np.load('imdb.npz')['x_test']
except ValueError as error:
    print(error)
""",
]

cases = []
os.chdir(folder)
for program in programs:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(HEAD + program, {})
    cases.append({"program": HEAD + program, "printed": printed.getvalue()})
lines = ",\n".join(json.dumps(each) for each in cases)
sys.stdout.write(f'{{"versions": {json.dumps({"keras": keras.__version__, "numpy": np.__version__})}, "cases": [\n{lines}\n]}}\n')
