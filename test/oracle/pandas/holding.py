"""What a column takes and what it refuses, operands of other rows, and arguments that are NumPy's numbers."""

from ask import ask

FRAME = """
df = pd.DataFrame({'p': [1, 2, 3, 4], 'q': [1.5, np.nan, 3.5, -4.5], 'r': ['u', 'v', 'u', None], 'ok': [True, False, True, True]}, index=[10, 11, 12, 13])
s = pd.Series([3.25, 1.5, 2.75, 9.125, 0.1, 0.7], name='x')
def attempt(action):
    try:
        print(action())
    except (TypeError, ValueError, KeyError) as error:
        print(type(error).__name__, error)
"""

ask(
    {
        "one value written into columns of each type": FRAME
        + """
columns = {
    'f32': pd.Series([1., 2.], dtype='float32'), 'i': pd.Series([1, 2]), 'b': pd.Series([True, False]),
    's': pd.Series(['a', None]), 'o': pd.Series(['a', 1], dtype=object), 'i8': pd.Series([1, 2], dtype='int8'),
}
def written(column, value, where):
    column = column.copy()
    column.iloc[where] = value
    return column.tolist(), str(column.dtype)
for value in [0.1, 1, 2.0, True, 'x', None, np.nan, 300, np.int64(3)]:
    for name, column in columns.items():
        if name != 'o':
            print(repr(value), name, end=' ')
            attempt(lambda: written(column, value, 0))
for values in [[0.5, 1.5], np.array([1., 2.]), np.array([True, False]), ['x', 'y'], np.array([np.nan, 1])]:
    for name, column in columns.items():
        try:
            print(name, written(column, values, slice(None)))
        except TypeError as error:
            print(name, 'TypeError')
""",
        "parts of tables written": FRAME
        + """
def part(rows, columns, value):
    d = df.copy()
    d.loc[rows, columns] = value
    return d
attempt(lambda: part(10, 'p', 1.5))
attempt(lambda: part(df['p'] > 2, ['p', 'q'], [7, 8.5]))
attempt(lambda: part(slice(None), 'p', df['p'] * 2.0))
attempt(lambda: part(slice(11, 12), 'q', 0))
attempt(lambda: part(99, slice(None), [9, 9.5, 'k', False]))
for by in ['loc', 'item', 'iloc']:
    u = s.copy()
    if by == 'loc':
        u.loc[0:2] = 7
    elif by == 'item':
        u[0:2] = 7
    else:
        u.iloc[0:2] = 7
    print(u.tolist())
twice = pd.Series([1, 2, 3], index=[10, 10, 11])
try:
    df['twice'] = twice
except ValueError as error:
    print(error)
d, y = df.copy(), df['p']
df.index.name = 'k'
print(df.index.name, d.index.name, y.index.name, df.head(1))
""",
        "where, mask, isin and fillna": FRAME
        + """
print(df['p'].where(df['p'] > 2, np.array([7, 8, 9, 10])), df['p'].where(df['p'] > 2, df['q']), df['p'].where(df['p'] > 2, 0.5))
print(df[['p', 'q']].where(df[['p', 'q']] > 2, df[['q', 'p']]), df['p'].where([True, False, True, False], 0), df['p'].mask(df['p'] > 2))
print(df['ok'].where([True, False, True, False], 5).tolist(), df['r'].where(df['ok'], 5).tolist())
print(df.isin({'p': [1, 2]}), df['r'].isin(['u', None]), df['p'].isin(df['q']))
attempt(lambda: df['r'].isin('u'))
print(df['r'].fillna(0), df.fillna(0), df['q'].fillna(df['p']))
""",
        "numbers of NumPy's among arguments": FRAME
        + """
print(s.quantile(np.float64(0.9)), s.nlargest(np.int64(2)), s.shift(np.int64(1)), s.shift(-1, fill_value=0), s.head(np.int64(2)))
print(len(df.sample(n=df['r'].value_counts().min(), random_state=1)), len(df.sample(frac=np.float64(0.5), random_state=1)))
df.insert(np.int64(1), 'z', 1)
print(df)
attempt(lambda: s.quantile(1.5))
attempt(lambda: pd.Series([], dtype='float64').idxmax())
""",
        "arguments that were not looked at": FRAME
        + """
print(df['p'].astype(str).to_numpy(dtype=float), df[['p', 'q']].to_numpy(dtype='float32').dtype)
attempt(lambda: df['r'].to_numpy(dtype=float))
w = pd.Series(['abc', 'de', None, 'a b'])
print(w.str.slice(stop=1), w.str.slice(start=1), w.str.get(i=0), w.str.contains('a', na=True), w.str.contains('A', case=False), w.str.split(' '))
o = pd.Series(['abc', 1, None, 'a b'])
print(o.str.contains('a'), o.str.len(), o.str.upper())
print(pd.Series([1., 2., 3.]).corr(pd.Series([3., 1., 2.], index=[2, 1, 0])))
print(df[['p', 'ok']].sum(axis=1), df[['p', 'q', 'ok']].max(axis=1), pd.Series([1, 2, True], dtype=object).sum())
v = pd.DataFrame({'k': [1] * 10, 'v': np.arange(10) / 7})
print(repr(v.groupby('k')['v'].mean().iloc[0]), repr(v.groupby('k')['v'].std().iloc[0]), repr(v.groupby('k')['v'].sum().iloc[0]))
""",
        "labels that differ": FRAME
        + """
a, b = pd.Series([1, 2], index=['b', 'a'], name='x'), pd.Series([3, 4], index=['c', 'a'], name='y')
print(pd.concat([a, b], axis=1), pd.concat([a, b], axis=1, sort=True), pd.concat([a, b], axis=1, join='inner'))
print(pd.concat([df[['q', 'p']], pd.DataFrame({'z': [1], 'p': [2]})], sort=True))
print(pd.DataFrame({'a': [1, 2]}, columns=['b', 'a']).dtypes, df.columns.difference(['q']).tolist())
attempt(lambda: pd.DataFrame([[1, 2], [3, 4]], index=['a']))
attempt(lambda: pd.Series(np.ones((2, 2))))
attempt(lambda: pd.Series({1, 2}))
""",
    }
)
