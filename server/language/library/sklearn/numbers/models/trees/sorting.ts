/**
 * Sorts values with the samples that they belong to, both from `from` on, as scikit-learn does (introsort with three-way
 * parts): the order of equal values decides the last bits of sums.
 */
export function sortTogether(values: Float32Array, samples: Int32Array, from: number, count: number): void {
  if (count > 0) introsort(values, samples, from, count, 2 * Math.trunc(Math.log2(count)));
}

function introsort(values: Float32Array, samples: Int32Array, start: number, length: number, deepest: number): void {
  let [from, count, depth] = [start, length, deepest];
  while (count > 15) {
    if (depth <= 0) {
      heapsort(values, samples, from, count);
      return;
    }
    depth -= 1;
    const pivot = medianOfThree(
      values[from] as number,
      values[from + (count >> 1)] as number,
      values[from + count - 1] as number,
    );
    let [i, left, right] = [0, 0, count];
    while (i < right) {
      const value = values[from + i] as number;
      if (value < pivot) {
        swap(values, samples, from + i, from + left);
        i += 1;
        left += 1;
      } else if (value > pivot) {
        right -= 1;
        swap(values, samples, from + i, from + right);
      } else i += 1;
    }
    introsort(values, samples, from, left, depth);
    from += right;
    count -= right;
  }
  insertionSort(values, samples, from, count);
}

function medianOfThree(a: number, b: number, c: number): number {
  if (a < b) return b < c ? b : a < c ? c : a;
  if (b < c) return a < c ? a : c;
  return b;
}

function swap(values: Float32Array, samples: Int32Array, i: number, j: number): void {
  const [value, sample] = [values[i] as number, samples[i] as number];
  values[i] = values[j] as number;
  samples[i] = samples[j] as number;
  values[j] = value;
  samples[j] = sample;
}

function insertionSort(values: Float32Array, samples: Int32Array, from: number, count: number): void {
  for (let i = from + 1; i < from + count; i += 1) {
    const [value, sample] = [values[i] as number, samples[i] as number];
    let j = i;
    for (; j > from && (values[j - 1] as number) > value; j -= 1) {
      values[j] = values[j - 1] as number;
      samples[j] = samples[j - 1] as number;
    }
    values[j] = value;
    samples[j] = sample;
  }
}

function heapsort(values: Float32Array, samples: Int32Array, from: number, count: number): void {
  for (let start = Math.trunc((count - 2) / 2); start >= 0; start -= 1) siftDown(values, samples, from, start, count);
  for (let end = count - 1; end > 0; end -= 1) {
    swap(values, samples, from, from + end);
    siftDown(values, samples, from, 0, end);
  }
}

function siftDown(values: Float32Array, samples: Int32Array, from: number, start: number, end: number): void {
  for (let root = start; ; ) {
    const child = 2 * root + 1;
    let most = root;
    if (child < end && (values[from + most] as number) < (values[from + child] as number)) most = child;
    if (child + 1 < end && (values[from + most] as number) < (values[from + child + 1] as number)) most = child + 1;
    if (most === root) return;
    swap(values, samples, from + root, from + most);
    root = most;
  }
}
