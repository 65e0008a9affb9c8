"""Training steps of every optimizer on embeddings with more words than a batch has places, of which many are never taken."""

from ask import ask, case

WORDS = "keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(60, 4), layers.Flatten(), layers.Dense(3)])"

SETTINGS = {
    "SGD": ["0.1", "0.1, momentum=0.9", "0.1, momentum=0.9, nesterov=True", "0.1, weight_decay=0.01"],
    "RMSprop": ["0.01", "0.01, momentum=0.5", "0.01, weight_decay=0.01"],
    "Adam": ["0.01", "0.01, amsgrad=True", "0.01, weight_decay=0.01"],
    "Adagrad": ["0.1", "0.1, initial_accumulator_value=0.0"],
    "Adadelta": ["1.0"],
    "Adamax": ["0.01"],
    "Nadam": ["0.01"],
    "Ftrl": ["0.1"],
    "Lion": ["0.001"],
    "Lamb": ["0.01"],
    "Adafactor": ["0.1"],
    "ScheduleFreeAdamW": ["0.01"],
}

SHARED = ["clipnorm=0.05", "clipvalue=0.002", "global_clipnorm=0.05", "gradient_accumulation_steps=2", "use_ema=True"]

REGULARIZED = (
    "keras.Sequential([keras.Input([6], dtype='int32'), layers.Embedding(60, 4, embeddings_regularizer='l2',"
    " embeddings_constraint='unit_norm'), layers.Flatten(), layers.Dense(3)])"
)


def words(about, optimizer, model=WORDS, before=""):
    return case(about, model, x="classes([8, 6], 23)", y="values([8, 3], 5)", optimizer=optimizer, before=before)


cases = [
    words(f"{name}({settings})", f"keras.optimizers.{name}({settings})")
    for name, each in SETTINGS.items()
    for settings in each
]
cases += [
    words(f"{name} with {settings}", f"keras.optimizers.{name}(0.01, {settings})")
    for name in ("SGD", "RMSprop")
    for settings in SHARED
]
cases += [
    words("a constraint and a regularizer", "'rmsprop'", REGULARIZED),
    case(
        "an embedding called for two inputs",
        "keras.Model([i, j], layers.Dense(3)(layers.Flatten()(layers.Add()([e(i), e(j)]))))",
        x="[classes([8, 3], 4), classes([8, 3], 3)]",
        y="values([8, 3], 5)",
        optimizer="'rmsprop'",
        before="i, j = keras.Input([3], dtype='int32'), keras.Input([3], dtype='int32')\ne = layers.Embedding(60, 4)",
    ),
]

ask(cases)
