"""Cells, and layers made of them: python test/oracle/layers/recurrent_cells.py > test/oracle/layers/recurrent_cells.json"""

from ask import ask, case

sequence, batch = [10, 8], {"shape": [10, 8], "batch": 4}


def cell(name, *more):
    states = "[h, c]" if name == "LSTMCell" else "h"
    given = {"h": [5], "c": [5]} if name == "LSTMCell" else {"h": [5]}
    call = f"layer(x, {states})"
    return [
        *[
            case(f"layers.{name}({arguments})", x=[8], call=call, **given)
            for arguments in [
                "5",
                "5, use_bias=False",
                "5, activation='relu'",
                "5, dropout=0.1, recurrent_dropout=0.2",
                "5, trainable=False",
                "5, kernel_initializer='zeros', recurrent_initializer='glorot_uniform'",
                *more,
            ]
        ],
        case(f"layers.{name}(5)", x=[8], call=f"layer(x, states={states})", **given),
        case(f"layers.{name}(0)", x=[8], call=call, **given),
        case(f"layers.{name}(5, activation='tanhh')", x=[8], call=call, **given),
        case(f"layers.{name}(5)", x=[8], call="layer(x)"),
    ]


def rnn(cells, *options, **more):
    return [case(f"layers.RNN({cells}{', ' if option else ''}{option})", sequence, **more) for option in options]


options = [
    "",
    "return_sequences=True",
    "return_state=True",
    "return_sequences=True, return_state=True",
    "go_backwards=True",
    "unroll=True",
    "zero_output_for_mask=True, return_sequences=True",
]


cases = [
    *cell("SimpleRNNCell"),
    *cell("LSTMCell", "5, unit_forget_bias=False", "5, recurrent_activation='hard_sigmoid'"),
    *cell("GRUCell", "5, reset_after=False", "5, reset_after=False, use_bias=False"),
    *rnn("layers.LSTMCell(5)", *options),
    *rnn("layers.GRUCell(5)", *options),
    *rnn("layers.SimpleRNNCell(5)", *options),
    *rnn("layers.StackedRNNCells([layers.LSTMCell(5), layers.LSTMCell(6)])", *options, layer="StackedRNNCells"),
    *rnn("[layers.LSTMCell(5), layers.LSTMCell(6)]", *options),
    *rnn("[layers.GRUCell(5), layers.SimpleRNNCell(6)]", "", "return_sequences=True, return_state=True"),
    *rnn("[layers.GRUCell(5, name='first'), layers.LSTMCell(6, use_bias=False)]", "return_state=True"),
    case("layers.RNN(layers.LSTMCell(5), stateful=True)", batch),
    case("layers.RNN([layers.LSTMCell(5), layers.GRUCell(6)], stateful=True)", batch),
    case("layers.RNN(layers.LSTMCell(5), return_state=True)", x=[10, 8], h=[5], c=[5], call="layer(x, initial_state=[h, c])"),
    case("layers.RNN(cell, return_sequences=True)", sequence, before="cell = layers.GRUCell(5)"),
    # What Keras refuses.
    case("layers.RNN(layers.LSTMCell(5))", [10]),
    case("layers.RNN(5)", sequence),
    case("layers.RNN(layers.Dense(5))", sequence),
    case("layers.RNN()", sequence),
    case("layers.RNN(layers.LSTMCell(5), stateful=True)", sequence),
    case("layers.RNN(layers.LSTMCell(5), units=3)", sequence),
    case("layers.StackedRNNCells([layers.Dense(3)])", sequence),
]

if __name__ == "__main__":
    ask(cases)
