"""Training steps of Keras 2's losses and metrics where Keras 3's differ, or are called otherwise.

Run with Keras 2.15.
"""

from ask import ask, case, cases_of

SIGMOID = "keras.Sequential([layers.Dense(4, activation='sigmoid', input_shape=(6,))])"
SOFTMAX = "keras.Sequential([layers.Dense(4, activation='softmax', input_dim=6)])"
ONE = "keras.Sequential([layers.Dense(1, activation='sigmoid', input_dim=6)])"
LINEAR = "keras.Sequential([layers.Dense(4, input_dim=6)])"
BINARY = "(values([8, 4], 5) > 0).astype('float32')"
SHARE = "np.abs(values([8, 4], 5))"
REAL = "values([8, 4], 5)"

cases = [
    *cases_of("metrics", ["divergences", "divergences, weighted", "IoU, weighted", "areas", "precision and recall"]),
    *cases_of(
        "outputs",
        [
            "weights of losses in a dict, losses in a list", "a metric each", "an output without a loss",
            "an output without a loss, in a dict",
        ],
    ),  # fmt: skip
]


def add(about, model, y, loss, **more):
    cases.append(case(about, model, y=y, loss=loss, **more))


for name in ["kullback_leibler_divergence", "KLD", "kld", "logcosh", "huber_loss", "huber", "cosine_similarity", "MSE", "mape", "binary_crossentropy", "bce"]:
    if name == "huber_loss":
        name = "huber"
    if name not in [each["about"] for each in cases]:
        add(name, SIGMOID, SHARE, f"'{name}'")
for reduction in ["keras.losses.Reduction.SUM", "keras.losses.Reduction.AUTO", "'sum_over_batch_size'", "'none'"]:
    add(f"reduction={reduction}", LINEAR, REAL, f"keras.losses.MeanSquaredError(reduction={reduction})", optimizer="keras.optimizers.SGD(0.01)")
add("metrics in a string", SIGMOID, BINARY, "'binary_crossentropy'", compile="metrics='accuracy'")
add("acc", ONE, "classes([8], 2)", "'binary_crossentropy'", compile="metrics=['acc']")
add("labels without an axis for four outputs", LINEAR, "values([8], 5)", "'mse'", compile="metrics=['mae']")
add("weights of samples", SOFTMAX, "classes([8], 4)", "'sparse_categorical_crossentropy'", compile="metrics=['accuracy'], weighted_metrics=['accuracy']", fit="sample_weight=np.abs(values([8]))")
add("weights of classes", SOFTMAX, "classes([8], 4)", "'sparse_categorical_crossentropy'", compile="metrics=['accuracy']", fit="class_weight={0: 1.0, 1: 2.0, 2: 1.0, 3: 0.5}")
add("a loss of the program", LINEAR, REAL, "rmse", before="from keras import backend as K\n\n\ndef rmse(y_true, y_pred):\n    return K.sqrt(K.mean(K.square(y_pred - y_true), axis=-1))", compile="metrics=[rmse]")
add("a coefficient of the program", SIGMOID, BINARY, "lambda t, p: 1 - dice(t, p)", before="from keras import backend as K\n\n\ndef dice(y_true, y_pred, smooth=1):\n    t, p = K.flatten(y_true), K.flatten(y_pred)\n    return (2 * K.sum(t * p) + smooth) / (K.sum(t) + K.sum(p) + smooth)", compile="metrics=[dice]")
add("metrics as objects", ONE, "classes([8, 1], 2)", "'binary_crossentropy'", compile="metrics=[keras.metrics.BinaryAccuracy(), keras.metrics.AUC(name='auc'), keras.metrics.Precision(), keras.metrics.Recall(name='found')]", fit="batch_size=3")
add("metrics as functions", LINEAR, REAL, "keras.losses.mean_absolute_error", compile="metrics=[keras.metrics.mean_squared_error, 'cosine_similarity', 'RootMeanSquaredError']", fit="batch_size=3")

ask(cases)
