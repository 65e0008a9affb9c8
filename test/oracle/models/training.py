"""fit, evaluate, predict and their like, taken out: they build the model on the data's shapes as Keras would, and train nothing."""

import keras
import numpy as np
import tensorflow as tf

KERAS_3 = keras.__version__.startswith("3")


class _Logs(dict):
    """What a History holds: any name that is asked for."""

    def __init__(self, epochs, names):
        super().__init__({name: [0.5] * epochs for name in names})
        self._epochs = epochs

    def __missing__(self, name):
        self[name] = [0.5] * self._epochs
        return self[name]


def _first_batch(x, y=None):
    """(inputs' specs, targets' specs) of a first batch; None where there is none to see."""
    if isinstance(x, tf.data.Dataset):
        spec = x.element_spec
        return (spec[0], spec[1] if len(spec) > 1 else None) if isinstance(spec, tuple) else (spec, None)
    if isinstance(x, (np.ndarray, tf.Tensor, list, tuple, dict)) or hasattr(x, "iloc"):
        return _specs(x), _specs(y)
    if hasattr(x, "__getitem__") and hasattr(x, "__len__"):
        batch = x[0]
    elif hasattr(x, "__next__"):
        batch = next(x)
    else:
        return None
    if isinstance(batch, (tuple, list)):
        return _specs(batch[0], True), _specs(batch[1], True) if len(batch) > 1 else None
    return _specs(batch, True), None


def _specs(data, whole=False):
    if data is None:
        return None
    if isinstance(data, dict):
        return {key: _specs(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)) and data and not isinstance(data[0], (int, float)):
        return [_specs(one) for one in data]
    data = data.to_numpy() if hasattr(data, "to_numpy") else data
    data = data if hasattr(data, "dtype") else np.asarray(data)
    dtype = tf.as_dtype(data.dtype)
    if KERAS_3 and dtype == tf.float64:
        dtype = tf.float32
    shape = tuple(data.shape)
    if not KERAS_3 and len(shape) == 1 and not whole:
        shape += (1,)  # Keras 2 makes columns of vectors
    return tf.TensorSpec((None, *shape[1:]), dtype)


def _is_built(model):
    return bool(model.built) and all(
        _is_built(layer) if isinstance(layer, keras.Model) else layer.built for layer in model.layers
    )


def _build(model, x, y=None):
    own_step = type(model).train_step is not keras.Model.train_step
    if _is_built(model) and not own_step:
        return
    try:
        specs = _first_batch(x, y)
    except Exception:
        specs = None
    if not specs:
        return
    inputs, targets = specs
    if own_step:
        try:
            step = tf.function(lambda a, b: model.train_step(a if b is None else (a, b)))
            step.get_concrete_function(inputs, targets)
            return
        except Exception:
            pass
    if not _is_built(model):
        tf.function(lambda a: model(a, training=True)).get_concrete_function(inputs)


def _metric_names(model):
    try:
        named = [m if isinstance(m, str) else m.name for m in _flat(getattr(model, "_user_metrics", None) or _compiled(model))]
        return [name for name in named if isinstance(name, str)]
    except Exception:
        return []


def _compiled(model):
    metrics = getattr(model, "_compile_metrics", None)
    return getattr(metrics, "_user_metrics", None) or []


def _flat(nested):
    if isinstance(nested, dict):
        nested = list(nested.values())
    if not isinstance(nested, (list, tuple)):
        return [nested]
    return [one for part in nested for one in _flat(part)]


def _length(x):
    if isinstance(x, (list, tuple)):
        return _length(x[0])
    if isinstance(x, dict):
        return _length(next(iter(x.values())))
    if hasattr(x, "shape"):
        return int(x.shape[0])
    return 32


def fit(self, x=None, y=None, batch_size=None, epochs=1, *args, **kwargs):
    _build(self, x, y)
    names = ["loss", *_metric_names(self)]
    epochs = epochs if isinstance(epochs, int) else 1
    history = keras.callbacks.History()
    history.set_model(self)
    history.params = {"epochs": epochs, "verbose": 1, "steps": 1}
    history.epoch = list(range(min(epochs, 3)))
    history.history = _Logs(min(epochs, 3), [*names, *(f"val_{name}" for name in names)])
    self.history = history
    return history


def evaluate(self, x=None, y=None, *args, return_dict=False, **kwargs):
    _build(self, x, y)
    names = ["loss", *_metric_names(self)]
    if return_dict:
        return dict.fromkeys(names, 0.5)
    return [0.5] * len(names) if len(names) > 1 else 0.5


