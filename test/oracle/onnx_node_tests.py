"""Writes ONNX's own node tests, which the `onnx` package carries as Python, into a folder.

    python test/oracle/onnx_node_tests.py FOLDER

Each test becomes FOLDER/NAME with model.onnx and test_data_set_0/{input,output}_N.pb, the layout
in which older `onnx` packages ship them. Tests on sequences, maps and optionals are left out;
their number is printed.
"""

import sys
from pathlib import Path

import onnx
from onnx import numpy_helper
from onnx.backend.test.case.node import collect_testcases


def write(folder: Path, values: list, infos: list, kind: str) -> None:
    for index, (value, info) in enumerate(zip(values, infos)):
        tensor = value if isinstance(value, onnx.TensorProto) else numpy_helper.from_array(value, info.name)
        (folder / f"{kind}_{index}.pb").write_bytes(tensor.SerializeToString())


def main(folder: Path) -> None:
    written = left_out = 0
    for case in collect_testcases(None):
        graph = case.model.graph
        if not all(info.type.HasField("tensor_type") for info in [*graph.input, *graph.output]):
            left_out += 1
            continue
        for index, (inputs, outputs) in enumerate(case.data_sets):
            data = folder / case.name / f"test_data_set_{index}"
            data.mkdir(parents=True, exist_ok=True)
            write(data, inputs, graph.input, "input")
            write(data, outputs, graph.output, "output")
        (folder / case.name / "model.onnx").write_bytes(case.model.SerializeToString())
        written += 1
    print(f"onnx {onnx.__version__}: {written} tests written, {left_out} on other things than tensors left out")


main(Path(sys.argv[1]))
