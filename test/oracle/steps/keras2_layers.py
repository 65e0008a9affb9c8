"""Training steps of Keras 2's layers and models where Keras 3's differ, or spell it otherwise.

Run with Keras 2.15.
"""

from ask import ask, case, cases_of

cases = [
    *cases_of("activations", ["activation='hard_sigmoid'"]),
    *cases_of("normalization", ["BatchNormalization() on [3, 4, 4]", "BatchNormalization(axis=1) on [3, 4, 4]"]),
    *cases_of("masking", ["BatchNormalization in TimeDistributed, without masks", "an initial state"]),
    *cases_of("penalties", ["a frozen layer's penalties", "gamma and beta of a batch"]),
    *cases_of(
        "recurrent",
        [
            "GRU with other activations", "LSTM with other activations", "an activity regulariser, which a SimpleRNN does not heed",
            "ConvLSTM1D", "ConvLSTM2D", "ConvLSTM2D, all steps, same", "ConvLSTM2D with strides, without bias", "ConvLSTM3D",
        ],
    ),  # fmt: skip
    *cases_of("reshaping", ["TimeDistributed(BatchNormalization)"]),
    *cases_of("programs", ["Model: batch normalisation without a training argument", "Model: two outputs", "Model: nested models"]),
]


def small(about, first, shape, **more):
    last = "layers.Flatten(), " if more.pop("flat", True) else ""
    cases.append(case(about, f"keras.Sequential([{first.replace('SHAPE', str(tuple(shape)))}, {last}layers.Dense(1)])", x=[8, *shape], **more))


small("a volume's BatchNormalization", "layers.BatchNormalization(input_shape=SHAPE)", [2, 3, 3, 2])
small("BatchNormalization that is not fused", "layers.BatchNormalization(fused=False, input_shape=SHAPE)", [3, 3, 2])
small("BatchNormalization of vectors", "layers.BatchNormalization(momentum=0.5, epsilon=1e-4, input_shape=SHAPE)", [5])
small("LeakyReLU(alpha=0.1)", "layers.Dense(4, input_shape=SHAPE), layers.LeakyReLU(alpha=0.1)", [5])
small("LeakyReLU()", "layers.Dense(4, input_shape=SHAPE), layers.LeakyReLU()", [5])
small("LeakyReLU(0.2)", "layers.Dense(4, input_dim=5), layers.LeakyReLU(0.2)", [5])
small("ThresholdedReLU", "layers.Dense(4, input_shape=SHAPE), layers.ThresholdedReLU(theta=0.3)", [5])
small("Softmax(axis=1)", "layers.Softmax(axis=1, input_shape=SHAPE)", [4, 3])
small("GRU(reset_after=False)", "layers.GRU(4, reset_after=False, input_shape=SHAPE)", [5, 3], flat=False)
small("LSTM(implementation=1)", "layers.LSTM(4, implementation=1, input_shape=SHAPE)", [5, 3], flat=False)
small("LSTM(time_major=False, unroll=True)", "layers.LSTM(4, time_major=False, unroll=True, input_shape=SHAPE)", [5, 3], flat=False)
small("Embedding(input_length=4)", "layers.Embedding(7, 3, input_length=4)", [4], y="values([8, 1], 5)")
cases[-1]["program"] = cases[-1]["program"].replace("x = values([8, 4], 3)", "x = (np.arange(32) * 5 % 7).reshape(8, 4)")
small("batch_input_shape", "layers.Dense(4, batch_input_shape=(None, 5))", [5])
small("a function of the backend", "layers.Dense(4, input_shape=SHAPE), layers.Lambda(lambda x: K.l2_normalize(x, axis=1) * K.sigmoid(x))", [5], before="from keras import backend as K")
small("hard_sigmoid of the backend", "layers.Dense(4, input_shape=SHAPE), layers.Lambda(K.hard_sigmoid), layers.Dense(2, activation=keras.activations.hard_sigmoid)", [5], before="from keras import backend as K")
small("regularizers.l2(0.05)", "layers.Dense(4, kernel_regularizer=keras.regularizers.l2(0.05), bias_regularizer=keras.regularizers.l1(0.01), input_shape=SHAPE)", [5])
small("max_norm of the older spelling", "layers.Dense(4, kernel_constraint=keras.constraints.max_norm(0.5), input_shape=SHAPE)", [5])
small("RadialConstraint", "layers.Conv2D(2, 5, kernel_constraint=keras.constraints.RadialConstraint(), input_shape=SHAPE)", [6, 6, 1])
# Layers of Keras 2 alone: kernels of their own at each place.
for rank, shape in [(1, [7, 3]), (2, [5, 6, 2])]:
    for arguments in [
        "3, 2", "2, 3, strides=2, activation='tanh'", "3, 2, use_bias=False, kernel_regularizer='l2'",
        "2, 3, implementation=2", "2, 3, padding='same', implementation=2", "3, 2, strides=2, padding='same', implementation=2, activation='relu'",
        "2, 1, bias_regularizer='l1', kernel_constraint='non_neg'",
    ]:  # fmt: skip
        small(f"LocallyConnected{rank}D({arguments})", f"layers.LocallyConnected{rank}D({arguments}, input_shape=SHAPE)", shape)
small("LocallyConnected2D of windows that are not square", "layers.LocallyConnected2D(3, (3, 2), strides=(2, 1), input_shape=SHAPE)", [6, 5, 2])
for rank, shape in [(1, [3, 7]), (2, [2, 5, 6])]:
    for more in ["", ", implementation=2"]:
        arguments = f"2, 3, data_format='channels_first'{more}"
        small(f"LocallyConnected{rank}D({arguments})", f"layers.LocallyConnected{rank}D({arguments}, input_shape=SHAPE)", shape)

ask(cases)