def predict(self, x=None, *args, **kwargs):
    _build(self, x)
    try:
        n = min(_length(x), 60_000)
        shapes = self.compute_output_shape(tf.nest.map_structure(lambda s: tuple(s.shape), _first_batch(x)[0]))
        return tf.nest.map_structure(lambda s: np.zeros((n, *s[1:]), "float32"), _as_shapes(shapes))
    except Exception:
        shape = getattr(self, "output_shape")
        return np.zeros((_length(x), *shape[1:]), "float32")


class _Shape(tuple):
    """Not a structure to tf.nest."""


def _as_shapes(found):
    if isinstance(found, (tuple, tf.TensorShape)) and all(d is None or isinstance(d, int) for d in found):
        return tf.TensorShape(found)
    return [_as_shapes(one) for one in found]


def on_batch(self, x=None, y=None, *args, **kwargs):
    _build(self, x, y)
    count = len(_metric_names(self))
    return [0.5] * (1 + count) if count else 0.5


def take_out():
    for name, stub in {
        "fit": fit,
        "evaluate": evaluate,
        "predict": predict,
        "predict_on_batch": predict,
        "train_on_batch": on_batch,
        "test_on_batch": on_batch,
        # Keras 2's: their first argument is the generator.
        "fit_generator": fit,
        "evaluate_generator": evaluate,
        "predict_generator": predict,
    }.items():
        setattr(keras.Model, name, stub)
    nothing = lambda *args, **kwargs: None  # noqa: E731
    keras.Model.load_weights = keras.Model.save_weights = nothing
    for root in (keras, tf.keras):
        root.utils.plot_model = root.utils.model_to_dot = nothing
    keras.Model.compile = _forgiving(keras.Model.compile, lambda self, *_, **__: None)
    keras.Model.save = _forgiving(keras.Model.save, nothing)
    keras.Model.summary = _forgiving(keras.Model.summary, nothing)
    checkpoint = keras.callbacks.ModelCheckpoint
    checkpoint.__init__ = _forgiving(checkpoint.__init__, nothing)
    _take_old_arguments_of_optimizers()
    _quieten_plots()
    _shorten(tf.data.Dataset)
    _draw_no_weights()


def _forgiving(original, otherwise):
    """What has no part in a model's shapes may fail without stopping the program."""

    def call(*args, **kwargs):
        try:
            return original(*args, **kwargs)
        except Exception:
            return otherwise(*args, **kwargs)

    return call


def _take_old_arguments_of_optimizers():
    base = keras.optimizers.Optimizer
    base = next((cls for cls in base.__mro__ if "base_optimizer" in cls.__module__), base)
    original = base.__init__

    def __init__(self, learning_rate=0.01, *args, lr=None, **kwargs):
        for name in ("decay", "epsilon", "schedule_decay"):
            kwargs.pop(name, None)
        original(self, learning_rate if lr is None else lr, *args, **kwargs)

    if KERAS_3:
        base.__init__ = __init__
    for root in (keras, tf.keras):
        for name in ("SGD", "Adam", "RMSprop", "Adagrad", "Adadelta", "Adamax", "Nadam"):
            if not hasattr(root.optimizers, name.lower()):
                setattr(root.optimizers, name.lower(), getattr(root.optimizers, name))


def _quieten_plots():
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        return
    for name in ("show", "savefig", "draw", "pause", "tight_layout"):
        setattr(plt, name, lambda *args, **kwargs: None)
    for name in ("plot", "xticks", "yticks", "legend", "imshow", "scatter", "bar", "hist", "title", "axis"):
        setattr(plt, name, _forgiving(getattr(plt, name), lambda *args, **kwargs: None))


def _draw_no_weights():
    """First weights are zeros: only their shapes matter here, and large models are made sooner."""
    zeros = lambda self, shape, dtype=None, **kwargs: keras.initializers.Zeros()(shape, dtype)  # noqa: E731
    for name in ("RandomUniform", "RandomNormal", "TruncatedNormal", "VarianceScaling", "OrthogonalInitializer", "Orthogonal"):
        cls = getattr(keras.initializers, name, None)
        for one in {cls, *_subclasses(cls)} if cls else ():
            if "__call__" in one.__dict__:
                one.__call__ = zeros


def _shorten(dataset):
    """A loop over a data set sees two elements of it, in their order."""
    dataset.shuffle = dataset.cache = lambda self, *args, **kwargs: self
    for cls in {dataset, *_subclasses(dataset)}:
        if "__iter__" in cls.__dict__:
            cls.__iter__ = _two_of(cls.__iter__)


def _two_of(original):
    def __iter__(self):
        found = original(self)
        for _ in range(2):
            try:
                yield next(found)
            except StopIteration:
                return

    return __iter__


def _subclasses(cls):
    for one in cls.__subclasses__():
        yield one
        yield from _subclasses(one)
