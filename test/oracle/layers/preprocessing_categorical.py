"""Layers that turn categories, words and texts into numbers."""

from ask import ask, case

ints = {"shape": [1], "dtype": "int64"}
many = {"shape": [6], "dtype": "int64"}
text = {"shape": [1], "dtype": "string"}
texts = {"shape": [6], "dtype": "string"}
scalar = {"shape": [], "dtype": "string"}
opened = {"shape": [None], "dtype": "string"}
words = "vocabulary=['a', 'b', 'c']"
adapted = "(layer.adapt({data}), layer(a))[1]"

cases = [
    *(
        case(f"layers.CategoryEncoding({arguments})", shape)
        for arguments, shape in [
            ("num_tokens=4", many),
            ("4, 'one_hot'", ints),
            ("num_tokens=4, output_mode='one_hot'", many),
            ("num_tokens=4, output_mode='one_hot'", {"shape": [], "dtype": "int32"}),
            ("num_tokens=4, output_mode='multi_hot'", ints),
            ("num_tokens=4, output_mode='count'", many),
            ("num_tokens=4, output_mode='binary'", many),
            ("num_tokens=4, output_mode='count'", {"shape": [None], "dtype": "int32"}),
            ("num_tokens=4, output_mode='one_hot'", [3, 2]),
            ("num_tokens=4, output_mode='multi_hot'", [3, 2]),
            ("num_tokens=4, output_mode='int'", ints),
            ("num_tokens=0", ints),
            ("output_mode='one_hot'", ints),
            ("num_tokens=4, output_mode='one_hot', dtype='int32'", ints),
            ("num_tokens=4, sparse=True", many),
        ]
    ),
    *(
        case(f"layers.Hashing({arguments})", shape)
        for arguments, shape in [
            ("num_bins=8", text),
            ("8", many),
            ("num_bins=8, mask_value=''", texts),
            ("num_bins=8, salt=133", texts),
            ("num_bins=8, salt=[133, 137]", texts),
            ("num_bins=8, salt=[1, 2, 3]", texts),
            ("num_bins=8, output_mode='one_hot'", text),
            ("num_bins=8, output_mode='multi_hot'", texts),
            ("num_bins=8, output_mode='count'", texts),
            ("num_bins=8, output_mode='binary'", texts),
            ("num_bins=8, dtype='int32'", texts),
            ("num_bins=8, dtype='float32'", texts),
            ("num_bins=0", texts),
            ("num_bins=8, sparse=True", texts),
            ("num_bins=8, output_mode='one_hot'", scalar),
            ("", texts),
        ]
    ),
    *(
        case(f"layers.HashedCrossing({arguments})", *shapes)
        for arguments, shapes in [
            ("num_bins=5", [text, ints]),
            ("5", [text, text]),
            ("num_bins=5, output_mode='one_hot'", [text, ints]),
            ("num_bins=5, output_mode='one_hot'", [scalar, scalar]),
            ("num_bins=5, output_mode='one_hot'", [texts, many]),
            ("num_bins=5, output_mode='multi_hot'", [text, ints]),
            ("num_bins=5, dtype='int32'", [text, ints]),
            ("num_bins=5", [scalar, scalar]),
            ("", [text, ints]),
            ("num_bins=5, output_mode='one_hot', dtype='float16'", [text, ints]),
        ]
    ),
    *(
        case(f"layers.StringLookup({arguments})", shape)
        for arguments, shape in [
            (words, text),
            (words, texts),
            (words, opened),
            (words, scalar),
            ("", text),
            (f"{words}, output_mode='one_hot'", text),
            (f"{words}, output_mode='one_hot'", texts),
            (f"{words}, output_mode='multi_hot'", texts),
            (f"{words}, output_mode='count'", opened),
            (f"{words}, output_mode='binary'", texts),
            (f"{words}, output_mode='tf_idf', idf_weights=[0.25, 0.5, 0.75]", texts),
            (f"{words}, output_mode='tf_idf'", texts),
            (f"{words}, output_mode='one_hot', num_oov_indices=0", text),
            (f"{words}, output_mode='one_hot', num_oov_indices=3", text),
            (f"{words}, output_mode='one_hot', mask_token=''", text),
            (f"{words}, output_mode='multi_hot', max_tokens=10, pad_to_max_tokens=True", texts),
            (f"{words}, output_mode='multi_hot', max_tokens=10", texts),
            ("output_mode='multi_hot', max_tokens=10, pad_to_max_tokens=True", texts),
            ("output_mode='multi_hot', max_tokens=10", texts),
            ("vocabulary=['[UNK]', 'a', 'b'], output_mode='one_hot'", text),
            ("vocabulary=['', '[UNK]', 'a', 'b'], mask_token='', output_mode='multi_hot'", text),
            (f"{words}, max_tokens=3", text),
            (f"{words}, max_tokens=1", text),
            (f"{words}, pad_to_max_tokens=True", text),
            (f"{words}, num_oov_indices=-1", text),
            (f"{words}, output_mode='embedding'", text),
            ("vocabulary=['a', 'a']", text),
            ("vocabulary=[]", text),
            (f"{words}, invert=True", ints),
            (f"{words}, invert=True, output_mode='one_hot'", ints),
            (f"{words}, sparse=True", ints),
            (f"{words}, output_mode='count', idf_weights=[1., 2., 3.]", text),
        ]
    ),
    case("layers.StringLookup(output_mode='multi_hot')", texts, call=adapted.format(data="['a', 'b', 'b']")),
    case("layers.StringLookup(max_tokens=5)", texts, call=adapted.format(data="['a', 'b', 'b']")),
    case(
        "layers.StringLookup(output_mode='one_hot')",
        text,
        call="(layer.set_vocabulary(['x', 'y']), layer(a))[1]",
    ),
    *(
        case(f"layers.IntegerLookup({arguments})", shape)
        for arguments, shape in [
            ("vocabulary=[12, 36, 1138]", ints),
            ("vocabulary=[12, 36, 1138], output_mode='one_hot'", ints),
            ("vocabulary=[12, 36, 1138], output_mode='one_hot'", many),
            ("vocabulary=[12, 36, 1138], output_mode='multi_hot'", many),
            ("vocabulary=[12, 36, 1138], output_mode='count', num_oov_indices=2", many),
            ("vocabulary=[12, 36, 1138], output_mode='multi_hot', mask_token=0", many),
            ("vocabulary=[-1, 12, 36], output_mode='multi_hot'", many),
            ("max_tokens=20, output_mode='multi_hot', pad_to_max_tokens=True", many),
            ("max_tokens=1", many),
            ("vocabulary=[12, 36, 1138], num_oov_indices=-1", many),
            ("vocabulary=[12, 36, 1138], output_mode='hot'", many),
            ("vocabulary=[12, 12]", many),
            ("vocabulary=[12, 36], vocabulary_dtype='int32'", many),
            ("vocabulary=[12, 36], salt=3", many),
            ("", many),
            ("vocabulary=[12, 36, 1138], invert=True", ints),
        ]
    ),
    case(
        "layers.IntegerLookup(output_mode='one_hot')",
        ints,
        call="(layer.adapt(np.array([[1], [2], [3]])), layer(a))[1]",
        before="import numpy as np",
    ),
    *(
        case(f"layers.TextVectorization({arguments})", shape)
        for arguments, shape in [
            ("", text),
            ("output_sequence_length=250", text),
            ("max_tokens=10000, output_mode='int', output_sequence_length=250", scalar),
            ("1000", scalar),
            ("max_tokens=1000, output_mode='multi_hot'", text),
            ("max_tokens=1000, output_mode='multi_hot', pad_to_max_tokens=True", text),
            ("max_tokens=1000, output_mode='count', pad_to_max_tokens=True", scalar),
            ("max_tokens=1000, output_mode='tf_idf', pad_to_max_tokens=True", text),
            ("max_tokens=1000, output_mode='tf-idf', pad_to_max_tokens=True", text),
            ("max_tokens=1000, output_mode='binary', pad_to_max_tokens=True, ngrams=2", text),
            (f"{words}, output_mode='multi_hot'", text),
            (f"{words}, output_mode='count'", scalar),
            (f"{words}, output_sequence_length=4", text),
            (f"{words}, output_mode='one_hot'", text),
            (f"{words}, split=None", text),
            (f"{words}, split=None, output_mode='multi_hot'", text),
            (f"{words}, split='character', standardize=None, output_mode='multi_hot'", text),
            ("ragged=True", text),
            ("ragged=True, output_mode='count'", text),
            ("output_mode='count', output_sequence_length=5", text),
            ("output_sequence_length=2.5", text),
            ("output_mode='words'", text),
            ("standardize='upper'", text),
            ("split='lines'", text),
            ("ngrams=2.5", text),
            ("ngrams=(1, 3)", text),
            ("max_tokens=1", text),
            (f"{words}, max_tokens=3", text),
            ("pad_to_max_tokens=True", text),
        ]
    ),
    case(
        "layers.TextVectorization(output_mode='multi_hot')",
        text,
        call=adapted.format(data="['the cat sat', 'the dog']"),
    ),
    case(
        "layers.TextVectorization(output_sequence_length=7)",
        text,
        call=adapted.format(data="['the cat sat', 'the dog']"),
    ),
]

if __name__ == "__main__":
    ask(cases)
