"""What scikit-learn computes for programs; a family's script lists them and calls `ask`.

    python test/oracle/sklearn/FAMILY.py > test/oracle/sklearn/FAMILY.json

A program is asked what it prints, and what the expressions listed with it are. Arrays of up to 400 elements are kept in
full, longer ones as the SHA-256 of their bytes: those must be the same to the last bit.
"""

import contextlib
import hashlib
import io
import json
import sys
import warnings

import numpy as np
import sklearn

warnings.simplefilter("ignore")

HEAD = "import numpy as np\n"


def kept(value):
    if isinstance(value, np.ndarray) and value.dtype.kind in "US":
        return {"texts": value.ravel().tolist(), "shape": list(value.shape), "repr": repr(value)}
    if isinstance(value, np.ndarray) and value.dtype == object:
        return {"objects": [kept(each) for each in value.ravel()], "shape": list(value.shape)}
    if isinstance(value, np.generic) and value.dtype.kind in "fiub":
        return kept(value.item())
    if isinstance(value, np.ndarray):
        about = {"dtype": value.dtype.name, "shape": list(value.shape)}
        if value.size > 400:
            return {**about, "sha256": hashlib.sha256(np.ascontiguousarray(value).tobytes()).hexdigest()}
        return {**about, "values": [text(each) for each in value.ravel().tolist()]}
    if isinstance(value, (list, tuple)):
        return {"elements": [kept(each) for each in value]}
    if value is None or isinstance(value, (bool, str, int)):
        return {"value": value}
    if isinstance(value, float):
        return {"float": text(value)}
    return {"repr": repr(value)}


def text(value):
    """JSON has no word for what is no number."""
    return value if not isinstance(value, float) or np.isfinite(value) else repr(value)


def asked(program, expressions):
    printed, names = io.StringIO(), {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        try:
            exec(compile(HEAD + program, "program.py", "exec"), names)
            answers = [kept(eval(each, names)) for each in expressions]
        except Exception as error:  # noqa: BLE001
            # scikit-learn's own InvalidParameterError and NotFittedError are ValueErrors.
            own = isinstance(error, ValueError) and type(error).__module__.startswith("sklearn")
            return {"raises": "ValueError" if own else type(error).__name__, "message": str(error)}
    return {"printed": printed.getvalue(), "answers": answers}


def ask(cases, within=1e-12):
    """`cases`: (program, expressions …) each. `within`: how exact floats must be, of the largest beside them."""
    found = [{"program": HEAD + p.strip() + "\n", "asked": list(e), **asked(p.strip() + "\n", e)} for p, *e in cases]
    lines = ",\n".join(json.dumps(each) for each in found)
    versions = {"sklearn": sklearn.__version__, "numpy": np.__version__}
    sys.stdout.write(f'{{"versions": {json.dumps(versions)}, "within": {within}, "cases": [\n{lines}\n]}}\n')
