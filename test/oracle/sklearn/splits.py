"""Which rows scikit-learn trains and tests on."""

from ask import ask

HEAD = """
from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit, TimeSeriesSplit, train_test_split
from sklearn.utils import shuffle, resample
X = np.arange(46).reshape(23, 2)
y = np.arange(23) * 7 % 11 % 3
names = np.array(['a', 'b', 'c'])[y]
"""


def all_of(call, rest="X"):
    return f"[(a, b) for a, b in {call}.split({rest})]"


ask(
    [
        (HEAD, *[all_of(c) for c in ["KFold()", "KFold(3)", "KFold(n_splits=4, shuffle=True, random_state=1)", "ShuffleSplit(3, random_state=2)", "ShuffleSplit(n_splits=2, test_size=0.3, random_state=5)", "ShuffleSplit(2, train_size=5, test_size=4, random_state=np.random.RandomState(3))", "TimeSeriesSplit()", "TimeSeriesSplit(3, max_train_size=6, gap=1)"]]),
        (HEAD, *[all_of(c, "X, y") for c in ["StratifiedKFold(3)", "StratifiedKFold(n_splits=3, shuffle=True, random_state=1)", "StratifiedShuffleSplit(2, random_state=2)", "StratifiedShuffleSplit(n_splits=2, test_size=0.4, random_state=0)"]], all_of("StratifiedKFold(2)", "X, names")),
        (HEAD, "train_test_split(X, y, test_size=0.3, random_state=42, stratify=y)", "train_test_split(X, stratify=y, random_state=0)", "train_test_split(y, train_size=10, stratify=names, random_state=1)", "train_test_split(X, names, random_state=3)", "train_test_split(list(names), y, test_size=5, random_state=3, stratify=names)"),
        (HEAD, "shuffle(X, y, random_state=0)", "shuffle(y, random_state=3, n_samples=5)", "resample(y, random_state=1)", "resample(X, y, n_samples=4, replace=False, random_state=1)"),
        (HEAD + "np.random.seed(4)", "train_test_split(y, stratify=y)", all_of("KFold(2, shuffle=True)"), "shuffle(y)"),
        (HEAD + "for fold, (train, test) in enumerate(KFold(n_splits=5, shuffle=True, random_state=42).split(X)):\n    print(fold, train.shape, test, X[test].sum())\nprint(KFold(3).get_n_splits(X), KFold(n_splits=3), StratifiedKFold(n_splits=4, shuffle=True, random_state=2))",),
        (HEAD, "train_test_split(y, test_size=np.float64(0.3), random_state=np.int64(4))", "train_test_split(y, test_size=np.int64(5), random_state=1)"),
        (HEAD + "list(KFold(30).split(X))",),
        (HEAD + "KFold(1)",),
        (HEAD + "KFold(3, random_state=1)",),
        (HEAD + "list(StratifiedKFold(20).split(X, y))",),
        (HEAD + "train_test_split(X, stratify=np.arange(23))",),
        (HEAD + "train_test_split(X, y, test_size=2, stratify=y)",),
        (HEAD + "train_test_split(X, stratify=y, shuffle=False)",),
    ]
)
