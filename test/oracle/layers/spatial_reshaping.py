"""Padding, cropping, upsampling: python test/oracle/layers/spatial_reshaping.py > test/oracle/layers/spatial_reshaping.json"""

from ask import ask, case

ANY = {1: (20, 3), 2: (28, 27, 3), 3: (9, 10, 11, 2)}
OPEN = {1: (None, 4), 2: (None, None, 3), 3: (None, 8, None, 2)}
FIRST = "data_format='channels_first'"
MARGINS = {1: "(1, 3)", 2: "((1, 2), (0, 3))", 3: "((1, 2), (0, 3), (2, 0))"}
PAIRS = {1: "(0, 2)", 2: "(1, 2)", 3: "(1, 2, 0)"}


def margins(layer, argument, rank):
    name, x = f"layers.{layer}{rank}D", ANY[rank]
    yield case(f"{name}()", x)
    yield case(f"{name}(2)", x)
    yield case(f"{name}(0)", x)
    yield case(f"{name}({argument}={MARGINS[rank]})", x)
    yield case(f"{name}({argument}={PAIRS[rank]})", x)
    yield case(f"{name}({MARGINS[rank]})", OPEN[rank])
    yield case(f"{name}({MARGINS[rank]})", {"shape": x, "dtype": "int32"})
    if rank > 1 or layer == "ZeroPadding":
        yield case(f"{name}(1, {FIRST})", x)
    # A negative number for all axes passes ZeroPadding2D and 3D unseen, and fails when they run.
    yield case(f"{name}({(-1, 1, 0)[:rank] if rank > 1 else -1})", x)
    yield case(f"{name}((1, 2, 3, 4))", x)
    yield case(f"{name}('same')", x)
    yield case(f"{name}({argument}=None)", x)
    yield case(f"{name}(1)", x[1:])
    if layer == "Cropping":
        yield case(f"{name}(10)", x)
        yield case(f"{name}(4)", x)
        yield case(f"{name}(5)", x)


def up_sampling(rank):
    name, x = f"layers.UpSampling{rank}D", ANY[rank]
    yield case(f"{name}()", x)
    yield case(f"{name}(3)", x)
    yield case(f"{name}(size=2)", OPEN[rank])
    yield case(f"{name}(2)", {"shape": x, "dtype": "int32"})
    if rank > 1:
        yield case(f"{name}({(2, 3, 1)[:rank]})", x)
        yield case(f"{name}(2, {FIRST})", x)
        yield case(f"{name}((2, 2, 2, 2))", x)
    yield case(f"{name}(0)", x)
    yield case(f"{name}(1.5)", x)
    yield case(f"{name}(None)", x)
    yield case(f"{name}(2)", x[1:])


ask([
    *[each for rank in (1, 2, 3) for each in margins("ZeroPadding", "padding", rank)],
    *[each for rank in (1, 2, 3) for each in margins("Cropping", "cropping", rank)],
    *[each for rank in (1, 2, 3) for each in up_sampling(rank)],
    case("layers.UpSampling1D((2,))", ANY[1]),
    case("layers.UpSampling2D(2, interpolation='bilinear')", ANY[2]),
    case("layers.UpSampling2D(2, interpolation='Bicubic')", OPEN[2]),
    case("layers.UpSampling2D((2, 1), None, 'lanczos3')", ANY[2]),
])
