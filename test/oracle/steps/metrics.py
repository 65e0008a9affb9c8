"""Metrics over epochs of several batches, the last of them smaller: every metric of Keras and its settings."""

from ask import ask, case

SIGMOID = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='sigmoid')])"
SOFTMAX = "keras.Sequential([keras.Input([6]), layers.Dense(4, activation='softmax')])"
LINEAR = "keras.Sequential([keras.Input([6]), layers.Dense(4)])"
ONE = "keras.Sequential([keras.Input([6]), layers.Dense(1, activation='sigmoid')])"
SERIES = "keras.Sequential([keras.Input([5, 6]), layers.Dense(4, activation='softmax')])"
IMAGE = "keras.Sequential([keras.Input([3, 3, 2]), layers.Dense(3, activation='softmax')])"

REAL = "values([8, 4], 5)"
SHARE = "np.abs(values([8, 4], 5))"
BINARY = "(values([8, 4], 5) > 0).astype('float32')"
ONE_HOT = "one_hot(8, 4)"
COLUMN = "classes([8, 1], 2)"
WEIGHTS = "np.abs(values([8], 2))"

cases = []


def add(about, model, y, metrics, loss="'mse'", compile="", fit="", **more):
    given = "metrics=[" + ", ".join(metrics) + "]" + (f", {compile}" if compile else "")
    fit = "batch_size=3" + (f", {fit}" if fit else "")
    cases.append(case(about, model, y=y, loss=loss, compile=given, fit=fit, **more))


def of(*names):
    return [f"keras.metrics.{name}" for name in names]


def weighted(about, model, y, metrics, **more):
    """The same metrics once without weights and once with them."""
    add(about, model, y, metrics, **more)
    own = "weighted_metrics=[" + ", ".join(metrics) + "]"
    add(f"{about}, weighted", model, y, [], compile=own, fit=f"sample_weight={WEIGHTS}", **more)


weighted(
    "errors",
    LINEAR,
    REAL,
    of(
        "MeanSquaredError()", "RootMeanSquaredError()", "MeanAbsoluteError()", "MeanAbsolutePercentageError()",
        "MeanSquaredLogarithmicError()", "LogCoshError()", "CosineSimilarity()", "R2Score()",
    ),
)  # fmt: skip
weighted("hinges of labels 0 and 1", LINEAR, BINARY, of("Hinge()", "SquaredHinge()", "CategoricalHinge()"))
weighted("hinges of labels -1 and 1", LINEAR, "np.sign(values([8, 4], 5))", of("Hinge()", "SquaredHinge()"))
weighted("divergences", SIGMOID, SHARE, of("KLDivergence()", "Poisson()"), loss="'poisson'")
weighted(
    "correlations",
    LINEAR,
    REAL,
    of("PearsonCorrelation()", "ConcordanceCorrelation()", "CosineSimilarity(axis=1)"),
)
add("correlations over the batch", LINEAR, REAL, of("PearsonCorrelation(axis=0)", "ConcordanceCorrelation(axis=0)", "CosineSimilarity(axis=0)"))
weighted(
    "crossentropies",
    SOFTMAX,
    ONE_HOT,
    of("CategoricalCrossentropy()", "CategoricalCrossentropy(label_smoothing=0.1)", "BinaryCrossentropy()", "BinaryCrossentropy(label_smoothing=0.2)"),
    loss="'categorical_crossentropy'",
)
add("crossentropies of logits", LINEAR, ONE_HOT, of("CategoricalCrossentropy(from_logits=True)", "BinaryCrossentropy(from_logits=True)"))
weighted(
    "sparse crossentropies",
    SOFTMAX,
    "classes([8], 4)",
    of("SparseCategoricalCrossentropy()", "SparseCategoricalCrossentropy(ignore_class=1)"),
    loss="'sparse_categorical_crossentropy'",
)
weighted("accuracies of one output", ONE, COLUMN, ["'accuracy'", "'acc'", *of("BinaryAccuracy()", "BinaryAccuracy(threshold=0.7)", "Accuracy()")], loss="'bce'")
weighted("accuracies of several labels", SIGMOID, BINARY, of("BinaryAccuracy(threshold=0.4)"), loss="'bce'")
weighted(
    "accuracies of classes",
    SOFTMAX,
    "classes([8], 4)",
    ["'accuracy'", *of("SparseCategoricalAccuracy()", "SparseTopKCategoricalAccuracy(k=2)")],
    loss="'sparse_categorical_crossentropy'",
)
weighted(
    "accuracies of one-hot labels",
    SOFTMAX,
    ONE_HOT,
    ["'Accuracy'", *of("CategoricalAccuracy()", "TopKCategoricalAccuracy(k=3)", "TopKCategoricalAccuracy(k=1, name='top')")],
    loss="'categorical_crossentropy'",
)
add("accuracies of labels in a column", SOFTMAX, "classes([8, 1], 4)", ["'accuracy'", *of("SparseTopKCategoricalAccuracy(k=2)")], loss="'sparse_categorical_crossentropy'")
for weights in ["", "sample_weight=np.abs(values([8, 5], 2))"]:
    add(
        "a series" + (", weighted step by step" if weights else ""),
        SERIES,
        "classes([8, 5], 4)",
        ["'accuracy'"],
        compile="weighted_metrics=['sparse_categorical_crossentropy', 'sparse_top_k_categorical_accuracy']",
        loss="'sparse_categorical_crossentropy'",
        fit=weights,
    )
