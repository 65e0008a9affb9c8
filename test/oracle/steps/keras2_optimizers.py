"""Training steps of Keras 2: its optimizers where Keras 3's differ, and its former ones, `keras.optimizers.legacy`.

Run with Keras 2.15.
"""

from ask import ask, case, cases_of

MODEL = "keras.Sequential([keras.Input([5]), layers.Dense(4, activation='tanh'), layers.Dense(3)])"
WORDS = "keras.Sequential([keras.Input([4]), layers.Embedding(7, 3), layers.Flatten(), layers.Dense(1)])"
TOKENS = "(np.arange(32) * 5 % 6).reshape(8, 4)"

LEGACY = {
    "SGD": ["0.1", "0.1, momentum=0.9", "0.1, momentum=0.9, nesterov=True", "0.1, decay=0.5", "lr=0.1, decay=1e-6"],
    "RMSprop": ["0.01", "0.01, momentum=0.9", "0.01, centered=True", "0.01, momentum=0.5, centered=True", "0.01, rho=0.5, epsilon=1e-3, decay=0.3"],
    "Adam": ["0.01", "lr=0.01, beta_1=0.5, epsilon=None, decay=0.0", "0.01, amsgrad=True", "0.01, decay=0.4, epsilon=1e-4"],
    "Adagrad": ["0.1", "0.1, initial_accumulator_value=0.5, epsilon=1e-3"],
    "Adadelta": ["1.0", "1.0, rho=0.5, epsilon=1e-4, decay=0.5"],
    "Adamax": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, epsilon=1e-4, decay=0.5"],
    "Nadam": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, schedule_decay=0.5"],
    "Ftrl": ["0.1", "0.1, learning_rate_power=-0.7", "0.1, l1_regularization_strength=0.001, l2_shrinkage_regularization_strength=0.1, beta=0.2"],
}  # fmt: skip
LAZY = [
    "SGD(0.1)", "SGD(0.1, momentum=0.5)", "RMSprop(0.01)", "RMSprop(0.01, momentum=0.5)", "Adam(0.01)", "Adam(0.01, amsgrad=True)",
    "Adagrad(0.1)", "Adadelta(1.0)", "Adamax(0.01)", "Nadam(0.01)", "Ftrl(0.1)", "Adam(0.01, clipvalue=0.01)",
]  # fmt: skip


def legacy(text, about=None, model=MODEL, y="values([8, 3], 5)", **more):
    return case(about or f"legacy.{text}", model, y=y, optimizer=f"keras.optimizers.legacy.{text}", **more)


cases = [legacy(f"{name}({settings})") for name, each in LEGACY.items() for settings in each]
cases += [legacy(f"{name}(0.01, {clip})") for name in ["SGD", "Adam"] for clip in ["clipnorm=0.05", "clipvalue=0.01", "global_clipnorm=0.05"]]
cases += [legacy(each, f"legacy.{each} of an Embedding", WORDS, "values([8, 1], 5)", x=TOKENS) for each in LAZY]
cases += [legacy("SGD(keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5), momentum=0.9)", "legacy.SGD with a schedule")]
cases += [
    case("whole numbers as a learning rate", MODEL, y="values([8, 3], 5)", optimizer="keras.optimizers.Adadelta(1)"),
    case("an optimizer by name", MODEL, y="values([8, 3], 5)", optimizer="'Nadam'"),
]
cases += cases_of(
    "optimizers",
    [
        "SGD(0.1, momentum=0.9, use_ema=True)",
        "SGD(0.1, momentum=0.9, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2)",
        "Adam(0.01, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2)",
        "batch normalization with use_ema=True",
        "Lion(0.001, weight_decay=0.3)",
    ],
)
cases += cases_of(
    "optimizers_embedding",
    [
        "RMSprop(0.01)", "RMSprop(0.01, momentum=0.5)", "Adam(0.01)", "Adam(0.01, amsgrad=True)", "AdamW(0.01)", "Adagrad(0.1)",
        "Adadelta(1.0)", "Adamax(0.01)", "Nadam(0.01)", "Ftrl(0.1)", "Adafactor(0.1)", "Adam with clipnorm=0.05",
        "Adam with clipvalue=0.002", "Adam with use_ema=True", "an embedding called for two inputs",
    ],
)  # fmt: skip

ask(cases)
