"""Regular expressions in columns of texts, and columns joined under names."""

from ask import ask

TEXTS = """
import string
t = pd.Series(['Braund, Mr. Owen', 'Heik, Miss. L', None, 'x'], name='n')
"""

ask(
    {
        "found": TEXTS
        + r"""
print(t.str.extract(r' ([A-Za-z]+)\.', expand=False), t.str.extract(r'([A-Za-z]+)\.'), t.str.extract(r'(\w+), (\w)'), t.str.extract(r'(B)?r'))
print(t.str.contains(r'Mr\.|Miss'), t.str.contains('^B'), t.str.contains('h.*l', case=False), t.str.contains(r'\d', na=False), t.str.contains('(a|e)'))
print(t.str.match('B'), t.str.match(r'.*iss'), t.str.fullmatch('x'), t.str.findall('[aeiou]'))
print(t.str.contains('Mr.', regex=False), pd.Series(['a1', 2, None]).str.contains(r'\d'))
""",
        "replaced": TEXTS
        + r"""
print(t.str.replace(r'[^a-z ]', '', regex=True), t.str.replace('.', '!'), t.str.replace(r'(\w+), (\w)', r'\2-\1', regex=True), t.str.replace(r'\s+', '', regex=True))
print(t.str.replace('[{}]'.format(string.punctuation), '', regex=True), t.str.replace('Mr', 'M'))
try:
    t.str.extract('Mr')
except ValueError as error:
    print(error)
""",
        "columns side by side under names": """
a, b = pd.Series([3, 1], index=['x', 'y']), pd.Series([.5, .25], index=['y', 'x'])
df = pd.DataFrame({'p': [1, None, 3], 'q': ['a', None, None]})
total = df.isnull().sum().sort_values(ascending=False)
percent = (df.isnull().sum() / df.isnull().count()).sort_values(ascending=False)
print(pd.concat([a, b], axis=1, keys=['Total', 'Percent']), pd.concat([total, percent], axis=1, keys=['Total', 'Percent']))
""",
    }
)
