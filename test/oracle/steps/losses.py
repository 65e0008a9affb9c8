"""Training steps with every loss of Keras and its settings."""

from ask import ask, case

LINEAR = "keras.Sequential([keras.Input([6]), layers.Dense(4)])"
SIGMOID = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='sigmoid')])"
SOFTMAX = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='softmax')])"
ONE = "keras.Sequential([keras.Input([6]), layers.Dense(1)])"
IMAGE = "keras.Sequential([keras.Input([5, 6]), layers.Dense(4, activation='softmax')])"
# Probabilities that nobody can trace back to logits.
UNTRACED = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='sigmoid'), layers.Rescaling(0.9, 0.05)])"

REAL = "values([8, 4], 5)"
SHARE = "np.abs(values([8, 4], 5))"
BINARY = "(values([8, 4], 5) > 0).astype('float32')"
ONE_HOT = "one_hot(8, 4)"
TEMPORAL = "np.eye(4, dtype='float32')[classes([8, 5], 4)]"

cases = []


def add(about, model, y, loss, **more):
    cases.append(case(about, model, y=y, loss=loss, **more))


for name in """MeanSquaredError MeanAbsoluteError MeanAbsolutePercentageError MeanSquaredLogarithmicError Huber LogCosh
        Hinge SquaredHinge CategoricalHinge CosineSimilarity""".split():
    add(f"{name}()", LINEAR, REAL, f"keras.losses.{name}()")
for name in ["KLDivergence", "Poisson"]:
    add(f"{name}()", SIGMOID, SHARE, f"keras.losses.{name}()")
for short in ["mse", "MAE", "mape", "MSLE", "bce", "KLD", "huber", "log_cosh", "LogCosh", "hinge", "CosineSimilarity", "poisson"]:
    add(f"by name: {short}", SIGMOID, SHARE, f"'{short}'")
add("a function", SIGMOID, SHARE, "keras.losses.mean_absolute_error")
add("a class", SIGMOID, SHARE, "keras.losses.Huber")

for given in ["delta=0.3", "delta=2.0, reduction='sum'"]:
    add(f"Huber({given})", LINEAR, REAL, f"keras.losses.Huber({given})")
for axis in ["-1", "1", "(1, 2)"]:
    add(
        f"CosineSimilarity(axis={axis}) of a series",
        "keras.Sequential([keras.Input([5, 6]), layers.Dense(4)])",
        "values([8, 5, 4], 5)",
        f"keras.losses.CosineSimilarity(axis={axis})",
    )
for labels, about in [(BINARY, "0 and 1"), ("np.sign(values([8, 4], 5))", "-1 and 1")]:
    add(f"Hinge of labels {about}", LINEAR, labels, "'hinge'")
    add(f"SquaredHinge of labels {about}", LINEAR, labels, "'squared_hinge'")
add("CategoricalHinge of one-hot labels", LINEAR, ONE_HOT, "'categorical_hinge'")

for model, about in [(SIGMOID, "of a sigmoid"), (UNTRACED, "of untraced probabilities"), (LINEAR, "of logits")]:
    more = ["from_logits=True"] if model == LINEAR else []
    for given in ["", "label_smoothing=0.2", "reduction='sum'"]:
        arguments = ", ".join([*more, *([given] if given else [])])
        add(f"BinaryCrossentropy({arguments}) {about}", model, BINARY, f"keras.losses.BinaryCrossentropy({arguments})")
    for given in ["", "gamma=1.5, label_smoothing=0.1", "apply_class_balancing=True, alpha=0.4"]:
        arguments = ", ".join([*more, *([given] if given else [])])
        add(
            f"BinaryFocalCrossentropy({arguments}) {about}",
            model,
            BINARY,
            f"keras.losses.BinaryFocalCrossentropy({arguments})",
        )
add("BinaryCrossentropy of a softmax, whose logits Keras takes for a sigmoid's", SOFTMAX, ONE_HOT, "'binary_crossentropy'")
add("BinaryCrossentropy(axis=0)", SIGMOID, BINARY, "keras.losses.BinaryCrossentropy(axis=0)")
add(
    "BinaryCrossentropy(axis=[1, 2]) of a series",
    "keras.Sequential([keras.Input([5, 6]), layers.Dense(4, activation='sigmoid')])",
    TEMPORAL,
    "keras.losses.BinaryCrossentropy(axis=[1, 2])",
)
add("BinaryCrossentropy of labels without an axis", "keras.Sequential([keras.Input([6]), layers.Dense(1, activation='sigmoid')])", "classes([8], 2)", "'binary_crossentropy'")

