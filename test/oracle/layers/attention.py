"""Attention layers: python test/oracle/layers/attention.py > test/oracle/layers/attention.json"""

from ask import ask, case

q, v, open_v = [7, 16], [9, 16], [None, 16]


def mask(length):
    return {"shape": [length], "dtype": "bool"}


def on_lists(name, *arguments):
    return [
        *[case(f"layers.{name}({given})", q, v) for given in arguments],
        case(f"layers.{name}()", q, v, v),
        case(f"layers.{name}()", q, [9, 12], v),
        case(f"layers.{name}(use_scale=True)", [None, 16], open_v),
        case(f"layers.{name}()", [None, 16], v, v),
        case(f"layers.{name}()", [3, 7, 16], [3, 9, 16]),
        case(f"layers.{name}()", a=q, b=v, call="layer([a, b], return_attention_scores=True)"),
        case(f"layers.{name}()", a=q, b=open_v, call="layer([a, b], return_attention_scores=True)"),
        case(f"layers.{name}()", a=q, b=v, call="layer([a, b], use_causal_mask=True)"),
        case(f"layers.{name}(dropout=0.5)", a=q, b=v, call="layer([a, b], training=True)"),
        case(f"layers.{name}()", a=q, b=v, m=mask(7), n=mask(9), call="layer([a, b], mask=[m, n])"),
        case(f"layers.{name}()", a=q, call="layer([a, a])"),
        case(f"layers.{name}(trainable=False, use_scale=True)", {"shape": q, "batch": 4}, {"shape": v, "batch": 4}),
        # What Keras refuses.
        case(f"layers.{name}()", q),
        case(f"layers.{name}()", a=q, call="layer([a])"),
        case(f"layers.{name}()", q, v, v, v),
        case(f"layers.{name}(score_mode='product')", q, v),
        case(f"layers.{name}(scale=True)", q, v),
    ]


def heads(arguments, call="layer(query, value)", **more):
    return case(f"layers.MultiHeadAttention({arguments})", query=q, value=v, call=call, **more)


def grouped(arguments, call="layer(query, value)", query=q, value=v, **more):
    return case(f"layers.GroupQueryAttention({arguments})", query=query, value=value, call=call, **more)


def alone(arguments, x, call="layer(x, x)", **more):
    return case(f"layers.MultiHeadAttention({arguments})", x=x, call=call, **more)


cases = [
    *on_lists("Attention", "", "use_scale=True", "score_mode='concat'", "use_scale=True, score_mode='concat'"),
    *on_lists("AdditiveAttention", "", "use_scale=False", "dropout=0.1", "True, 0.2"),
    # MultiHeadAttention: its arguments.
    heads("2, 8"),
    heads("num_heads=4, key_dim=5"),
    heads("2, 8, value_dim=6"),
    heads("2, 8, use_bias=False"),
    heads("2, 8, output_shape=10"),
    heads("2, 8, output_shape=(3, 5)"),
    heads("2, 8, value_dim=6, output_shape=[4], use_bias=False"),
    heads("2, 8, dropout=0.1, kernel_initializer='he_normal'"),
    heads("2, 8, use_gate=True"),
    heads("2, 8, use_gate=True, value_dim=6, use_bias=False"),
    heads("2, 8, sliding_window=3"),
    heads("2, 8, name='mha'"),
    heads("2, 8, attention_axes=1"),
    heads("2, 8, attention_axes=(1,)"),
    heads("2, 8, kernel_regularizer='l2', seed=3"),
    alone("2, 8", [5, 6, 16]),
    alone("2, 8, attention_axes=(1, 2)", [5, 6, 16]),
    alone("2, 8, attention_axes=(2,)", [5, 6, 16]),
    alone("2, 8, attention_axes=(2, 3)", [5, 4, 3, 16]),
    alone("2, 8, output_shape=9, attention_axes=2", [5, None, 16]),
    # Its calls.
    alone("2, 8", [7, 16]),
    alone("2, 8", [None, 16]),
    alone("2, 8", {"shape": [7, 16], "batch": 3}),
    alone("2, 8", [7, 16], call="layer(x, x, x)"),
    alone("2, 8", [7, 16], call="layer(query=x, value=x)"),
    alone("2, 8", [7, 16], call="layer(x, x, return_attention_scores=True)"),
    alone("2, 8, dropout=0.1", [7, 16], call="layer(x, x, return_attention_scores=True, training=True)"),
    alone("2, 8", [7, 16], call="layer(x, x, use_causal_mask=True)"),
    alone("2, 8", [7, 16], call="layer(x, x, use_causal_mask=True, return_attention_scores=True)"),
    alone("2, 8", [7, 16], m={"shape": [7, 7], "dtype": "bool"}, call="layer(x, x, attention_mask=m)"),
    alone("2, 8", [7, 16], m={"shape": [2, 7, 7], "dtype": "bool"}, call="layer(x, x, attention_mask=m)"),
    heads("2, 8", m={"shape": [7, 9], "dtype": "bool"}, call="layer(query, value, attention_mask=m)"),
    heads("2, 8", k=[9, 5], call="layer(query, value, key=k)"),
    heads("2, 8", k=[9, 5], call="layer(query, value, k)"),
    heads("2, 8", m=mask(7), n=mask(9), call="layer(query, value, query_mask=m, value_mask=n)"),
    case("layers.MultiHeadAttention(3, 4)", a=[7, 10], b=[9, 12], call="layer(a, b)"),
    case("layers.MultiHeadAttention(3, 4)", a=[7, 10], b=[None, 12], call="layer(a, b)"),
    case("layers.MultiHeadAttention(3, 4)", a=[7, 10], b=[9, 12], c=[9, 5], call="layer(a, value=b, key=c)"),
    # What Keras refuses.
    heads("2"),
    heads("0, 8"),
    heads("2, -8"),
    heads("2, 8, value_dim=0"),
    heads("2, 8, attention_axes='time'"),
    heads("2, 8, sliding_window=0"),
    heads("2, 8, flash_attention=True, dropout=0.5"),
    heads("2, 8, head_dim=3"),
    heads("2, 8", k=[8, 16], call="layer(query, value, key=k)"),
    alone("2, 8", [7, 16], call="layer(x)"),
    alone("2, 8", [7, 16], call="layer(x, x, causal=True)"),
    # GroupQueryAttention.
    *[
        grouped(arguments)
        for arguments in [
            "8, 4, 2",
            "head_dim=8, num_query_heads=4, num_key_value_heads=1",
            "8, 4, 4",
            "8, 4, 2, use_bias=False",
            "8, 4, 2, dropout=0.1",
            "8, 4, 2, use_gate=True",
            "8, 4, 2, sliding_window=2",
            "8, 4, 2, name='shared'",
        ]
    ],
    grouped("8, 4, 2", query=[None, 16], value=[None, 16]),
    grouped("8, 4, 2", k=[9, 16], call="layer(query, value, key=k)"),
    grouped("8, 4, 2", call="layer(query, value, return_attention_scores=True)"),
    grouped("8, 4, 2", call="layer(query, query, use_causal_mask=True)"),
    grouped("8, 4, 2", m={"shape": [7, 9], "dtype": "bool"}, call="layer(query, value, attention_mask=m)"),
    grouped("8, 4, 3"),
    grouped("8, 4"),
    grouped("8, 4, 2", value=[9, 12]),
    grouped("8, 4, 2", k=[8, 16], call="layer(query, value, key=k)"),
    grouped("8, 4, 2, key_dim=2"),
]

if __name__ == "__main__":
    ask(cases)
