"""Support vector machines: their solver stops within its tolerance, by the same steps as LIBSVM's."""

from ask import ask

IRIS = """
from sklearn.datasets import load_iris, load_digits, load_breast_cancer, make_moons
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
X, y = load_iris(return_X_y=True)
X, Z, y, t = train_test_split(X, y, test_size=0.3, random_state=7)
"""
WORDS = IRIS + "names = np.array(['setosa', 'versicolor', 'virginica']); y = names[y]; t = names[t]\n"
CANCER = IRIS + "X, y = load_breast_cancer(return_X_y=True)\nX = StandardScaler().fit_transform(X)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
DIGITS = IRIS + "X, y = load_digits(return_X_y=True)\nX, Z, y, t = train_test_split(X[:900], y[:900], random_state=3)\n"
MOONS = IRIS + "X, y = make_moons(300, noise=0.3, random_state=4)\nX, Z, y, t = train_test_split(X, y, random_state=3)\n"
ASKED = ["m.predict(Z)", "m.score(X, y)", "m.score(Z, t)", "m.decision_function(Z[:20])", "m.n_support_", "m.support_[:20]", "m.intercept_", "m.classes_"]

ask([(f"{data}\nm = {call}\nm.fit(X, y)\nprint(m)", *ASKED) for data, call in [
    (IRIS, "SVC()"),
    (WORDS, "SVC(kernel='linear', C=10)"),
    (IRIS, "SVC(kernel='poly', degree=2, coef0=1.0, decision_function_shape='ovo')"),
    (IRIS, "SVC(kernel='rbf', C=100.0, gamma=0.1, random_state=0)"),
    (CANCER, "SVC()"),
    (CANCER, "SVC(kernel='linear', shrinking=False)"),
    (CANCER, "SVC(kernel='sigmoid', gamma='auto', C=0.5)"),
    (DIGITS, "SVC(gamma=0.001)"),
    (MOONS, "SVC(C=1000, gamma=10, tol=1e-4)"),
    (MOONS, "SVC(C=0.1)"),
]] + [
    (f"{IRIS}\nSVC().fit(X, np.zeros(len(X)))",),
    (f"{IRIS}\nSVC(gama=3)",),
], within=1e-9)
