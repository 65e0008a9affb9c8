"""What scikit-learn's metrics say."""

from ask import ask

HEAD = "from sklearn import metrics\nfrom sklearn.metrics import *\n"
TWO = HEAD + """
a = (np.arange(40) * 7 % 5 > 2).astype(int)
b = (np.arange(40) * 3 % 7 > 3).astype(int)
p = np.sin(np.arange(40) * 1.3) / 2 + 0.5
p[10:14] = p[9]
w = np.arange(40) % 3 + 0.5
"""
THREE = HEAD + """
a = np.arange(45) * 7 % 11 % 3
b = np.where(np.arange(45) % 4 == 0, (a + 1) % 3, a)
q = np.abs(np.sin(np.arange(135) * 1.3).reshape(45, 3)) + 0.01
q = q / q.sum(axis=1, keepdims=True)
w = np.arange(45) % 3 + 0.5
"""
WORDS = HEAD + "a = ['cat', 'dog', 'cat', 'bird', 'dog', 'cat']\nb = ['cat', 'cat', 'cat', 'bird', 'dog', 'dog']\n"
REAL = HEAD + "y = np.sin(np.arange(30) * 1.7) * 3\nz = y + np.cos(np.arange(30) * 2.3)\nw = np.arange(30) % 4 + 0.5\n"
MANY = REAL + "y = y.reshape(10, 3); z = z.reshape(10, 3); w = w[:10]\n"

