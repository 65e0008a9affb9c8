"""Asks real Keras which models the scripts of compositions/ make, and what their layers are.

Run with Keras 3 on TensorFlow: python test/oracle/models/compositions.py > test/oracle/compositions.json
"""

import json
import os
import sys

import ask

here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def main():
    ask.record.watch()
    ask.training.take_out()
    getattr(ask.tf.keras, "layers")
    folder = os.path.join(here, "compositions")
    answers = []
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".py"):
            continue
        told = json.loads(ask.fork(os.path.join(folder, name)))
        for error in told["errors"]:
            print(name, error, file=sys.stderr)
        answers.append({"file": name, "models": told["models"], "errors": told["errors"]})
    json.dump({"keras": ask.keras.__version__, "answers": answers}, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
