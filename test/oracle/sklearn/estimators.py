"""What scikit-learn's transformers learn and give."""

from ask import ask

X = """
X = np.sin(np.arange(60) * 1.7).reshape(15, 4) * np.array([1, 20, 0.01, 3]) + np.array([5, -3, 0, 100])
Z = np.cos(np.arange(24) * 1.3).reshape(6, 4)
"""
GAPS = X + "X[2, 1] = X[5, 3] = X[9, 3] = np.nan\n"
SINGLE = X + "X = X.astype('float32'); Z = Z.astype('float32')\n"
WHOLE = "X = np.arange(24).reshape(8, 3) * np.array([1, 2, 0]); Z = X[:3] + 1\n"
COLUMN = "X = np.sin(np.arange(300) * 1.1).reshape(-1, 1) * 7; Z = X[:5]\n"

cases = []


def scaler(call, attributes, data, name=None):
    name = name or call.split("(")[0]
    cases.append((
        f"from sklearn.preprocessing import {name}\n{data}\ns = {call}\nA = s.fit_transform(X)\nprint(s)",
        "A", "s.transform(Z)", "s.inverse_transform(A)", "s.fit(X).transform(X)", *[f"s.{each}" for each in attributes],
    ))


STANDARD = ["mean_", "var_", "scale_", "n_samples_seen_"]
MINMAX = ["data_min_", "data_max_", "data_range_", "scale_", "min_", "n_samples_seen_"]
for data in [X, GAPS, SINGLE, WHOLE, COLUMN]:
    scaler("StandardScaler()", STANDARD, data)
    scaler("MinMaxScaler()", MINMAX, data)
    scaler("MaxAbsScaler()", ["max_abs_", "scale_"], data)
    scaler("RobustScaler()", ["center_", "scale_"], data)
scaler("StandardScaler(with_mean=False)", STANDARD, X)
scaler("StandardScaler(with_std=False)", STANDARD, X)
scaler("MinMaxScaler(feature_range=(-1, 1))", MINMAX, X)
scaler("MinMaxScaler((0, 255), clip=True)", MINMAX, X)
scaler("RobustScaler(with_centering=False, quantile_range=(10.0, 80.0))", ["center_", "scale_"], X)
for data in [X, SINGLE, WHOLE]:
    for norm in ["l1", "l2", "max"]:
        cases.append((f"from sklearn.preprocessing import Normalizer, normalize\n{data}\ns = Normalizer(norm='{norm}')",
                      "s.fit_transform(X)", "s.transform(Z)", f"normalize(X, norm='{norm}')"))
