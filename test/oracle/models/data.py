"""The data that programs download, as zeros of the right shape; labels go through all their classes."""

import importlib.abc
import importlib.machinery
import os
import sys
import tempfile
import types

import keras
import numpy as np
import tensorflow as tf


def _labels(n, classes, shape=None, dtype="uint8"):
    labels = (np.arange(n) % classes).astype(dtype)
    return labels if shape is None else labels.reshape(shape)


def _images(train, test, shape, classes, column=False):
    def load_data(*args, **kwargs):
        return tuple(
            (np.zeros((n, *shape), "uint8"), _labels(n, classes, (n, 1) if column else None)) for n in (train, test)
        )

    return load_data


def _table(rows, columns):
    def load_data(*args, test_split=0.2, **kwargs):
        cut = int(rows * (1 - test_split))
        return tuple((np.zeros((n, columns)), np.zeros(n)) for n in (cut, rows - cut))

    return load_data


def _sequences(train, test, words, classes):
    def load_data(path=None, num_words=None, skip_top=0, maxlen=None, seed=113, *args, test_split=0.2, **kwargs):
        top = min(num_words or words, words) - 1

        def part(n):
            x = np.empty(n, dtype=object)
            for i in range(n):
                x[i] = [1, top] * 4
            return x, _labels(n, classes, dtype="int64")

        return part(train), part(test)

    return load_data


def _word_index(words):
    return lambda *args, **kwargs: {f"w{i}": i for i in range(1, words + 1)}


_sets = {
    "mnist": {"load_data": _images(60_000, 10_000, (28, 28), 10)},
    "fashion_mnist": {"load_data": _images(60_000, 10_000, (28, 28), 10)},
    "cifar10": {"load_data": _images(50_000, 10_000, (32, 32, 3), 10, column=True)},
    "imdb": {"load_data": _sequences(25_000, 25_000, 88_587, 2), "get_word_index": _word_index(88_584)},
    "reuters": {"load_data": _sequences(8_982, 2_246, 30_982, 46), "get_word_index": _word_index(30_979)},
    "boston_housing": {"load_data": _table(506, 13)},
}


def _cifar100(label_mode="fine"):
    return _images(50_000, 10_000, (32, 32, 3), 100 if label_mode == "fine" else 20, column=True)()


def _california(version="large", *args, test_split=0.2, **kwargs):
    return _table(20_640 if version == "large" else 600, 8)(test_split=test_split)


_sets["cifar100"] = {"load_data": _cifar100}
_sets["california_housing"] = {"load_data": _california}


def replace():
    for name, functions in _sets.items():
        for root in (keras, tf.keras):
            module = getattr(root.datasets, name, None)
            for function, stub in functions.items():
                if module is not None:
                    setattr(module, function, stub)
    _replace_downloads()
    _replace_sklearn()
    _replace_folders()
    old = tf.keras.preprocessing.image
    for name in dir(old):
        if not hasattr(keras.preprocessing.image, name):
            setattr(keras.preprocessing.image, name, getattr(old, name))


def _replace_downloads():
    folder = tempfile.mkdtemp()

    def get_file(fname=None, origin=None, *args, **kwargs):
        return os.path.join(folder, os.path.basename(fname or origin or "file"))

    keras.utils.get_file = tf.keras.utils.get_file = get_file
    try:
        from keras.src.utils import file_utils

        file_utils.get_file = get_file
    except ImportError:
        from keras.src.utils import data_utils

        data_utils.get_file = get_file
    for name, module in list(sys.modules.items()):
        if name.startswith("keras") and hasattr(module, "get_file"):
            try:
                module.get_file = get_file
            except Exception:
                pass


def _replace_sklearn():
    try:
        import sklearn.datasets as datasets
        from sklearn.utils import Bunch
    except ImportError:
        return

    def fetch_california_housing(*, return_X_y=False, as_frame=False, **kwargs):
        if as_frame:
            raise OSError("not downloaded")
        names = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]
        x, y = np.zeros((20_640, 8)), np.zeros(20_640)
        return (x, y) if return_X_y else Bunch(data=x, target=y, feature_names=names, DESCR="")

    def missing(*args, **kwargs):
        raise OSError("not downloaded")

    def load_boston(*, return_X_y=False):
        x, y = np.zeros((506, 13)), np.zeros(506)
        return (x, y) if return_X_y else Bunch(data=x, target=y, feature_names=[f"f{i}" for i in range(13)], DESCR="")

    datasets.__dict__["load_boston"] = load_boston
    datasets.fetch_california_housing = fetch_california_housing
    for name in dir(datasets):
        if name.startswith("fetch_") and name != "fetch_california_housing":
            setattr(datasets, name, missing)


