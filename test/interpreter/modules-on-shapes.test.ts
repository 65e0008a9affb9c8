import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyse } from '../unhurried.js';
import { lastBinding } from './bindings.js';

/** Python's modules where nothing of the world is known: what does not depend on it is. */
const cases: readonly (readonly [program: string, expected: string])[] = [
  ["import os\nresult = os.environ.get('DATA', 'data')", '?'],
  ["import os\nos.environ['DATA'] = 'here'\nresult = os.environ['DATA']", '"here"'],
  ["import os\nresult = os.path.join('data', 'train.csv')", '"data/train.csv"'],
  ["import os\nresult = os.path.exists('data')", '?'],
  ['import random\nrandom.seed(1)\nresult = random.random()', '?'],
  ['import random\nresult = random.choice([3, 3])', '3'],
  ['import random\nx = [1, 2]\nrandom.shuffle(x)\nresult = len(x)', '2'],
  ["import struct\nresult = len(struct.unpack('>IIII', open('images', 'rb').read(16)))", '4'],
  [
    "import gzip\nimport numpy as np\nwith gzip.open('images.gz') as f:\n  result = np.frombuffer(f.read(), np.uint8, offset=16)",
    'uint8(?,)',
  ],
  [
    "import csv\nwith open('data.csv') as f:\n  rows = csv.reader(f)\n  header = next(rows)\n  x = [[float(v) for v in row] for row in rows]\nresult = header",
    '?',
  ],
  ["import csv\nresult = next(csv.reader(['a,b']))", '["a", "b"]'],
  ["import json\nresult = json.loads('{\"a\": [1, 2]}')['a']", '[1, 2]'],
  [
    "import argparse\np = argparse.ArgumentParser()\np.add_argument('--epochs', type=int, default=5)\nresult = p.parse_args().epochs",
    '5',
  ],
  ["from collections import defaultdict\nd = defaultdict(list)\nd['a'].append(1)\nresult = d['a']", '[1]'],
  [
    "import matplotlib.pyplot as plt\nfig, (a, b) = plt.subplots(1, 2)\na.plot([1])\nb.set_title('x')\nfor ax, n in zip(plt.subplots(2, 3)[1].flat, range(9)):\n  ax.imshow([[n]])\nresult = n",
    '5',
  ],
  [
    "import matplotlib.pyplot as plt\nfig, axes = plt.subplots(2, 2)\naxes[0, 1].bar([1], [2])\nn, bins, patches = plt.hist([1])\nplt.rcParams['figure.figsize'] = (3, 4)\nresult = 1",
    '1',
  ],
];

for (const [program, expected] of cases) {
  test(program.split('\n').slice(-2).join('; '), () => {
    const analysis = analyse(`${program}\nresult = result`);
    assert.deepEqual(analysis.problems, []);
    assert.equal(lastBinding(analysis, 'result'), expected);
  });
}
