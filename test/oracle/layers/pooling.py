"""Poolings: python test/oracle/layers/pooling.py > test/oracle/layers/pooling.json"""

from ask import ask, case

ANY = {1: (20, 3), 2: (28, 27, 3), 3: (9, 10, 11, 2)}
OPEN = {1: (None, 4), 2: (None, None, 3), 3: (None, 8, None, 2)}
FIRST = "data_format='channels_first'"


def windowed(kind, rank):
    name, x, short = f"layers.{kind}Pooling{rank}D", ANY[rank], "Max" if kind == "Max" else "Avg"
    yield case(f"{name}()", x)
    yield case(f"{name}(2)", x)
    yield case(f"{name}(3, strides=2)", x)
    yield case(f"{name}(3, 2, 'same')", x)
    yield case(f"{name}(pool_size={(2, 3, 2)[:rank]})", x)
    yield case(f"{name}(2, strides={(1, 2, 3)[:rank]}, padding='same')", x)
    yield case(f"{name}(2)", OPEN[rank])
    yield case(f"{name}(2, padding='same')", OPEN[rank])
    yield case(f"{name}(3, strides=2)", OPEN[rank])
    yield case(f"{name}(2, {FIRST})", (4, *x[:-1]))
    yield case(f"layers.{short}Pool{rank}D(2)", x, layer=f"{kind}Pooling{rank}D")
    yield case(f"{name}(2)", {"shape": x, "dtype": "int32"})
    yield case(f"{name}(30)", x)
    yield case(f"{name}(0)", x)
    yield case(f"{name}((2, 2, 2, 2))", x)
    yield case(f"{name}(2, padding='SAME')", x)
    yield case(f"{name}(2, padding='full')", x)
    yield case(f"{name}(2, strides=0)", x)
    yield case(f"{name}(2)", x[1:])


def whole(kind, rank):
    name, x, short = f"layers.Global{kind}Pooling{rank}D", ANY[rank], "Max" if kind == "Max" else "Avg"
    yield case(f"{name}()", x)
    yield case(f"{name}(keepdims=True)", x)
    yield case(f"{name}({FIRST})", x)
    yield case(f"{name}({FIRST}, keepdims=True)", x)
    yield case(f"{name}()", OPEN[rank])
    yield case(f"{name}(keepdims=True)", OPEN[rank])
    yield case(f"{name}()", {"shape": x, "dtype": "int32"})
    yield case(f"layers.Global{short}Pool{rank}D()", x, layer=f"Global{kind}Pooling{rank}D")
    yield case(f"{name}()", x[1:])
    yield case(f"{name}(2)", x)
    yield case(f"{name}(data_format='first')", x)


def adaptive(kind, rank):
    name, x = f"layers.Adaptive{kind}Pooling{rank}D", ANY[rank]
    yield case(f"{name}(1)", x)
    yield case(f"{name}(2)", x)
    yield case(f"{name}(5)", x)
    yield case(f"{name}({(3, 4, 2)[:rank] if rank > 1 else 7})", x)
    yield case(f"{name}(3)", OPEN[rank])
    yield case(f"{name}(2, {FIRST})", x)
    yield case(f"{name}(40)", x)
    yield case(f"{name}((2, 2, 2, 2))", x)
    yield case(f"{name}()", x)
    yield case(f"{name}(2, data_format='last')", x)


ask([
    each
    for rank in (1, 2, 3)
    for family in (windowed, whole, adaptive)
    for kind in ("Max", "Average")
    for each in family(kind, rank)
])
