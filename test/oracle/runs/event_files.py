"""What TensorFlow reads in event files: every record's step, tag, plugin and values.

Run with TensorFlow: python test/oracle/runs/event_files.py FOLDER prints what the event files below a folder hold, as JSON.
Checksums are TensorFlow's to check: a file that is damaged ends with an error.
"""

import glob
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import tensorflow  # noqa: E402
from tensorflow.core.util import event_pb2  # noqa: E402

events = {}
for file in sorted(glob.glob(os.path.join(sys.argv[1], "**", "*tfevents*"), recursive=True)):
    rows = []
    for record in tensorflow.data.TFRecordDataset(file):
        event = event_pb2.Event.FromString(record.numpy())
        for value in event.summary.value:
            content = tensorflow.make_ndarray(value.tensor)
            rows.append([event.step, value.tag, value.metadata.plugin_data.plugin_name, content.tolist()])
    events[os.path.basename(os.path.dirname(file))] = rows
print(json.dumps(events))
