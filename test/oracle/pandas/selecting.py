"""Parts of tables, what is written into them, and what is missing."""

from ask import ask

FRAME = """
df = pd.DataFrame({'p': [1, 2, 3, 4], 'q': [1.5, np.nan, 3.5, -4.5], 'r': ['u', 'v', 'u', None], 'ok': [True, False, True, True]})
"""

ask(
    {
        "by name, list, mask and slice": FRAME
        + """
print(df['p'].values, df.q.values, df[['q', 'p']].columns.tolist())
print(df[df['p'] > 2])
print(df[(df.p > 1) & (df.r == 'u')], len(df[~df.ok]))
print(df[1:3], df[:-1].shape, df[::2].index.tolist())
print(df.iloc[0], df.iloc[-1]['p'], df.iloc[[0, 2], [0, 1]])
print(df.iloc[1:3, 0].tolist(), df.iloc[:, -1].values, df.iloc[2, 1])
print(df.loc[1, 'p'], df.loc[[0, 3], ['p', 'r']], df.loc[1:2, 'p':'q'])
print(df.loc[df.p >= 3, 'q'].tolist(), df.at[0, 'r'], df.iat[1, 0])
print('p' in df, 'z' in df, [name for name in df], list(df.items())[0][0])
print(df[df['r'].isin(['u', 'w'])].index.tolist())
print(df['p'][2], df['p'].iloc[-1], df['p'].loc[1], df['p'][1:3].tolist(), df['p'][df['p'] > 2].tolist())
""",
        "rows as one walks over them": FRAME
        + """
for i, row in df.iterrows():
    print(i, row['p'], row['r'], row.q)
for row in df.itertuples():
    print(row.Index, row.p, row[2])
for name, column in df.items():
    print(name, column.dtype, len(column))
for value in df['p']:
    print(value, type(value).__name__)
print([x * 2 for x in df['q']], sum(df['p']), max(df['p']), list(df['r']), sorted(df['p'], reverse=True))
print(df.to_dict('list'), df[['p']].to_dict('records'))
""",
        "written into": FRAME
        + """
df['s'] = df['p'] * 2 + df['q']
df['t'] = 0
df['u'] = np.arange(4.0)
df['v'] = ['a', 'b', 'c', 'd']
df['p'] = df['p'].astype('float32')
print(df)
df.loc[df['p'] > 2, 't'] = 9
df.loc[0, 'u'] = 7.5
df.iloc[1, 0] = -1
df.at[3, 'v'] = 'z'
df['n'] = df['q'].isnull().astype(int)
print(df)
del df['s']
print(df.pop('t').tolist(), df.columns.tolist())
df.insert(1, 'first', [5, 6, 7, 8])
df.columns = ['c%d' % i for i in range(len(df.columns))]
print(df.head(1))
df[['c0', 'c1']] = df[['c0', 'c1']] / 2
print(df[['c0', 'c1']])
df = df.assign(w=1, x=lambda d: d.c1 * 3)
print(df.shape, df['x'].tolist())
grown = pd.DataFrame(columns=['a', 'b'])
grown.loc[0] = [1, 2.5]
grown.loc[1] = [3, 4.5]
print(grown)
""",
        "what is missing": FRAME
        + """
print(df.isnull().sum())
print(df.isna().any(), df.isnull().sum().sum(), df.isnull().values.any())
print(df.dropna(), df.dropna(subset=['r']).shape, df.dropna(axis=1).columns.tolist())
print(df.fillna({'q': 0.0, 'r': 'none'}))
print(df['q'].fillna(df['q'].mean()).tolist(), df['q'].ffill().tolist(), df['q'].bfill().tolist())
df['q'] = df['q'].fillna(df['q'].median())
df['r'] = df['r'].fillna(df['r'].mode()[0])
print(df)
print(df.replace({'u': 1, 'v': 2})['r'].tolist(), df['p'].replace(1, 100).tolist())
print(df['p'].where(df['p'] > 2).tolist(), df['p'].mask(df['p'] > 2, 0).tolist(), df['p'].clip(2, 3).tolist())
print(df.drop_duplicates('r')['p'].tolist(), df.duplicated(['r']).tolist())
""",
        "columns and rows that go": FRAME
        + """
print(df.drop('p', axis=1).columns.tolist(), df.drop(columns=['p', 'q']).shape, df.drop([0, 1]).index.tolist(), df.drop(2, axis=0).shape)
df.drop(['ok'], axis=1, inplace=True)
print(df.rename(columns={'p': 'z'}).columns.tolist(), df.rename({0: 'x'}).index.tolist())
print(df.sort_values('q'), df.sort_values(['r', 'p'], ascending=[True, False]).p.tolist())
print(df.sort_values('p', ascending=False).reset_index(drop=True), df.sort_values('p', ascending=False).reset_index())
print(df.set_index('r'), df.set_index('p').loc[3, 'q'], df.set_index('r').index)
print(df.select_dtypes(include='number').columns.tolist(), df.select_dtypes(include=['object', 'str']).columns.tolist(), df.select_dtypes(exclude=['number']).columns.tolist())
print(df.T, df[['p']].T.values)
print(df.sample(2, random_state=1), df.sample(frac=1, random_state=42).index.tolist(), df['p'].sample(n=3, random_state=0).tolist())
np.random.seed(3)
print(df.sample(frac=0.5).index.tolist(), df.nlargest(2, 'p').p.tolist(), df['p'].nsmallest(1).tolist())
try:
    df['nothing']
except KeyError as error:
    print('KeyError', error)
try:
    df.drop('nothing', axis=1)
except KeyError as error:
    print('KeyError', error)
""",
        "how many numbers a column comes to": FRAME
        + """
x = df[['p', 'q']]
print(x.mean(), x.sum(), x.std(), x.min(), x.max(), x.median(), x.var(), x.count())
print(x.mean(axis=1), df['p'].mean(), df['q'].sum(), df['p'].sum(), df['q'].std(), df['p'].max(), df['q'].min())
print(df['p'].quantile(0.3), df['p'].quantile([0.25, 0.75]), x.quantile(0.9), df.nunique())
print(df.describe(), df.describe(include='all'), df['r'].describe(), df['p'].describe())
print(x.corr(), df['p'].corr(df['q']), x.cov())
print((x - x.mean()) / x.std())
print((x['p'] - x['p'].min()) / (x['p'].max() - x['p'].min()))
print(df['p'].idxmax(), df['q'].argmin(), x.idxmin().tolist(), df['ok'].any(), df['ok'].all(), df['ok'].sum(), df['ok'].mean())
print(df.idxmax(numeric_only=True), df.idxmin(numeric_only=True).tolist())
print(df['r'].value_counts(), df['r'].value_counts(normalize=True), df['ok'].value_counts().to_dict())
print(df['r'].unique(), df['p'].unique(), df['r'].nunique(), df['p'].cumsum().tolist(), df['p'].diff().tolist(), df['p'].shift(1).tolist())
print(df[['p', 'q', 'ok']].mean(numeric_only=True), repr(df['p'].mean()), repr(df['p'].sum()))
""",
        "functions of the program": FRAME
        + """
print(df['p'].apply(lambda x: x ** 2).tolist(), df['r'].map({'u': 0, 'v': 1}).tolist(), df['p'].map(str).tolist())
print(df[['p', 'q']].apply(np.sum), df[['p', 'q']].apply(lambda c: c.max() - c.min()), df.apply(lambda row: row['p'] + 1, axis=1).tolist())
print(df[['p']].map(lambda x: x * 10), np.log1p(df['p']).round(3).tolist(), np.sqrt(df[['p']]).values.ravel())
print(df['p'].apply(lambda x: 'big' if x > 2 else 'small').tolist(), df['p'].between(2, 3).tolist())
print(np.array(df[['p', 'q']]), np.asarray(df['p']), np.mean(df['p']), np.where(df['p'] > 2, 1, 0))
print(np.mean(df['q']), np.max(df['q']), np.std(df['p']), np.sum(df['q']), np.mean(df[['p', 'q']], axis=0), np.round(df['q'], 0).tolist(), np.median(df['p']))
print(np.std(df['q']), np.sum(df[['p', 'q']]), np.min(df[['p']]), np.argmax(df['p']), np.cumsum(df['p']), np.abs(df['q']).tolist())
print(df['p'].to_numpy(), df[['p', 'q']].to_numpy(dtype='float32'), df['p'].values.reshape(-1, 1).shape, df['p'].tolist())
print(df['p'] + df['q'], df['p'] == 2, 1 / df['p'], -df['p'], df['p'] // 2, df['p'] % 2 == 0, df['p'].add(1).tolist())
print(df[['p', 'q']].abs(), df['q'].round(), df['p'].astype(str).tolist(), df['p'].astype('int32').dtype)
""",
        "tables of values": """
print(pd.DataFrame({'a': [1, 2], 'b': 'x'}), pd.DataFrame([[1, 2.5], [3, 4]], columns=['a', 'b']), pd.DataFrame(np.arange(6).reshape(2, 3)))
print(pd.DataFrame([{'a': 1, 'b': 2}, {'a': 3, 'c': 4}]), pd.DataFrame({'a': pd.Series([1, 2]), 'b': [3, 4]}), pd.DataFrame([1, 2, 3]))
print(pd.DataFrame(columns=['a', 'b']), pd.DataFrame({'loss': [0.5, 0.25], 'acc': [0.1, 0.9]}, index=['e1', 'e2']), pd.DataFrame())
print(pd.Series([1, 2, 3]), pd.Series([1.5, None], index=['a', 'b'], name='n'), pd.Series({'x': 1, 'y': 2}), pd.Series(5, index=[0, 1]), pd.Series([], dtype='float64'))
print(pd.Series(['a', 'b']), pd.Series([True, False]), pd.Series([1, 'a', None, 2.5]), pd.Series(np.arange(3, dtype='float32')), pd.Series(range(3)).sum())
print(pd.DataFrame(np.eye(2), columns=list('xy'), dtype='float32').dtypes, pd.DataFrame({'a': range(70)}), pd.Series(range(70)))
""",
        "floats of all sizes": """
print(pd.DataFrame({'x': [1e-8, 1.0], 'y': [1e10, 2.5], 'z': [123456.789, 0.1], 'w': [1e6, 2e6], 'v': [0.000012, np.inf]}))
print(pd.Series([1e15, 1.5]), pd.Series([0.1 + 0.2]), pd.Series([1e-300, 1]), pd.Series([100000.5, 2]), pd.Series([-1.0, 2.25, np.nan]))
print(pd.DataFrame({'long': ['word ' * 20, 'short'], 'n': [1, -22]}), repr(pd.DataFrame({'a': [1]}).columns), pd.DataFrame({1: [2]}).columns)
print(pd.Series([3, 1, 2]).sort_values().index.tolist())
history = {'loss': [0.9, 0.5], 'val_loss': [1.0, 0.75]}
hist = pd.DataFrame(history)
hist['epoch'] = [0, 1]
print(hist.tail())
""",
    }
)