by = ["f1_score", "precision_score", "recall_score"]
cases = [
    (TWO, "accuracy_score(a, b)", "accuracy_score(a, b, normalize=False)", "accuracy_score(a, b, sample_weight=w)", "confusion_matrix(a, b)",
     "confusion_matrix(a, b, sample_weight=w)", "confusion_matrix(a, b, normalize='true')", "confusion_matrix(a, b, normalize='all')", "confusion_matrix(a, b, labels=[1, 0])",
     *[f"{f}(a, b)" for f in by], *[f"{f}(a, b, pos_label=0)" for f in by], *[f"{f}(a, b, average='{m}')" for f in by for m in ["macro", "micro", "weighted"]],
     "f1_score(a, b, average=None)", "fbeta_score(a, b, beta=2)", "f1_score(a, b, sample_weight=w)", "f1_score(a, np.zeros(40, dtype=int))", "precision_score(a, np.zeros(40, dtype=int), zero_division=1)",
     "balanced_accuracy_score(a, b)", "balanced_accuracy_score(a, b, adjusted=True)", "hamming_loss(a, b)", "matthews_corrcoef(a, b)", "cohen_kappa_score(a, b)", "precision_recall_fscore_support(a, b)", "precision_recall_fscore_support(a, b, average='macro')"),
    (TWO, "roc_auc_score(a, p)", "roc_auc_score(a, p, sample_weight=w)", "roc_curve(a, p)", "roc_curve(a, p, drop_intermediate=False)", "precision_recall_curve(a, p)", "average_precision_score(a, p)", "log_loss(a, p)", "log_loss(a, p, normalize=False)",
     "log_loss(a, p, sample_weight=w)", "auc([0, 0.5, 1], [0, 0.7, 1])", "log_loss(a, np.stack([1 - p, p], axis=1))", "roc_auc_score(a, p.astype('float32'))", "roc_curve(a, p, pos_label=0)", "roc_auc_score(np.stack([a, b], axis=1), np.stack([p, 1 - p], axis=1))"),
    (THREE, "accuracy_score(a, b)", "confusion_matrix(a, b)", "confusion_matrix(a, b, normalize='pred')", "confusion_matrix(a, b, labels=[2, 0])", *[f"{f}(a, b, average='{m}')" for f in by for m in ["macro", "micro", "weighted"]], "recall_score(a, b, average=None)", "f1_score(a, b, average='macro', labels=[0, 2])",
     "roc_auc_score(a, q, multi_class='ovr')", "roc_auc_score(a, q, multi_class='ovr', average='weighted')", "log_loss(a, q)", "cohen_kappa_score(a, b, weights='quadratic')", "matthews_corrcoef(a, b)", "balanced_accuracy_score(a, b)", "f1_score(a, b, average='weighted', sample_weight=w)"),
    (WORDS + "print(classification_report(a, b))\nprint(confusion_matrix(a, b))", "accuracy_score(a, b)", "f1_score(a, b, average='macro')", "confusion_matrix(a, b, labels=['dog', 'cat', 'bird'])"),
    (TWO + "print(classification_report(a, b))\nprint(classification_report(a, b, target_names=['no', 'yes of course it is'], digits=4))\nprint(classification_report(a, np.zeros(40, dtype=int), zero_division=0))", "classification_report(a, b)"),
    (THREE + "print(classification_report(a, b))\nprint(classification_report(a, b, labels=[0, 1]))\nprint(classification_report(a.astype(float), b, digits=3))\nd = classification_report(a, b, output_dict=True)\nprint(list(d), d['accuracy'], d['1'])",),
    (HEAD + "from sklearn.datasets import load_iris\niris = load_iris()\npred = np.roll(iris.target, 4)\nprint(classification_report(iris.target, pred, target_names=iris.target_names))\nprint(confusion_matrix(iris.target, pred))",),
    (TWO, "accuracy_score(a.reshape(-1, 1), b)", "accuracy_score([True, False], [1, 1])", "accuracy_score(a.astype('float32'), b)", "f1_score(list(a), list(b))"),
    (TWO + "accuracy_score(a, p)",),
    (TWO + "accuracy_score(a, b[:3])",),
    (THREE + "f1_score(a, b)",),
    (THREE + "accuracy_score(a, q)",),
    (THREE + "roc_auc_score(a, q)",),
    (THREE + "roc_auc_score(a, q * 0.9, multi_class='ovr')",),
    (THREE + "log_loss(a, q[:, :2])",),
    (TWO + "f1_score(a + 1, b + 1, pos_label=0)",),
    (TWO + "classification_report(a, b, target_names=['a'])",),
    (TWO + "roc_curve(a + 4, p)",),
    (HEAD + "mean_squared_error([1.0, 2], [1.0])",),
    (HEAD + "mean_squared_error([1.0, np.nan], [1.0, 2])",),
]
errors = ["mean_squared_error", "root_mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "r2_score", "explained_variance_score", "median_absolute_error"]
cases += [
    (REAL, *[f"{f}(y, z)" for f in errors], *[f"{f}(y, z, sample_weight=w)" for f in errors[:-1]], "max_error(y, z)", "r2_score([1, 1], [1, 1])", "r2_score([1, 1], [2, 1])", "r2_score([2, 1], [2, 1], force_finite=False)", "mean_squared_error(y.reshape(-1, 1), z)", "mean_squared_error([1, 2], [2, 4])"),
    (REAL, *[f"{f}(y.astype('float32'), z.astype('float32')) * 1e5 // 1" for f in errors], *[f"{f}(y, z.astype('float32'))" for f in errors]),
    (MANY, *[f"{f}(y, z)" for f in errors], *[f"{f}(y, z, multioutput='raw_values')" for f in errors], *[f"{f}(y, z, multioutput=[1, 2, 3])" for f in errors], "r2_score(y, z, multioutput='variance_weighted')", "r2_score(y, z, sample_weight=w)"),
]
LOGS = HEAD + "y = np.arange(6.0) ** 2; z = y * 1.1 + 0.3\n"
cases += [
    (LOGS, "mean_squared_log_error(y, z)", "root_mean_squared_log_error(y, z)", "mean_squared_log_error(y.reshape(3, 2), z.reshape(3, 2), multioutput='raw_values')"),
    (LOGS + "mean_squared_log_error(y, -z)",),
]
ask(cases)
