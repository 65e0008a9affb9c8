"""Asks pandas, scikit-learn and NumPy what shapes, types and columns data have on their way into a model.

    python test/oracle/data/shapes.py > test/oracle/data/shapes.json

Each case is a script and expressions that are asked after it; `open` are those of which Layerscope may say less,
because the data decide (it must not say anything else). Each script is run in a folder that has `data.csv`:
columns a, b, c, y of 12 rows.
"""
import contextlib
import io
import json
import os
import sys
import tempfile
import warnings

import numpy
import pandas
import scipy.sparse
import sklearn

warnings.filterwarnings("ignore")
IMPORTS = """import numpy as np
import pandas as pd
from sklearn.model_selection import KFold, StratifiedKFold, TimeSeriesSplit, train_test_split, cross_val_score
from sklearn.preprocessing import (LabelBinarizer, LabelEncoder, MaxAbsScaler, MinMaxScaler, Normalizer, OneHotEncoder,
    OrdinalEncoder, PolynomialFeatures, PowerTransformer, RobustScaler, StandardScaler)
from sklearn.decomposition import PCA, TruncatedSVD
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.utils import shuffle
from sklearn import datasets
"""
FRAME = "df = pd.DataFrame({'p': [1, 2, 3, 4], 'q': [1.5, 2.5, 3.5, 4.5], 'r': ['u', 'v', 'u', 'w']})\n"
CSV = "df = pd.read_csv('data.csv')\n"
X = "x = np.ones((50, 4))\ny = np.arange(50) % 3\n"


def case(name, code, *asked, open=()):
    return {"name": name, "code": code, "ask": [*asked], "open": [*open]}


