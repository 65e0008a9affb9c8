"""Convolutions: python test/oracle/layers/convolution.py > test/oracle/layers/convolution.json"""

from ask import ask, case

SEQUENCE, IMAGE, VOLUME = (20, 3), (28, 27, 3), (9, 10, 11, 2)
OPEN = {1: (None, 4), 2: (None, None, 3), 3: (None, 8, None, 2)}
ANY = {1: SEQUENCE, 2: IMAGE, 3: VOLUME}


def convolution(rank):
    name, x = f"layers.Conv{rank}D", ANY[rank]
    yield case(f"{name}(8, 3)", x)
    yield case(f"{name}(8, 3, padding='same', activation='relu')", x)
    yield case(f"{name}(8, {(2, 3, 1)[:rank]}, strides=2)", x)
    yield case(f"{name}(8, 3, strides=2, padding='SAME', use_bias=False)", x)
    yield case(f"{name}(8, 3, strides=3, padding='same')", OPEN[rank])
    yield case(f"{name}(8, 3, strides=2)", OPEN[rank])
    yield case(f"{name}(8, 3)", OPEN[rank])
    yield case(f"{name}(8, 3, dilation_rate=2)", x)
    yield case(f"{name}(8, 2, dilation_rate={(2, 3, 1)[:rank]}, padding='same')", x)
    yield case(f"{name}(8, 3, data_format='channels_first')", (4, *x[:-1]))
    yield case(f"{name}(8, 3, padding='same', strides=2, data_format='channels_first')", (4, *OPEN[rank][:-1]))
    yield case(f"{name}(6, 2, groups=2)", (*x[:-1], 4))
    yield case(f"{name}(6, 2, groups=3, data_format='channels_first')", (3, *x[:-1]))
    yield case(f"layers.Convolution{rank}D(4, 1, kernel_initializer='he_normal', name='first')", x, layer=f"Conv{rank}D")
    yield case(f"{name}(8, 30)", x)
    yield case(f"{name}(8, 3, strides=2, dilation_rate=2)", x)
    yield case(f"{name}(7, 3, groups=2)", (*x[:-1], 4))
    yield case(f"{name}(8, 3, groups=2)", (*x[:-1], 3))
    yield case(f"{name}(0, 3)", x)
    yield case(f"{name}(8, 0)", x)
    yield case(f"{name}(8, (3, 3, 3, 3))", x)
    yield case(f"{name}(8, 3, padding='valide')", x)
    yield case(f"{name}(8, 3, data_format='last')", x)
    yield case(f"{name}(8, 3)", (*x, 2))
    yield case(f"{name}(8, 3)", x[1:])
    yield case(f"{name}(8)", x)


