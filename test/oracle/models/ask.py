"""Runs scripts and notebooks under real Keras with training and downloads taken out, and tells every model that came to be.

    python ask.py < FILES > ANSWERS

reads a file's name a line and writes a JSON object a line: {file, models, errors, keras, seconds}, each model as
`layerscope summary --json` says it. Each file runs in a process of its own, forked from this one, within limits of time
and memory. A statement that fails is left out, and what comes after it runs: models that come to be after one, or that the
statement names, say `afterError`; those that it names or was making are left half done.
"""

import ast
import json
import os
import re
import resource
import signal
import sys
import time
import traceback

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="-1", MPLBACKEND="Agg", TF_NUM_INTRAOP_THREADS="1")
sys.path.append(os.path.dirname(os.path.abspath(__file__)))

import tensorflow as tf  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402, F401

import data  # noqa: E402
import record  # noqa: E402
import training  # noqa: E402

SECONDS = int(os.environ.get("SECONDS_A_FILE", "120"))
SECONDS_A_STATEMENT = int(os.environ.get("SECONDS_A_STATEMENT", "20"))
GIBIBYTES = 10


class TooLong(BaseException):
    pass


def cells_of(file):
    """[(cell, text)]; the cell is None in a script."""
    with open(file, encoding="utf-8-sig", errors="replace") as stream:
        text = stream.read()
    if not file.lower().endswith(".ipynb"):
        return [(None, text)]
    notebook = json.loads(text)
    cells = notebook.get("cells") or [cell for sheet in notebook.get("worksheets", []) for cell in sheet["cells"]]
    found = []
    for index, cell in enumerate(cells):
        if cell.get("cell_type") == "code":
            source = cell.get("source", cell.get("input", ""))
            found.append((index + 1, source if isinstance(source, str) else "".join(source)))
    return found


def without_magics(text):
    first = re.match(r"\s*%%(\w+)[^\n]*", text)
    if first:
        if first[1] not in ("time", "capture", "prun", "memit"):
            return ""
        text = "\n" * first[0].count("\n") + text[first.end() :]
    lines = []
    continued = False
    for line in text.split("\n"):
        magic = continued or re.match(r"\s*(?:%\s*[A-Za-z]|![^=]|\?)|^\s*[\w.]+\?+\s*$", line)
        run = re.match(r"(\s*)%time\s+(.+)", line)
        continued = bool(magic) and line.endswith("\\")
        lines.append(run[1] + run[2] if run else re.sub(r"\S.*", "pass", line) if magic else line)
    return "\n".join(lines)


def statements_of(text):
    try:
        return ast.parse(text).body
    except SyntaxError:
        return ast.parse(without_magics(text)).body


def run(file):
    started = time.time()
    errors = []
    module = type(sys)("__main__")
    sys.modules["__main__"] = module
    module.__dict__.update(__file__=os.path.abspath(file), input=_no_input)
    sys.argv = [file]
    sys.path.insert(0, os.path.dirname(os.path.abspath(file)))

    def late(*_):
        raise TooLong

    signal.signal(signal.SIGALRM, late)
    for cell, text in cells_of(file):
        name = os.path.abspath(file) if cell is None else f"{os.path.abspath(file)}#{cell}"
        record.program_files[name] = cell
        place = {} if cell is None else {"cell": cell}
        try:
            statements = statements_of(text)
        except (SyntaxError, ValueError) as error:
            errors.append({**place, "line": getattr(error, "lineno", 0) or 0, "type": "SyntaxError", "message": str(error)[:200]})
            record.state["failed"] = True
            continue
        for statement in statements:
            left = SECONDS - (time.time() - started)
            if left <= 0:
                errors.append({**place, "line": statement.lineno, "type": "TooLong", "message": "the rest was left out"})
                return errors
            before = len(record.models)
            signal.setitimer(signal.ITIMER_REAL, min(left, SECONDS_A_STATEMENT))
            try:
                exec(compile(ast.Module([statement], []), name, "exec", dont_inherit=True), module.__dict__)
            except BaseException as error:
                line = next(
                    (f.lineno for f in reversed(traceback.extract_tb(error.__traceback__)) if f.filename == name),
                    statement.lineno,
                )
                errors.append({**place, "line": line, "type": type(error).__name__, "message": str(error)[:200]})
                record.spoil(before, statement, module.__dict__)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
    return errors


def _no_input(*_):
    raise EOFError("nobody is there to answer")


def answer(file, out):
    started = time.time()
    resource.setrlimit(resource.RLIMIT_AS, (GIBIBYTES << 30, GIBIBYTES << 30))
    quiet = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(quiet, descriptor)
    import tempfile

    os.chdir(tempfile.mkdtemp())
    try:
        errors = run(file)
    except BaseException as error:
        errors = [{"line": 0, "type": type(error).__name__, "message": str(error)[:200]}]
    signal.setitimer(signal.ITIMER_REAL, 0)
    told = {"file": file, "keras": keras.__version__, "seconds": round(time.time() - started, 1), "errors": errors}
    os.write(out, json.dumps({**told, "models": record.described()}).encode())


def fork(file):
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            answer(file, write)
        finally:
            os._exit(0)
    os.close(write)
    text = b""
    signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))
    signal.alarm(SECONDS + 60)
    while part := os.read(read, 1 << 16):
        text += part
    os.close(read)
    os.waitpid(child, 0)
    signal.alarm(0)
    if text:
        return text.decode()
    died = {"line": 0, "type": "Died", "message": "the process ended: out of time or memory"}
    return json.dumps({"file": file, "keras": keras.__version__, "seconds": SECONDS, "errors": [died], "models": []})


def main():
    record.watch()
    training.take_out()
    data.replace()
    data.mock_absent_packages()
    getattr(tf.keras, "layers")  # loaded lazily: once here, not in each process
    for line in sys.stdin:
        print(fork(os.path.abspath(line.rstrip("\n"))), flush=True)


if __name__ == "__main__":
    main()
