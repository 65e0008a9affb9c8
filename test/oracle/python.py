"""Runs each snippet of python.txt under CPython and keeps what it printed, or the exception that ended it.

    python3 -P test/oracle/python.py > test/oracle/python.json
"""

import contextlib
import io
import json
import pathlib
import platform

here = pathlib.Path(__file__).parent


def answer(snippet):
    output = io.StringIO()
    error = None
    with contextlib.redirect_stdout(output):
        try:
            exec(compile(snippet, "script.py", "exec"), {"__name__": "__main__"})
        except SystemExit:
            pass
        except BaseException as exception:
            error = f"{type(exception).__name__}: {exception}"
    return {"code": snippet, "printed": output.getvalue(), "error": error}


snippets = [part.strip("\n") + "\n" for part in (here / "python.txt").read_text().split("\n---\n")]
answers = {"python": platform.python_version(), "snippets": [answer(snippet) for snippet in snippets]}
print(json.dumps(answers, indent=1, ensure_ascii=False))
