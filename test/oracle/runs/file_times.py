"""Programs that look when files were written."""

from ask import ask

ask(
    {
        "the newest checkpoint": """
import os
import time

before = time.time() - 2
os.makedirs('checkpoints')
model = regression()
for epoch in range(3):
    model.fit(x, y, verbose=0)
    model.save(f'checkpoints/model-{2 - epoch}.keras')
    time.sleep(0.05)
paths = ['checkpoints/' + name for name in sorted(os.listdir('checkpoints'))]
print(paths, max(paths, key=os.path.getctime), min(paths, key=os.path.getmtime))
print([before < os.path.getmtime(path) <= time.time() + 1 for path in paths], os.path.getsize(paths[0]) > 1000, type(os.path.getatime(paths[0])).__name__)
try:
    os.path.getmtime('nowhere')
except FileNotFoundError as error:
    print(type(error).__name__)
""",
    }
)
