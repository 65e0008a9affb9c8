"""What losses, metrics and their functions give when a program calls them itself: shapes and element types.

    python test/oracle/objectives.py > test/oracle/objectives.json

Each call is Python text with `keras`, `losses`, `metrics`, `np` and tensors in scope.
"""

import json
import os
import sys

# This folder has a tensorflow.py of its own.
sys.path.pop(0)

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf
from keras import losses, metrics

# Tensors by name: shape, element type.
tensors = {
    "p": ((8, 10), "float32"),
    "y": ((8, 10), "float32"),
    "c": ((8,), "int64"),
    "c1": ((8, 1), "int64"),
    "p1": ((8, 1), "float32"),
    "y0": ((8,), "float32"),
    "img": ((8, 6, 6, 3), "float32"),
    "seq": ((8, 5, 10), "float32"),
    "cseq": ((8, 5), "int32"),
    "w": ((8,), "float32"),
    "half": ((8, 10), "float16"),
}

functions = """mean_squared_error mean_absolute_error mean_absolute_percentage_error mean_squared_logarithmic_error
hinge squared_hinge categorical_hinge kl_divergence poisson log_cosh huber cosine_similarity binary_crossentropy
binary_focal_crossentropy categorical_crossentropy categorical_focal_crossentropy dice tversky""".split()
classes = """MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Huber LogCosh
Hinge SquaredHinge CategoricalHinge KLDivergence Poisson CosineSimilarity BinaryCrossentropy CategoricalCrossentropy
BinaryFocalCrossentropy CategoricalFocalCrossentropy Dice Tversky""".split()

calls = [f"losses.{name}({on})" for name in functions for on in ("y, p", "img, img", "y, half")]
calls += [f"losses.{name}(y0, p1)" for name in functions[:13]]
calls += [f"losses.{name}({given})({on})" for name in classes for given in ("", "reduction='none'", "reduction='sum'") for on in ("y, p", "img, img")]
calls += [f"losses.{name}(reduction=None)(y0, p1)" for name in classes[:13] if name != "CategoricalCrossentropy"]
calls += """losses.sparse_categorical_crossentropy(c, p)
losses.sparse_categorical_crossentropy(c1, p)
losses.sparse_categorical_crossentropy(cseq, seq)
losses.SparseCategoricalCrossentropy()(c, p)
losses.SparseCategoricalCrossentropy(from_logits=True, reduction="none")(c, p)
losses.SparseCategoricalCrossentropy(reduction="none")(c1, p)
losses.SparseCategoricalCrossentropy(reduction="none")(cseq, seq)
losses.BinaryCrossentropy(from_logits=True)(y, p, sample_weight=w)
losses.BinaryCrossentropy(reduction="none")(y, p, w)
losses.BinaryCrossentropy(axis=[1, 2], reduction="none")(img, img)
losses.Huber(0.5)(y, p)
losses.Huber(0.5, "none")(y, p)
losses.CosineSimilarity(axis=1, reduction="none")(img, img)
losses.MeanSquaredError(dtype="float16")(y, p)
losses.MeanSquaredError().call(y, p)
losses.mse(y, p)
losses.Dice(axis=(1, 2), reduction="none")(img, img)
losses.mean_squared_error(y, w)
losses.MeanSquaredError()(y, img)
metrics.binary_accuracy(y, p)
metrics.categorical_accuracy(y, p)
metrics.categorical_accuracy(seq, seq)
metrics.sparse_categorical_accuracy(c, p)
metrics.sparse_categorical_accuracy(c1, p)
metrics.sparse_categorical_accuracy(cseq, seq)
metrics.top_k_categorical_accuracy(y, p)
metrics.sparse_top_k_categorical_accuracy(c, p)
metrics.mean_squared_error(y, p)
metrics.Mean()(p)
metrics.Mean("loss")(3.0)
metrics.Mean(name="loss").result()
metrics.Sum()(p)
metrics.Mean(dtype="float64")(p)
metrics.Mean().update_state(p)
metrics.Mean().reset_state()
metrics.SparseCategoricalAccuracy()(c, p)
metrics.CategoricalAccuracy()(y, p)
metrics.BinaryAccuracy(threshold=0.3)(y, p)
metrics.Accuracy()(c, c)
metrics.AUC()(y, p)
metrics.Precision()(y, p)
metrics.Precision(thresholds=0.3)(y, p)
metrics.Recall(thresholds=[0.3, 0.5, 0.7])(y, p)
metrics.TruePositives()(y, p)
metrics.FalseNegatives(thresholds=[0.3, 0.5])(y, p)
metrics.MeanIoU(num_classes=2)(c1 * 0, c1 * 0)
metrics.IoU(num_classes=2, target_class_ids=[0])(c1 * 0, c1 * 0)
metrics.F1Score()(y, p)
metrics.F1Score(average="macro")(y, p)
metrics.R2Score()(y, p)
metrics.R2Score(class_aggregation=None)(y, p)
metrics.RootMeanSquaredError()(y, p)
metrics.MeanSquaredError()(y, p)
metrics.CosineSimilarity()(y, p)
metrics.KLDivergence()(y, p)
metrics.SensitivityAtSpecificity(specificity=0.5)(y, p)
metrics.Mean().name
metrics.Mean().dtype
losses.Huber().name""".split("\n")


def told(value):
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return {"shape": list(value.shape), "dtype": keras.backend.standardize_dtype(value.dtype)}


def ask(call):
    names = {"keras": keras, "losses": losses, "metrics": metrics, "np": np}
    names |= {name: tf.ones(shape, dtype) for name, (shape, dtype) in tensors.items()}
    try:
        return {"call": call, "result": told(eval(call, names))}
    except Exception as error:
        return {"call": call, "error": type(error).__name__}


lines = ",\n".join("  " + json.dumps(ask(call)) for call in calls)
versions = {"keras": keras.__version__, "tensorflow": tf.__version__, "numpy": np.__version__}
given = {name: {"shape": list(shape), "dtype": dtype} for name, (shape, dtype) in tensors.items()}
print(f'{{\n "versions": {json.dumps(versions)},\n "tensors": {json.dumps(given)},\n "answers": [\n{lines}\n ]\n}}')