weighted(
    "counts",
    SIGMOID,
    BINARY,
    of("TruePositives()", "TrueNegatives(thresholds=0.3)", "FalsePositives(thresholds=[0.2, 0.7])", "FalseNegatives(thresholds=[0.0, 0.5, 1.0])"),
)
weighted(
    "precision and recall",
    SIGMOID,
    BINARY,
    of("Precision()", "Precision(thresholds=0.4)", "Precision(thresholds=[0.3, 0.6, 0.8])", "Recall()", "Recall(thresholds=[0.1, 0.6])", "Recall(class_id=2)", "Precision(class_id=0, thresholds=0.3)"),
)
weighted("precision and recall of the largest", SOFTMAX, ONE_HOT, of("Precision(top_k=2)", "Recall(top_k=2)", "Recall(top_k=1, class_id=1)", "Precision(top_k=3, thresholds=0.2)"))
weighted(
    "the best at a point",
    SIGMOID,
    BINARY,
    of(
        "PrecisionAtRecall(0.5)", "RecallAtPrecision(0.5)", "SensitivityAtSpecificity(0.6)", "SpecificityAtSensitivity(0.6)",
        "PrecisionAtRecall(0.3, num_thresholds=7)", "RecallAtPrecision(0.8, class_id=1)", "SensitivityAtSpecificity(0.5, num_thresholds=1)",
    ),
)  # fmt: skip
weighted("areas", ONE, COLUMN, of("AUC()", "AUC(curve='PR')", "AUC(num_thresholds=9)", "AUC(thresholds=[0.2, 0.5, 0.9])"), loss="'bce'")
weighted(
    "areas of several labels",
    SIGMOID,
    BINARY,
    of("AUC()", "AUC(multi_label=True)", "AUC(multi_label=True, num_labels=4, curve='PR')", "AUC(multi_label=True, label_weights=[0.1, 0.2, 0.3, 0.4])", "AUC(label_weights=[0.1, 0.2, 0.3, 0.4])"),
)
for method in ["interpolation", "majoring", "minoring"]:
    add(f"areas by {method}", ONE, COLUMN, [f"keras.metrics.AUC(curve='{curve}', summation_method='{method}')" for curve in ["ROC", "PR", "PRGAIN"]], loss="'bce'")
add("the area of logits", "keras.Sequential([keras.Input([6]), layers.Dense(1)])", COLUMN, of("AUC(from_logits=True)"), loss="keras.losses.BinaryCrossentropy(from_logits=True)")
add("areas of labels without an axis", ONE, "classes([8], 2)", ["'AUC'", "'auc'", "'precision'", "'Recall'"], loss="'bce'")
for average in ["None", "'micro'", "'macro'", "'weighted'"]:
    weighted(
        f"F scores, {average}",
        SOFTMAX,
        ONE_HOT,
        of(f"F1Score(average={average})", f"F1Score(average={average}, threshold=0.3)", f"FBetaScore(average={average}, beta=2.0)", f"FBetaScore(average={average}, beta=0.5, threshold=0.25)"),
    )
