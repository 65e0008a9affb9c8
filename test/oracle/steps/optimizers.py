"""Training steps of every optimizer of Keras 3, with its settings and those that all share."""

from ask import ask, case

MODEL = "keras.Sequential([keras.Input([5]), layers.Dense(4, activation='tanh'), layers.Dense(3)])"
# A weight too large to be updated together with small ones, one of one axis, and one that nothing trains.
WIDE = (
    "keras.Sequential([keras.Input([200]), layers.Dense(100, activation='tanh'), layers.LayerNormalization(), "
    "layers.Dense(2, name='kept', trainable=False), layers.Dense(1)])"
)
IMAGES = (
    "keras.Sequential([keras.Input([5, 5, 2]), layers.Conv2D(3, 3, activation='tanh'), layers.Flatten(), layers.Dense(3)])"
)
BATCH_NORMALIZATION = (
    "keras.Sequential([keras.Input([5]), layers.Dense(4, use_bias=False), layers.BatchNormalization(), layers.Dense(3)])"
)

# Of each optimizer: settings that make a case of their own.
OPTIMIZERS = {
    "SGD": ["0.1", "0.1, momentum=0.9", "0.1, momentum=0.9, nesterov=True", "0.1, weight_decay=0.1"],
    "RMSprop": [
        "0.01",
        "0.01, rho=0.5, epsilon=1e-3",
        "0.01, momentum=0.9",
        "0.01, centered=True",
        "0.01, momentum=0.5, centered=True, weight_decay=0.1",
    ],
    "Adam": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, epsilon=1e-4", "0.01, amsgrad=True", "0.01, weight_decay=0.2"],
    "AdamW": ["0.01", "0.01, weight_decay=0.3, amsgrad=True"],
    "Adagrad": ["0.1", "0.1, initial_accumulator_value=0.5, epsilon=1e-3", "0.1, weight_decay=0.1"],
    "Adadelta": ["1.0", "1.0, rho=0.5, epsilon=1e-4"],
    "Adamax": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, epsilon=1e-4"],
    "Nadam": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, epsilon=1e-4"],
    "Ftrl": [
        "0.1",
        "0.1, learning_rate_power=-0.7, initial_accumulator_value=0.5",
        "0.1, l1_regularization_strength=0.001, l2_regularization_strength=0.1",
        "0.1, l2_shrinkage_regularization_strength=0.1, beta=0.2",
    ],
    "Lion": ["0.001", "0.001, beta_1=0.5, beta_2=0.7", "0.001, weight_decay=0.3"],
    "Lamb": ["0.01", "0.01, beta_1=0.5, beta_2=0.9, epsilon=1e-4"],
    "Adafactor": [
        "0.1",
        "0.1, relative_step=False",
        "0.1, beta_2_decay=-0.5, epsilon_1=1e-10, epsilon_2=0.01, clip_threshold=0.5",
    ],
    "Muon": [
        "0.01",
        "0.01, nesterov=False, momentum=0.8, ns_steps=3",
        "0.01, rms_rate=None, weight_decay=0.1, adam_weight_decay=0.2",
        "0.01, adam_lr_ratio=0.5, exclude_layers=['dense_1']",
        "0.01, muon_a=3.0, muon_b=-4.0, muon_c=1.8",
    ],
    "ScheduleFreeAdamW": ["0.01", "0.01, beta_1=0.8, beta_2=0.9, epsilon=1e-4", "0.01, warmup_steps=3, weight_decay=0.1"],
}

SHARED = [
    "clipnorm=0.05",
    "clipvalue=0.01",
    "global_clipnorm=0.05",
    "global_clipnorm=100.0",
    "use_ema=True",
    "use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2",
    "gradient_accumulation_steps=2",
    "gradient_accumulation_steps=2, clipnorm=0.05, weight_decay=0.1",
    "gradient_accumulation_steps=2, use_ema=True, ema_momentum=0.7, ema_overwrite_frequency=1",
    "loss_scale_factor=128.0",
    "name='mine', weight_decay=0.0",
]


def optimizer(text, model=MODEL, about=None, y=None, **more):
    shape = "[8, 1]" if model == WIDE else "[8, 3]"
    made = f"keras.optimizers.{text}"
    return case(about or text, model, y=y or f"values({shape}, 5)", optimizer=made, **more)


cases = [optimizer(f"{name}({settings})") for name, each in OPTIMIZERS.items() for settings in each]
cases += [optimizer(f"SGD(0.1, momentum=0.9, {settings})") for settings in SHARED]
cases += [optimizer(f"Adam(0.01, {settings})") for settings in SHARED]
cases += [
    optimizer(f"{name}(0.01, gradient_accumulation_steps=2)")
    for name in ["Nadam", "Adafactor", "Muon", "ScheduleFreeAdamW", "Ftrl", "Lamb"]
]
cases += [optimizer(f"{name}(0.001)", WIDE, f"{name} of large and small weights") for name in ["Adam", "Nadam"]]
cases += [
    optimizer(f"{name}({each[0]})", IMAGES, f"{name} of a convolution") for name, each in OPTIMIZERS.items()
]
cases += [
    optimizer(f"Adam(0.01, {settings})", BATCH_NORMALIZATION, f"batch normalization with {settings}")
    for settings in ["use_ema=True", "gradient_accumulation_steps=2", "weight_decay=0.1"]
]
cases += [
    case("an optimizer by name", MODEL, y="values([8, 3], 5)", optimizer="'nadam'"),
]

ask(cases)
