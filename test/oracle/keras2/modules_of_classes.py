"""Which module Keras 2.15 says that its public classes are of.

Run with Keras 2.15: python test/oracle/keras2/modules_of_classes.py > test/oracle/keras2/modules-of-classes.json
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "names"))

from class_modules import ask  # noqa: E402

ask()
