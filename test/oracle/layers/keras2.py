"""What Keras 2 alone has; run with Keras 2.15: python test/oracle/layers/keras2.py > test/oracle/layers/keras2.json"""

import tensorflow

from ask import ask, case, layers

x, batch = [10, 8], {"shape": [4, 8], "batch": 10}

for name in ["CuDNNLSTM", "CuDNNGRU"]:
    setattr(layers, name, getattr(tensorflow.compat.v1.keras.layers, name))

options = [
    "5",
    "5, return_sequences=True",
    "5, return_state=True",
    "5, return_sequences=True, return_state=True",
    "5, go_backwards=True",
    "units=7, kernel_initializer='he_normal'",
    "5, kernel_regularizer='l2'",
]


def both(name, states, call):
    return [
        *[case(f"layers.{name}({given})", x) for given in options],
        case(f"layers.{name}(5)", [None, 8]),
        case(f"layers.{name}(5)", [10]),
        case(f"layers.{name}(0)", x) if name.startswith("LSTM") else case(f"layers.{name}()", x),
        case(f"layers.{name}(5, return_state=True)", x=x, **states, call=call),
    ]


def time_major(name):
    return [
        case(f"layers.{name}(5, time_major=True{more})", batch)
        for more in ["", ", return_sequences=True", ", return_state=True", ", return_sequences=True, return_state=True"]
    ]


LINE, PICTURE, SPARSE = [10, 2], [8, 9, 2], {"shape": [2, 8, 9]}


def locally_connected():
    given = [
        "4, 3",
        "4, 3, strides=2",
        "4, 3, use_bias=False",
        "4, 3, activation='relu'",
        "4, 3, implementation=2",
        "4, 3, implementation=3",
        "4, 3, padding='same', implementation=2",
        "4, 3, padding='same', implementation=3",
        "4, 4, padding='same', strides=2, implementation=3",
        "4, 3, padding='same'",
        "4, 3, padding='wide'",
        "4",
    ]
    return [
        *[case(f"layers.LocallyConnected1D({each})", LINE) for each in given],
        *[case(f"layers.LocallyConnected2D({each})", PICTURE) for each in given],
        case("layers.LocallyConnected2D(4, (3, 2), strides=(2, 1))", PICTURE),
        *[
            case(f"layers.LocallyConnected2D(4, 3, data_format='channels_first'{more})", SPARSE)
            for more in ["", ", implementation=2"]
        ],
        case("layers.LocallyConnected1D(4, 3)", [None, 2]),
        case("layers.LocallyConnected1D(4, 3)", PICTURE),
        case("layers.LocallyConnected2D(4, 3)", LINE),
    ]


h, c = {"h": [5]}, {"h": [5], "c": [5]}
cases = [
    *both("CuDNNLSTM", c, "layer([x, h, c])"),
    *both("CuDNNGRU", h, "layer([x, h])"),
    *both("LSTM", c, "layer([x, h, c])"),
    *both("GRU", h, "layer([x, h])"),
    *both("SimpleRNN", h, "layer([x, h])"),
    *time_major("LSTM"),
    *time_major("GRU"),
    *locally_connected(),
    *[
        case(f"layers.LSTM(5{more})", x=x, h=[5], c=[5], call="layer(x, initial_state=[h, c])")
        for more in ["", ", return_state=True"]
    ],
]

if __name__ == "__main__":
    ask(cases)
