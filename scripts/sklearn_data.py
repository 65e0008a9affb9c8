"""Writes the small data sets of scikit-learn as the runtime reads them, from an installed scikit-learn.

    python scripts/sklearn_data.py runtime/data-sets

A file is gzip's: a line of JSON with the names and the description, then a line for each column, the target last, its
numbers in as few digits as give them back to the last bit. Columns side by side take a tenth less than rows.
"""

import gzip
import json
import sys
from pathlib import Path

import sklearn
from sklearn import datasets
from sklearn.datasets._base import load_descr

SETS = {
    "iris": datasets.load_iris(),
    "wine": datasets.load_wine(),
    "breast_cancer": datasets.load_breast_cancer(),
    "digits": datasets.load_digits(),
    # Raw: the reader scales them, as scikit-learn does.
    "diabetes": datasets.load_diabetes(scaled=False),
}

total = 0
for name, found in SETS.items():
    names = {"sklearn": sklearn.__version__, "feature_names": list(found.feature_names)}
    if name not in ("digits", "diabetes"):
        names["target_names"] = found.target_names.tolist()
    names["DESCR"] = found.DESCR
    columns = [*found.data.T.tolist(), found.target.tolist()]
    lines = [json.dumps(names), *(",".join(repr(value).removesuffix(".0") for value in column) for column in columns)]
    data = gzip.compress("\n".join(lines).encode(), 9, mtime=0)
    Path(sys.argv[1], f"{name}.gz").write_bytes(data)
    total += len(data)
    print(f"{name}: {len(data)} bytes")

# Its data are downloaded; only what scikit-learn says of them is here.
names = {"sklearn": sklearn.__version__, "DESCR": load_descr("california_housing.rst")}
data = gzip.compress(json.dumps(names).encode(), 9, mtime=0)
Path(sys.argv[1], "california_housing.gz").write_bytes(data)
print(f"{total + len(data)} bytes")
