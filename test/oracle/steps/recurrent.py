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
    ]
)