cases.append((f"from sklearn.preprocessing import Binarizer\n{X}", "Binarizer(threshold=1.5).fit_transform(X)", "Binarizer().fit_transform(np.array([[1, -2, 0]]))"))
cases += [
    (f"from sklearn.preprocessing import StandardScaler\n{X}\ns = StandardScaler()\nfor i in range(0, 15, 4): s.partial_fit(X[i:i + 4])", "s.mean_", "s.var_", "s.n_samples_seen_", "s.transform(Z)"),
    (f"from sklearn.preprocessing import MinMaxScaler\n{X}\ns = MinMaxScaler()\ns.partial_fit(X[:4])\ns.partial_fit(X[4:])", "s.scale_", "s.transform(Z)", "s.n_samples_seen_"),
    (f"from sklearn.preprocessing import scale, minmax_scale\n{X}", "scale(X)", "minmax_scale(X)"),
    ("from sklearn.preprocessing import StandardScaler\nprint(StandardScaler().fit_transform([[0, 0], [0, 0], [1, 1], [1, 1]]))\nprint(StandardScaler().get_params())",),
    ("from sklearn.preprocessing import StandardScaler\nStandardScaler().transform([[1.0]])",),
    ("from sklearn.preprocessing import StandardScaler\nStandardScaler().fit([[1.0]]).transform([[1.0, 2]])",),
    ("from sklearn.preprocessing import StandardScaler\nStandardScaler().fit([1.0, 2])",),
    ("from sklearn.preprocessing import MinMaxScaler\nMinMaxScaler(range=3)",),
    ("from sklearn.preprocessing import MinMaxScaler\nMinMaxScaler((1, 0)).fit([[1.0]])",),
    ("from sklearn.preprocessing import MinMaxScaler\nMinMaxScaler().fit([[np.inf]])",),
    # Labels
    ("from sklearn.preprocessing import LabelEncoder\ns = LabelEncoder()\ny = ['b', 'a', 'cc', 'a']", "s.fit_transform(y)", "s.classes_", "s.transform(['cc', 'b'])", "s.inverse_transform([0, 2, 2])"),
    ("from sklearn.preprocessing import LabelEncoder\ns = LabelEncoder().fit(np.array([5, 1, 5, 9]))\nprint(s.classes_, s)", "s.classes_", "s.transform([9, 1])", "s.inverse_transform(np.array([2, 0]))"),
    ("from sklearn.preprocessing import LabelEncoder\ns = LabelEncoder().fit(np.array([1.5, -1, 1.5]))", "s.classes_", "s.transform([1.5])"),
    ("from sklearn.preprocessing import LabelEncoder\ns = LabelEncoder().fit([True, False])", "s.classes_", "s.transform([True])"),
    ("from sklearn.preprocessing import LabelEncoder\nLabelEncoder().fit(['a']).transform(['z'])",),
    ("from sklearn.preprocessing import LabelEncoder\nLabelEncoder().fit([1, 2]).transform([7, 3])",),
    ("from sklearn.preprocessing import LabelEncoder\nLabelEncoder().fit([1, 2]).inverse_transform([2])",),
    ("from sklearn.preprocessing import LabelEncoder\nLabelEncoder().fit([[1, 2], [3, 4]])",),
    ("from sklearn.preprocessing import LabelEncoder\nfrom sklearn.datasets import load_iris\niris = load_iris()\ns = LabelEncoder()\ny = s.fit_transform(iris.target_names[iris.target])\nprint(list(s.classes_), y[::20])", "y", "s.classes_"),
    ("from sklearn.preprocessing import LabelBinarizer\ns = LabelBinarizer()\ny = ['b', 'a', 'c', 'a']", "s.fit_transform(y)", "s.classes_", "s.transform(['c', 'z'])", "s.inverse_transform(s.transform(y))"),
    ("from sklearn.preprocessing import LabelBinarizer\ns = LabelBinarizer()", "s.fit_transform([1, 2, 2])", "s.inverse_transform(np.array([[1], [0]]))", "s.fit_transform([4, 4])", "s.fit_transform(np.array([3, 1, 2], dtype='int32'))"),
    ("from sklearn.preprocessing import LabelBinarizer\ns = LabelBinarizer(neg_label=-1)", "s.fit_transform([1, 2, 3])", "s.inverse_transform(np.array([[0.2, 0.5, 0.1]]))"),
    ("from sklearn.preprocessing import label_binarize", "label_binarize([1, 6], classes=[1, 2, 4, 6])", "label_binarize(['b', 'a'], classes=['a', 'b'])"),
    ("from sklearn.preprocessing import MultiLabelBinarizer\ns = MultiLabelBinarizer()", "s.fit_transform([('a', 'b'), ('c',), ()])", "s.classes_", "s.inverse_transform(np.array([[1, 0, 1]]))"),
    ("from sklearn.preprocessing import MultiLabelBinarizer\ns = MultiLabelBinarizer()", "s.fit_transform([{1, 2}, {3}])", "s.classes_"),
    # Encoders
    ("from sklearn.preprocessing import OneHotEncoder\ns = OneHotEncoder(sparse_output=False)\nX = np.array([[1], [3], [1], [7]])", "s.fit_transform(X)", "s.categories_", "s.transform([[7]])", "s.inverse_transform(s.transform(X))", "s.get_feature_names_out()"),
    ("from sklearn.preprocessing import OneHotEncoder\ns = OneHotEncoder()\nX = [['male', 'x'], ['female', 'y'], ['male', 'z']]\nA = s.fit_transform(X)\nprint(A.shape)", "A.toarray()", "s.categories_", "s.inverse_transform(A)", "s.get_feature_names_out()", "s.get_feature_names_out(['sex', 'letter'])", "A.toarray().astype('int32')"),
    ("from sklearn.preprocessing import OneHotEncoder\ns = OneHotEncoder(drop='first', sparse_output=False, dtype='float32')\nX = [['male', 'x'], ['female', 'y'], ['male', 'z']]", "s.fit_transform(X)", "s.inverse_transform(s.transform(X))", "s.get_feature_names_out()"),
    ("from sklearn.preprocessing import OneHotEncoder\ns = OneHotEncoder(drop='if_binary', sparse_output=False, handle_unknown='ignore')\nX = [[1, 2], [4, 3], [1, 9]]", "s.fit_transform(X)", "s.transform([[1, 5]])", "s.inverse_transform([[0.0, 1, 0, 0]])"),
    ("from sklearn.preprocessing import OneHotEncoder\ns = OneHotEncoder(categories=[['a', 'b', 'c']], sparse_output=False)", "s.fit_transform([['c'], ['a']])", "s.categories_"),
    ("from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder().fit([[1], [2]]).transform([[3]])",),
    ("from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder().fit([['a'], ['b']]).transform([['c']])",),
    ("from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder().fit([1, 2])",),
    ("from sklearn.preprocessing import OneHotEncoder\nfrom sklearn.datasets import load_iris\ny = load_iris().target.reshape(-1, 1)\ns = OneHotEncoder(sparse_output=False)\nprint(s)\nprint(s.fit_transform(y)[::40])", "s.categories_"),
    ("from sklearn.preprocessing import OrdinalEncoder\ns = OrdinalEncoder()\nX = [['b', 'x'], ['a', 'y'], ['c', 'x']]", "s.fit_transform(X)", "s.categories_", "s.inverse_transform([[2, 1], [0, 0]])"),
    ("from sklearn.preprocessing import OrdinalEncoder\ns = OrdinalEncoder(handle_unknown='use_encoded_value', unknown_value=-1, dtype='int64')", "s.fit_transform([[1], [5], [3]])", "s.transform([[4], [5]])"),
    # Features
    *[(f"from sklearn.preprocessing import PolynomialFeatures\n{X}\ns = PolynomialFeatures({a})", "s.fit_transform(X[:5])", "s.n_output_features_", "s.powers_", "s.get_feature_names_out()") for a in ["", "3", "degree=2, include_bias=False", "3, interaction_only=True", "(2, 3)", "degree=1"]],
    *[(f"from sklearn.impute import SimpleImputer\n{GAPS}\nX[:5, 2] = 3\ns = SimpleImputer({a})\nX[1, 2] = np.nan", "s.fit_transform(X)", *(["s.statistics_"] if "constant" not in a else [])) for a in ["", "strategy='median'", "strategy='most_frequent'", "strategy='constant', fill_value=-7.5"]],
    ("from sklearn.impute import SimpleImputer\nX = np.array([[1, 0, 4], [0, 2, 4], [3, 2, 5]])", "SimpleImputer(missing_values=0).fit_transform(X)", "SimpleImputer(missing_values=0, strategy='most_frequent').fit_transform(X)"),
    (f"from sklearn.preprocessing import FunctionTransformer\n{X}\ns = FunctionTransformer(np.abs)", "s.fit_transform(X)", "s.transform(Z)", "FunctionTransformer().transform(Z)"),
]
W = "X = np.sin(np.arange(60) * 1.7 + np.arange(60) ** 2).reshape(15, 4)\n"
PCA = ["mean_", "components_", "explained_variance_", "explained_variance_ratio_", "singular_values_", "noise_variance_", "n_components_", "n_samples_"]
IRIS = "from sklearn.datasets import load_iris, load_digits, load_wine\nX = load_iris().data\n"
for data, call in [
    (IRIS, "PCA()"), (IRIS, "PCA(2)"), (IRIS, "PCA(n_components=0.95)"), (IRIS, "PCA(n_components=3, whiten=True)"),
    (IRIS, "PCA(2, svd_solver='full')"), (IRIS, "PCA(2, svd_solver='covariance_eigh')"), (W, "PCA()"), (W, "PCA(2)"),
    ("X = np.sin(np.arange(200) * 1.7 + np.arange(200) ** 2).reshape(8, 25)\n", "PCA(n_components=5)"),
    (IRIS + "X = load_digits().data[:300, 2:30]\n", "PCA(10)"), (IRIS + "X = load_digits().data\n", "PCA(n_components=12)"),
    (IRIS + "X = load_wine().data\n", "PCA(n_components=5, svd_solver='full')"),
]:
    cases.append((f"from sklearn.decomposition import PCA\n{data}\ns = {call}\nA = s.fit_transform(X)\nprint(s)", "A[:30]", "s.transform(X[:5])", "s.inverse_transform(A)[:5]", *[f"s.{each}" + ("[:5]" if each == "components_" else "") for each in PCA], "s.get_feature_names_out()"))
