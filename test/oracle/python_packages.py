"""Runs each program of several files under CPython and keeps what it printed, or the exception that ended it.

    python3 -P test/oracle/python_packages.py > test/oracle/python-packages.json

A program is a list of files; `main.py` is run as a script in their folder.
"""

import json
import os
import pathlib
import platform
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).parent


def files_of(program):
    files = {}
    for part in program.split("\n=== ")[1:]:
        name, _, text = part.partition("\n")
        files[name.strip()] = text.rstrip("\n") + "\n" if text.strip() else ""
    return files


def answer(program):
    files = files_of("\n" + program)
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        run = subprocess.run([sys.executable, "main.py"], cwd=folder, capture_output=True, text=True)
        printed = run.stdout.replace(folder, "/app")
        error = None if run.returncode == 0 else run.stderr.strip().split("\n")[-1].replace(folder, "/app")
    return {"files": files, "printed": printed, "error": error}


programs = (here / "python-packages.txt").read_text().strip("\n").split("\n---\n")
answers = {"python": platform.python_version(), "programs": [answer(program) for program in programs]}
print(json.dumps(answers, indent=1, ensure_ascii=False))
