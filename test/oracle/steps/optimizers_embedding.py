"""Training steps of every optimizer on embeddings whose words stand several times in a batch.

TensorFlow keeps such a gradient as one row a word and place, and Keras squares and clips these before they are summed up.
"""

from ask import ask, case

WORDS = "keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(7, 4), layers.Flatten(), layers.Dense(3)])"

SETTINGS = {
    "SGD": ["0.1", "0.1, momentum=0.9"],
    "RMSprop": ["0.01", "0.01, momentum=0.5"],
    "Adam": ["0.01", "0.01, amsgrad=True"],
    "AdamW": ["0.01"],
    "Adagrad": ["0.1"],
    "Adadelta": ["1.0"],
    "Adamax": ["0.01"],
    "Nadam": ["0.01"],
    "Ftrl": ["0.1"],
    "Lion": ["0.001"],
    "Lamb": ["0.01"],
    "Adafactor": ["0.1"],
    "Muon": ["0.01"],
    "ScheduleFreeAdamW": ["0.01"],
}

SHARED = ["clipnorm=0.05", "clipvalue=0.002", "global_clipnorm=0.05", "gradient_accumulation_steps=2", "use_ema=True"]


def words(about, optimizer, model=WORDS, before="", **more):
    return case(about, model, x="classes([8, 6], 4)", y="values([8, 3], 5)", optimizer=optimizer, before=before, **more)


cases = [
    words(f"{name}({settings})", f"keras.optimizers.{name}({settings})")
    for name, each in SETTINGS.items()
    for settings in each
]
cases += [words(f"Adam with {settings}", f"keras.optimizers.Adam(0.01, {settings})") for settings in SHARED]
cases += [
    case(
        "an embedding called for two inputs",
        "keras.Model([i, j], layers.Dense(3)(layers.Flatten()(layers.Add()([e(i), e(j)]))))",
        x="[classes([8, 6], 4), classes([8, 6], 3)]",
        y="values([8, 3], 5)",
        optimizer="'adam'",
        before="i, j = keras.Input([6], dtype='int32'), keras.Input([6], dtype='int32')\ne = layers.Embedding(7, 4)",
    ),
]

ask(cases)
