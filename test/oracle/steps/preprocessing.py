"""Training steps behind preprocessing layers under real Keras: python test/oracle/steps/preprocessing.py > test/oracle/steps/preprocessing.json"""

from ask import ask, case

NUMBERS = "((np.arange(24) * 7) % 11 - 2).reshape(8, 3)"
COLUMN = "((np.arange(8) * 7) % 11 - 2).reshape(8, 1)"


def numbers(layer, *, shape="[3]", x=NUMBERS, dtype="int64", after="", adapt=None, about=None):
    before = f"layer = layers.{layer}\n" + (f"layer.adapt({adapt})" if adapt else "")
    return case(
        about or (f"{layer}, adapted to {adapt}" if adapt else layer) + ("" if x == NUMBERS else f" on {shape}"),
        f"keras.Sequential([keras.Input({shape}, dtype='{dtype}'), layer, {after}layers.Dense(2)])",
        before=before,
        x=x,
        y="values([8, 2], 5)",
    )


def floats(layer, **more):
    return numbers(layer, dtype="float32", x="values([8, 3], 3)", **more)


POSITIVE = "(np.arange(24) * 7 % 6).reshape(8, 3)"
EMBED = "layers.Embedding(12, 3), layers.Flatten(), "

CASES = [
    *[numbers(f"CategoryEncoding(6, '{mode}')", x=POSITIVE) for mode in ["multi_hot", "count"]],
    numbers("CategoryEncoding(6, 'one_hot')", x=POSITIVE, after="layers.Flatten(), "),
    *[numbers(f"CategoryEncoding(9, '{mode}')", shape="[1]", x=f"abs({COLUMN})") for mode in ["multi_hot", "count", "one_hot"]],
    case(
        "CategoryEncoding with count_weights",
        "keras.Model([a, b], layers.Dense(2)(layers.CategoryEncoding(6, 'count')(a, count_weights=b)))",
        before="a = keras.Input([3], dtype='int64')\nb = keras.Input([3])",
        x="[(np.arange(24) * 7 % 6).reshape(8, 3), values([8, 3], 2)]",
        y="values([8, 2], 5)",
    ),
    floats("Discretization([-0.5, 0.0, 0.7])", after=EMBED.replace("12", "4")),
    *[floats(f"Discretization([-0.5, 0.1, 0.7], output_mode='{mode}')") for mode in ["multi_hot", "count"]],
    floats("Discretization([-0.5, 0.1, 0.7], output_mode='one_hot')", after="layers.Flatten(), "),
    floats("Discretization(num_bins=4)", adapt="values([50, 3], 9)", after=EMBED.replace("12", "4")),
    floats("Discretization(num_bins=5, epsilon=0.05)", adapt="values([333], 1)", after=EMBED.replace("12", "5")),
    floats("Discretization(num_bins=3, output_mode='count')", adapt="values([7], 1)"),
    floats("Discretization(num_bins=8, epsilon=0.1, output_mode='multi_hot')", adapt="[values([20], 1), values([30], 4), values([5], 2)]"),
    numbers("IntegerLookup(vocabulary=[3, 1, 8])", after=EMBED),
    numbers("IntegerLookup(vocabulary=[3, 1, 8], mask_token=0)", after=EMBED),
    numbers("IntegerLookup(vocabulary=[3, 1, 8], num_oov_indices=3)", after=EMBED),
    numbers("IntegerLookup(vocabulary=[3, 1, 8], mask_token=-1, num_oov_indices=2)", after=EMBED),
    numbers("IntegerLookup(vocabulary=[3, 1, 8, 5000000])", after=EMBED),
    *[numbers(f"IntegerLookup(vocabulary=[3, 1, 8], output_mode='{mode}', mask_token=5)") for mode in ["multi_hot", "count"]],
    numbers("IntegerLookup(vocabulary=[3, 1, 8], output_mode='one_hot')", after="layers.Flatten(), "),
    numbers("IntegerLookup(vocabulary=[3, 1], output_mode='multi_hot', max_tokens=6, pad_to_max_tokens=True)"),
    numbers("IntegerLookup(max_tokens=5)", adapt="np.array([3, 3, 1, 1, 1, 7, 5, 5, 9])", after=EMBED),
    numbers("IntegerLookup(output_mode='count')", adapt="np.array([[3, 3, 1], [1, 8, 7]])"),
    numbers("IntegerLookup(vocabulary=[3, 1, 8], invert=True)", after="layers.Rescaling(0.1), "),
    numbers("IntegerLookup(vocabulary=[3, 1, 8], invert=True, mask_token=0, num_oov_indices=2)", after="layers.Rescaling(0.1), "),
]

ask(CASES)
