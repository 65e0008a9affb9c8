"""Cross-validation and the search for parameters, with models that are computed."""

from ask import ask

HEAD = """
from sklearn.datasets import load_iris, load_diabetes
from sklearn.linear_model import LinearRegression, Ridge
from sklearn.model_selection import GridSearchCV, KFold, StratifiedKFold, cross_val_score
from sklearn.neighbors import KNeighborsClassifier
from sklearn.naive_bayes import GaussianNB
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
X, y = load_iris(return_X_y=True)
A, b = load_diabetes(return_X_y=True)
"""
FOUND = ["m.best_params_", "m.best_score_", "m.best_index_", "m.predict(X[::5])", "m.score(X, y)", "m.n_splits_"]
FOUND[0] = "sorted(m.best_params_.items())"

cases = [(f"{HEAD}", call) for call in [
    "cross_val_score(GaussianNB(), X, y)",
    "cross_val_score(KNeighborsClassifier(3), X, y, cv=10)",
    "cross_val_score(KNeighborsClassifier(3), X, y, cv=KFold(n_splits=5, shuffle=True, random_state=66))",
    "cross_val_score(SVC(), X, y, cv=StratifiedKFold(3, shuffle=True, random_state=1), scoring='accuracy')",
    "cross_val_score(LinearRegression(), A, b, cv=4)",
    "cross_val_score(Ridge(0.1), A, b, scoring='neg_mean_squared_error')",
    "cross_val_score(make_pipeline(StandardScaler(), KNeighborsClassifier()), X, y, n_jobs=-1)",
    "cross_val_score(DecisionTreeClassifier(random_state=3), X.tolist(), y.tolist())",
]]
cases += [
    (f"{HEAD}m = GridSearchCV(SVC(), {{'C': [0.1, 1, 10], 'kernel': ['rbf', 'linear']}}, cv=5, verbose=1)\nr = m.fit(X, y)\nprint(m.best_params_, m.best_estimator_, r is m)", *FOUND),
    (f"{HEAD}params = [{{'C': [1, 10], 'kernel': ['linear']}}, {{'C': [1, 100], 'gamma': [0.01, 0.1]}}]\nm = GridSearchCV(SVC(), params, cv=KFold(n_splits=5, shuffle=True, random_state=66))\nm.fit(X, y)\nprint(m.best_params_)", *FOUND),
    (f"{HEAD}pipe = Pipeline([('scaler', MinMaxScaler()), ('model', SVC())])\nm = GridSearchCV(pipe, {{'model__C': [1, 10], 'model__gamma': [0.1, 1.0]}}, cv=4)\nm.fit(X, y)\nprint(m.best_params_)", *FOUND),
    (f"{HEAD}m = GridSearchCV(Ridge(), {{'alpha': [0.01, 0.1, 1.0]}}, scoring='neg_mean_absolute_error')\nm.fit(A, b)\nprint(m.best_params_)", "m.best_score_", "m.score(A, b)", "m.predict(A[:4])"),
    (f"{HEAD}m = GridSearchCV(Ridge(), {{'alpha': [0.01, 0.1, 1.0]}})\nm.fit(A, b)", "m.best_params_['alpha']", "m.best_score_", "m.score(A, b)"),
]

PAIRS = "X = np.sin(np.arange(24) * 1.3).reshape(6, 4); Y = np.cos(np.arange(12) * 0.7).reshape(3, 4)\nfrom sklearn.metrics.pairwise import cosine_similarity, euclidean_distances\nfrom sklearn.metrics import pairwise_distances\n"
cases += [
    (PAIRS, "cosine_similarity(X)", "cosine_similarity(X, Y)", "cosine_similarity([[1, 0, 2]], [[0, 0, 0], [2, 1, 0]])"),
    (PAIRS, "euclidean_distances(X, Y)", "euclidean_distances(Y)", "pairwise_distances(X, Y)"),
    (PAIRS + "cosine_similarity(X, Y[:, :2])",),
]

ask(cases, within=1e-9)