def transposed(rank):
    name, x = f"layers.Conv{rank}DTranspose", tuple(n // 2 for n in ANY[rank][:-1]) + (3,)
    yield case(f"{name}(8, 3)", x)
    yield case(f"{name}(8, 3, padding='same')", x)
    yield case(f"{name}(8, 3, strides=2, padding='same')", x)
    yield case(f"{name}(8, 3, strides=2)", x)
    yield case(f"{name}(8, 2, strides=3)", x)
    yield case(f"{name}(8, 2, strides=3, padding='same')", x)
    yield case(f"{name}(8, {(2, 3, 4)[:rank]}, strides={(2, 1, 3)[:rank]}, use_bias=False)", x)
    yield case(f"{name}(8, 3, strides=2, output_padding=1)", x)
    yield case(f"{name}(8, 3, strides=2, output_padding=0, padding='same')", x)
    yield case(f"{name}(8, 4, strides=3, output_padding=1, padding='same')", x)
    yield case(f"{name}(8, 3, dilation_rate=2)", x)
    yield case(f"{name}(8, 3, dilation_rate=2, padding='same')", x)
    yield case(f"{name}(8, 3, strides=2, padding='same')", OPEN[rank])
    yield case(f"{name}(8, 3, strides=2)", OPEN[rank])
    yield case(f"{name}(8, 3, strides=2, data_format='channels_first')", (3, *x[:-1]))
    yield case(f"layers.Convolution{rank}DTranspose(4, 2)", x, layer=f"Conv{rank}DTranspose")
    yield case(f"{name}(8, 3, strides=2, output_padding=2)", x)
    yield case(f"{name}(8, 3, strides=2, dilation_rate=2)", x)
    yield case(f"{name}(-1, 3)", x)
    yield case(f"{name}(8, 3, groups=2)", x)
    yield case(f"{name}(8, 3)", x[1:])


def depthwise(rank):
    name, x = f"layers.DepthwiseConv{rank}D", ANY[rank]
    yield case(f"{name}(3)", x)
    yield case(f"{name}(3, depth_multiplier=4)", x)
    yield case(f"{name}(3, 2, 'same')", x)
    yield case(f"{name}(2, strides=3, use_bias=False)", x)
    yield case(f"{name}(3, dilation_rate=2)", x)
    yield case(f"{name}(3, padding='same', depth_multiplier=2)", OPEN[rank])
    yield case(f"{name}(3, data_format='channels_first', depth_multiplier=2)", (3, *x[:-1]))
    yield case(f"{name}(3, depthwise_initializer='he_normal', activation='relu')", x)
    yield case(f"{name}(3, depth_multiplier=0)", x)
    yield case(f"{name}(30)", x)
    yield case(f"{name}(3, kernel_initializer='he_normal')", x)
    yield case(f"{name}(3)", x[1:])


def separable(rank):
    name, x = f"layers.SeparableConv{rank}D", ANY[rank]
    yield case(f"{name}(8, 3)", x)
    yield case(f"{name}(8, 3, depth_multiplier=2)", x)
    yield case(f"{name}(8, 3, strides=2, padding='same')", x)
    yield case(f"{name}(8, 2, use_bias=False, activation='relu')", x)
    yield case(f"{name}(8, 3, dilation_rate=2)", x)
    yield case(f"{name}(8, 3, padding='same')", OPEN[rank])
    yield case(f"{name}(8, 3, data_format='channels_first')", (3, *x[:-1]))
    yield case(f"layers.SeparableConvolution{rank}D(4, 2)", x, layer=f"SeparableConv{rank}D")
    yield case(f"{name}(0, 3)", x)
    yield case(f"{name}(8, 3, depth_multiplier=0)", x)
    yield case(f"{name}(8, 30)", x)
    yield case(f"{name}(8, 3)", x[1:])


ask([
    *[each for rank in (1, 2, 3) for family in (convolution, transposed) for each in family(rank)],
    *[each for rank in (1, 2) for family in (depthwise, separable) for each in family(rank)],
    case("layers.Conv1D(8, 3, padding='causal')", SEQUENCE),
    case("layers.Conv1D(8, 3, padding='causal', strides=2)", SEQUENCE),
    case("layers.Conv1D(8, 2, padding='causal', dilation_rate=4)", (None, 1)),
    case("layers.Conv2D(8, 3, padding='causal')", IMAGE),
    case("layers.SeparableConv1D(8, 3, padding='causal')", SEQUENCE),
    case("layers.Conv2D(8, (3, 3), 2, 'same', 'channels_last', 1, 1, 'relu')", IMAGE),
    case("layers.Conv2D(8, 3, lora_rank=4)", IMAGE),
    case("layers.Conv1D(8, 3, lora_rank=2, lora_alpha=8, use_bias=False)", SEQUENCE),
    case("layers.Conv2D(8, 3, groups=2, lora_rank=2)", (10, 10, 4)),
    case("layers.Conv2D(8, 3, activation=layers.LeakyReLU())", IMAGE),
    case("layers.SeparableConv2D(8, 3, activation=layers.PReLU())", IMAGE),
    case("layers.Conv2DTranspose(8, 3, activation=keras.activations.tanh)", IMAGE),
    case("layers.Conv2D(8, 3)", {"shape": (32, 32, 1), "batch": 16}),
    case("layers.Conv2D(8, 3)", {"shape": (32, 32, 1), "dtype": "uint8"}),
    case("layers.Conv2D(8, 3)", a=IMAGE, b=(10, 10, 3), call="[layer(a), layer(b)][1]"),
    case("layers.Conv2D(8, 3)", a=IMAGE, b=(10, 10, 4), call="[layer(a), layer(b)][1]"),
])
