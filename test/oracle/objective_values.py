"""The numbers that losses and metrics give where a program calls them itself, on arrays.

    python test/oracle/objective_values.py > test/oracle/objective_values.json

Each case is Python text with `keras`, `np`, `losses`, `metrics`, `y`, `p`, `c`, `w` in scope whose last line names `answer`.
"""

import json
import os
import sys

sys.path.pop(0)
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

HEAD = """import keras
import numpy as np
from keras import losses, metrics
y = np.array([[0, 1, 0], [1, 0, 1], [0, 0, 1], [1, 1, 0]], dtype='float32')
p = np.array([[0.1, 0.7, 0.3], [0.8, 0.4, 0.6], [0.2, 0.1, 0.45], [0.55, 0.35, 0.15]], dtype='float32')
c = np.array([1, 0, 2, 0])
w = np.array([0.5, 1.0, 2.0, 0.25], dtype='float32')
"""

bodies = [
    "answer = losses.mean_squared_error(y, p)",
    "answer = losses.mean_absolute_error([1.0, 2.0], [1.5, 1.0])",
    "answer = losses.binary_crossentropy(y, p, label_smoothing=0.1)",
    "answer = losses.categorical_crossentropy(y, p)",
    "answer = losses.sparse_categorical_crossentropy(c, p)",
    "answer = losses.huber(y, p, delta=0.2)",
    "answer = losses.cosine_similarity(y, p)",
    "answer = losses.MeanSquaredError()(y, p)",
    "answer = losses.MeanSquaredError(reduction='sum')(y, p, sample_weight=w)",
    "answer = losses.MeanSquaredError(reduction=None)(y, p, w)",
    "answer = losses.MeanSquaredError(reduction='mean_with_sample_weight')(y, p, w)",
    "answer = losses.SparseCategoricalCrossentropy(from_logits=True)(c, p)",
    "answer = losses.SparseCategoricalCrossentropy(ignore_class=2)(c, p)",
    "answer = losses.BinaryFocalCrossentropy(gamma=1.0)(y, p)",
    "answer = losses.KLDivergence()(y, p)",
    "answer = losses.Dice()(y, p)",
    "answer = losses.Tversky(alpha=0.2, beta=0.8, axis=-1)(y, p)",
    "answer = losses.Hinge()(2 * y - 1, p)",
    "answer = metrics.binary_accuracy(y, p)",
    "answer = metrics.sparse_categorical_accuracy(c, p)",
    "answer = metrics.top_k_categorical_accuracy(y, p, k=2)",
    "m = metrics.Mean()\nm.update_state([1.0, 3.0, 5.0])\nm.update_state(7.0)\nanswer = m.result()",
    "m = metrics.Mean()\nm.update_state([1.0, 3.0], sample_weight=[1, 0])\nanswer = m.result()",
    "m = metrics.Sum()\nm.update_state([1.0, 3.0, 5.0])\nm.update_state([2.0], [0.5])\nanswer = m.result()",
    "m = metrics.MeanSquaredError()\nm.update_state(y, p)\nm.update_state(y, 1 - p)\nanswer = m.result()",
    "m = metrics.RootMeanSquaredError()\nm.update_state(y, p, sample_weight=w)\nanswer = m.result()",
    "m = metrics.BinaryAccuracy(threshold=0.4)\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.SparseCategoricalAccuracy()\nm.update_state(c, p)\nanswer = m.result()",
    "m = metrics.Precision()\nm.update_state(y, p)\nm.update_state(1 - y, p)\nanswer = m.result()",
    "m = metrics.Recall(thresholds=[0.3, 0.6])\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.AUC()\nm.update_state([0, 0, 1, 1], [0, 0.5, 0.3, 0.9])\nanswer = m.result()",
    "m = metrics.AUC(num_thresholds=3)\nm.update_state([0, 0, 1, 1], [0, 0.5, 0.3, 0.9], sample_weight=[1, 0, 0, 1])\nanswer = m.result()",
    "m = metrics.F1Score(threshold=0.5)\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.F1Score(average='macro')\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.MeanIoU(num_classes=2)\nm.update_state([0, 0, 1, 1], [0, 1, 0, 1])\nanswer = m.result()",
    "m = metrics.R2Score()\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.CosineSimilarity(axis=1)\nm.update_state(y, p)\nanswer = m.result()",
    "m = metrics.TruePositives()\nm.update_state([0, 1, 1, 1], [1, 0, 1, 1])\nm.reset_state()\nm.update_state([0, 1, 1, 1], [1, 0, 1, 0])\nanswer = m.result()",
    "m = metrics.CategoricalAccuracy()\nanswer = m(y, p)",
    "m = metrics.MeanAbsoluteError()\nanswer = m.result()",
]

answers = []
for body in bodies:
    scope = {}
    exec(HEAD + body, scope)
    answers.append({"program": HEAD + body, "about": body, "answer": np.asarray(scope["answer"], dtype="float64").tolist()})
lines = ",\n".join(json.dumps(each) for each in answers)
sys.stdout.write(f'{{"versions": {{"keras": "{keras.__version__}"}}, "cases": [\n{lines}\n]}}\n')
