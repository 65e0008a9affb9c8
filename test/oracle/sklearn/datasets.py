"""The data sets that come with scikit-learn."""

from ask import ask

cases = []
for name in ["iris", "wine", "breast_cancer", "digits", "diabetes"]:
    parts = ["found.data", "found.target", "found.feature_names", "found['DESCR']", "list(found.keys())", "found.frame"]
    if name != "diabetes":
        parts.append("found.target_names")
    if name == "digits":
        parts.append("found.images")
    cases.append((f"from sklearn import datasets\nfound = datasets.load_{name}()", *parts))
    cases.append((f"from sklearn.datasets import load_{name}\nX, y = load_{name}(return_X_y=True)", "X", "y", "X[7]"))
cases += [
    ("from sklearn.datasets import load_digits\nX, y = load_digits(n_class=3, return_X_y=True)", "X", "y"),
    ("from sklearn.datasets import load_digits\nload_digits(n_class=11)",),
    ("from sklearn.datasets import load_diabetes\nfound = load_diabetes(scaled=False)", "found.data"),
    ("from sklearn.datasets import load_diabetes\nfound = load_diabetes()", "found.data.std(axis=0)", "found['target'][:5]"),
    (
        """
from sklearn.datasets import load_iris
iris = load_iris()
names = iris.target_names
print(iris.data[:5])
print(iris.target_names, iris.feature_names)
print(iris.target_names[iris.target[[0, 60, 140]]])
print(names[1], names.shape, names.dtype, len(names), names.tolist(), names.ndim, names.size)
print(repr(names[:2]), repr(names[::-1].reshape(3, 1)), names == 'virginica', 'setosa' in names)
for i, name in enumerate(iris.target_names):
    print(i, name, (iris.target == i).sum())
print(iris.target_names[iris.target][::10])
print(repr(iris.target_names[iris.target[:70]]))
print(str(iris)[:400])
""",
    ),
    (
        """
from sklearn.datasets import load_breast_cancer
cancer = load_breast_cancer()
print(cancer.keys())
print(cancer.feature_names)
print(repr(cancer['feature_names']))
print('target' in cancer, cancer.get('nothing'), len(cancer))
print(cancer.nothing)
""",
    ),
]
ask(cases)
