"""NumPy's linear algebra. Of vectors whose signs LAPACK leaves open, what does not depend on them is asked.

    python test/oracle/numpy/linalg.py > test/oracle/numpy/linalg.json
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "sklearn"))
from ask import ask  # noqa: E402

A = "A = np.sin(np.arange(24) * 1.7).reshape(6, 4) + np.eye(6, 4)\n"
WIDE = "A = np.cos(np.arange(15) * 0.9).reshape(3, 5) + np.eye(3, 5)\n"
FLAT = "A = np.outer([1.0, 2, 3, 4], [2.0, -1, 0.5])\n"
S = "B = np.sin(np.arange(25) * 1.3).reshape(5, 5) + np.diag(np.arange(5)); S = B @ B.T + np.eye(5)\n"
SINGLE = A + "A = A.astype('float32')\n"
WHOLE = "A = np.arange(12).reshape(4, 3) ** 2 % 7\n"

cases = []
for data in [A, WIDE, FLAT, SINGLE, WHOLE]:
    cases += [
        (f"{data}u, s, vt = np.linalg.svd(A)", "s", "abs(u @ np.eye(len(u), len(vt))[:, :len(s)] * s @ vt[:len(s)])", "np.round(abs(u.T @ u), 5)", "np.round(abs(vt @ vt.T), 5)", "u.shape", "vt.shape"),
        (f"{data}r = np.linalg.svd(A, full_matrices=False)", "r.S", "(r.U * r.S) @ r.Vh", "r.U.shape", "r[2].shape", "np.linalg.svd(A, compute_uv=False)"),
        (f"{data}", "np.linalg.matrix_rank(A)", "np.linalg.matrix_rank(A, tol=0.5)", "np.linalg.pinv(A)"),
    ]
    if data is not FLAT:
        cases += [
            (f"{data}q, r = np.linalg.qr(A)", "q", "r"),
            (f"{data}q, r = np.linalg.qr(A, mode='complete')", "q", "r", "np.linalg.qr(A, mode='r')"),
            (f"{data}", "np.linalg.cond(A)", "np.linalg.cond(A, -2)"),
        ]
    cases.append((f"{data}b = np.cos(np.arange(len(A)) * 1.1)\nx, res, rank, s = np.linalg.lstsq(A, b, rcond=None)\nprint(rank)", "x", "res", "s"))
    cases.append((f"{data}b = np.cos(np.arange(2 * len(A)) * 1.1).reshape(-1, 2)\nr = np.linalg.lstsq(A, b)", "r[0]", "r[1]"))
cases += [
    (S, "np.linalg.cholesky(S)", "np.linalg.cholesky(S, upper=True)", "np.linalg.eigvalsh(S)", "np.linalg.slogdet(B)[0]", "np.linalg.slogdet(S).logabsdet"),
    (f"{S}w, v = np.linalg.eigh(S)", "w", "(v * w) @ v.T", "np.round(abs(v.T @ v), 8)", "abs(v)"),
    (f"{S}r = np.linalg.eigh(np.triu(S), UPLO='U')", "r.eigenvalues", "abs(r.eigenvectors)"),
    ("print(np.linalg.slogdet(np.zeros((2, 2))), np.linalg.slogdet(np.array([[0.0, 1], [1, 0]])))",),
    ("print(np.linalg.qr(np.eye(2)))",),
    ("print(np.linalg.matrix_rank(np.eye(4)), np.linalg.matrix_rank(np.ones((4, 4))), np.linalg.cond(np.diag([4.0, 2])))",),
    ("np.linalg.cholesky(np.array([[1.0, 2], [2, 1]]))",),
    ("np.linalg.cholesky(np.ones((2, 3)))",),
    ("np.linalg.inv(np.zeros((2, 2)))",),
    ("np.linalg.lstsq(np.ones((3, 2)), np.ones(2))",),
    ("try:\n    np.linalg.inv(np.zeros((2, 2)))\nexcept np.linalg.LinAlgError as error:\n    print('caught', error)",),
    ("from numpy.linalg import norm, svd, LinAlgError\nprint(norm([3.0, 4.0]), issubclass(LinAlgError, ValueError))",),
    ("np.linalg.norm(np.ones(3), 'fro')",),
    ("np.linalg.norm(np.ones((3, 3)), 5)",),
]
for order in ["None", "'fro'", "'nuc'", "np.inf", "-np.inf", "1", "-1", "2", "-2"]:
    cases.append((A, f"np.linalg.norm(A, {order})", f"np.linalg.norm(A, ord={order}, keepdims=True)"))
for order in ["None", "np.inf", "-np.inf", "0", "1", "2", "3", "-1", "0.5"]:
    cases.append((A, f"np.linalg.norm(A[0], {order})", f"np.linalg.norm(A, {order}, axis=0)", f"np.linalg.norm(A, {order}, axis=1, keepdims=True)", f"np.linalg.norm(A.reshape(2, 3, 4), {order}, axis=1)"))

ask(cases, within=1e-11)
