"""Training steps with learning rates that change, and with weights that do not decay."""

from ask import ask, case

MODEL = "keras.Sequential([keras.Input([5]), layers.Dense(4, activation='tanh'), layers.Dense(3)])"

SCHEDULES = [
    "ExponentialDecay(0.1, 2, 0.5)",
    "ExponentialDecay(0.1, 2, 0.5, staircase=True)",
    "PiecewiseConstantDecay([1, 2], [0.1, 0.05, 0.01])",
    "PolynomialDecay(0.1, 2, end_learning_rate=0.01, power=2.0)",
    "InverseTimeDecay(0.1, 1, 0.5)",
    "CosineDecay(0.1, 4)",
    "CosineDecay(0.0, 4, warmup_target=0.1, warmup_steps=2)",
    "CosineDecayRestarts(0.1, 2)",
]

def step(about, optimizer, before=""):
    return case(about, MODEL, y="values([8, 3], 5)", optimizer=optimizer, before=before)


schedules = "keras.optimizers.schedules"
cases = [step(f"SGD with {each}", f"keras.optimizers.SGD({schedules}.{each})") for each in SCHEDULES]
cases += [
    step(
        "Adam with a schedule and accumulated gradients",
        "keras.optimizers.Adam(schedule, gradient_accumulation_steps=2)",
        f"schedule = {schedules}.ExponentialDecay(0.1, 2, 0.5)",
    ),
    step(
        "AdamW with a schedule, which the decay follows",
        f"keras.optimizers.AdamW(learning_rate={schedules}.CosineDecay(0.05, 10), weight_decay=0.5)",
    ),
    step("Adafactor with a schedule", f"keras.optimizers.Adafactor({schedules}.CosineDecay(0.5, 10))"),
    step("Muon with a schedule", f"keras.optimizers.Muon({schedules}.CosineDecay(0.05, 10))"),
    step(
        "a learning rate set before the training",
        "optimizer",
        "optimizer = keras.optimizers.SGD(0.5)\noptimizer.learning_rate = 0.1\noptimizer.learning_rate.assign(0.05)",
    ),
]
cases += [
    step(
        f"{name} without decay of {excluded}",
        "optimizer",
        f"optimizer = keras.optimizers.{name}(0.1, weight_decay=0.3)\noptimizer.exclude_from_weight_decay({excluded})",
    )
    for name, excluded in [
        ("SGD", "var_names=['bias']"),
        ("AdamW", "var_names=['dense_1', 'nothing']"),
        ("Adam", "var_names=['kernel$']"),
        ("Muon", "var_names=['^bias$']"),
    ]
]
cases += [
    case(
        "AdamW without decay of a variable",
        "keras.Sequential([keras.Input([5]), first, layers.Dense(3)])",
        y="values([8, 3], 5)",
        before=(
            "first = layers.Dense(4)\nfirst.build([None, 5])\noptimizer = keras.optimizers.AdamW(0.1, weight_decay=0.3)\n"
            "optimizer.exclude_from_weight_decay(var_list=[first.kernel])"
        ),
        optimizer="optimizer",
    )
]

ask(cases)
