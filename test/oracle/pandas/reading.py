"""Files of separated values, and tables as they are printed."""

from ask import ask

FILES = {
    "plain.csv": "sepal,petal,kind\n5.1,1.4,setosa\n4.9,1.3,virginica\n6.25,,versicolor\n",
    "churn.csv": "RowNumber,Surname,Score,Country,Gender,Balance,Active,Exited\n"
    + "".join(
        f"{i + 1},{name},{600 + 7 * i},{country},{gender},{balance},{i % 2},{i % 3 == 0}\n"
        for i, (name, country, gender, balance) in enumerate(
            [("Hargrave", "France", "Female", "0"), ("Hill", "Spain", "Female", "83807.86"), ("Onio", "France", "Female", "159660.8"),
             ("Boni", "France", "Female", "0"), ("Mitchell", "Spain", "Female", "125510.82"), ("Chu", "Spain", "Male", "113755.78"),
             ("Bartlett", "France", "Male", "0"), ("Obinna", "Germany", "Female", "115046.74"), ("He", "France", "Male", "142051.07")]
        )
    ),
    "iris.data": "".join(f"{5 + i / 10},{3 - i / 7:.3f},Iris-{'abc'[i % 3]}\n" for i in range(12)),
    "quoted.csv": 'id;text;n\n1;"a;b";1.5\n2;"say ""hi""";2\n3;"two\nlines";\n',
    "messy.csv": "# a note\nname, value ,flag\nx,?,True\ny,1.5,False\n\nz,-999,True # late\n",
    "numbers.txt": "1 2.5   3\n4 5.25 6\n7  8 9\n",
    "long.csv": "i,x,y\n" + "".join(f"{i},{i * 0.25},{i * i / 3}\n" for i in range(100)),
    "wide.csv": ",".join(f"column_{i}" for i in range(14)) + "\n" + "".join(",".join(str(i * j / 4) for i in range(14)) + "\n" for j in range(4)),
    "thousands.csv": "a\tb\n1,234\t1.000.5\n5,678,901\t2\n",
    "dup.csv": "a,a,,b\n1,2,3,4\n5,6,7,8\n",
    "index.csv": ",a,b\nr1,1,2\nr2,3,4\n",
    "more.csv": "a,b\nr1,1,2\nr2,3,4\n",
    "mixed.csv": "f,t,d,big\n1e3,TRUE,2020-01-05,12345678901234567890\n2.5E-3,false,2020-02-06,1\n-inf,True,,3\n",
}

ask(
    {
        "a table, its head and its parts": """
df = pd.read_csv('plain.csv')
print(df)
print(df.head(2))
print(df.shape, len(df), df.size, df.ndim, list(df.columns), df.index)
print(df.dtypes)
print(df['sepal'])
print(df[['sepal', 'petal']].values)
print(df['kind'].tolist(), df.petal.isnull().sum())
print(df.columns)
""",
        "columns for a network": """
dataset = pd.read_csv('churn.csv')
X = dataset.iloc[:, 2:7].values
y = dataset.iloc[:, 7].values
print(X)
print(X.shape, y, y.dtype, X[0, 0], X[:, 1])
print(dataset.drop(['RowNumber', 'Surname', 'Country', 'Gender'], axis=1).astype('float32').values[:3])
print(dataset.tail(3))
dataset.info()
print(dataset.describe())
print(dataset['Country'].value_counts())
print(dataset.Country.unique().tolist(), dataset['Country'].nunique())
""",
        "without a header": """
df = pd.read_csv('iris.data', header=None)
print(df.head())
print(df[2].unique().tolist())
named = pd.read_csv('iris.data', names=['a', 'b', 'kind'])
print(named.tail(2))
named['kind'] = named['kind'].map({'Iris-a': 0, 'Iris-b': 1, 'Iris-c': 2})
print(named['kind'].values, named.dtypes)
print(pd.read_csv('iris.data', header=None, names=['a', 'b', 'c'], usecols=['a', 'c'], nrows=3))
print(pd.read_csv('iris.data', header=None, usecols=[0, 2], skiprows=9))
""",
        "quotes and other separators": """
df = pd.read_csv('quoted.csv', sep=';')
print(df['text'].tolist(), df['n'].tolist())
print(pd.read_csv('quoted.csv', delimiter=';', index_col='id'))
print(pd.read_csv('numbers.txt', sep=r'\\s+', header=None))
print(pd.read_csv('numbers.txt', delim_whitespace=True, header=None) if False else 'no')
print(pd.read_table('thousands.csv', thousands=',', usecols=['a']))
""",
        "notes, words for missing values": """
df = pd.read_csv('messy.csv', comment='#', na_values=['?', -999], skipinitialspace=True)
print(df)
print(df.dtypes.tolist() if False else df.columns.tolist())
df = pd.read_csv('messy.csv', skiprows=1, na_values='?')
print(df.iloc[:2])
print(pd.read_csv('plain.csv', keep_default_na=False).petal.tolist())
""",
        "long and wide tables": """
df = pd.read_csv('long.csv')
print(df)
print(df['y'])
print(df.describe())
print(pd.read_csv('wide.csv'))
print(pd.read_csv('long.csv', index_col='i').loc[3:6])
print(pd.read_csv('long.csv', index_col=0).head(3).index)
""",
        "labels of rows and names": """
print(pd.read_csv('dup.csv'))
print(pd.read_csv('index.csv', index_col=0))
print(pd.read_csv('index.csv'))
print(pd.read_csv('more.csv'))
df = pd.read_csv('index.csv', index_col=0)
print(df.loc['r2', 'b'], df.loc['r1'].tolist(), df.index)
""",
        "types that are asked for": """
df = pd.read_csv('mixed.csv')
print(df)
print(df.dtypes)
print(pd.read_csv('plain.csv', dtype={'sepal': 'float32', 'kind': str}).dtypes)
print(pd.read_csv('plain.csv', usecols=[0, 1], dtype=np.float32).values)
print(pd.read_csv('churn.csv', usecols=['Score', 'Active'], dtype=str).iloc[0].tolist())
""",
        "what is written": """
df = pd.read_csv('plain.csv')
print(df.to_csv())
df['kind'] = df['kind'].str.upper() if False else 'q,"r'
df.to_csv('out.csv', index=False)
with open('out.csv') as file:
    print(file.read())
print(pd.DataFrame({'Id': [3, 1], 'p': [0.1, 2.0]}).to_csv(index=False, float_format='%.3f'))
print(df['sepal'].to_csv(header=False, sep=';'))
""",
    },
    FILES,
)
