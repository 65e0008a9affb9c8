"""Training steps of recurrent layers."""

from ask import ask, case


def sequence(layer, x="[6, 3]", head="layers.Dense(1)"):
    return f"keras.Sequential([keras.Input({x}), {layer}, {head}])"


ALL = "layers.Dense(1), layers.Flatten(), layers.Dense(1)"

ask(
    [
        case("SimpleRNN", sequence("layers.SimpleRNN(4)")),
        case("SimpleRNN without bias", sequence("layers.SimpleRNN(4, use_bias=False, activation='relu')")),
        case("SimpleRNN, all steps", sequence("layers.SimpleRNN(4, return_sequences=True)", head=ALL)),
        case("LSTM", sequence("layers.LSTM(4)")),
        case("LSTM without bias", sequence("layers.LSTM(4, use_bias=False)")),
        case("LSTM, all steps", sequence("layers.LSTM(4, return_sequences=True)", head=ALL)),
        case("LSTM backwards", sequence("layers.LSTM(4, go_backwards=True)")),
        case("LSTM backwards, all steps", sequence("layers.LSTM(4, go_backwards=True, return_sequences=True)", head=ALL)),
        case("GRU", sequence("layers.GRU(4)")),
        case("GRU, reset before", sequence("layers.GRU(4, reset_after=False)")),
        case("GRU without bias", sequence("layers.GRU(4, use_bias=False)")),
        case("GRU, reset before, without bias", sequence("layers.GRU(4, reset_after=False, use_bias=False)")),
        case("GRU, all steps", sequence("layers.GRU(4, return_sequences=True)", head=ALL)),
        case("GRU backwards", sequence("layers.GRU(4, go_backwards=True)")),
        case("GRU with other activations", sequence("layers.GRU(4, activation='relu', recurrent_activation='hard_sigmoid')")),
        case("GRU with gates by softmax", sequence("layers.GRU(4, recurrent_activation='softmax')")),
        case("LSTM with other activations", sequence("layers.LSTM(4, activation='softsign', recurrent_activation='hard_sigmoid')")),
        case("LSTM with a linear output", sequence("layers.LSTM(4, activation=None)", ), optimizer="keras.optimizers.SGD(0.01)"),
        case("LSTM, unrolled", sequence("layers.LSTM(4, unroll=True)")),
        case("LSTM without unit_forget_bias", sequence("layers.LSTM(4, unit_forget_bias=False)")),
        case("one step", sequence("layers.LSTM(4)", x="[1, 3]")),
        case("one unit, one feature", sequence("layers.GRU(1)", x="[6, 1]")),
        case("a sequence of unknown length", sequence("layers.LSTM(4)", x="[None, 3]"), x=[8, 5, 3]),
        case("a sequence of unknown length, all steps", sequence("layers.GRU(4, return_sequences=True)", x="[None, 3]", head="layers.GlobalAveragePooling1D(), layers.Dense(1)"), x=[8, 5, 3]),
        case("two layers", sequence("layers.LSTM(4, return_sequences=True), layers.LSTM(3)")),
        case("three layers", sequence("layers.GRU(4, return_sequences=True), layers.SimpleRNN(4, return_sequences=True), layers.LSTM(3)")),
        case("words", "keras.Sequential([keras.Input([6]), layers.Embedding(5, 3), layers.LSTM(4), layers.Dense(1, activation='sigmoid')])", x="classes([8, 6], 5)", y="classes([8, 1], 2)", loss="'binary_crossentropy'", compile="metrics=['accuracy']"),
        case("classes at each step", sequence("layers.LSTM(4, return_sequences=True)", head="layers.TimeDistributed(layers.Dense(3, activation='softmax'))"), y="classes([8, 6], 3)", loss="'sparse_categorical_crossentropy'", compile="metrics=['accuracy']"),
        case("a frozen layer", sequence("layers.LSTM(4, trainable=False)")),
        case("regularisers", sequence("layers.LSTM(4, kernel_regularizer='l2', recurrent_regularizer='l1', bias_regularizer='l2')")),
        case("constraints", sequence("layers.GRU(4, kernel_constraint='max_norm', recurrent_constraint='non_neg', bias_constraint='unit_norm')")),
        case("an activity regulariser", sequence("layers.LSTM(4, activity_regularizer='l2')")),
        case("an activity regulariser, which a SimpleRNN does not heed", sequence("layers.SimpleRNN(4, activity_regularizer='l2')")),
        case("dropout of all that comes in", sequence("layers.SimpleRNN(4, dropout=1.0)")),
        case("dropout of all that was given", sequence("layers.SimpleRNN(4, recurrent_dropout=1.0)")),
        case("dropout of all, which an LSTM does not heed", sequence("layers.LSTM(4, dropout=1.0)")),
        case(
            "states that a layer gives and another takes",
            "keras.Model(i, layers.Dense(1)(layers.LSTM(4)(i, initial_state=layers.LSTM(4, return_state=True)(i)[1:])))",
            before="i = keras.Input([6, 3])",
        ),
        case(
            "an encoder and a decoder",
            "keras.Model([i, j], layers.Dense(2)(layers.GRU(4, return_sequences=True)(j, initial_state=s)))",
            before="i = keras.Input([6, 3])\nj = keras.Input([5, 2])\n_, s = layers.GRU(4, return_state=True)(i)",
            x=[[8, 6, 3], [8, 5, 2]],
            y=[8, 5, 2],
        ),
        case(
            "an initial state of the data",
            "keras.Model([i, s], layers.Dense(1)(layers.SimpleRNN(4)(i, initial_state=s)))",
            before="i = keras.Input([6, 3])\ns = keras.Input([4])",
            x=[[8, 6, 3], [8, 4]],
        ),
        case(
            "all that an LSTM gives",
            "keras.Model(i, layers.Dense(1)(layers.Concatenate()([layers.GlobalAveragePooling1D()(a), h, c])))",
            before="i = keras.Input([6, 3])\na, h, c = layers.LSTM(4, return_sequences=True, return_state=True)(i)",
        ),
        case(
            "a layer that two inputs share",
            "keras.Model([i, j], layers.Dense(1)(layers.Concatenate()([r(i), r(j)])))",
            before="i = keras.Input([6, 3])\nj = keras.Input([6, 3])\nr = layers.LSTM(4)",
            x=[[8, 6, 3], [8, 6, 3]],
        ),
        case("Bidirectional", sequence("layers.Bidirectional(layers.LSTM(4))")),
        case("Bidirectional, all steps", sequence("layers.Bidirectional(layers.GRU(4, return_sequences=True))", head=ALL)),
        *[
            case(f"Bidirectional, {mode}", sequence(f"layers.Bidirectional(layers.SimpleRNN(4), merge_mode='{mode}')"))
            for mode in ["sum", "mul", "ave"]
        ],
        case(
            "Bidirectional, not merged",
            "keras.Model(i, layers.Dense(1)(layers.Concatenate()([a, b])))",
            before="i = keras.Input([6, 3])\na, b = layers.Bidirectional(layers.LSTM(4), merge_mode=None)(i)",
        ),
        case("Bidirectional, another one backwards", sequence("layers.Bidirectional(layers.LSTM(4), backward_layer=layers.LSTM(4, go_backwards=True))")),
        case("Bidirectional, two layers", sequence("layers.Bidirectional(layers.LSTM(4, return_sequences=True)), layers.Bidirectional(layers.LSTM(3))")),
        *[
            case(f"RNN with {cell}", sequence(f"layers.RNN(layers.{cell}(4))"))
            for cell in ["SimpleRNNCell", "LSTMCell", "GRUCell"]
        ],
        case("RNN with a cell, all steps", sequence("layers.RNN(layers.GRUCell(4, reset_after=False), return_sequences=True)", head=ALL)),
        case("RNN with stacked cells", sequence("layers.RNN([layers.LSTMCell(4), layers.GRUCell(3)])")),
        case("RNN with stacked cells, all steps", sequence("layers.RNN(layers.StackedRNNCells([layers.SimpleRNNCell(4), layers.LSTMCell(3)]), return_sequences=True, go_backwards=True)", head=ALL)),
        case("RNN, dropout of all that comes in", sequence("layers.RNN(layers.SimpleRNNCell(4, dropout=1.0))")),
        case("TimeDistributed", sequence("layers.TimeDistributed(layers.Dense(4, activation='tanh')), layers.LSTM(3)")),
        case("TimeDistributed images", "keras.Sequential([keras.Input([4, 5, 5, 1]), layers.TimeDistributed(layers.Conv2D(2, 3)), layers.TimeDistributed(layers.Flatten()), layers.LSTM(3), layers.Dense(1)])"),
        case("TimeDistributed sequences", "keras.Sequential([keras.Input([3, 4, 2]), layers.TimeDistributed(layers.GRU(3)), layers.LSTM(3), layers.Dense(1)])"),
        case("ConvLSTM1D", "keras.Sequential([keras.Input([4, 6, 2]), layers.ConvLSTM1D(3, 3), layers.Flatten(), layers.Dense(1)])"),
        case("ConvLSTM2D", "keras.Sequential([keras.Input([3, 5, 5, 2]), layers.ConvLSTM2D(2, 3), layers.Flatten(), layers.Dense(1)])"),
        case("ConvLSTM2D, all steps, same", "keras.Sequential([keras.Input([3, 5, 5, 2]), layers.ConvLSTM2D(2, 3, padding='same', return_sequences=True), layers.Flatten(), layers.Dense(1)])", optimizer="keras.optimizers.SGD(0.01)"),
        case("ConvLSTM2D with strides, without bias", "keras.Sequential([keras.Input([3, 6, 6, 2]), layers.ConvLSTM2D(2, 3, strides=2, use_bias=False), layers.Flatten(), layers.Dense(1)])"),
        case("ConvLSTM3D", "keras.Sequential([keras.Input([2, 3, 3, 3, 1]), layers.ConvLSTM3D(2, 2), layers.Flatten(), layers.Dense(1)])"),
        case("convolutions, then an LSTM", sequence("layers.Conv1D(4, 3, activation='relu'), layers.MaxPooling1D(2), layers.LSTM(3)", x="[10, 3]")),
        case("attention over what an LSTM gives", "keras.Model(i, layers.Dense(1)(layers.Flatten()(layers.Attention()([a, a]))))", before="i = keras.Input([6, 3])\na = layers.LSTM(4, return_sequences=True)(i)"),
    ]
)
