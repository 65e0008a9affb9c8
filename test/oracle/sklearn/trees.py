"""Decision trees and forests: which columns they try, and on which rows, follows random_state."""

from ask import ask

IRIS = """
from sklearn.datasets import load_iris, load_digits, load_diabetes, load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
X, y = load_iris(return_X_y=True)
X, Z, y, t = train_test_split(X, y, test_size=0.3, random_state=7)
"""
WORDS = IRIS + "names = np.array(['setosa', 'versicolor', 'virginica']); y = names[y]; t = names[t]\n"
CANCER = IRIS + "X, y = load_breast_cancer(return_X_y=True)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
DIGITS = IRIS + "X, y = load_digits(return_X_y=True)\nX, Z, y, t = train_test_split(X[:700], y[:700], random_state=3)\n"
SUGAR = IRIS + "X, y = load_diabetes(return_X_y=True)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
ASKED = ["m.predict(Z)", "m.score(X, y)", "m.score(Z, t)", "m.feature_importances_"]
SHARES = ["m.predict_proba(Z[:30])", "m.classes_"]

cases = []
for data, call in [
    (IRIS, "DecisionTreeClassifier(random_state=0)"),
    (IRIS, "DecisionTreeClassifier(random_state=42, max_depth=2)"),
    (WORDS, "DecisionTreeClassifier(criterion='entropy', random_state=1)"),
    (CANCER, "DecisionTreeClassifier(random_state=5, min_samples_leaf=4, min_samples_split=0.05)"),
    (CANCER, "DecisionTreeClassifier(random_state=5, max_features='log2', min_impurity_decrease=0.01)"),
    (DIGITS, "DecisionTreeClassifier(random_state=0)"),
    (IRIS, "RandomForestClassifier(random_state=0)"),
    (WORDS, "RandomForestClassifier(n_estimators=20, random_state=3, max_depth=3)"),
    (CANCER, "RandomForestClassifier(30, random_state=9, criterion='entropy')"),
    (CANCER, "RandomForestClassifier(10, random_state=9, bootstrap=False, max_features=0.5)"),
    (DIGITS, "RandomForestClassifier(n_estimators=15, random_state=1, n_jobs=-1)"),
    (IRIS, "RandomForestClassifier(n_estimators=12, random_state=1, max_samples=0.5)"),
]:
    cases.append((f"{data}\nm = {call}\nm.fit(X, y)\nprint(m)", *ASKED, *SHARES))
for data, call in [
    (SUGAR, "DecisionTreeRegressor(random_state=0)"),
    (SUGAR, "DecisionTreeRegressor(random_state=2, max_depth=4)"),
    (SUGAR, "DecisionTreeRegressor(random_state=2, max_features=3, min_samples_leaf=5)"),
    (SUGAR, "RandomForestRegressor(n_estimators=20, random_state=0)"),
    (SUGAR, "RandomForestRegressor(n_estimators=10, random_state=4, max_depth=5, max_features='sqrt')"),
]:
    cases.append((f"{data}\nm = {call}\nm.fit(X, y)\nprint(m)", *ASKED))
cases += [
    (f"{IRIS}\nnp.random.seed(5)\nm = RandomForestClassifier(n_estimators=5)\nn = m.fit(X, y).predict(Z)", "n", "np.random.rand(3)"),
    (f"{IRIS}\nnp.random.seed(5)\nm = DecisionTreeClassifier(max_features=1)", "m.fit(X, y).predict(Z)", "np.random.rand(3)"),
    (f"{IRIS}\nRandomForestClassifier(trees=3)",),
    (f"{IRIS}\nDecisionTreeClassifier().predict(X)",),
]

ask(cases)
