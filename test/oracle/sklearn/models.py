"""Models with which scripts compare their network: linear ones, neighbours, naive Bayes."""

from ask import ask

X = """
X = np.sin(np.arange(120) * 1.7).reshape(30, 4) * np.array([1, 20, 0.01, 3]) + np.array([5, -3, 0, 100])
y = X[:, 0] * 2 - X[:, 1] * 0.3 + np.cos(np.arange(30))
Z = np.cos(np.arange(24) * 1.3).reshape(6, 4) * np.array([1, 20, 0.01, 3]) + np.array([5, -3, 0, 100])
"""
FULL = X + "X += np.cos(np.arange(120) ** 2).reshape(30, 4)\n"
TWO = FULL + "y = np.stack([y, X[:, 3] - y], axis=1)\n"
WIDE = "X = np.sin(np.arange(40) * 1.7).reshape(4, 10); y = np.array([1.0, 3, -2, 5]); Z = X[:2] * 0.5\n"
IRIS = """
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
X, y = load_iris(return_X_y=True)
X, Z, y, t = train_test_split(X, y, test_size=0.3, random_state=7)
"""
WORDS = IRIS + "names = np.array(['setosa', 'versicolor', 'virginica']); y = names[y]; t = names[t]\n"

cases = []


def model(module, call, data, *attributes, test="t" ):
    name = call.split("(")[0]
    score = [f"m.score(Z, {test})"] if test and "t = " in data or "t)" in data else []
    cases.append((f"from sklearn.{module} import {name}\n{data}\nm = {call}\nr = m.fit(X, y)\nprint(r is m, m)",
                  "m.predict(Z)", "m.score(X, y)", *score, "m.n_features_in_", *[f"m.{each}" for each in attributes]))


for data in [X, FULL, TWO, WIDE]:
    model("linear_model", "LinearRegression()", data, "coef_", "intercept_", "rank_", "singular_")
model("linear_model", "LinearRegression(fit_intercept=False)", X, "coef_", "intercept_")
for data in [X, TWO]:
    model("linear_model", "Ridge()", data, "coef_", "intercept_")
model("linear_model", "Ridge(10.0, fit_intercept=False)", X, "coef_", "intercept_")
model("linear_model", "Ridge(alpha=0.5)", WIDE, "coef_")
for data in [IRIS, WORDS]:
    model("neighbors", "KNeighborsClassifier()", data, "classes_", "predict_proba(Z)", "n_samples_fit_")
    model("naive_bayes", "GaussianNB()", data, "classes_", "theta_", "var_", "class_prior_", "class_count_", "epsilon_", "predict_proba(Z)", "predict_log_proba(Z)")
model("neighbors", "KNeighborsClassifier(n_neighbors=3, weights='distance')", IRIS, "predict_proba(Z)")
model("neighbors", "KNeighborsClassifier(7, p=1)", IRIS, "predict_proba(Z)")
model("naive_bayes", "GaussianNB(priors=[0.2, 0.3, 0.5], var_smoothing=1e-3)", IRIS, "predict_proba(Z)")
for data in [X, TWO]:
    model("neighbors", "KNeighborsRegressor(n_neighbors=4)", data)
    model("neighbors", "KNeighborsRegressor(n_neighbors=4, weights='distance')", data)
cases += [
    ("from sklearn.linear_model import LinearRegression\nLinearRegression().predict([[1.0]])",),
    ("from sklearn.linear_model import LinearRegression\nLinearRegression().fit([[1.0], [2.0]], [1.0])",),
    ("from sklearn.linear_model import LinearRegression\nLinearRegression().fit([[1.0], [2.0]], [1.0, 2.0]).predict([[1.0, 2.0]])",),
    ("from sklearn.linear_model import LinearRegression\nLinearRegression(alpha=2)",),
    ("from sklearn.neighbors import KNeighborsClassifier\nKNeighborsClassifier().fit([[1.0], [2.0]], [0, 1]).predict([[1.0]])",),
    ("from sklearn.neighbors import KNeighborsClassifier\nKNeighborsClassifier().fit([[1.0], [2.0]], [0.5, 1.5])",),
    ("from sklearn.naive_bayes import GaussianNB\nGaussianNB(priors=[0.5, 0.1]).fit([[1.0], [2.0]], [0, 1])",),
    (f"from sklearn.pipeline import make_pipeline\nfrom sklearn.preprocessing import StandardScaler\nfrom sklearn.neighbors import KNeighborsClassifier\n{IRIS}\nm = make_pipeline(StandardScaler(), KNeighborsClassifier(n_neighbors=4))\nm.fit(X, y)", "m.predict(Z)", "m.predict_proba(Z)", "m.score(Z, t)"),
]

ask(cases)
