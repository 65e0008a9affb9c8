"""Groups of one key: summaries, functions of the program, what each row gets of its group."""

from ask import ask

FRAME = """
df = pd.DataFrame({'k': ['a', 'b', 'a', 'c', 'b', 'a'], 'g': [1, 1, 2, 2, 1, 2], 'v': [1.5, 2.0, np.nan, 4.0, 5.5, 6.0], 'w': [1, 2, 3, 4, 5, 6]})
"""

ask(
    {
        "summaries": FRAME
        + """
print(df.groupby('k')['w'].agg(['mean', 'count', 'nunique']), df.groupby('k').agg({'v': 'mean', 'w': 'sum'}))
print(df.groupby('k', as_index=False).agg({'v': 'mean', 'w': 'sum'}), df.groupby('k').agg(total=('w', 'sum'), top=('v', 'max')))
print(df.groupby('k')['w'].agg('mean'), df.groupby('k')['w'].agg(np.mean), df.groupby('k')['w'].agg(len))
print(df.groupby('k')['w'].describe(), df.groupby('k').first(), df.groupby('k').last(), df.groupby('k').size(), df.groupby('k', as_index=False).size())
print(df.groupby('k')['w'].mean().to_dict(), df.groupby('g')['k'].count(), len(df.groupby('k').k.nunique()))
""",
        "functions of the program": FRAME
        + """
print(df.groupby('k')['w'].agg(lambda x: x.max() - x.min()), df.groupby('k')['w'].apply(lambda x: x.max() - x.min()))
print(df.groupby('k')['w'].apply(list), df.groupby('k').apply(lambda part: part['w'].sum() * len(part.columns)))
print(df.groupby('k')['v'].transform(lambda x: x.fillna(x.mean())), df.groupby('k')['v'].transform('mean'), df.groupby('k')['w'].transform(lambda x: x.max()))
print(df.groupby('k').cumcount(), df.groupby('k').ngroup())
for name, part in df.groupby('k'):
    print(name, part.shape)
for name, part in df.groupby(['k']):
    print(name, part.shape)
print(df.groupby('k').get_group('b'), df.groupby(['k']).get_group(('c',)))
""",
        "of a whole table or column": FRAME
        + """
print(df['w'].agg(['min', 'max']), df['w'].agg('mean'), df[['v', 'w']].agg(['mean', 'std']), df.agg({'v': 'sum', 'w': 'mean'}), df[['v', 'w']].agg('sum'), df['w'].agg(np.sum))
print(df['v'].cumsum(), df['v'].cumprod(), df[['v', 'w']].cumsum(), df['w'].cummax(), df['w'].cummin(), df['v'].cummax(), df['v'].cummin())
print(df['w'].pct_change(), df['k'].nunique(dropna=False), df['v'].nunique(), df['v'].nunique(False))
""",
        "other labels": FRAME
        + """
print(df.reindex([0, 2, 9]), df.reindex(columns=['w', 'zz']), df['w'].reindex([5, 1]), df.reindex(np.array([5, 4, 3, 2, 1, 0])))
print(df['k'].reindex([0, 7], fill_value='q'), df['w'].reindex([0, 7], fill_value=0), df.reindex([3, 1], axis=0), df.reindex(['w', 'k'], axis=1))
print(df.reindex(np.random.RandomState(1).permutation(df.index)).reset_index(drop=True))
print(df[['v']] - df[['v', 'w']].mean(), df[['w', 'v']] / df[['v', 'w']].std())
""",
        "texts": FRAME
        + """
s = pd.Series(['a, b. c', None, 'd, e'])
x = s.str.split(', ')
print(x, x.str[0], x.str[1], x.str.get(5), x.str.len(), x.str[-1], s.str.cat(), s.str.cat(sep='|'))
print(df['k'].map({'a': 1, 'b': 2}), pd.Series(['u', None]).map({'u': 1, np.nan: 3}), df.columns.values)
""",
        "labels and wide tables printed": """
names = ['PassengerId', 'Survived', 'Pclass', 'Name', 'Sex', 'Age', 'Fare', 'Cabin', 'Embarked']
d = pd.DataFrame([[1, 0, 2, 'Braund, Mr. Owen', 'male', 22.0, 40.6, None, 'S'], [6, 1, 1, 'Mor, Mr. J', 'female', np.nan, 32.4, 'C8', None]], columns=names)
print(d, d.drop(columns='Age'), d.T)
for suffix in ['', '_a', '_ab', '_abc', '_abcd', '_abcdefgh']:
    e = d.copy()
    e.columns = [name + suffix for name in names]
    print(e.columns, e.columns[:5], e.columns[:6], e.columns[:7], e)
print(pd.DataFrame({'x': range(30)}, index=range(100, 400, 10)).index, pd.DataFrame({'x': range(30)}, index=[i * i for i in range(30)]).index)
print(pd.DataFrame({'x': range(30)}, index=np.arange(30) / 7).index, pd.to_datetime(['2020-01-02', '2020-03-04', '2020-03-05', '2020-03-06', '2020-03-07', '2020-03-08']))
print(pd.DataFrame({'x': range(130)}, index=[i * i for i in range(130)]).index, pd.DataFrame({'x': range(130)}, index=['n%d' % i for i in range(130)]).index)
""",
    }
)
