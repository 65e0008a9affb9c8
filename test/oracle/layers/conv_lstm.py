"""Recurrent layers over images: python test/oracle/layers/conv_lstm.py > test/oracle/layers/conv_lstm.json"""

from ask import ask, case


def convolution(rank):
    name = f"layers.ConvLSTM{rank}D"
    image = [16, 12, 9][:rank]
    x = [6, *image, 3]
    return [
        *[
            case(f"{name}({arguments})", x)
            for arguments in [
                "4, 3",
                "4, 3, padding='same'",
                "4, 3, padding='same', return_sequences=True",
                "4, 3, return_state=True",
                "4, 3, return_sequences=True, return_state=True",
                f"4, {tuple([3, 2, 1][:rank])}, strides=2",
                f"4, 2, strides={tuple([1, 2, 3][:rank])}, padding='same'",
                "4, 3, dilation_rate=2",
                "4, 3, use_bias=False, activation='relu'",
                "4, 3, go_backwards=True, dropout=0.1, recurrent_dropout=0.1",
                "filters=4, kernel_size=1, recurrent_activation='hard_sigmoid', unit_forget_bias=False",
            ]
        ],
        case(f"{name}(4, 3, data_format='channels_first')", [6, 3, *image]),
        case(f"{name}(4, 3, data_format='channels_first', return_sequences=True, padding='same')", [6, 3, *image]),
        case(f"{name}(4, 3, return_sequences=True)", [None, *image, 3]),
        case(f"{name}(4, 3, stateful=True, padding='same')", {"shape": x, "batch": 2}),
        # What Keras refuses.
        case(f"{name}(4, 3)", x[1:]),
        case(f"{name}(4, 3)", [6, None, *image[1:], 3]),
        case(f"{name}(4, 3, strides=2, dilation_rate=2)", x),
        case(f"{name}(4, 3, padding='full')", x),
        case(f"{name}(4, {tuple([3] * (rank + 1))})", x),
        case(f"{name}(4)", x),
        case(f"{name}(4, 99)", x),
    ]


cases = [*convolution(1), *convolution(2), *convolution(3)]

if __name__ == "__main__":
    ask(cases)
