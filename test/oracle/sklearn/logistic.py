"""Logistic regression: how far its solver goes depends on the last bits, so its numbers are compared to 1e-7."""

from ask import ask

IRIS = """
from sklearn.linear_model import LogisticRegression
from sklearn.datasets import load_iris, load_breast_cancer, make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
X, y = load_iris(return_X_y=True)
X, Z, y, t = train_test_split(X, y, test_size=0.3, random_state=7)
"""
TWO = IRIS + "y = np.array(['no', 'yes'])[(y > 1).astype(int)]; t = np.array(['no', 'yes'])[(t > 1).astype(int)]\n"
CANCER = IRIS + "X, y = load_breast_cancer(return_X_y=True)\nX = StandardScaler().fit_transform(X)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
MADE = IRIS + "X, y = make_classification(n_samples=200, n_classes=4, n_informative=6, random_state=2)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
ASKED = ["m.coef_", "m.intercept_", "m.n_iter_", "m.classes_", "m.predict(Z)", "m.predict_proba(Z[:20])", "m.decision_function(Z[:20])", "m.score(Z, t)", "m.score(X, y)"]

cases = [(f"{data}\nm = {call}.fit(X, y)\nprint(m)", *ASKED) for data, call in [
    (IRIS, "LogisticRegression()"),
    (IRIS, "LogisticRegression(max_iter=1000)"),
    (IRIS, "LogisticRegression(C=0.1, max_iter=200)"),
    (IRIS, "LogisticRegression(max_iter=7)"),
    (IRIS, "LogisticRegression(fit_intercept=False, max_iter=300)"),
    (IRIS, "LogisticRegression(class_weight='balanced', max_iter=300)"),
    (TWO, "LogisticRegression()"),
    (TWO, "LogisticRegression(C=100, max_iter=1000, random_state=0)"),
    (CANCER, "LogisticRegression()"),
    (CANCER, "LogisticRegression(penalty='l2', C=0.01)"),
    (MADE, "LogisticRegression()"),
    (MADE, "LogisticRegression(tol=1e-6, max_iter=500)"),
]]
cases += [
    ("from sklearn.linear_model import LogisticRegression\nLogisticRegression().fit([[1.0], [2.0]], [1, 1])",),
]

ask(cases, within=1e-7)