def _replace_folders():
    """Folders of pictures that are not there: what Keras would give of them where the number of classes is known by name."""

    def classes_of(directory):
        name = str(directory).lower()
        if "flower" in name:
            return ["daisy", "dandelion", "roses", "sunflowers", "tulips"]
        if "cats" in name or "dogs" in name:
            return ["cats", "dogs"]
        raise FileNotFoundError(str(directory))

    def image_dataset_from_directory(
        directory, labels="inferred", label_mode="int", class_names=None, color_mode="rgb", batch_size=32,
        image_size=(256, 256), *args, **kwargs,
    ):
        names = class_names or classes_of(directory)
        channels = {"rgb": 3, "rgba": 4, "grayscale": 1}[color_mode]
        images = tf.data.Dataset.from_tensors(tf.zeros((batch_size or 1, *image_size, channels)))
        wide = {"categorical": (batch_size or 1, len(names)), "binary": (batch_size or 1, 1)}.get(label_mode, (batch_size or 1,))
        targets = tf.data.Dataset.from_tensors(tf.zeros(wide, tf.int32 if label_mode == "int" else tf.float32))
        found = images.unbatch() if label_mode is None or labels is None else tf.data.Dataset.zip((images, targets)).unbatch()
        found = found.repeat(4)
        if batch_size is not None:
            found = found.batch(batch_size)
        found.class_names = names
        return found

    keras.utils.image_dataset_from_directory = image_dataset_from_directory
    keras.preprocessing.image_dataset_from_directory = image_dataset_from_directory
    tf.keras.utils.image_dataset_from_directory = image_dataset_from_directory
    tf.keras.preprocessing.image_dataset_from_directory = image_dataset_from_directory


class Absent:
    """Anything of a package that is not installed. It is no number and has no length, so that no shape is made of it."""

    def __init__(self, name="absent"):
        self._name = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absent(f"{self._name}.{name}")

    def __call__(self, *args, **kwargs):
        # As a decorator that does nothing.
        if len(args) == 1 and not kwargs and isinstance(args[0], types.FunctionType):
            return args[0]
        return Absent(f"{self._name}()")

    def __enter__(self):
        return Absent(self._name)

    def __exit__(self, *args):
        return False

    def __mro_entries__(self, bases):
        return (object,)


class _AbsentModule(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Absent(f"{self.__name__}.{name}")


# Where Keras 1 and 2 kept what Keras 3 has in one place.
_moved = {
    **{
        f"keras.layers.{name}": "keras.layers"
        for name in (
            "core convolutional pooling recurrent normalization merge embeddings advanced_activations wrappers noise "
            "local convolutional_recurrent"
        ).split()
    },
    "keras.utils.np_utils": "keras.utils",
    "keras.utils.vis_utils": "keras.utils",
    "keras.utils.generic_utils": "keras.utils",
    "keras.preprocessing.text": "tensorflow.keras.preprocessing.text",
    "keras.engine": "keras",
    "keras.engine.topology": "keras.layers",
    "keras.optimizers.legacy": "keras.optimizers",
}


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        root = name.split(".")[0]
        plain = name.removeprefix("tensorflow.") if name.startswith("tensorflow.keras.") else name
        if plain in _moved or ".wrappers.scikit_learn" in name or root not in ("keras", "tensorflow", "tf_keras", "numpy", "sklearn", "pandas", "scipy", "matplotlib"):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        plain = spec.name.removeprefix("tensorflow.") if spec.name.startswith("tensorflow.keras.") else spec.name
        if plain in _moved:
            module = types.ModuleType(spec.name)
            there = sys.modules.get(_moved[plain])
            if there is None:
                # `tensorflow.keras` is loaded when it is first asked for, and is no module that can be imported by path.
                there = tf
                for part in _moved[plain].split(".")[1:] if _moved[plain].startswith("tensorflow") else []:
                    there = getattr(there, part)
            module.__dict__.update({key: getattr(there, key) for key in dir(there) if not key.startswith("__")})
            return module
        module = _AbsentModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass


def mock_absent_packages():
    sys.meta_path.append(_Finder())