for model, about in [(SOFTMAX, "of a softmax"), (UNTRACED, "of untraced probabilities"), (LINEAR, "of logits")]:
    more = ["from_logits=True"] if model == LINEAR else []
    for given in ["", "label_smoothing=0.2", "reduction='sum'"]:
        arguments = ", ".join([*more, *([given] if given else [])])
        add(f"CategoricalCrossentropy({arguments}) {about}", model, ONE_HOT, f"keras.losses.CategoricalCrossentropy({arguments})")
    for given in ["", "alpha=0.5, gamma=1.5", "label_smoothing=0.1"]:
        arguments = ", ".join([*more, *([given] if given else [])])
        add(
            f"CategoricalFocalCrossentropy({arguments}) {about}",
            model,
            ONE_HOT,
            f"keras.losses.CategoricalFocalCrossentropy({arguments})",
        )
    for given in ["", "ignore_class=2", "ignore_class=-1, reduction='sum'", "reduction='mean_with_sample_weight'"]:
        arguments = ", ".join([*more, *([given] if given else [])])
        labels = "classes([8], 4) - (np.arange(8) % 3 == 1) * (classes([8], 4) + 1)" if "-1" in given else "classes([8], 4)"
        add(
            f"SparseCategoricalCrossentropy({arguments}) {about}",
            model,
            labels,
            f"keras.losses.SparseCategoricalCrossentropy({arguments})",
        )
add("CategoricalCrossentropy of a series", IMAGE, TEMPORAL, "'categorical_crossentropy'")
add("SparseCategoricalCrossentropy of a series", IMAGE, "classes([8, 5], 4)", "'sparse_categorical_crossentropy'")
add("SparseCategoricalCrossentropy of a series, ignoring a class", IMAGE, "classes([8, 5], 4)", "keras.losses.SparseCategoricalCrossentropy(ignore_class=1)")
add("SparseCategoricalCrossentropy of labels in a column", SOFTMAX, "classes([8, 1], 4)", "'sparse_categorical_crossentropy'")
add("SparseCategoricalCrossentropy of labels of floats", SOFTMAX, "classes([8], 4).astype('float32')", "'sparse_categorical_crossentropy'")
add(
    "CategoricalCrossentropy(axis=1), from logits",
    "keras.Sequential([keras.Input([5, 6]), layers.Dense(4)])",
    "values([8, 5, 4], 5) ** 2",
    "keras.losses.CategoricalCrossentropy(axis=1, from_logits=True)",
)
add(
    "CategoricalFocalCrossentropy(axis=1), from logits",
    "keras.Sequential([keras.Input([5, 6]), layers.Dense(4)])",
    "values([8, 5, 4], 5) ** 2",
    "keras.losses.CategoricalFocalCrossentropy(axis=1, from_logits=True)",
)
for name, model in [("'crossentropy'", SOFTMAX), ("'CE'", SOFTMAX)]:
    add(f"{name} of class numbers", model, "classes([8], 4)", name)
    add(f"{name} of one-hot labels", model, ONE_HOT, name)
add("'crossentropy' of one output", "keras.Sequential([keras.Input([6]), layers.Dense(1, activation='sigmoid')])", "classes([8, 1], 2)", "'crossentropy'")
for given in ["", "q=0.8"]:
    add(
        f"CategoricalGeneralizedCrossEntropy({given})",
        SOFTMAX,
        "classes([8], 4)",
        f"keras.losses.CategoricalGeneralizedCrossEntropy({given})",
    )
add("CategoricalGeneralizedCrossEntropy of labels in a column", SOFTMAX, "classes([8, 1], 4)", "keras.losses.CategoricalGeneralizedCrossEntropy()")

for given in ["", "axis=-1", "axis=(1, 2)", "axis=[0], reduction='sum'"]:
    series = "keras.Sequential([keras.Input([5, 6]), layers.Dense(4, activation='sigmoid')])"
    add(f"Dice({given})", series, TEMPORAL, f"keras.losses.Dice({given})")
    alpha = ", ".join(["alpha=0.3, beta=0.8", *([given] if given else [])])
    add(f"Tversky({alpha})", series, TEMPORAL, f"keras.losses.Tversky({alpha})")
add("'dice'", SIGMOID, BINARY, "'dice'")
add("'tversky'", SIGMOID, BINARY, "'tversky'")

UNIT = "keras.Sequential([keras.Input([6]), layers.Dense(4), layers.UnitNormalization()])"
for given in ["gamma=2.0", "gamma=4.0, margin=0.2", "gamma=2.0, remove_diagonal=False"]:
    add(f"Circle({given})", UNIT, "classes([8], 2)", f"keras.losses.Circle({given})")

for reduction in ["'none'", "None", "'sum'", "'mean'", "'mean_with_sample_weight'"]:
    for weights in ["", "sample_weight=np.abs(values([8]))"]:
        add(
            f"MeanSquaredError(reduction={reduction})" + (", weighted" if weights else ""),
            LINEAR,
            REAL,
            f"keras.losses.MeanSquaredError(reduction={reduction})",
            optimizer="keras.optimizers.SGD(0.01)",
            fit=weights,
        )
add("a series that is not reduced", IMAGE, TEMPORAL, "keras.losses.CategoricalCrossentropy(reduction='none')", optimizer="keras.optimizers.SGD(0.01)")
add("one number a batch, weighted", SIGMOID, BINARY, "'dice'", fit="sample_weight=np.abs(values([8]))")
add("labels without an axis", ONE, "values([8], 5)", "'mae'")
add("labels of one number for four outputs", LINEAR, "values([8, 1], 5)", "'mse'")
add("labels with an axis more", LINEAR, "values([8, 4, 1], 5)", "'mse'")
add("ignored classes and weights", SOFTMAX, "classes([8], 4)", "keras.losses.SparseCategoricalCrossentropy(ignore_class=1)", fit="sample_weight=np.abs(values([8]))")

ask(cases)
