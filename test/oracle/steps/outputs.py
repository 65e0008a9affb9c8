"""Models of several outputs and inputs: losses, metrics, weights and labels by list and by dict."""

from ask import ask, case

BEFORE = """a = keras.Input([4], name='a')
b = keras.Input([3], name='b')
hidden = layers.Dense(5, activation='tanh')(layers.Concatenate()([a, b]))
score = layers.Dense(2, name='score')(hidden)
kind = layers.Dense(3, activation='softmax', name='kind')(hidden)
"""
TWO = "keras.Model([a, b], [score, kind])"
X = [[8, 4], [8, 3]]
BY_NAME = "{'b': values([8, 3], 4), 'a': values([8, 4], 3)}"
SCORE, KIND = "values([8, 2], 5)", "classes([8], 3)"
LIST = f"[{SCORE}, {KIND}]"
DICT = f"{{'kind': {KIND}, 'score': {SCORE}}}"
LOSSES = "['mse', 'sparse_categorical_crossentropy']"
NAMED = "{'kind': 'sparse_categorical_crossentropy', 'score': 'mse'}"
WEIGHTS = "np.abs(values([8], 2))"

cases = []


def add(about, *, x=X, y=LIST, loss=LOSSES, model=TWO, before=BEFORE, **more):
    cases.append(case(about, model, x=x, y=y, loss=loss, before=before, **more))


add("losses in a list")
add("losses in a dict", loss=NAMED)
add("labels in a dict", y=DICT)
add("everything in dicts", x=BY_NAME, y=DICT, loss=NAMED, compile="metrics={'kind': ['accuracy'], 'score': 'mae'}, loss_weights={'kind': 0.3, 'score': 2.0}")
add("inputs in a dict", x=BY_NAME)
add("one loss for all", loss="'mse'", y="[values([8, 2], 5), values([8, 3], 6)]")
add("one loss for all, once with two weights of it", loss="['mse', 'mae']", y="[values([8, 2], 5), values([8, 3], 6)]", compile="loss_weights=[0.5, 2]")
add("weights of losses in a list", compile="loss_weights=[0.2, 1.5]")
add("weights of losses in a dict, losses in a list", compile="loss_weights={'score': 0.2, 'kind': 1.5}")
add("metrics in lists", compile="metrics=[['mae', 'mse'], ['accuracy']]")
add("a metric each", compile="metrics=['mae', 'accuracy']")
add("metrics of one output", compile="metrics={'kind': 'accuracy'}")
add("metrics of none and one", compile="metrics=[None, ['accuracy', keras.metrics.SparseTopKCategoricalAccuracy(k=2, name='top')]]")
add("the same metric on both", y="[values([8, 2], 5), values([8, 3], 6)]", loss="'mse'", compile="metrics=[['mae', 'mae'], ['mae']], weighted_metrics=[['mae'], ['mse']]")
add("an output without a loss", loss="['mse', None]", compile="metrics=[['mae'], ['accuracy']]")
add("an output without a loss or labels", loss="['mse', None]", y=f"[{SCORE}]")
add("an output without a loss, in a dict", loss="{'score': None, 'kind': 'sparse_categorical_crossentropy'}", y=DICT)
add("weights of samples for all", fit=f"sample_weight={WEIGHTS}", compile="weighted_metrics=[['mae'], ['accuracy']]")
add("weights of samples by output", fit=f"sample_weight=[{WEIGHTS}, np.abs(values([8], 4))]", compile="weighted_metrics=[['mae'], ['accuracy']], loss_weights=[0.5, 1]")
# Not eagerly, Keras 3 counts all batches alike in the losses of outputs, a smaller last one, too: test/oracle/runs/logs_of_outputs.py.
add("several batches", fit="batch_size=3", compile="run_eagerly=True, metrics={'kind': [keras.metrics.SparseCategoricalAccuracy()], 'score': [keras.metrics.RootMeanSquaredError()]}")
add("a metric of one number a class", y="[values([8, 2], 5), one_hot(8, 3)]", loss="['mse', 'categorical_crossentropy']", compile="run_eagerly=True, metrics={'kind': [keras.metrics.F1Score(), keras.metrics.AUC(multi_label=True)]}", fit="batch_size=3")
add("three outputs", model="keras.Model([a, b], [score, kind, hidden])", y="[values([8, 2], 5), classes([8], 3), values([8, 5], 6)]", loss="['mse', 'sparse_categorical_crossentropy', 'huber']", compile="loss_weights=[1, 0.1, 0.01], metrics=[[], ['accuracy'], ['mae']]")
add("objects of losses", loss="[keras.losses.Huber(0.5), keras.losses.SparseCategoricalCrossentropy()]", compile="metrics=[[keras.metrics.MeanAbsoluteError(name='off')], [keras.metrics.SparseCategoricalAccuracy()]]")
add("a loss that is not reduced beside one that is", loss="[keras.losses.MeanSquaredError(reduction='none'), 'sparse_categorical_crossentropy']", optimizer="keras.optimizers.SGD(0.01)")
add("a loss that is summed up beside one that is averaged", loss="[keras.losses.MeanSquaredError(reduction='sum'), 'sparse_categorical_crossentropy']", optimizer="keras.optimizers.SGD(0.01)")
add("one output, a loss by its name", model="keras.Model([a, b], score)", y=SCORE, loss="{'score': 'mse'}", compile="metrics={'score': ['mae']}, loss_weights={'score': 0.5}")
add("one output, its weight alone", model="keras.Model([a, b], score)", y=SCORE, loss="'mse'", compile="loss_weights=0.5, metrics=['mae']")
add("one output, its weight in a list", model="keras.Model([a, b], score)", y=SCORE, loss="['mse']", compile="loss_weights=[0.5], metrics=[['mae']]")
add("shared layers and a regularizer", before=BEFORE.replace("layers.Dense(2, name='score')", "layers.Dense(2, name='score', kernel_regularizer=keras.regularizers.L2(0.1))"), compile="loss_weights=[0.5, 2]")

ask(cases)
