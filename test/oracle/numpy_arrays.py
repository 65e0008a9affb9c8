"""What real NumPy prints for each snippet: the last line is an expression, whose repr, str, type and shape are kept.

    python test/oracle/numpy_arrays.py > test/oracle/numpy-arrays.json
"""
import ast
import json
import warnings

import numpy as np

warnings.simplefilter("ignore")

SNIPPETS = """
np.array([1, 2, 3])
np.array([1.5, 2, True])
np.array([[1, 2], [3, 4]])
np.array([True, False])
np.array(5)
np.array(2.5)
np.array([])
np.array([[]])
np.array([1, 2, 3], dtype='float32')
np.array([1.7, -1.7]).astype(int)
np.array([250, 3], dtype=np.uint8) + np.array([10, 1], dtype=np.uint8)
np.array([1, 2, 3], ndmin=2)
np.array([np.arange(3), np.ones(3)])
np.array(((1, 2), (3, 4)), dtype=np.int32)
np.array([[1, 2], [3]])
np.array([300], dtype=np.uint8)
np.asarray(range(4))
np.zeros(3)
np.zeros((2, 3), dtype=np.uint8)
np.zeros((0, 3))
np.ones((2, 2), dtype=bool)
np.full((2, 2), 7)
np.full(2, 0.1, dtype=np.float32)
np.full((2, 2), [1, 2])
np.eye(3)
np.eye(2, 3, k=1)
np.identity(2, dtype=int)
np.arange(5)
np.arange(0, 1, 0.1)
np.arange(5, 0, -2)
np.arange(3.0)
np.arange(1, 10, 3, dtype='float32')
np.arange(0)
np.linspace(0, 1, 5)
np.linspace(0, 10, 4, endpoint=False)
np.linspace(-4, 4, 7)
np.linspace(0, 1, 3, dtype='float32')
np.linspace(0, 1, 1)
np.linspace(2, 3, 5, retstep=True)
np.logspace(0, 3, 4)
np.meshgrid([1, 2, 3], [4, 5])[0]
np.meshgrid([1, 2, 3], [4, 5], indexing='ij')[1]
np.zeros_like([1, 2])
np.ones_like(np.zeros((2, 2), dtype='float32'))
np.full_like(np.ones(2), 3)
np.tri(3)
np.tril(np.arange(9).reshape(3, 3))
np.triu(np.ones((3, 3)), k=1)
np.diag([1, 2, 3])
np.diag(np.arange(9).reshape(3, 3))
np.indices((2, 2))
np.arange(12).reshape(3, 4)
np.arange(12).reshape(3, -1)
np.arange(12).reshape((2, 2, 3))
np.arange(10).reshape(3, 4)
np.arange(10).reshape(3, -1)
np.arange(10).reshape(-1, -1)
np.arange(6).reshape(2, 3).T
np.arange(24).reshape(2, 3, 4).transpose(1, 0, 2).shape
np.transpose(np.arange(6).reshape(2, 3), (1, 0))
np.arange(6).reshape(2, 3).ravel()
np.arange(6).reshape(2, 3).T.flatten()
np.swapaxes(np.arange(6).reshape(1, 2, 3), 0, 2)
np.moveaxis(np.zeros((2, 3, 4)), 0, -1).shape
np.expand_dims(np.arange(3), 1)
np.expand_dims(np.arange(3), (0, 2)).shape
np.squeeze(np.ones((1, 2, 1)))
np.ones((1, 3)).squeeze(axis=0)
np.ones((2, 3)).squeeze(axis=0)
np.concatenate([np.ones((1, 2)), np.zeros((2, 2))])
np.concatenate([[1, 2], [3.5]])
np.concatenate([np.ones((2, 1)), np.ones((2, 2))], axis=1)
np.concatenate([np.ones((2, 1)), np.ones((3, 2))])
np.concatenate([np.ones(2), np.ones((3, 2))])
np.stack([np.arange(3), np.arange(3)])
np.stack([np.arange(3), np.arange(3)], axis=1)
np.stack([np.arange(3), np.arange(2)])
np.vstack([np.arange(3), np.ones((2, 3))])
np.hstack([np.arange(3), np.ones(2)])
np.hstack([np.ones((2, 1)), np.zeros((2, 2))])
np.dstack([np.ones((2, 2)), np.zeros((2, 2))]).shape
np.column_stack([np.arange(3), np.ones(3)])
np.c_[np.arange(3), np.ones(3)]
np.r_[1:4, 0, 5]
np.r_[np.arange(2), np.zeros(2)]
np.append([1, 2], [3, 4])
np.split(np.arange(6), 3)
np.split(np.arange(7), 3)
np.array_split(np.arange(7), 3)
np.split(np.arange(6), [2, 5])
np.hsplit(np.arange(8).reshape(2, 4), 2)
np.tile([1, 2], 3)
np.tile([[1, 2]], (2, 2))
np.repeat([1, 2], 2)
np.repeat([1, 2, 3], [2, 0, 1])
np.repeat(np.arange(6).reshape(2, 3), [1, 2], axis=0)
np.repeat(np.arange(6.0).reshape(2, 3), np.array([2, 0, 3]), axis=1)
np.repeat([1, 2], [3])
np.repeat([1, 2, 3], [1, 2])
np.repeat([1, 2], [-1, 2])
np.repeat(np.arange(4).reshape(2, 2), 2, axis=0)
np.flip(np.arange(4))
np.flip(np.arange(6).reshape(2, 3), axis=1)
np.fliplr(np.arange(4).reshape(2, 2))
np.rot90(np.arange(4).reshape(2, 2))
np.roll(np.arange(5), 2)
np.roll(np.arange(6).reshape(2, 3), -1, axis=1)
np.pad(np.arange(3), 1)
np.pad(np.ones((2, 2)), ((1, 0), (0, 2)))
np.pad(np.arange(3), (2, 1), constant_values=9)
np.broadcast_to(np.arange(3), (2, 3))
x = np.arange(10); x[2:5]
x = np.arange(10); x[::-2]
x = np.arange(10); x[-3:]
x = np.arange(10); x[20:]
x = np.arange(10); x[5]
x = np.arange(10); x[10]
x = np.arange(12).reshape(3, 4); x[1]
x = np.arange(12).reshape(3, 4); x[:, 1]
x = np.arange(12).reshape(3, 4); x[1, 2]
x = np.arange(12).reshape(3, 4); x[-1, ::-1]
x = np.arange(12).reshape(3, 4); x[..., 0]
x = np.arange(12).reshape(3, 4); x[:, None].shape
x = np.arange(12).reshape(3, 4); x[np.newaxis, 1:, :2]
x = np.arange(12).reshape(3, 4); x[1, 2, 3]
x = np.arange(12).reshape(3, 4); x[x > 5]
x = np.arange(12).reshape(3, 4); x[[0, 2]]
x = np.arange(12).reshape(3, 4); x[[0, 2], [1, 3]]
x = np.arange(12).reshape(3, 4); x[:, [3, 0]]
x = np.arange(12).reshape(3, 4); x[np.array([[0, 1], [2, 0]])].shape
x = np.arange(12).reshape(3, 4); x[np.arange(3), [0, 1, 2]]
x = np.arange(12).reshape(3, 4); x[np.array([True, False, True])]
x = np.arange(12).reshape(3, 4); x[np.array([True, False])]
x = np.arange(24).reshape(2, 3, 4); x[:, [0, 1], [1, 2]]
x = np.arange(24).reshape(2, 3, 4); x[[0, 1], :, [1, 2]]
x = np.arange(24).reshape(2, 3, 4); x[1, :, [1, 2]]
x = np.arange(5); x[[0.5]]
x = np.arange(5); x[[7]]
x = np.arange(5); x[2] = 9; x
x = np.arange(5); x[1:3] = 0; x
x = np.arange(5); x[1:3] = [7, 8]; x
x = np.arange(5); x[1:3] = [7, 8, 9]; x
x = np.arange(5); x[[0, 4]] = -1; x
x = np.arange(5); x[x % 2 == 0] = 0; x
x = np.zeros((2, 3)); x[:, 0] = 1; x
x = np.zeros((2, 3)); x[1] = [1, 2, 3]; x
x = np.zeros((2, 3)); x[:, 1] += 5; x
x = np.zeros((3, 4)); x[np.arange(3), [1, 0, 3]] = 1; x
x = np.arange(6).reshape(2, 3); y = x[0]; y[1] = 99; x
x = np.arange(6).reshape(2, 3); y = x.T; y[2, 1] = 99; x
x = np.arange(6).reshape(2, 3); y = x.T; x[0, 0] = 50; y
x = np.arange(6); y = x.reshape(2, 3); x[0] = 50; y
x = np.arange(6); y = x[::2]; y[:] = 0; x
x = np.arange(6); y = x.copy(); y[:] = 0; x
x = np.arange(6); y = x[[0, 1]]; y[:] = 0; x
x = np.arange(3.0); y = x; x /= 2; y
x = np.arange(3.0); x -= x.mean(); x
x = np.arange(3); x += 1; x
x = np.arange(3); x /= 2; x
x = np.arange(3, dtype='float32'); x *= np.float64(0.5); x
x = np.arange(6.0).reshape(2, 3); x[:, 0] *= 2; x -= x[0]; x
x = np.ones((2, 2)); x += np.arange(2); x
x = np.ones(2); x += np.ones((2, 2)); x
x = np.zeros(3); x.fill(7); x
x = np.array([3, 1, 2]); x.sort(); x
np.arange(3) + 1.5
np.arange(3) * np.arange(3)
np.arange(3) / 2
np.arange(3) // 2
np.arange(-3, 3) // 2
np.arange(-3, 3) % 2
np.array([5.5, -5.5]) % 2
np.array([5.5, -5.5]) // 2
np.arange(3) ** 2
np.arange(1, 4) ** -1
np.arange(1.0, 4) ** -1
2 ** np.arange(5)
1 - np.arange(3)
1 / np.array([1.0, 2.0, 4.0])
-np.arange(3)
~np.array([True, False])
~np.arange(3)
np.arange(6) & 3
np.arange(3) | 4
np.array([True, False]) & np.array([True, True])
np.arange(4) << 1
np.array([True, False]) + np.array([True, True])
np.array([True]) - np.array([False])
np.array([1, 2]) + np.array([1, 2, 3])
np.ones((3, 1)) + np.ones(4)
np.ones((2, 3)) * np.ones((3, 2))
np.uint8(200) + 100
np.array([200], dtype=np.uint8) + 100
np.array([200], dtype=np.uint8) * 2
np.array([200], dtype=np.uint8) + 300
np.array([200], dtype=np.uint8) / 255
np.array([200], dtype=np.uint8) * 1.5
np.float32(0.1) + np.float64(0.2)
np.float32(0.1) * 3
np.float32(1) / 3
np.array([1, 2], dtype=np.float32) * np.float64(0.5)
np.array([1, 2], dtype=np.float32) * 0.1
np.array([1, 2], dtype=np.float16) / 3
np.array([1, 2], dtype=np.int32) * 2.0
np.array([1, 2], dtype=np.int8) + np.array([1, 2], dtype=np.uint8)
np.array([2**31, 3]) * np.array([2**33])
np.arange(3) == 1
np.arange(3) > np.array([1, 0, 2])
np.arange(3) != np.array([0, 5, 2])
1 < np.arange(3)
np.array([255], dtype=np.uint8) == 300
np.array([1.0, np.nan]) == np.nan
np.array([1.0, 0.0]) / 0
np.sqrt([1, 2, 4])
np.sqrt(2)
np.exp(np.array([0.0, 1.0]))
np.log(np.array([1.0, np.e]))
np.log1p(0.5)
np.sin(np.linspace(0, np.pi, 4))
np.tanh(np.array([-1.0, 0.0, 1.0]))
np.arctan2(1.0, [1.0, -1.0])
np.abs([-1, 2])
np.abs(np.array([-1.5, 2]))
np.sign([-2.0, 0, 3])
np.floor([1.7, -1.7])
np.ceil([1.2, -1.2])
np.round([0.5, 1.5, 2.567], 1)
np.round(2.5)
np.round(np.array([1.25, 3.14159]), 2)
np.array([2.5, 3.5]).round()
np.rint([0.5, 1.5, 2.5])
np.clip([1, 5, 9], 2, 6)
np.arange(5).clip(1, 3)
np.maximum([1, 5], [3, 2])
np.minimum(np.arange(3), 1.5)
np.square([1, 2, 3])
np.power(2.0, [1, 2])
np.where([True, False], 1, 2)
np.where(np.arange(4) > 1, np.arange(4), -1.0)
np.where(np.array([0, 3, 0, 5]))
np.nonzero(np.array([[1, 0], [0, 2]]))
np.argwhere(np.array([[1, 0], [0, 2]]))
np.flatnonzero([0, 1, 1])
np.isnan([1.0, np.nan])
np.isfinite([1.0, np.inf])
np.isclose([1.0, 2.0], [1.0 + 1e-9, 2.1])
np.allclose([1.0, 2.0], [1.0, 2.0])
np.array_equal([1, 2], [1, 2])
np.logical_and([True, False], [True, True])
np.logical_not([0, 1])
np.nan_to_num([np.nan, 1.0])
np.interp(1.5, [1, 2, 3], [3, 2, 0])
np.arange(12).reshape(3, 4).sum()
np.arange(12).reshape(3, 4).sum(axis=0)
np.arange(12).reshape(3, 4).sum(axis=1, keepdims=True)
np.arange(24).reshape(2, 3, 4).sum(axis=(0, 2))
np.arange(24.0).reshape(2, 3, 4).mean(axis=(0, 1))
np.arange(12).mean()
np.arange(12).reshape(3, 4).mean(axis=0)
np.arange(12, dtype='float32').mean()
np.array([0.1] * 10).sum()
np.array([0.1] * 1000, dtype='float32').sum()
np.linspace(0, 1, 1000).sum()
np.sin(np.arange(1000.0)).sum()
np.sin(np.arange(1000.0)).astype('float32').sum()
np.sin(np.arange(1000.0)).reshape(10, 100).sum(axis=1)
np.sin(np.arange(1000.0)).reshape(10, 100).sum(axis=0)[:5]
np.sin(np.arange(1000.0)).std()
np.sin(np.arange(1000.0)).var(ddof=1)
np.sin(np.arange(1000.0)).astype('float32').std()
np.arange(6).std(axis=0)
np.arange(6.0).reshape(2, 3).var(axis=1)
np.array([True, True, False]).sum()
np.array([True, True, False]).mean()
np.array([200, 100], dtype=np.uint8).sum()
np.array([200, 100], dtype=np.uint8).mean()
np.sum([[1, 2], [3, 4]], axis=-1)
np.sum(np.ones((2, 3)), axis=2)
np.max([1, 5, 2])
np.arange(6).reshape(2, 3).max(axis=1)
np.array([1.0, np.nan]).max()
np.min(np.arange(6).reshape(2, 3), axis=0)
np.array([]).max()
np.argmax([1, 5, 2])
np.arange(6).reshape(2, 3).argmax(axis=1)
np.argmax(np.array([[1, 9], [8, 2]]), axis=0)
np.argmin([3.0, 1.0, 2.0])
np.prod([1, 2, 3])
np.cumsum([1, 2, 3])
np.cumsum(np.ones((2, 2)), axis=1)
np.median([3, 1, 2])
np.median(np.arange(6).reshape(2, 3), axis=0)
np.percentile([1, 2, 3, 4], 50)
np.percentile(np.arange(10.0), 33)
np.percentile(np.arange(10.0), [25, 50, 90])
np.percentile(np.arange(12).reshape(3, 4) ** 2, (10, 75), axis=0)
np.quantile(np.arange(12).reshape(3, 4), np.array([0.3, 0.9]), axis=1, keepdims=True)
np.quantile([3.0, 1.0, 2.0], 0.4)
np.percentile([1, 2], 101)
np.quantile([1.0, 2.0, 4.0], 0.25)
np.average([1.0, 2.0], weights=[3.0, 1.0])
np.ptp([1, 5, 2])
np.any([False, True])
np.all(np.array([[True, False], [True, True]]), axis=1)
np.count_nonzero([0, 1, 2])
np.unique([3, 1, 3, 2])
np.unique([3, 1, 3], return_counts=True)
np.unique([3, 1, 3], return_index=True, return_inverse=True)
np.bincount([0, 1, 1, 3])
np.bincount([1, 2], minlength=5)
np.sort([3, 1, 2])
np.sort([[3, 1], [0, 2]], axis=0)
np.sort(np.array([2.0, np.nan, 1.0]))
np.argsort([3, 1, 2])
np.argsort([[3, 1], [0, 2]], axis=0)
np.searchsorted([1, 2, 3], [2, 5])
np.histogram([1.0, 2.0, 2.5, 4.0], bins=3)
np.take([4, 3, 5], [0, 2])
np.isin([1, 2, 3], [2, 3])
np.diff([1, 4, 9])
np.dot([1, 2], [3, 4])
np.dot(np.arange(6).reshape(2, 3), np.arange(3))
np.arange(6).reshape(2, 3) @ np.arange(6).reshape(3, 2)
np.ones((2, 3)) @ np.ones((2, 3))
np.dot(np.ones((2, 3)), np.ones((2, 3)))
np.matmul(np.ones((4, 2, 3)), np.ones((3, 2))).shape
np.outer([1, 2], [3, 4])
np.inner([1, 2], [3, 4])
np.einsum('ij,jk->ik', np.arange(4).reshape(2, 2), np.eye(2))
np.linalg.norm([3.0, 4.0])
np.linalg.norm(np.arange(6).reshape(2, 3), axis=1)
np.linalg.norm([1, -2, 3], 1)
np.linalg.det(np.array([[2.0, 1.0], [1.0, 4.0]]))
np.linalg.inv(np.array([[2.0, 0.0], [0.0, 4.0]]))
np.trace(np.arange(4).reshape(2, 2))
np.frombuffer(b'\\x01\\x02\\x03\\x04', dtype=np.uint8)
np.frombuffer(b'\\x01\\x02\\x03\\x04', dtype=np.uint8, offset=1, count=2)
np.frombuffer(b'\\x00\\x00\\x08\\x03', '>i4')[0]
np.frombuffer(b'\\x00\\x00\\x08\\x03', dtype=np.dtype('uint32').newbyteorder('>'))[0]
np.frombuffer(b'\\x00\\x00\\x08', dtype=np.int32)
np.arange(3).tolist()
np.array([[1.5, 2]]).tolist()
np.float32(0.1).item()
np.array([7]).item()
np.arange(3).dtype
np.arange(3).astype('float32').dtype
np.dtype('float32')
np.arange(6).reshape(2, 3).shape
np.arange(6).size
np.zeros((2, 3), dtype='float32').nbytes
np.ones((2, 3)).ndim
len(np.ones((2, 3)))
str(np.arange(3))
str(np.array([0.1, 0.25]))
str(np.float32(0.1))
str(np.ones(2).dtype)
np.float64(0.5)
np.float32(3)
np.int64(3)
np.uint8(3)
np.bool_(True)
np.float16(0.1)
np.pi
np.arange(24).reshape(3, 2, 2, 2)[[0, 1], 1:]
np.arange(24).reshape(2, 3, 4)[[0, 1], -2:]
np.arange(24).reshape(2, 3, 4)[[1, 0, 1], [0, 1]]
np.arange(24).reshape(2, 3, 4)[None, [0, 1], None, ::-1, 1]
np.arange(24).reshape(2, 3, 4)[0, ..., 0, 0]
np.arange(24).reshape(2, 3, 4)[[[0, 1], [1, 0]], :, -1]
x = np.zeros((2, 3, 4)); x[[0, 1], -2:] = 7; x
x = np.zeros((3, 2, 2)); x[::2, :, [1, 0, 1]] = 7; x
x = np.zeros((2, 3)); x[..., 1] = 7; x
np.rint(np.arange(3))
np.arange(1, 4, dtype='int32') ** 300
np.arange(3, dtype='uint8') / -1
np.prod(np.arange(1, 7).reshape(2, 3).astype('float16'), axis=1)
np.prod([])
np.float32(123456789)
np.float32(1e-4)
np.float32(1e6)
np.float16(2000)
np.array([-4.0, 0.39234319, 7.742375e-05], dtype='float32')
f'{np.float32(0.1)} {np.float32(0.1):.3f} {np.int64(7):>4} {np.float64(0.5):.0%}'
'%.2f %d' % (np.float32(0.126), np.int64(3))
'%.3f %5.1f' % (np.array(2.5), np.float32(0.25))
'%f' % np.ones((2, 1))
float(np.array([1.0, 2.0]))
int(np.zeros((2, 2)))
np.array([1, 2, 3]) * np.float32(1.5)
np.array([True, False]) * 3
np.uint8(250) + np.uint8(10)
np.arange(24.0).reshape(2, 3, 4).std(axis=(0, 2))
np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1).reshape(-1)
max(np.array([1, 5, 2]))
sum(np.array([1.5, 2.5]))
sorted(np.array([3, 1, 2]))
int(np.float64(3.7))
round(np.float64(3.14159), 2)
abs(np.array([-1, 2]))
list(np.arange(3))
[x * 2 for x in np.arange(3)]
dict(zip(np.array([1, 2]), ['a', 'b']))[2]
list(range(np.int64(3)))
[10, 20, 30][np.int64(1)]
1 if np.array([True]).all() else 0
np.array([1, 2]) if np.float64(0.0) else np.array([3])
np.arange(6).reshape(2, 3).tolist()[1]
len(np.arange(6).reshape(2, 3)[0])
np.float64(2.0) == 2
3 in np.arange(5)
np.arange(3).dtype == np.int64
np.arange(3).dtype == 'int64'
np.zeros(3).dtype == float
x, y = np.arange(4).reshape(2, 2); y
x = np.arange(3); x = x + x.T; x
x = np.arange(6); x.shape = (2, 3); x[0, 1] = 9; x
x = np.arange(6).reshape(2, 3); y = x[0]; y.shape = (3, 1); y[2] = 50; x
x = np.arange(6).reshape(2, 3); x.shape = (4, 2); x
x = np.arange(6); x.shape = -1, 2; x.T
np.union1d([1, 2], [2, 3])
np.intersect1d([3, 1, 2, 1], [2, 3, 5])
np.setdiff1d(np.arange(6), [1, 4])
np.delete(np.arange(5), 1)
np.delete(np.arange(6).reshape(2, 3), [0, 2], axis=1)
np.nansum([1.0, np.nan, 3.0])
np.nanmean([1.0, np.nan, 3.0])
np.nanmax([1.0, np.nan, 3.0])
np.finfo(np.float32).eps
np.finfo('float64').max
np.iinfo(np.uint8).max
np.loadtxt(['1,2', '3,4'], delimiter=',')
np.set_printoptions(precision=3); np.array([1 / 3, 2 / 3])
np.set_printoptions(suppress=True); np.array([1e-5, 1.0])
np.set_printoptions(threshold=5); np.arange(10)
np.array([0.1, 0.22, 0.333])
np.array([1e10, 1.0])
np.array([1e-5, 1.0])
np.array([1e-5, 1e-6])
np.array([0.0001, 0.1])
np.array([1234567.5])
np.array([123456789.0])
np.array([1e100, 1.5])
np.array([-1.0, 2.0])
np.array([np.nan, 1.0])
np.array([np.inf, -np.inf, 1.5])
np.array([1.0, 1000.5, 0.5])
np.array([1/3, 2/3])
np.array([1/3, 2/3], dtype='float32')
np.array([0.1, 0.2], dtype='float32')
np.array([1e6, 2e6], dtype='float32')
np.array([0.1, 1000], dtype=np.float16)
np.array([-5, 100])
np.random.seed(0); np.random.rand(30)
np.arange(100)
np.arange(100.0)
np.arange(2000)
np.arange(2000.0).reshape(40, 50)
np.zeros((3, 3, 3))
np.arange(1001, dtype='float32')
np.ones((20, 100))
np.arange(60).reshape(2, 30)
np.array([[0.1, 10.5], [-3.25, 2]])
np.array([True, False]).astype('float32')
np.array([[True, False], [False, True]])
np.array([1, 2, 3], dtype=np.int8)
np.zeros((2, 0))
np.random.seed(0); np.random.rand()
np.random.seed(1); np.random.rand(2, 3)
np.random.seed(42); np.random.randn(5)
np.random.seed(42); np.random.randn(2, 3)
np.random.seed(0); np.random.randn()
np.random.seed(7); np.random.random(3)
np.random.seed(7); np.random.random_sample((2, 2))
np.random.seed(7); np.random.uniform(-1, 1, 4)
np.random.seed(7); np.random.uniform(0, [1, 10], (2, 2))
np.random.seed(7); np.random.uniform(low=5)
np.random.seed(7); np.random.normal(0, 0.1, (2, 2))
np.random.seed(7); np.random.normal(loc=[0, 100], scale=1)
np.random.seed(7); np.random.standard_normal(3)
np.random.seed(7); np.random.exponential(2.0, 3)
np.random.seed(7); np.random.lognormal(0, 1, 3)
np.random.seed(7); np.random.beta(0.2, 0.2, 4)
np.random.seed(7); np.random.beta(2.0, [0.5, 3.0])
np.random.seed(7); np.random.beta(0.01, 0.02, 4)
np.random.seed(7); np.random.beta(0, 1)
np.random.seed(7); np.random.gamma(0.5, 2.0, (2, 2))
np.random.seed(7); np.random.gamma([1.0, 30.0], 0.5)
np.random.seed(7); np.random.gamma(2.0, -1.0)
np.random.seed(7); np.random.standard_gamma(2.5, 3)
np.random.seed(3); np.random.randint(10)
np.random.seed(3); np.random.randint(0, 10, 8)
np.random.seed(3); np.random.randint(5, size=(2, 3))
np.random.seed(3); np.random.randint(0, 256, 9, dtype=np.uint8)
np.random.seed(3); np.random.randint(0, 7, 5, dtype=np.int32)
np.random.seed(3); np.random.randint(-5, 5, 6)
np.random.seed(3); np.random.randint(0, 10**12, 3)
np.random.seed(3); np.random.randint(0, 1000, 5, dtype=np.uint16)
np.random.seed(3); np.random.randint(5, 5)
np.random.seed(5); np.random.permutation(10)
np.random.seed(5); np.random.permutation([1.5, 2.5, 3.5])
np.random.seed(5); np.random.permutation(np.arange(6).reshape(3, 2))
np.random.seed(5); x = np.arange(6); np.random.shuffle(x); x
np.random.seed(5); x = np.arange(6).reshape(3, 2); np.random.shuffle(x); x
np.random.seed(5); x = [1, 2, 3, 4]; np.random.shuffle(x); x
np.random.seed(9); np.random.choice(10, 4)
np.random.seed(9); np.random.choice(10)
np.random.seed(9); np.random.choice(10, 4, replace=False)
np.random.seed(9); np.random.choice([1.5, 2.5, 3.5], (2, 2))
np.random.seed(9); np.random.choice(3, 5, p=[0.1, 0.2, 0.7])
np.random.seed(9); np.random.choice(5, 3, replace=False, p=[0.1, 0.2, 0.3, 0.2, 0.2])
np.random.seed(9); np.random.choice(3, 5, replace=False)
np.random.seed(9); ''.join(np.random.choice(list('0123456789')) for i in range(9))
np.random.seed(9); np.random.choice(['one', 'two', 'three'], (2, 2)).tolist()
np.random.seed(9); np.random.choice(np.array(['yes', 'no']), 4, p=[0.25, 0.75]).tolist()
np.random.default_rng(9).choice(['one', 'two', 'three'], 4).tolist()
np.random.seed(2**32)
np.random.seed(123); np.random.rand(3); np.random.randn(3); np.random.permutation(5)
np.random.seed(123); np.random.randn(3); np.random.seed(123); np.random.randn(3)
np.random.seed(1337); np.random.permutation(1000)[:10]
np.random.RandomState(4).rand(3)
np.random.RandomState(4).permutation(5)
r = np.random.RandomState(4); r.randn(3); r.uniform(0, 1, 2)
np.random.default_rng(0).random(3)
np.random.default_rng(3).lognormal(0.5, 2, 3)
np.random.default_rng(3).beta(0.2, 0.4, 3)
np.random.default_rng(3).beta(2, 3, 3)
np.random.default_rng(3).gamma(2.5, 3.0, 2)
np.random.default_rng(3).standard_gamma([1.5, 3])
np.random.default_rng(42).integers(0, 10, 5)
np.random.default_rng(42).integers(100)
np.random.default_rng(42).integers(0, 10**12, 3)
np.random.default_rng(42).integers(1, 6, 4, endpoint=True)
np.random.default_rng(42).uniform(-1, 1, 3)
np.random.default_rng(42).permutation(6)
np.random.default_rng(42).permutation(np.arange(6).reshape(3, 2))
r = np.random.default_rng(1); x = np.arange(5); r.shuffle(x); x
np.random.default_rng(42).choice(5, 3)
np.random.default_rng(42).standard_normal(5)
np.random.default_rng(42).normal(1, 0.5, (2, 2))
np.random.default_rng(42).normal()
np.random.default_rng(3).standard_normal(5000).sum()
np.random.default_rng(42).choice(10, 4, replace=False)
np.random.default_rng(123456789012).random(2)
np.tensordot(np.arange(6).reshape(2, 3), np.arange(12).reshape(3, 4), 1)
np.tensordot(np.arange(24.).reshape(2, 3, 4), np.arange(6.).reshape(3, 2), axes=([1, 0], [0, 1]))
np.tensordot(np.arange(3), np.arange(3), 1)
np.kron(np.array([[1, 2], [3, 4]]), np.array([1, 10]))
np.kron(np.eye(2), np.array([[1., 2.]]))
np.convolve([1, 2, 3], [0, 1, 0.5])
np.convolve([1, 2, 3, 4, 5], np.ones(3) / 3, 'valid')
np.convolve([1, 2, 3, 4, 5], [1, 2], 'same')
np.convolve([1, 2], [1, 2, 3, 4, 5], 'same')
np.convolve([1, 2], [1, 2, 3, 4, 5], mode='valid')
np.correlate([1, 2, 3], [0, 1, 0.5])
np.correlate([1, 2, 3], [0, 1, 0.5], 'same')
np.correlate([1, 2], [1, 2, 3, 4, 5], 'same')
np.correlate([1, 2], [1, 2, 3, 4, 5, 6], 'full')
np.cross([1, 2, 3], [4, 5, 6])
np.cross(np.array([[1., 0, 0], [0, 2, 0]]), [0, 0, 1])
np.cov(np.array([[1., 2, 4], [3, 1, 0]]))
np.cov([1, 2, 4, 9])
np.cov([1, 2, 4], [3, 1, 0], bias=True)
np.cov(np.arange(12).reshape(4, 3) ** 2, rowvar=False)
np.corrcoef([1, 2, 4], [3, 1, 0])
np.corrcoef(np.array([[1., 2, 4, 8], [3, 1, 0, 2], [1, 1, 2, 1]]))
np.corrcoef(np.arange(12).reshape(4, 3) ** 2, rowvar=False).round(6)
np.corrcoef([1, 2, 4])
np.take_along_axis(np.array([[3, 1, 2], [9, 7, 8]]), np.array([[1, 2, 0], [1, 2, 0]]), 1)
a = np.array([[3, 1, 2], [9, 7, 8]]); np.take_along_axis(a, np.argsort(a, axis=0), axis=0)
np.take_along_axis(np.array([[3, 1, 2], [9, 7, 8]]), np.array([[-1], [0]]), axis=1)
np.take_along_axis(np.array([[3, 1, 2], [9, 7, 8]]), np.array([[5], [0]]), axis=1)
np.geomspace(1, 1000, 4)
np.geomspace(1e-4, 1e-1, 7)
np.geomspace(1, 256, 8, endpoint=False)
np.hanning(5)
np.hamming(6)
np.blackman(5).round(8)
np.bartlett(4)
np.hanning(1)
np.round(np.array([-0.3, -0.5, -1.5, 0.5, -0.7]))
np.rint(-0.2)
np.insert(np.arange(3), 1, 9)
np.insert(np.arange(3), -1, 2.7)
np.insert(np.arange(6).reshape(2, 3), 0, 7, axis=1)
np.insert(np.arange(6).reshape(2, 3), 2, 7, axis=0)
np.insert(np.arange(6).reshape(2, 3), 1, 7)
np.insert(np.arange(3), 5, 9)
np.linalg.matrix_power(np.array([[1, 1], [1, 0]]), 7)
np.linalg.matrix_power(np.array([[0.5, 1], [0, 2]]), 3)
np.unique([2.5, np.nan, 1, np.nan, 2.5], return_counts=True)
np.unique([[3, 1], [1, 2]], return_inverse=True, return_index=True)
np.unique(np.array([True, False, True]), return_index=True)
np.stack([np.arange(6).reshape(2, 3), np.arange(6, 12).reshape(2, 3)], axis=-1)
np.nonzero(np.array([[0, 3, 0], [1, 0, 2]]))
a = np.arange(6.).reshape(2, 3); a[a > 2] = 0; a
a = np.zeros((4, 3)); a[1:3][:, [0, 2]] = 7; b = a[1:3]; b[[0, 1], [1, 2]] = [5, 6]; a
a = np.arange(6); b = a.reshape(2, 3); b[[0, 1]] = b[[1, 0]]; a
a = np.arange(6.).reshape(2, 3); a.T[[0, 2], 1] = [8, 9]; a
a = np.arange(12).reshape(3, 4); b = a[:, 1]; a[[0, 2], 1] = -1; b
""".strip().splitlines()


def answer(snippet):
    tree = ast.parse(snippet)
    last = ast.Expression(tree.body.pop().value)
    scope = {"np": np}
    np.set_printoptions(precision=8, suppress=False, threshold=1000)
    try:
        exec(compile(tree, "snippet", "exec"), scope)
        value = eval(compile(last, "snippet", "eval"), scope)
    except Exception as error:
        return {"raises": next(base.__name__ for base in type(error).__mro__ if base.__module__ == "builtins"), "message": str(error)}
    kept = {"repr": repr(value), "str": str(value)}
    if isinstance(value, (np.ndarray, np.generic)):
        kept |= {"dtype": value.dtype.name, "shape": list(value.shape)}
    return kept


print(json.dumps({"numpy": np.__version__, "answers": [{"snippet": s, **answer(s)} for s in SNIPPETS]}, indent=1))