cases.append((f"from sklearn.decomposition import PCA\n{W}\nX = X.astype('float32')\ns = PCA(2)\nA = s.fit_transform(X)", "A.dtype.name", "A.shape", "s.components_.dtype.name", "bool(np.abs(s.inverse_transform(A) - X).max() < 1.5)"))
cases.append(("from sklearn.decomposition import PCA\nPCA(5).fit(np.ones((3, 4)))",))
cases.append(("from sklearn.decomposition import PCA\nPCA(1).fit([[np.nan, 1.0], [2.0, 3.0]])",))
# Chains
cases += [
    (f"from sklearn.pipeline import Pipeline, make_pipeline\nfrom sklearn.preprocessing import StandardScaler, PolynomialFeatures, MinMaxScaler\nfrom sklearn.impute import SimpleImputer\n{GAPS}\np = Pipeline([('fill', SimpleImputer()), ('scale', StandardScaler())])\nq = make_pipeline(MinMaxScaler(), PolynomialFeatures(2))", "p.fit_transform(X)", "p.transform(Z)", "p.named_steps['scale'].mean_", "p['fill'].statistics_", "p[-1].scale_", "len(p)", "q.fit(Z).transform(Z)", "p.named_steps.scale.var_", "q.steps[1][0]"),
    (f"from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler, MinMaxScaler\n{X}\np = make_pipeline(StandardScaler(), MinMaxScaler()).fit(X)", "p.inverse_transform(p.transform(X))"),
    (f"from sklearn.compose import ColumnTransformer, make_column_transformer\nfrom sklearn.preprocessing import StandardScaler, OneHotEncoder, MinMaxScaler\n{X}\nX[:, 3] = np.arange(15) % 3\nc = ColumnTransformer([('num', StandardScaler(), [0, 1]), ('cat', OneHotEncoder(), [3])])\nd = ColumnTransformer([('num', MinMaxScaler(), slice(0, 2))], remainder='passthrough')\ne = make_column_transformer((StandardScaler(), [2]), ('passthrough', [0]))", "c.fit_transform(X)", "c.named_transformers_['num'].mean_", "d.fit_transform(X)", "e.fit(X).transform(X)", "c.transform(X[:4])"),
    (f"from sklearn.compose import ColumnTransformer\nfrom sklearn.preprocessing import OneHotEncoder\nX = np.arange(40).reshape(20, 2)\nc = ColumnTransformer([('cat', OneHotEncoder(), [0])], remainder='passthrough')\nA = c.fit_transform(X)", "A.shape", "A.toarray()"),
    ("from sklearn.preprocessing import StandardScaler\nStandardScaler(False)",),
    ("from sklearn.preprocessing import MinMaxScaler\nMinMaxScaler((0, 2), True, False)",),
]
ask(cases)
