"""Data sets that scikit-learn draws by chance."""

from ask import ask

HEAD = "from sklearn.datasets import make_blobs, make_circles, make_classification, make_moons, make_regression\nr = 3\n"
calls = [
    "make_moons(random_state=0)", "make_moons(n_samples=51, noise=0.1, random_state=42)", "make_moons((20, 30), shuffle=False)", "make_moons(60, noise=0.2, random_state=r)",
    "make_circles(n_samples=70, noise=0.05, factor=0.5, random_state=1)", "make_circles(20, shuffle=False)",
    "make_blobs(random_state=1)", "make_blobs(n_samples=50, centers=4, n_features=3, cluster_std=0.6, random_state=2)", "make_blobs(n_samples=[5, 9], random_state=3)", "make_blobs(30, centers=[[0, 0], [5, 5]], cluster_std=[0.1, 2], random_state=4, return_centers=True)", "make_blobs(20, centers=2, center_box=(0, 1), shuffle=False, random_state=5)",
    "make_regression(n_samples=40, n_features=4, noise=10, random_state=0)", "make_regression(30, 12, n_informative=3, bias=2.0, coef=True, random_state=1)", "make_regression(20, 3, n_targets=2, shuffle=False, random_state=2)",
    "make_classification(n_samples=20, random_state=0)", "make_classification(n_samples=50, n_features=4, random_state=42)", "make_classification(60, 6, n_informative=4, n_redundant=1, n_repeated=1, n_classes=3, random_state=1)",
    "make_classification(40, 5, weights=[0.8], flip_y=0.3, class_sep=2.0, random_state=2)", "make_classification(30, 5, n_informative=3, n_redundant=0, n_clusters_per_class=1, hypercube=False, shift=None, scale=None, random_state=3)", "make_classification(20, 20, n_informative=12, shuffle=False, random_state=5)",
]
cases = [(HEAD, call) for call in calls]
cases += [
    (HEAD + "np.random.seed(3)", "make_moons(10, noise=0.1)", "make_blobs(10)", "np.random.rand()"),
    (HEAD + "make_classification(n_features=3, n_informative=3)",),
    (HEAD + "make_classification(n_classes=5)",),
]
ask(cases)