weighted("F scores of one output", ONE, COLUMN, of("F1Score(threshold=0.5)"), loss="'bce'")
weighted(
    "R2 scores",
    LINEAR,
    REAL,
    of("R2Score(class_aggregation=None)", "R2Score(class_aggregation='variance_weighted_average')", "R2Score(num_regressors=2)", "R2Score(num_regressors=50)"),
)
weighted("R2 of labels without an axis", "keras.Sequential([keras.Input([6]), layers.Dense(1)])", "values([8], 5)", of("R2Score()", "MeanAbsoluteError()"))
add("binary IoU", SIGMOID, BINARY, of("BinaryIoU()", "BinaryIoU(target_class_ids=[1])", "BinaryIoU(target_class_ids=[0], threshold=0.3)"))
add(
    "IoU of images",
    IMAGE,
    "classes([8, 3, 3], 3)",
    of("MeanIoU(3, sparse_y_pred=False)", "IoU(3, [0, 2], sparse_y_pred=False)", "IoU(num_classes=3, target_class_ids=[1], sparse_y_pred=False, ignore_class=0)"),
    loss="'sparse_categorical_crossentropy'",
)
add("one-hot IoU of images", IMAGE, "np.eye(3, dtype='float32')[classes([8, 3, 3], 3)]", of("OneHotMeanIoU(3)", "OneHotIoU(3, [0, 1])", "OneHotIoU(3, [2], ignore_class=1)"), loss="'categorical_crossentropy'")
add("IoU, weighted", ONE, COLUMN, [], compile="weighted_metrics=[keras.metrics.BinaryIoU(), keras.metrics.BinaryIoU(dtype='float32', name='exact')]", fit="sample_weight=np.array([0.5, 1.5, 2, 1, 0, 3, 1, 2.7])")

add("by short names", SIGMOID, SHARE, ["'mse'", "'MAE'", "'mape'", "'MSLE'", "'bce'", "'log_cosh_error'", "'LogCoshError'", "'cosine_similarity'", "'CosineSimilarity'", "'kl_divergence'", "'r2_score'", "'root_mean_squared_error'"])
add("losses' functions", SIGMOID, SHARE, ["keras.losses.huber", "keras.losses.cosine_similarity", "keras.metrics.mean_absolute_error", "keras.losses.log_cosh", "keras.metrics.binary_accuracy"])
add("losses' objects", SIGMOID, SHARE, ["keras.losses.Huber(delta=0.3)", "keras.losses.MeanSquaredError(reduction='sum')", "keras.losses.CosineSimilarity()"])
add("classes", SIGMOID, BINARY, of("Precision", "MeanSquaredError", "AUC", "F1Score"))
add("a wrapped function", LINEAR, REAL, ["keras.metrics.MeanMetricWrapper(keras.losses.mean_absolute_error)", "keras.metrics.MeanMetricWrapper(keras.losses.huber, name='h', delta=0.5)"])
add("names that come twice", LINEAR, REAL, ["'mse'", "'mse'", "keras.metrics.MeanSquaredError(name='mse')", "keras.metrics.MeanAbsoluteError()"], compile="weighted_metrics=['mse', 'mae', 'mse', 'mae']")
add("counted names", SIGMOID, BINARY, of("Precision()", "Precision(thresholds=0.3)", "Recall()", "AUC()", "AUC(curve='PR')", "Recall(name='found')"))
add("weighted and plain", ONE, COLUMN, ["'accuracy'"], compile="weighted_metrics=['accuracy', keras.metrics.AUC(), keras.metrics.Precision(name='exact')]", loss="'bce'", fit=f"sample_weight={WEIGHTS}")
add("weights of classes", SOFTMAX, "classes([8], 4)", ["'accuracy'"], compile="weighted_metrics=['accuracy']", loss="'sparse_categorical_crossentropy'", fit="class_weight={0: 1.0, 1: 2.0, 3: 0.5}")
add("weights of classes of one-hot labels", SOFTMAX, ONE_HOT, ["'accuracy'"], compile="weighted_metrics=['accuracy']", loss="'categorical_crossentropy'", fit="class_weight={1: 3, 2: 0.25}")
add("weights of classes of 0 and 1", ONE, "classes([8], 2)", ["'accuracy'"], compile="weighted_metrics=['accuracy']", loss="'bce'", fit="class_weight={0: 0.5, 1: 2}")
add("hinge of labels without an axis, which Keras spreads over all outputs", "keras.Sequential([keras.Input([6]), layers.Dense(1)])", "values([8], 5)", ["'hinge'", "'kl_divergence'"], fit="batch_size=8", loss="'mae'")

for each in cases:
    each["fit"] = each["fit"].replace("batch_size=3, batch_size=8", "batch_size=8")
ask(cases)