def cases():
    yield case("a table of a dict", FRAME, "df", "df.shape", "df['p']", "df[['p', 'q']]", "df[['p', 'q']].values",
               "df.T", "df.columns", "len(df)", "df.q.values", "df.size", "df.ndim", "df.head(2)", "df.tail(10)",
               "df[1:3]", "df.iloc[1:3]", "df.iloc[:, 1]", "df.iloc[:, :2].values", "df.iloc[:, -1]", "df.iloc[[0, 2]]",
               "df.iloc[0:2, 0:2]", "df.loc[:, 'q']", "df.loc[:, ['p', 'r']]", "df.loc[:, 'p':'q']", "df.loc[:1]",
               "df.drop('p', axis=1)", "df.drop(columns=['p', 'r'])", "df.drop(['p'], axis='columns').values",
               "df.drop(0)", "df.drop([0, 1])", "df.copy()", "df.isnull()", "df.isnull().sum()", "df['p'] * 2.5",
               "df['p'] > 2", "df['p'] + df['q']", "df[['p', 'q']] / 2", "df['p'].mean()", "df['q'].max()",
               "df[['p', 'q']].mean()", "df[['p', 'q']].describe()", "df[['p', 'q']].std(axis=1)",
               "df.rename(columns={'p': 'z'})", "df.reset_index(drop=True)", "df.set_index('p')", "df.assign(z=1)",
               "df['q'].values.reshape(-1, 1)", "df['p'].to_numpy()", "df.to_numpy()", "df['p'].astype('float32')",
               "df[['p', 'q']].astype('float32').values", "df['p'].shape", "np.log(df['q'])", "np.array(df[['p', 'q']])",
               "df.sample(2)", "df.sample(frac=1)", "df.sort_values('q')", "df['p'].to_frame()", "df.corr(numeric_only=True)",
               "df[['p', 'q']].corr()", "df.reset_index()", "df[['p', 'q']].T.values", "pd.concat([df, df])",
               "pd.concat([df, df], ignore_index=True)", "pd.concat([df[['p']], df[['q']]], axis=1)", "df['q'].rolling(2).mean()",
               "df['q'].shift(1).shape", "np.where(df['p'] > 2, 1, 0)", "np.expand_dims(df['q'], 1)",
               "np.maximum(df['p'], df['q'])", "df['p'] < np.ones(4)", "np.ones(4) < df['p']", "df['p'] > np.percentile(df['q'], 10)",
               open=["df.corr(numeric_only=True)", "df.reset_index()", "df.T", "df['p'].mean()", "df['q'].max()",
                     "df.drop('p', axis=1)", "df.drop(['p'], axis='columns').values", "df.to_numpy()", "df.values"])
    yield case("masks and what data decide", FRAME, "df[df['p'] > 2]", "df[df['p'] > 2]['q']", "df.dropna()", "df.drop_duplicates()",
               "df.query('p > 2')", "df['p'].unique()", "df['r'].value_counts()", "pd.get_dummies(df)", "pd.get_dummies(df['r'])",
               "df.groupby('r').mean()", "df.groupby('r')['p'].sum()", "df.merge(df, on='p')", "df.select_dtypes('number')",
               "df['r'].str.upper()", "df['r'].map({'u': 0, 'v': 1, 'w': 2})", "df['p'].apply(lambda v: v + 1)",
               open=["df[df['p'] > 2]", "df[df['p'] > 2]['q']", "df.dropna()", "df.drop_duplicates()", "df.query('p > 2')",
                     "df['p'].unique()", "df['r'].value_counts()", "pd.get_dummies(df)", "pd.get_dummies(df['r'])",
                     "df.groupby('r').mean()", "df.groupby('r')['p'].sum()", "df.merge(df, on='p')", "df.select_dtypes('number')"])
    yield case("a table changed in place",
               FRAME + "df['s'] = df['p'] + 1\nlabels = df.pop('q')\ndel df['r']\ndf.drop('s', axis=1, inplace=True)\ndf.columns = ['z']\n",
               "df", "labels", "df.values")
    yield case("tables of arrays and lists", "", "pd.DataFrame(np.ones((5, 3)))", "pd.DataFrame(np.ones((5, 2)), columns=['a', 'b'])",
               "pd.DataFrame([[1, 2], [3, 4]], columns=['a', 'b'])", "pd.DataFrame([{'a': 1, 'b': 2}])", "pd.Series([1, 2, 3])",
               "pd.Series(np.ones(4), name='v')", "pd.DataFrame({'a': range(3)})", "pd.DataFrame(np.ones(4))",
               "pd.DataFrame({'a': np.ones(3)}, columns=['a'])", "pd.Series([1.5], index=['k'])")
    yield case("a file", CSV, "df", "df.values", "df['a']", "df[['a', 'b']]", "df[['a', 'b']].values", "df.shape", "len(df)",
               "df.drop('y', axis=1)", "df.iloc[:, 0:3]", "df.iloc[:, 1].values", "pd.read_csv('data.csv', usecols=['a', 'c'])",
               "pd.read_csv('data.csv', names=['k', 'l', 'm', 'n'], header=0)", "pd.read_csv('data.csv', index_col=0)",
               "(df[['a', 'b']] - df[['a', 'b']].mean()) / df[['a', 'b']].std()",
               open=["df", "df.values", "df['a']", "df[['a', 'b']]", "df[['a', 'b']].values", "df.shape", "len(df)", "df.drop('y', axis=1)",
                     "df.iloc[:, 0:3]", "df.iloc[:, 1].values", "pd.read_csv('data.csv', usecols=['a', 'c'])",
                     "pd.read_csv('data.csv', names=['k', 'l', 'm', 'n'], header=0)", "pd.read_csv('data.csv', index_col=0)",
                     "(df[['a', 'b']] - df[['a', 'b']].mean()) / df[['a', 'b']].std()"])
    splits = [f"train_test_split(x, y, {given})" for given in (
        "test_size=0.2", "test_size=0.33, random_state=1", "train_size=0.7", "test_size=7", "train_size=20", "test_size=0.3, train_size=0.5",
        "test_size=0.25, shuffle=False", "test_size=0.2, stratify=y", "")]
    yield case("splits", X + "names = pd.DataFrame({'k': range(50), 'l': range(50)})\nlist_of = list(range(50))\n", *splits,
               "train_test_split(x)", "train_test_split(names, y, test_size=0.1)", "train_test_split(names['k'], test_size=0.1)",
               "len(train_test_split(list_of, test_size=0.1)[0])", "shuffle(x, y)", "shuffle(x)",
               *[f"train_test_split(np.ones(({n}, 2)), test_size={s})" for n in (3, 10, 15, 30, 101, 150) for s in (0.1, 0.2, 0.3, 0.15)])
    scalers = ["StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "PowerTransformer"]
    yield case("scalers", X + "x[3] = 2\nf = x.astype('float32')\n", *[f"{s}().fit_transform(x)" for s in scalers],
               *[f"{s}().fit_transform(f)" for s in scalers], "StandardScaler().fit(x).transform(x[:7])",
               "MinMaxScaler().fit(x).inverse_transform(x[:7])", "StandardScaler().fit_transform(pd.DataFrame(x))",
               "OrdinalEncoder().fit_transform(x)")
    yield case("encoders", "labels = np.array([0, 2, 1, 2])\n", "LabelEncoder().fit_transform(labels)",
               "LabelEncoder().fit_transform(['a', 'b'])", "OneHotEncoder(sparse_output=False).fit_transform(labels.reshape(-1, 1))",
               "OneHotEncoder().fit_transform(labels.reshape(-1, 1))", "OneHotEncoder().fit_transform(labels.reshape(-1, 1)).toarray()",
               "LabelBinarizer().fit_transform(labels)", "CountVectorizer().fit_transform(['a cat', 'two dogs'])",
               "TfidfVectorizer().fit_transform(['a cat', 'two dogs']).toarray()",
               open=["OneHotEncoder(sparse_output=False).fit_transform(labels.reshape(-1, 1))",
                     "OneHotEncoder().fit_transform(labels.reshape(-1, 1))", "OneHotEncoder().fit_transform(labels.reshape(-1, 1)).toarray()",
                     "LabelBinarizer().fit_transform(labels)", "CountVectorizer().fit_transform(['a cat', 'two dogs'])",
                     "TfidfVectorizer().fit_transform(['a cat', 'two dogs']).toarray()"])
    yield case("fewer and more columns", X + "x = np.random.rand(50, 4)\n", "PCA(n_components=2).fit_transform(x)", "PCA(3).fit(x).transform(x[:5])",
               "PCA().fit_transform(x)", "TruncatedSVD(2).fit_transform(x)", "PolynomialFeatures(2).fit_transform(x)",
               "PolynomialFeatures(3, include_bias=False).fit_transform(x)", "PolynomialFeatures(degree=2, interaction_only=True).fit_transform(x)",
               "SimpleImputer().fit_transform(x).shape", "make_pipeline(StandardScaler(), PCA(2)).fit_transform(x)",
               "Pipeline([('s', StandardScaler()), ('m', LinearRegression())]).fit(x, y * 1.0).predict(x).shape",
               "PCA(0.9).fit_transform(x)", open=["PCA(0.9).fit_transform(x)"])
    yield case("predictions", X, "LogisticRegression().fit(x, y).predict(x[:9])", "LinearRegression().fit(x, y).predict(x[:9]).shape",
               "LinearRegression().fit(x, np.ones((50, 2))).predict(x[:9]).shape", "RandomForestClassifier(3).fit(x, y).predict_proba(x)",
               "cross_val_score(LinearRegression(), x, y * 1.0, cv=3)", "[(a.shape, b.shape) for a, b in KFold(3).split(x)]",
               open=["RandomForestClassifier(3).fit(x, y).predict_proba(x)"])
    loaders = ["load_iris", "load_digits", "load_breast_cancer", "load_wine", "load_diabetes"]
    yield case("data sets", "", *[f"datasets.{n}().data" for n in loaders], *[f"datasets.{n}()['target']" for n in loaders],
               *[f"datasets.{n}(return_X_y=True)" for n in loaders], *[f"datasets.{n}(as_frame=True).data" for n in loaders],
               "datasets.load_digits().images", "datasets.load_iris().target_names.shape", "len(datasets.load_iris().feature_names)",
               "datasets.make_classification(200, 8)", "datasets.make_classification(n_samples=30, n_features=20, random_state=1)",
               "datasets.make_moons(100, noise=0.1)", "datasets.make_circles(n_samples=60)", "datasets.make_blobs(n_samples=90, centers=3)",
               "datasets.make_regression(80, 5)", "datasets.make_regression(n_samples=80, n_features=5, n_targets=2)",
               "datasets.load_iris(as_frame=True).frame",
               open=["datasets.load_breast_cancer(as_frame=True).data", "datasets.load_iris(as_frame=True).frame"])
    yield case("arrays", "g = np.arange(6.0).reshape(2, 3)\n", "np.shape(g)", "np.ndim(g)", "np.size(g)", "np.tensordot(g, g.T, 1)",
               "np.tensordot(g, g, axes=([0], [0]))", "np.kron(g, g)", "np.convolve([1, 2, 3], [0, 1], 'same')", "np.convolve([1, 2, 3], [0, 1])",
               "np.corrcoef(g)", "np.take_along_axis(g, np.zeros((2, 1), dtype=int), 1)", "np.geomspace(1, 10, 4)", "np.hanning(7)",
               "np.insert(g, 1, 9.0, axis=1)", "np.nanstd(g, axis=0)", "np.nanmedian(g)", "np.nanargmax(g, axis=1)", "np.digitize(g, [1, 2])",
               "np.linalg.svd(g)", "np.linalg.svd(g, full_matrices=False)", "np.linalg.qr(g.T)", "np.linalg.pinv(g)",
               "np.linalg.eigh(np.eye(3))", "np.linalg.matrix_power(np.eye(3), 2)", "np.fft.rfft(g).shape", "np.argpartition(g, 1)",
               "np.isposinf(g)", "np.nancumsum(g, axis=0)", "np.random.sample((2, 3))", "np.cross([1, 2, 3], [4, 5, 6])")


def said(value):
    if isinstance(value, pandas.DataFrame):
        labels = [label if isinstance(label, str) else int(label) if isinstance(label, (int, numpy.integer)) else None
                  for label in value.columns]
        return {"kind": "DataFrame", "shape": list(value.shape), "columns": labels, "dtypes": [str(t) for t in value.dtypes]}
    if isinstance(value, pandas.Series):
        return {"kind": "Series", "shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, pandas.Index):
        return {"kind": "Index", "shape": list(value.shape)}
    if scipy.sparse.issparse(value):
        return {"kind": "sparse", "shape": list(value.shape), "dtype": str(value.dtype)}
    if isinstance(value, (numpy.ndarray, numpy.generic)):
        return {"kind": "array", "shape": list(numpy.shape(value)), "dtype": str(value.dtype)}
    if isinstance(value, (list, tuple)):
        return {"kind": "sequence", "elements": [said(each) for each in value]}
    if isinstance(value, bool):
        return {"kind": "bool", "value": value}
    if isinstance(value, int):
        return {"kind": "int", "value": value}
    return {"kind": type(value).__name__}


def answers():
    for each in cases():
        scope = {}
        with contextlib.redirect_stdout(io.StringIO()):
            exec(IMPORTS + each["code"], scope)
            got = {asked: said(eval(asked, scope)) for asked in each["ask"]}
        yield {"name": each["name"], "code": each["code"], "open": each["open"], "answers": got}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("data.csv", "w", encoding="utf-8") as file:
            file.write("a,b,c,y\n" + "".join(f"{i},{i * 0.5},t{i},{i % 2}\n" for i in range(12)))
        kept = {"versions": {"numpy": numpy.__version__, "pandas": pandas.__version__, "scikit-learn": sklearn.__version__},
                "imports": IMPORTS, "cases": list(answers())}
    json.dump(kept, sys.stdout, indent=1)
    print()
