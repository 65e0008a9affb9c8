"""What CPython prints for each program below; programs are kept apart by lines of `---`.

    python test/oracle/python_modules.py > test/oracle/python-modules.json
"""
import contextlib
import io
import json
import os
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")

PROGRAMS = r"""
import ssl
ssl._create_default_https_context = ssl._create_unverified_context
print(type(ssl._create_default_https_context()).__name__, type(ssl.create_default_context()).__name__)
---
import re
print(re.findall(r"[a-z']+", "it's a film, a good one"), re.findall(r'(\w)(\d)', 'a1 b2 c'), re.findall('x*', 'axxb'))
print(re.sub(r'[^a-z ]', '', 'what?! 9 lives'), re.sub(r'(\w+) (\w+)', r'\2 \g<1>!', 'one two'), re.sub('a', lambda m: m.group().upper(), 'banana', count=2))
print(re.split(r'[,;]\s*', 'a, b;c'), re.split('(-)', 'a-b-c', 1), re.subn('a', 'o', 'banana'))
m = re.search(r'(?P<year>\d{4})-(?P<month>\d\d)', 'on 2026-11-21')
print(m.group(), m.group('year', 2), m['month'], m.groups(), m.span(), m.start('month'), bool(m), m.lastindex)
print(re.match('b', 'abc'), re.match('a', 'abc').end(), re.fullmatch('[a-c]+', 'abc').group(), re.fullmatch('ab', 'abc'))
p = re.compile(r'^\s*(\S+)\s*$', re.MULTILINE | re.I)
print(p.findall('  One\n two \nthree four'), p.pattern, [x.group(1) for x in p.finditer('a\n b')])
print(re.sub(r'<br\s*/?>', ' ', 'good<br />film<br>yes'), re.sub(r'\s+', ' ', ' a \t b\n'), re.escape('a.b*c'), re.sub(r'\bthe\b', '', 'the other the'))
print(re.findall(r'\d+$', 'a 12\n'), re.findall(r'[\w\-]+', 'well-known caf\u00e9'), re.findall(r'a{,2}b', 'aaab b'), re.findall(r'[^\W_]+' if False else r'[^_ ]+', 'a_b c'))
print(re.sub('(\d)   # a digit\n   x', r'<\1>', '1x2x', flags=re.VERBOSE), re.findall('(?i)AB', 'ab Ab'), re.findall(r'(a)|(b)', 'ab'), re.search('z', 'abc'))
---
import re
for f in [lambda: re.search('a', 'a').group(1), lambda: re.search('a', 'b').group(), lambda: re.sub('a', r'\2', 'a')]:
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__)
---
import math
print(math.sqrt(2), math.floor(-2.5), math.ceil(2.1), math.trunc(-2.7), math.fabs(-3), math.pi, math.tau)
print(math.gcd(12, 18), math.lcm(4, 6), math.factorial(10), math.comb(10, 3), math.perm(5, 2), math.isqrt(99))
print(math.modf(-2.5), math.frexp(10), math.ldexp(0.5, 4), math.copysign(1, -0.0), math.fmod(-7, 3), math.remainder(7, 4))
print(math.isnan(math.nan), math.isinf(-math.inf), math.isfinite(1), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.prod([2, 3, 4]))
print(math.hypot(3, 4), math.dist([0, 0], [3, 4]), math.degrees(math.pi), math.radians(180), math.log2(8), math.log10(1000), math.log(8, 2))
print(math.erf(0.5), math.erfc(2.5), math.erf(1), math.gamma(5), math.gamma(0.5), math.lgamma(10), math.ulp(1), math.nextafter(1, 2))
---
import math
for f in [lambda: math.sqrt(-1), lambda: math.log(0), lambda: math.factorial(-1), lambda: math.exp(1000), lambda: math.floor(math.nan), lambda: math.sqrt('a'), lambda: math.acos(2)]:
    try:
        print(f())
    except Exception as error:
        print(type(error).__name__, error)
---
import math
print([math.exp(x / 7) for x in range(-20, 21, 4)])
print([math.log(x / 7) for x in range(1, 40, 4)])
print([math.sin(x / 7) for x in range(-20, 21, 4)])
print([math.cos(x / 7) for x in range(-20, 21, 4)])
print([math.tanh(x / 7) for x in range(-20, 21, 4)])
---
import random
random.seed(42)
print([random.random() for _ in range(5)])
print(random.uniform(1, 10), random.randint(1, 6), random.randrange(0, 100, 7), random.choice('abc'), random.getrandbits(40))
print(random.choices([1, 2, 3], weights=[1, 1, 8], k=6), random.choices('ab', k=4), random.sample(range(100), 8), random.sample([1, 2, 3, 4], 2))
x = list(range(10))
random.shuffle(x)
print(x, random.gauss(0, 1), random.gauss(5, 2), random.gauss(), random.normalvariate(0, 1), random.expovariate(2), random.triangular(0, 2))
---
import random
a = random.Random(7)
b = random.Random(7)
print(a.random() == b.random(), a.randint(0, 10 ** 12), random.Random('text').random(), random.Random(-3).random(), random.Random(2 ** 40).random())
try:
    random.randint(3, 1)
except ValueError as error:
    print(error)
---
import random
random.seed(2024)
print(sum(random.gauss(0, 1) for _ in range(500)), sum(random.random() for _ in range(2000)), [random.randrange(10 ** 6) for _ in range(5)])
---
import struct
print(struct.unpack('>IHB', bytes([0, 0, 8, 3, 1, 2, 255])), struct.unpack('<hq', b'\xff\xff' + bytes(8)), struct.calcsize('>4I'), struct.calcsize('bi'))
print(struct.pack('>IHb', 2051, 7, -1), struct.pack('<f', 1.5), struct.pack('3s', b'ab'), struct.unpack_from('>H', b'abcd', 2))
magic, count = struct.unpack('>II', b'\x00\x00\x08\x03\x00\x00\xea\x60')
print(magic, count, [v for (v,) in struct.iter_unpack('<H', b'\x01\x00\x02\x00')], struct.Struct('>2d').size)
try:
    struct.unpack('>I', b'ab')
except struct.error as error:
    print(error)
try:
    struct.pack('B', 300)
except struct.error as error:
    print(error)
---
import json
text = '{"a": [1, 2.5, -3e2, true, null], "b": {"c": "d\\n\\u00e9"}, "e": []}'
data = json.loads(text)
print(data, data['b']['c'], json.dumps(data))
print(json.dumps(data, indent=2, sort_keys=True))
print(json.dumps({'x': 1.0, 'y': float('inf'), 2: 'é', None: (1, 2)}), json.dumps('é', ensure_ascii=False), json.dumps([1, 2], separators=(',', ':')), json.dumps({}, indent=4))
for broken in ['{"a": }', '[1, 2', '{a: 1}', '[1] 2', '"a', '']:
    try:
        json.loads(broken)
    except json.JSONDecodeError as error:
        print(error)
try:
    json.dumps({1, 2})
except TypeError as error:
    print(error)
print(json.dumps({'s': {1}}, default=lambda o: list(o)))
---
import os
print(os.path.join('a', 'b', 'c.txt'), os.path.join('a/', '/b'), os.path.basename('a/b.txt'), os.path.dirname('a/b.txt'), os.path.splitext('a.b/c.tar.gz'), os.path.splitext('.bashrc'))
print(os.path.normpath('a//b/../c/./d'), os.path.split('/a/b'), os.path.split('b'), os.path.isabs('/a'), os.path.relpath('a/b', 'a/c'), os.path.abspath('/a/../b'), os.sep)
print(os.path.exists('missing'), os.path.isfile('data.txt'), os.path.isdir('.'), os.path.commonprefix(['abc', 'abd']))
print(os.environ.get('LAYERSCOPE_UNSET'), os.environ.get('LAYERSCOPE_UNSET', 'x'), 'LAYERSCOPE_UNSET' in os.environ, os.getenv('LAYERSCOPE_UNSET', 3))
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'
print(os.environ['TF_CPP_MIN_LOG_LEVEL'], os.getenv('TF_CPP_MIN_LOG_LEVEL'))
try:
    os.environ['LAYERSCOPE_UNSET']
except KeyError as error:
    print(error)
---
import os.path as p
from os import path, environ
from pathlib import Path
x = Path('data') / 'train' / 'images.tar.gz'
print(x, x.name, x.stem, x.suffix, x.suffixes, x.parent, x.parent.parent, x.parts, repr(x), x.exists(), 'root' / Path('a'))
print(x == Path('data/train/images.tar.gz'), Path('a//b/./c'), Path('.').name, x.with_suffix('.zip'), x.with_name('y'), Path('/a/b').parent, Path(), p.join('a', 'b'), path.join(x, 'c'))
---
with open('notes.txt', 'w') as file:
    print(file.write('first\nsecond\n'), file.mode, file.name)
    file.writelines(['third\n', 'fourth'])
    print('fifth', file=file)
print(file.closed)
with open('notes.txt') as file:
    print(repr(file.readline()), file.readlines())
for number, line in enumerate(open('notes.txt'), 1):
    print(number, line.rstrip())
with open('notes.txt', 'a') as file:
    file.write('more\n')
print(open('notes.txt').read().split('\n'), open('notes.txt', 'rb').read(5), len(open('notes.txt', 'rb').read()))
f = open('notes.txt', 'r')
f.seek(6)
print(f.tell(), f.read(3), repr(f))
f.close()
for mode, action in [('r', lambda f: f.write('a')), ('w', lambda f: f.read())]:
    try:
        action(open('other.txt' if mode == 'w' else 'notes.txt', mode))
    except OSError as error:
        print(type(error).__name__, error)
try:
    f.read()
except ValueError as error:
    print(error)
try:
    open('x', 'q')
except ValueError as error:
    print(error)
---
with open('words.txt', 'wb') as file:
    file.write('caf\xe9 \u20ac\r\nnext\r\n'.encode('cp1252'))
print(repr(open('words.txt', encoding='cp1252').read()), repr(open('words.txt', encoding='latin-1').readline()), repr(open('words.txt', encoding='cp1252', newline='').read()))
try:
    open('words.txt', encoding='utf-8').read()
except UnicodeDecodeError as error:
    print('not utf-8')
---
import io
b = io.BytesIO(b'abcdef')
print(b.read(2), b.tell(), b.seek(-1, 2), b.read(), b.getvalue(), b.seek(0), b.write(b'XY'), b.getvalue())
s = io.StringIO('one\ntwo\n')
print(list(s), s.getvalue(), s.read() == '')
t = io.StringIO()
print('printed', 1, file=t)
print(repr(t.getvalue()))
---
import gzip
with gzip.open('packed.gz', 'rb') as file:
    print(file.read(3), file.read())
with gzip.open('packed.gz', 'rt', encoding='utf-8') as file:
    for line in file:
        print(line.strip())
print(gzip.GzipFile('packed.gz').read(2), gzip.open('packed.gz').readline())
with open('packed.gz', 'rb') as raw, gzip.open(raw) as file:
    print(len(file.read()))
---
from pathlib import Path
Path('made.txt').write_text('hello\n')
print(Path('made.txt').read_text(), Path('made.txt').read_bytes(), Path('made.txt').exists(), Path('made.txt').is_file())
with Path('made.txt').open() as file:
    print(file.read())
---
import sys
print(sys.argv[1:], sys.version_info >= (3, 8), sys.version_info.major, sys.version_info[:2], sys.byteorder)
sys.stdout.write('written\n')
sys.stdout.flush()
try:
    sys.exit('over')
except SystemExit as error:
    print('exit', error)
---
from collections import OrderedDict, defaultdict, Counter, namedtuple, deque
d = defaultdict(list)
d['a'].append(1)
d['a'].append(2)
d['b'].append(3)
print(d, d['c'], dict(d), len(d), 'z' in d, d.get('z'))
n = defaultdict(int)
for c in 'hello':
    n[c] += 1
print(n, sorted(n.items()))
c = Counter('mississippi')
print(c, c.most_common(2), c['z'], sum(c.values()), c.total(), sorted(c.elements())[:5])
c.update('mm')
c.subtract('i')
print(c['m'], c['i'], c + Counter('mz'), Counter(a=3) - Counter(a=1), Counter([1, 1, 2]))
o = OrderedDict([('x', 1), ('y', 2)])
o['z'] = 3
o.move_to_end('x')
print(o, list(o), o.popitem(), o.popitem(last=False), isinstance(o, dict))
P = namedtuple('P', ['x', 'y'])
p = P(1, y=2)
print(p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, p == (1, 2), P._make([3, 4]), [a for a in p])
Q = namedtuple('Q', 'a b c', defaults=[9])
print(Q(1, 2))
q = deque([1, 2, 3], maxlen=3)
q.append(4)
q.appendleft(0)
print(q, q.pop(), q.popleft(), len(q), q[0], list(q), deque('ab'))
r = deque(range(5))
r.rotate(2)
print(r, 3 in r)
---
import itertools
print(list(itertools.product([1, 2], 'ab')), list(itertools.product([0, 1], repeat=2)), list(itertools.chain([1], (2, 3))), list(itertools.chain.from_iterable([[1], [2, 3]])))
print(list(itertools.zip_longest([1, 2, 3], 'a', fillvalue='-')), list(itertools.islice(itertools.count(5, 2), 3)), list(itertools.islice('abcdef', 1, 5, 2)), [next(c) for c in [itertools.cycle('ab')] for _ in range(5)])
print(list(itertools.combinations('abc', 2)), list(itertools.permutations([1, 2, 3], 2)), list(itertools.accumulate([1, 2, 3, 4])), list(itertools.accumulate([1, 2, 3], lambda a, b: a * b, initial=2)), list(itertools.repeat('x', 3)))
print([(k, list(g)) for k, g in itertools.groupby('aabbb')], list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.compress('abc', [1, 0, 1])), list(itertools.combinations_with_replacement('ab', 2)), list(itertools.pairwise([1, 2, 3])), list(itertools.filterfalse(None, [0, 1])))
---
import functools
from functools import partial, reduce, lru_cache, wraps
print(partial(int, base=2)('101'), reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a + b, [], 7))
@lru_cache(maxsize=None)
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
print(fib(12))
def twice(f):
    @wraps(f)
    def inner(*args):
        return f(f(*args))
    return inner
@twice
def more(x):
    return x + 1
print(more(1), more.__name__)
p = partial(pow, 2)
print(p(5), p.args, sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
---
import functools
@functools.total_ordering
class Version:
    def __init__(self, n):
        self.n = n
    def __eq__(self, other):
        return self.n == other.n
    def __lt__(self, other):
        return self.n < other.n
print(Version(1) <= Version(1), Version(2) > Version(1), Version(1) >= Version(2), max(Version(1), Version(3)).n)
---
import copy
a = [1, [2, 3], {'k': [4]}]
b = copy.copy(a)
c = copy.deepcopy(a)
a[1].append(9)
a[2]['k'].append(5)
print(a, b, c)
class Node:
    def __init__(self):
        self.items = []
n = Node()
m = copy.deepcopy(n)
n.items.append(1)
print(m.items, copy.copy(n).items)
---
import string
print(string.ascii_lowercase, string.digits, string.punctuation, string.ascii_uppercase, string.hexdigits, repr(string.whitespace))
---
import warnings
from typing import List, Dict, Optional, Tuple, Union, Any, Callable, NamedTuple

warnings.filterwarnings('ignore')
warnings.simplefilter('ignore')
def f(x: List[int], y: Optional[Dict[str, int]] = None) -> Tuple[int, ...]:
    return tuple(x)
print(f([1, 2]))
---
import logging
logging.basicConfig(level=logging.INFO)
logger = logging.getLogger(__name__)
logger.setLevel(logging.ERROR)
logger.info('not printed %d', 3)
print(logging.INFO, logging.WARNING)
---
import argparse
parser = argparse.ArgumentParser(description='Train')
parser.add_argument('--epochs', type=int, default=5, help='how many')
parser.add_argument('--learning-rate', '-l', type=float, default=0.01)
parser.add_argument('--verbose', action='store_true')
parser.add_argument('--name', default='model')
args = parser.parse_args([])
print(args.epochs, args.learning_rate, args.verbose, args.name, args)
args = parser.parse_args(['--epochs', '3', '-l', '0.5', '--verbose', '--name=x'])
print(args.epochs, args.learning_rate, args.verbose, args.name, vars(args))
---
import csv, io
text = 'a,b,c\r\n1,"x, y",3\r\n\r\n"multi\nline",""q,"he said ""hi"" so"\r\n1,2\r\n1,2,3,4\r\n,,\r\n" a", b,"c"d\r\n'
print(list(csv.reader(io.StringIO(text, newline=''))))
print(list(csv.reader(['a;b', '1; 2', '', ' '], delimiter=';', skipinitialspace=True)), list(csv.reader(['a\tb'], delimiter='\t')))
reader = csv.DictReader(io.StringIO(text, newline=''))
print(reader.fieldnames)
for row in reader:
    print(row, row['a'])
reader = csv.reader(['h1,h2', '1,2', '3,4'])
header = next(reader)
print(header, [[float(v) for v in row] for row in reader])
print(list(csv.reader(['"open', 'next",2', 'a"b,c'])), list(csv.reader(['"unclosed,1'])))
print(list(csv.DictReader(['1,2'], fieldnames=['x', 'y'])), list(csv.DictReader([])), csv.DictReader([]).fieldnames)
---
from dataclasses import dataclass, field, asdict, astuple, replace, fields, is_dataclass
from typing import ClassVar, List, Optional
@dataclass
class Config:
    units: int
    rate: float = 0.5
    layers: List[int] = field(default_factory=list)
    name: Optional[str] = None
    count: ClassVar[int] = 7
    total: int = field(init=False, default=0)
    def __post_init__(self):
        self.total = self.units * 2
    def half(self):
        return self.units // 2
c = Config(8)
d = Config(units=3, layers=[1, 2], name='x')
print(c, d.layers, c.half(), c.total, Config.count, c == Config(8), c == d, c != d)
print(asdict(d), astuple(c), replace(c, units=5), [f.name for f in fields(Config)], is_dataclass(c), is_dataclass(3))
c.layers.append(1)
print(Config(1).layers, c.rate, Config.rate)
for wrong in [lambda: Config(), lambda: Config(1, 2, 3, 4, 5), lambda: Config(1, size=2), lambda: Config(1, units=2)]:
    try:
        wrong()
    except TypeError as error:
        print(error)
@dataclass(frozen=True, order=True)
class Point:
    x: int
    y: int = 0
@dataclass
class Named(Config):
    tag: str = 'none'
    inner: Point = field(default_factory=lambda: Point(1, 2))
print(Point(1, 2) < Point(2), sorted([Point(3), Point(1)]), Named(2, tag='t'), asdict(Named(1))['inner'], isinstance(Named(1), Config))
---
from enum import Enum, IntEnum, auto, unique
@unique
class Mode(Enum):
    TRAIN = 'train'
    TEST = 'test'
    def short(self):
        return self.value[:2]
    @classmethod
    def first(cls):
        return cls.TRAIN
class Size(IntEnum):
    SMALL = 1
    LARGE = auto()
    HUGE = auto()
    BIG = 2
class Planet(Enum):
    EARTH = (1, 2)
    def __init__(self, a, b):
        self.a = a
        self.b = b
print(Mode.TRAIN, repr(Mode.TEST), Mode.TRAIN.value, Mode.TEST.name, Mode('test'), Mode['TRAIN'], Mode.TRAIN.short(), Mode.first())
print([m.name for m in Mode], len(Mode), Mode.TRAIN == Mode.TRAIN, Mode.TRAIN == Mode.TEST, Mode.TRAIN is Mode('train'), Mode.TRAIN in [Mode.TEST], isinstance(Mode.TRAIN, Mode))
print(Size.LARGE + 1, Size.HUGE > Size.SMALL, Size.LARGE.value, Size(3), Size.BIG is Size.LARGE, Size.SMALL == 1, [s.value for s in Size], Planet.EARTH.b, {Mode.TRAIN: 1}[Mode.TRAIN])
try:
    Mode('x')
except ValueError as error:
    print(error)
try:
    Mode['X']
except KeyError as error:
    print(error)
---
from abc import ABC, abstractmethod
from typing import Generic, TypeVar, Protocol, NamedTuple
T = TypeVar('T')
class Base(ABC):
    @abstractmethod
    def f(self): ...
    def g(self):
        return self.f() * 2
class Sub(Base, Generic[T]):
    def f(self):
        return 3
class Shape(Protocol):
    side: int
class Pair(NamedTuple):
    a: int
    b: str = 'z'
    def both(self):
        return (self.b, self.a)
p = Pair(1)
x, y = p
print(Sub().g(), p, p.b, x, y, p.both(), p._replace(a=4), Pair(b='q', a=2), p == (1, 'z'), Pair._fields)
---
import contextlib
from contextlib import contextmanager, suppress, nullcontext
@contextmanager
def doubled(x):
    print('in')
    yield x * 2
    print('out')
with doubled(4) as y:
    print(y)
with nullcontext(5) as z, suppress(KeyError):
    print(z)
    {}['a']
    print('never')
---
import operator, bisect, statistics, textwrap
from operator import itemgetter, attrgetter, mul
print(mul(3, 4), operator.add(1, 2), sorted([(1, 'b'), (0, 'a')], key=itemgetter(1)), itemgetter(0, 2)('abc'), operator.lt(1, 2), operator.truediv(1, 4), operator.neg(3), operator.getitem([5, 6], 1), operator.contains('abc', 'b'))
print(bisect.bisect([1, 3, 5], 3), bisect.bisect_left([1, 3, 5], 3))
s = [1, 5]
bisect.insort(s, 3)
print(s, statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), repr(textwrap.dedent('  a\n    b\n')))
---
import time
start = time.time()
time.sleep(0)
print(time.time() >= start, time.perf_counter() >= 0, len(time.strftime('%Y-%m-%d %H:%M:%S')))
---
class Box:
    @property
    def size(self):
        raise AttributeError('empty')
    @property
    def price(self):
        raise ValueError('unknown')
box = Box()
print(hasattr(box, 'size'), getattr(box, 'size', 3), hasattr(box, 'other'))
try:
    hasattr(box, 'price')
except ValueError as error:
    print(error)
try:
    getattr(box, 'size')
except AttributeError as error:
    print(error)
---
from datetime import datetime
now = datetime.now()
print(len(f'{now:%Y%m%d-%H%M%S}'), f'{now:%Y}' == now.strftime('%Y'), '{:%d.%m.%y}'.format(now) == now.strftime('%d.%m.%y'), f'{now}' == str(now), len(format(now, '%H:%M')))
---
import six
from six.moves import range, zip, xrange
print(isinstance('a', six.string_types), isinstance(3, six.integer_types), six.PY3, sorted(six.iteritems({'b': 1, 'a': 2})), list(six.itervalues({'b': 1})))
print(list(range(3)), list(zip([1], [2])), list(xrange(2)), six.text_type(5), six.moves.range(2), isinstance(b'', six.binary_type))
""".rstrip("\n")


def printed(program: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(program, "program.py", "exec"), {"__name__": "__main__"})
    return out.getvalue()


if __name__ == "__main__":
    sys.argv = ["program.py"]
    answers = []
    for program in PROGRAMS.strip("\n").split("\n---\n"):
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            import gzip

            with gzip.open("packed.gz", "wb") as file:
                file.write(b"packed\nin gzip\n")
            answers.append({"program": program, "printed": printed(program)})
            os.chdir("/")
    print(json.dumps({"python": sys.version.split()[0], "answers": answers}, indent=1))
