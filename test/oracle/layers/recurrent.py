"""Recurrent layers and their cells: python test/oracle/layers/recurrent.py > test/oracle/layers/recurrent.json"""

from ask import ask, case

sequence, open_sequence, batch = [10, 8], [None, 8], {"shape": [10, 8], "batch": 4}


def on_sequences(name, *more):
    """What all layers over vectors take alike; `more` are arguments of this one."""
    arguments = [
        "5",
        "5, return_sequences=True",
        "5, return_state=True",
        "5, return_sequences=True, return_state=True",
        "5, go_backwards=True, return_sequences=True",
        "5, use_bias=False",
        "5, unroll=True, return_sequences=True",
        "units=7, activation='relu', dropout=0.2, recurrent_dropout=0.1",
        "5, trainable=False, name='own'",
        "5, kernel_regularizer='l2', recurrent_regularizer='l1', bias_constraint='non_neg'",
        *more,
    ]
    states = "[h, c]" if name == "LSTM" else "h"
    given = {"h": [5], "c": [5]} if name == "LSTM" else {"h": [5]}
    return [
        *[case(f"layers.{name}({given})", sequence) for given in arguments],
        case(f"layers.{name}(5, return_sequences=True, return_state=True)", open_sequence),
        case(f"layers.{name}(5)", open_sequence),
        case(f"layers.{name}(5, stateful=True)", batch),
        case(f"layers.{name}(5, stateful=True, return_state=True, return_sequences=True)", batch),
        case(f"layers.{name}(5, return_sequences=True)", batch),
        case(
            f"layers.{name}(5, return_sequences=True, return_state=True)",
            x=[10, 8],
            call=f"layer(x, initial_state={states})",
            **given,
        ),
        case(f"layers.{name}(5)", x=[None, 8], call=f"layer(x, initial_state={states})", **given),
        case(f"layers.{name}(5)", x=[10, 8], m={"shape": [10], "dtype": "bool"}, call="layer(x, mask=m)"),
        case(f"layers.{name}(5)", x=[10, 8], call="layer(x, training=True)"),
        case(f"layers.{name}(5)", {"shape": [10, 8], "dtype": "int32"}),
        case(f"layers.{name}(5)", x=[10, 8], y=[12, 8], call="[layer(x), layer(y)][1]"),
        # What Keras refuses.
        case(f"layers.{name}(5)", [10]),
        case(f"layers.{name}(5)", [10, 8, 8]),
        case(f"layers.{name}(0)", sequence),
        case(f"layers.{name}(-3)", sequence),
        case(f"layers.{name}()", sequence),
        case(f"layers.{name}(5, activation='tanhh')", sequence),
        case(f"layers.{name}(5, return_sequence=True)", sequence),
        case(f"layers.{name}(5, stateful=True)", sequence),
        case(f"layers.{name}(5, kernel_initializer='glorot')", sequence),
    ]


gates = [
    "5, recurrent_activation='hard_sigmoid'",
    "5, implementation=1",
    "5, use_cudnn=False",
    "5, use_cudnn='always'",
]

cases = [
    *on_sequences("SimpleRNN", "5, activation=None", "5, seed=1"),
    *on_sequences("LSTM", *gates, "5, unit_forget_bias=False"),
    *on_sequences("GRU", *gates, "5, reset_after=False", "5, reset_after=False, use_bias=False"),
]

if __name__ == "__main__":
    ask(cases)
