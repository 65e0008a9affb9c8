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
        case("layers.TimeDistributed(layers.Dense(4))", [5]),
        case("layers.TimeDistributed(layers.Conv2D(4, 3))", [10, 5]),
        case("layers.TimeDistributed('dense')", [10, 5]),
    ]
)
