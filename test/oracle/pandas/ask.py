"""What whole programs print under real pandas; a family's script lists them and calls `ask`.

Run with pandas 3: python test/oracle/pandas/FAMILY.py > test/oracle/pandas/FAMILY.json

The same programs run as `layerscope train` would run them, and must print the same. `IMPORTS` stands before each; files
are those that the program is given: name -> text.
"""

import contextlib
import io
import json
import os
import sys
import tempfile

import numpy
import pandas

IMPORTS = "import numpy as np\nimport pandas as pd\n"


def ask(programs, files=None):
    """`programs`: what each is about -> its text."""
    cases = []
    for about, text in programs.items():
        source = IMPORTS + text.strip() + "\n"
        printed = io.StringIO()
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(printed):
            before = os.getcwd()
            os.chdir(folder)
            for name, content in (files or {}).items():
                with open(name, "w", newline="", encoding="utf-8") as file:
                    file.write(content)
            try:
                exec(compile(source, "program.py", "exec"), {"__name__": "__main__"})
            except Exception as error:
                sys.stderr.write(f"{about}: {type(error).__name__}: {error}\n")
                raise
            finally:
                os.chdir(before)
        cases.append({"about": about, "program": source, "printed": printed.getvalue()})
    versions = {"pandas": pandas.__version__, "numpy": numpy.__version__}
    lines = ",\n".join(json.dumps(each) for each in cases)
    sys.stdout.write(
        f'{{"versions": {json.dumps(versions)}, "files": {json.dumps(files or {})}, "cases": [\n{lines}\n]}}\n'
    )
