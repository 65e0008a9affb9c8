"""Asks real Keras for the variables of every optimizer once it is built: names, shapes and element types, in order.

Run with Keras 3 on TensorFlow: python -P test/oracle/optimizer_variables.py > test/oracle/optimizer-variables.json
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
from keras import layers  # noqa: E402

MODEL = (
    "keras.Sequential([keras.Input([6, 6, 2]), layers.Conv2D(3, 3), layers.BatchNormalization(), layers.Flatten(), "
    "layers.Dense(200, name='large'), layers.Dense(2, trainable=False), layers.Dense(1)])"
)

OPTIMIZERS = [
    "SGD()",
    "SGD(momentum=0.9)",
    "RMSprop()",
    "RMSprop(momentum=0.9)",
    "RMSprop(momentum=0.9, centered=True)",
    "Adam()",
    "Adam(amsgrad=True)",
    "AdamW()",
    "Adagrad()",
    "Adadelta()",
    "Adamax()",
    "Nadam()",
    "Ftrl()",
    "Lion()",
    "Lamb()",
    "Adafactor()",
    "Muon()",
    "Muon(exclude_layers=['large'])",
    "ScheduleFreeAdamW()",
    "SGD(use_ema=True, gradient_accumulation_steps=2)",
    "Adam(use_ema=True, gradient_accumulation_steps=2, amsgrad=True)",
    "Nadam(use_ema=True)",
    "RMSprop(clipnorm=1.0, centered=True)",
    "Adam(keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9))",
]

answers = []
for text in OPTIMIZERS:
    keras.backend.clear_session()
    model = eval(MODEL)
    optimizer = eval(f"keras.optimizers.{text}")
    optimizer.build(model.trainable_variables)
    variables = [[v.path.split("/")[-1], list(v.shape), v.dtype] for v in optimizer.variables]
    answers.append({"optimizer": text, "variables": variables})
lines = ",\n".join(json.dumps(each) for each in answers)
print(f'{{"versions": {json.dumps({"keras": keras.__version__})}, "model": {json.dumps(MODEL)}, "optimizers": [\n{lines}\n]}}')
