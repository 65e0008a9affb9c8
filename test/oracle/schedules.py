"""Asks real Keras for learning rates: every schedule with several settings, over 200 steps.

Run with Keras 3 on TensorFlow: python -P test/oracle/schedules.py > test/oracle/schedules.json
"""

import json
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402

CALLS = [
    "ExponentialDecay(0.1, 20, 0.9)",
    "ExponentialDecay(0.1, 20, 0.9, staircase=True)",
    "ExponentialDecay(1e-2, decay_steps=7.5, decay_rate=0.5)",
    "PiecewiseConstantDecay([50, 120], [0.1, 0.05, 0.001])",
    "PiecewiseConstantDecay([50], [1.0, 0.5])",
    "PiecewiseConstantDecay(boundaries=[0, 10, 11], values=[3.0, 2.0, 1.0, 0.5])",
    "PolynomialDecay(0.1, 100)",
    "PolynomialDecay(0.1, 100, end_learning_rate=0.01, power=2.0)",
    "PolynomialDecay(0.1, 30, end_learning_rate=0.0, power=0.5, cycle=True)",
    "PolynomialDecay(0.001, 199, 0.1)",
    "InverseTimeDecay(0.1, 10, 0.5)",
    "InverseTimeDecay(0.1, 10, 0.5, staircase=True)",
    "InverseTimeDecay(0.1, decay_steps=1.0, decay_rate=0.01)",
    "CosineDecay(0.1, 150)",
    "CosineDecay(0.1, 150, alpha=0.1)",
    "CosineDecay(0.0, 150, warmup_target=0.1, warmup_steps=30)",
    "CosineDecay(0.02, 100, alpha=0.05, warmup_target=0.1, warmup_steps=13)",
    "CosineDecayRestarts(0.1, 20)",
    "CosineDecayRestarts(0.1, 20, t_mul=1.0, m_mul=0.5)",
    "CosineDecayRestarts(0.1, 10, t_mul=1.5, m_mul=0.9, alpha=0.01)",
]

answers = []
for call in CALLS:
    schedule = eval(f"keras.optimizers.schedules.{call}")
    answers.append({"call": call, "rates": [float(schedule(step)) for step in range(200)]})
lines = ",\n".join(json.dumps(each) for each in answers)
print(f'{{"versions": {json.dumps({"keras": keras.__version__})}, "schedules": [\n{lines}\n]}}')
