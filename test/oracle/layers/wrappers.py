"""Layers that hold another layer."""

from ask import ask, case

ask(
    [
        case("layers.TimeDistributed(layers.Dense(4))", [10, 5]),
        case("layers.TimeDistributed(layers.Dense(4, activation='relu', use_bias=False))", [None, 5]),
        case("layers.TimeDistributed(layers.Dense(4))", [10, 7, 5]),
        case("layers.TimeDistributed(layers.Flatten())", [6, 4, 3]),
        case("layers.TimeDistributed(layers.Flatten())", [None, 4, 3]),
        case("layers.TimeDistributed(layers.Conv2D(8, 3))", [5, 16, 16, 3]),
        case("layers.TimeDistributed(layers.Conv2D(8, (3, 5), strides=2, padding='same'))", [None, 16, 16, 3]),
        case("layers.TimeDistributed(layers.Conv2D(8, 3))", [5, None, None, 3]),
        case("layers.TimeDistributed(layers.MaxPooling2D(2))", [5, 16, 16, 3]),
        case("layers.TimeDistributed(layers.Dropout(0.5))", [5, 16]),
        case("layers.TimeDistributed(layers.Reshape((4, 4)))", [5, 16]),
        case("layers.TimeDistributed(layers.Dense(4, name='inner'), name='outer')", [10, 5]),
        case("layers.TimeDistributed(layers.Dense(4, trainable=False))", [10, 5]),
        case("layers.TimeDistributed(layers.TimeDistributed(layers.Dense(4)))", [3, 10, 5]),
        case("layers.TimeDistributed(layers.Dense(4))", {"shape": [10, 5], "batch": 8}),
        case("layers.TimeDistributed(layers.Activation('relu'))", [10, 5]),
        case(
            "layers.TimeDistributed(inner)",
            [10, 5],
            before="inner = keras.Sequential([layers.Dense(4), layers.Dense(3)])",
        ),
        case(
            "layers.TimeDistributed(inner)",
            [10, 8, 8, 1],
            before="inner = keras.Sequential([keras.Input((8, 8, 1)), layers.Conv2D(2, 3), layers.Flatten()])",
        ),
        case("layers.Bidirectional(layers.LSTM(4))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4, return_sequences=True))", [10, 5]),
        case("layers.Bidirectional(layers.GRU(4, return_sequences=True))", [None, 5]),
        case("layers.Bidirectional(layers.SimpleRNN(4))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4), merge_mode='sum')", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4), merge_mode='mul')", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4), merge_mode='ave')", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4), merge_mode=None)", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4, return_sequences=True), merge_mode=None)", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4, return_state=True))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4, return_state=True), merge_mode=None)", [10, 5]),
        case("layers.Bidirectional(layers.GRU(4, return_sequences=True, return_state=True))", [10, 5]),
        case("layers.Bidirectional(layers.GRU(4, reset_after=False, use_bias=False))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4, name='reader'), name='both')", [10, 5]),
        case(
            "layers.Bidirectional(layers.LSTM(4, return_sequences=True), "
            "backward_layer=layers.LSTM(4, activation='relu', return_sequences=True, go_backwards=True))",
            [10, 5],
        ),
        case(
            "layers.Bidirectional(layers.LSTM(4), backward_layer=layers.GRU(4, go_backwards=True, name='back'))",
            [10, 5],
        ),
        case("layers.Bidirectional(layers.LSTM(4))", [10, 5], [4], [4], [4], [4], call="layer(a, initial_state=[b, c, d, e])"),
        case("layers.Bidirectional(layers.LSTM(4), backward_layer=layers.LSTM(4))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4), merge_mode='max')", [10, 5]),
        case("layers.Bidirectional(layers.Dense(4))", [10, 5]),
        case("layers.Bidirectional(layers.LSTM(4))", [5]),
        case("layers.TimeDistributed(layers.Bidirectional(layers.LSTM(4)))", [3, 10, 5]),
        case("layers.TimeDistributed(layers.LSTM(4))", [3, 10, 5]),
        case("layers.TimeDistributed(layers.BatchNormalization())", [3, 10, 5]),
        case("layers.TimeDistributed(layers.Dense(4))", [5]),
        case("layers.TimeDistributed(layers.Conv2D(4, 3))", [10, 5]),
        case("layers.TimeDistributed('dense')", [10, 5]),
    ]
)
