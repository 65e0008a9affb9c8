"""What TensorBoard reads in event files: each curve's steps and values, and whose plugin shows it.

    python curves.py FOLDER        with TensorBoard; prints JSON: folder → tag → [plugin, [[step, value], …]]
"""

import json
import os
import sys

from tensorboard.backend.event_processing import event_accumulator
from tensorboard.util import tensor_util

found = {}
for folder, _, files in sorted(os.walk(sys.argv[1])):
    if not any("tfevents" in name for name in files):
        continue
    events = event_accumulator.EventAccumulator(folder, size_guidance={event_accumulator.TENSORS: 0})
    events.Reload()
    curves = {}
    for tag in events.Tags()["tensors"]:
        plugin = events.SummaryMetadata(tag).plugin_data.plugin_name
        if plugin.startswith("graph"):
            continue
        values = [[event.step, tensor_util.make_ndarray(event.tensor_proto).tolist()] for event in events.Tensors(tag)]
        curves[tag] = [plugin, values]
    found[os.path.relpath(folder, sys.argv[1])] = curves
print(json.dumps(found))
