"""Measures the widths of the 256 layers from which NumPy's Generator draws normal numbers.

A number is a 52-bit count of steps times its layer's step, rounded once. From a few hundred numbers of each
layer, beside the bits that made them, only one double is left that can be the step. Writes the table as the
TypeScript file that the runtime reads:

    python test/oracle/ziggurat.py > server/language/library/numpy/random/ziggurat-layers.ts
"""
import math

import numpy as np

TAIL, AREA = 3.6541528853610087963519472518, 0.0049286732339746519


def about():
    """The steps as the definition of the layers gives them, right to 12 digits."""
    edges = [0.0] * 256
    edges[255] = TAIL
    for i in range(254, 0, -1):
        edges[i] = math.sqrt(-2 * math.log(math.exp(-0.5 * edges[i + 1] ** 2) + AREA / edges[i + 1]))
    edges[0] = AREA / math.exp(-0.5 * TAIL**2)
    return [edge / 2**52 for edge in edges]


def measured():
    near = about()
    candidates = []
    for step in near:
        around = [step]
        for direction in (0.0, 1.0):
            one = step
            for _ in range(4000):
                one = math.nextafter(one, direction)
                around.append(one)
        candidates.append(np.array(sorted(around)))
    bits = np.random.PCG64(2026)
    generator = np.random.Generator(bits)
    twin = np.random.PCG64()
    for _ in range(200_000):
        twin.state = bits.state
        number = abs(generator.standard_normal())
        raw = int(twin.random_raw())
        layer, steps = raw & 0xFF, (raw >> 9) & 0xFFFFFFFFFFFFF
        if steps == 0 or abs(number / (steps * near[layer]) - 1) > 1e-10:
            continue  # rejected, or from the tail
        left = candidates[layer]
        candidates[layer] = left[steps * left == number]
    assert all(len(left) == 1 for left in candidates), [len(left) for left in candidates]
    return [float(left[0]) for left in candidates]


edges = [repr(step * 2**52) for step in measured()]
lines = []
for edge in edges:
    if not lines or len(lines[-1]) + len(edge) + 2 > 118:
        lines.append("  " + edge + ",")
    else:
        lines[-1] += " " + edge + ","
print(f"""/**
 * How wide each of the 256 layers is under which NumPy draws normal numbers, innermost (which has the
 * tail beside it) first. Measured from NumPy {np.__version__} by test/oracle/ziggurat.py: the last digits
 * come from the arithmetic in which NumPy's authors once made their table.
 */
export const layerWidths: readonly number[] = [""")
print("\n".join(lines))
print("];")
