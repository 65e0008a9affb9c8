"""Tables put together, grouped, encoded; columns of texts."""

from ask import ask

FRAME = """
df = pd.DataFrame({'city': ['Rome', 'Oslo', 'Rome', 'Bern', 'Oslo'], 'n': [3, 1, 4, 1, 5], 'x': [0.5, 1.5, np.nan, 2.5, 3.5]})
"""

ask(
    {
        "under each other and side by side": FRAME
        + """
print(pd.concat([df, df.head(2)]), pd.concat([df, df.tail(1)], ignore_index=True).index.tolist())
print(pd.concat([df[['n']], df['x']], axis=1), pd.concat([df['n'], df['x']]).tolist())
print(pd.concat([df, pd.DataFrame({'n': [9], 'z': ['q']})], ignore_index=True))
print(pd.concat([pd.Series([1, 2]), pd.Series([3.5])], axis=1), pd.concat([df, df[['n']]], join='inner').shape)
print(pd.concat([df[['n']], pd.get_dummies(df['city'])], axis=1))
""",
        "values as columns": FRAME
        + """
print(pd.get_dummies(df), pd.get_dummies(df['city'], prefix='c', dtype=int))
print(pd.get_dummies(df, columns=['city'], drop_first=True).columns.tolist(), pd.get_dummies(df['city']).values.astype('float32'))
print(pd.get_dummies(df['city'], drop_first=True), pd.get_dummies(df, columns=['n'], prefix=['k']).columns.tolist())
codes, names = pd.factorize(df['city'])
print(codes, names.tolist(), df['city'].unique().tolist())
""",
        "matched by a key": FRAME
        + """
lands = pd.DataFrame({'city': ['Rome', 'Oslo', 'Riga'], 'land': ['I', 'N', 'L'], 'n': [1, 2, 3]})
print(pd.merge(df, lands, on='city'))
print(df.merge(lands[['city', 'land']], on='city', how='left'))
print(df.merge(lands.rename(columns={'city': 'name'}), left_on='city', right_on='name', suffixes=('', '_r')))
""",
        "in groups": FRAME
        + """
print(df.groupby('city')['n'].mean(), df.groupby('city').sum(), df.groupby('city')[['n', 'x']].mean())
print(df.groupby('city').size(), df.groupby('city')['x'].count().to_dict(), df.groupby('city').n.max().tolist(), df['n'].groupby(df['city']).sum())
print(df.groupby('city', as_index=False)['n'].sum(), df.groupby('n')['city'].first(), df.groupby('city')['n'].std())
for name, part in df.groupby('city'):
    print(name, part.n.tolist())
df['mean'] = df.groupby('city')['n'].transform('mean')
print(df, len(df.groupby('city')), df.groupby('city')['n'].agg('median').tolist(), df.groupby('city')['n'].mean().reset_index())
print(df.groupby('city')['n'].sum().sort_values(ascending=False).head(2), df.groupby('city').get_group('Oslo').n.tolist())
""",
        "arrays of objects": """
df = pd.DataFrame({'k': [1, 2, 3], 'kind': ['long', 'b', 'b'], 'x': [0.5, 1.5, 2.5]})
X = df.values
print(X, X.shape, X[:, 1], X[0], X[1:, 0])
X[:, 1] = [7, 8, 9]
print(X, X.astype('float32'), X[:, [0, 2]].astype(float), X.tolist(), len(X))
X[:, 0] = np.arange(3)
X[0, 2] = 4.5
print(X, [row[1] for row in X], X.T[0], X[X[:, 1] > 7])
print(df['kind'].value_counts(), df.set_index('kind')['x'])
print(np.array(X), np.array(df), np.array(df['kind']), np.array(df[['k']]), np.asarray(df['kind']).shape)
""",
        "texts": """
s = pd.Series(['  Mr. Ab ', 'Mrs. Cd', None, 'x,y'], name='t')
print(s.str.lower().tolist(), s.str.strip().tolist(), s.str.len().tolist(), s.str.replace('.', '', regex=False).tolist())
print(s.str.contains('Mr').tolist(), s.str.startswith('x').tolist(), s.str[0].tolist(), s.str.split(',').tolist(), s.str.upper())
print(pd.to_numeric(pd.Series(['1', '2.5', 'x']), errors='coerce'), pd.to_numeric(pd.Series(['1', '2'])).dtype)
print((s + '!').tolist(), (s == 'x,y').tolist(), s.isnull().tolist(), s.fillna('').str.title().tolist())
print(pd.isnull(None), pd.isna(1.5), pd.notnull('a'), pd.isnull(s).tolist(), pd.unique(pd.Series([2, 1, 2])))
""",
        "merge and join, every way": """
l = pd.DataFrame({'k': ['b', 'a', 'b', 'z'], 'v': [1, 2, 3, 4]})
r = pd.DataFrame({'k': ['b', 'd', 'a', 'b'], 'w': [1.5, 2.5, 3.5, 4.5], 'v': ['p', 'q', 'r', 's']})
n, m = pd.DataFrame({'k': [3, 1, 2], 'x': [1, 2, 3]}), pd.DataFrame({'k': [2, 5, 3], 'y': [True, False, True]})
x, y = pd.DataFrame({'k': ['a', None], 'v': [1, 2]}), pd.DataFrame({'k': [None, 'b'], 'w': [1, 2]})
for how in ['inner', 'left', 'right', 'outer']:
    print(l.merge(r, on='k', how=how), pd.merge(n, m, how=how), pd.merge(n, m, how=how).dtypes)
    print(n.merge(m.rename(columns={'k': 'kk'}), left_on='k', right_on='kk', how=how), l.merge(r, on='k', suffixes=('_l', '_r'), how=how))
    print(l.merge(r.drop(columns='v').assign(v=[1, 9, 2, 3]), on=['k', 'v'], how=how), x.merge(y, how=how))
print(l.join(pd.DataFrame({'x': [9, 8]}, index=[1, 3])), l.join(pd.Series([1, 2, 3, 4], name='s')), l.join(r, rsuffix='_r'), l.join(r, lsuffix='_l'))
try:
    l.join(r)
except ValueError as error:
    print(error)
""",
    }
)
