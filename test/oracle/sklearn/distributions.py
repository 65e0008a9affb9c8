"""QuantileTransformer and PowerTransformer. Powers are kept to five decimals: SciPy finds them to about seven digits."""

from ask import ask

HEAD = """from sklearn.preprocessing import QuantileTransformer, PowerTransformer
from sklearn.datasets import load_iris, load_diabetes, load_wine
rng = np.random.RandomState(3)
X = rng.randn(30, 4) * [1, 10, 0.1, 3] + [5, 0, 1, -2]
X[3, 2] = np.nan
I, D, W = load_iris().data, load_diabetes().data, load_wine().data
"""
Q = HEAD + "t = QuantileTransformer({})\nA = t.fit_transform({})"
P = HEAD + "t = PowerTransformer({})\nA = t.fit_transform({})"

ask(
    [
        (Q.format("", "X"), "A", "t.n_quantiles_", "t.quantiles_", "t.references_", "t.transform(X[:3] * 2)"),
        (Q.format("n_quantiles=7", "I"), "A", "t.transform(I[::20] * 1.1)", "t.inverse_transform(A)"),
        (Q.format("n_quantiles=50, subsample=100, random_state=1", "I"), "A"),
        (Q.format("", "D"), "A"),
        (Q.format("", "I[:1]"), "A"),
        (Q.format("n_quantiles=200, subsample=100", "I"),),
        (Q.format("", "I") + "\nprint(t, PowerTransformer(method='yeo-johnson'))",),
        *[
            (P.format(how, data), "np.round(A, 5)", "np.round(t.lambdas_, 4)", "np.round(t.inverse_transform(A), 5)")
            for how, data in [("", "X"), ("", "I"), ("", "-I"), ("", "W[:, :4]"), ("standardize=False", "I - 3"), ("", "np.c_[np.ones(5), np.arange(5)]"),
             # Of prices, whose largest powers leave no variance.
             ("", "np.array([[7.5, 1e6], [100, 2e6], [20, 3.5e6], [8, 1e7], [512, 5e4], [30, 6e4]])"), ("", "np.exp(rng.randn(40, 2) * 3) * [1, -1]"), ("", "rng.exponential(1000, (40, 2))")]
        ],
    ]
)
