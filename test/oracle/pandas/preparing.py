"""Tables on their way into a network, with scikit-learn."""

from ask import ask

FILES = {
    "churn.csv": "RowNumber,Surname,Score,Country,Gender,Age,Exited\n"
    + "".join(
        f"{i + 1},Name{i},{400 + (i * 37) % 450},{['France', 'Spain', 'Germany'][i * i % 3]},{['Female', 'Male'][i % 2]},{18 + (i * 13) % 60},{i * 7 % 3 % 2}\n"
        for i in range(40)
    ),
    "house.csv": "lot,kind,year,price\n" + "".join(f"{'' if i % 7 == 3 else 50 + i},{'ABC'[i % 3] if i % 5 else ''},{1950 + i},{1000 * i + 0.5}\n" for i in range(20)),
}

ask(
    {
        "encoders on arrays of objects": """
from sklearn.compose import ColumnTransformer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
dataset = pd.read_csv('churn.csv')
X = dataset.iloc[:, 2:-1].values
y = dataset.iloc[:, -1].values
le = LabelEncoder()
X[:, 2] = le.fit_transform(X[:, 2])
print(X[:3])
ct = ColumnTransformer(transformers=[('encoder', OneHotEncoder(), [1])], remainder='passthrough')
X = np.array(ct.fit_transform(X))
print(X[:3], X.shape)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)
print(X_train[:2].round(6), X_test.shape, X_train.dtype, y_test)
""",
        "tables that are split": """
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler, StandardScaler
df = pd.read_csv('house.csv')
print(df.isnull().sum(), df.shape)
df['lot'] = df['lot'].fillna(df['lot'].mean())
df = df.dropna().reset_index(drop=True)
df = pd.get_dummies(df, columns=['kind'], drop_first=True)
X = df.drop('price', axis=1)
y = df['price']
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)
print(X_train, y_test, X_test.index.tolist())
scaler = MinMaxScaler()
print(scaler.fit_transform(X_train[['lot', 'year']])[:3].round(6), scaler.transform(X_test[['lot', 'year']])[:2].round(6))
print(StandardScaler().fit_transform(y_train.values.reshape(-1, 1))[:3].round(6).ravel())
train = df.sample(frac=0.8, random_state=200)
test = df.drop(train.index)
print(train.index.tolist(), test.index.tolist(), X.astype('float32').values.dtype)
stats = train[['lot', 'year']].describe().transpose()
print(((test[['lot', 'year']] - stats['mean']) / stats['std']).round(4), stats[['mean', 'std']])
""",
    },
    FILES,
)
