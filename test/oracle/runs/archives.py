"""Archives, folders for a while, and files that are copied, moved and taken away around a training."""

from ask import ask

TREE = """
import os, shutil, tempfile, zipfile

def tree(top='.'):
    for folder, folders, files in sorted(os.walk(top)):
        # A run keeps what it did beside its program.
        if '.layerscope' not in folder:
            print(os.path.relpath(folder, top), sorted(set(folders) - {'.layerscope'}), sorted(set(files) - {'program.py'}))

def tried(what):
    try:
        print(what())
    except Exception as error:
        print(type(error).__name__)

def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'w') as file:
        file.write(text)
"""

ask(
    {
        "an archive of classes is unpacked": TREE
        + """
for kind in ['rock', 'paper']:
    for i in range(3):
        put(f'source/rps/{kind}/{kind}{i}.txt', f'{kind} {i}')
with zipfile.ZipFile('rps.zip', 'w', zipfile.ZIP_DEFLATED) as made:
    for folder, _, files in sorted(os.walk('source')):
        for name in sorted(files):
            made.write(os.path.join(folder, name), os.path.relpath(os.path.join(folder, name), 'source'))
    made.writestr('about.txt', 'two classes')
local_zip = 'rps.zip'
zip_ref = zipfile.ZipFile(local_zip, 'r')
zip_ref.extractall('data/')
print(zip_ref.namelist(), zip_ref.testzip(), zip_ref.filename)
zip_ref.close()
tree('data')
print(open('data/rps/rock/rock1.txt').read(), zipfile.is_zipfile('rps.zip'), zipfile.is_zipfile('data/about.txt'), zipfile.is_zipfile('none'))
with zipfile.ZipFile('rps.zip') as archive:
    print(archive.read('about.txt'))
    with archive.open('rps/paper/paper2.txt') as entry:
        print(entry.readline())
    print(archive.extract('about.txt', 'single'))
    archive.extractall('some', members=['about.txt'])
tree('some')
tried(lambda: zipfile.ZipFile('rps.zip').read('nothing'))
tried(lambda: zipfile.ZipFile('data/about.txt'))
tried(lambda: zipfile.ZipFile('none.zip'))
tried(lambda: archive.namelist())
tried(lambda: archive.read('about.txt'))
try:
    zipfile.ZipFile('data/about.txt')
except zipfile.BadZipFile as error:
    print(error)
with zipfile.ZipFile('rps.zip', 'a') as more:
    more.writestr('more.txt', b'bytes')
print(zipfile.ZipFile('rps.zip').namelist()[-2:])
shutil.unpack_archive('rps.zip', 'unpacked')
print(sorted(os.listdir('unpacked')))
""",
        "an archive in memory": TREE
        + """
import io
content = io.BytesIO()
with zipfile.ZipFile(content, 'w') as made:
    made.writestr('a/b.csv', 'x,y\\n1,2\\n')
    made.writestr('a/c.csv', 'x,y\\n3,4\\n')
with zipfile.ZipFile(io.BytesIO(content.getvalue())) as archive:
    for name in archive.namelist():
        print(name, archive.read(name).decode().splitlines())
    archive.extractall()
tree()
""",
        "files are copied, moved and removed": TREE
        + """
put('photos/cats/1.txt', 'one')
put('photos/cats/2.txt', 'two')
os.mkdir('train')
print(shutil.copy('photos/cats/1.txt', 'train'), shutil.copyfile('photos/cats/2.txt', 'train/second.txt'))
print(shutil.move('train/second.txt', 'train/moved.txt'), shutil.move('train/moved.txt', 'photos'))
print(shutil.copytree('photos', 'copied'), shutil.copytree('photos', 'copied', dirs_exist_ok=True))
tree()
tried(lambda: shutil.copytree('photos', 'copied'))
tried(lambda: shutil.move('photos/moved.txt', 'copied'))
tried(lambda: shutil.copy('none', 'train'))
tried(lambda: shutil.rmtree('none'))
shutil.rmtree('none', ignore_errors=True)
shutil.rmtree('copied')
os.remove('photos/moved.txt')
os.rename('photos/cats/1.txt', 'photos/cats/first.txt')
os.replace('photos/cats/2.txt', 'photos/cats/first.txt')
tried(lambda: os.remove('none'))
tried(lambda: os.rmdir('photos'))
tried(lambda: os.remove('photos'))
tried(lambda: os.rename('none', 'other'))
tree()
print(open('photos/cats/first.txt').read())
import pathlib
p = pathlib.Path('photos/cats/first.txt')
print(p.rename('photos/last.txt'), p.exists())
pathlib.Path('photos/cats').rmdir()
pathlib.Path('photos/last.txt').unlink()
pathlib.Path('photos/last.txt').unlink(missing_ok=True)
tried(lambda: pathlib.Path('photos/last.txt').unlink())
tree()
""",
        "checkpoints lie in a folder for a while": TREE
        + """
model = regression()
with tempfile.TemporaryDirectory() as folder:
    print(os.path.isdir(folder), os.listdir(folder))
    path = os.path.join(folder, 'best.weights.h5')
    model.save_weights(path)
    print(os.listdir(folder))
    other = regression()
    other.load_weights(path)
print(os.path.exists(folder))
log_dir = tempfile.mkdtemp(prefix='logs-', suffix='.d', dir='.')
print(os.path.basename(log_dir).startswith('logs-'), log_dir.endswith('.d'), os.path.isdir(log_dir))
first, second = tempfile.mkdtemp(), tempfile.mkdtemp()
print(first != second, os.path.dirname(first) == tempfile.gettempdir())
shutil.rmtree(first); os.rmdir(second)
held = tempfile.TemporaryDirectory(dir='.')
print(os.path.isdir(held.name))
held.cleanup()
print(os.path.isdir(held.name))
""",
        "how long calls take": """
import timeit
calls = []
took = timeit.timeit(lambda: calls.append(1), number=7)
print(len(calls), took >= 0)
start = timeit.default_timer()
print(timeit.default_timer() >= start)
""",
    }
)
