"""Dates and times: read from texts, taken apart, sorted, compared, printed and written."""

from ask import ask

FRAME = """
s = pd.Series(['2020-01-02', '2019-12-31', None], name='day')
e = pd.to_datetime(pd.Series(['2020-01-02 03:04:05', '2019-12-31 00:00:00', '2020-02-29 23:59:59']))
df = pd.DataFrame({'d': e, 'v': [1, 2, 3], 't': ['a', 'b', 'a']})
"""

ask(
    {
        "taken apart": FRAME
        + """
d = pd.to_datetime(s)
print(d, d.dtype, d.dt.year, d.dt.month, d.dt.strftime('%Y/%m'), d.isnull().sum(), d.dropna(), d.iloc[2], pd.isnull(d))
print(e, e.dt.hour, e.dt.day, e.dt.minute, e.dt.second, e.dt.quarter, e.dt.dayofyear, e.dt.day_of_week, e.dt.weekday)
print(e.dt.day_name(), e.dt.month_name(), e.dt.normalize(), e.dt.strftime('%d.%m.%y %H-%M-%S %j %a %B'))
print(e.iloc[0], repr(e.iloc[0]), e.min(), e.max(), e.iloc[0].strftime('%d %b %Y'), e.iloc[0].weekday(), e.iloc[0].year)
print(f'{e.iloc[0]:%Y-%m} {e.iloc[0]}', '{:%H}'.format(e[1]), f'{d.iloc[2]}', pd.to_datetime(['2020-01-01', 'x'], errors='coerce'))
print(e.iloc[0] == 'x', e.iloc[0] in ['x', e.iloc[0]], e.iloc[0] != None)
print(e.iloc[0].timestamp(), str(e[1]), df['d'].map(lambda t: t.timestamp()), df['d'].apply(lambda t: t.month))
try:
    s.dt.year
except AttributeError as error:
    print(error)
""",
        "as scripts make columns of them": FRAME
        + """
i = pd.DatetimeIndex(df.d)
print([t.hour for t in i], i.hour, i.year, len(i), list(i.month), pd.DatetimeIndex(s.dropna()).year.tolist())
df['hour'] = [t.hour for t in pd.DatetimeIndex(df['d'])]
df['y'] = df.d.dt.year
df['d'] = df['d'].dt.strftime('%m')
print(df)
df['when'] = pd.to_datetime(['2021-01-01', '2021-01-02', '2021-01-03'])
print(df, df.iloc[0], df.loc[df['when'].dt.day == 2, 'v'])
print(df.drop('when', axis=1))
""",
        "formats": """
for texts in [['2018/12/18', '2018/12/17'], ['2018.12.18'], ['2011-1-2', '2011-11-12'], ['20200101'], ['2020-01', '2020-02'], ['1/2/2011', '3/4/2012'],
              ['13/2/2011', '14/4/2012'], ['01-02-2011'], ['01.02.2011'], ['2011/01/02 03:04'], ['2020-01-02T03:04', '2020-02-02T03:05'],
              ['01.01.2009 00:10:00', '02.03.2009 00:20:00'], ['2020-01-02 03:04:05.250', '2020-02-02 03:04:05.500'], ['1/2/2011 5:06', '3/4/2012 15:06']]:
    print(pd.to_datetime(pd.Series(texts)))
print(pd.to_datetime('2020-03-04'), pd.to_datetime(pd.Series(['1/2/2011', '3/4/2012']), dayfirst=True))
print(pd.to_datetime(pd.Series(['20200101', '20200203']), format='%Y%m%d'), pd.to_datetime(pd.Series(['5 Mar 99 11 PM', '6 apr 01 01 am']), format='%d %b %y %I %p'))
print(pd.to_datetime(pd.Series(['01.01.2009 00:10:00', '13.02.2009 00:20:00']), format='%d.%m.%Y %H:%M:%S'))
print(pd.to_datetime(pd.Series(['2020-01-01', 'x']), errors='coerce'))
print(pd.to_datetime(pd.Series(['10:30', '23:59']), format='%H:%M'), pd.to_datetime('3 Mar', format='%d %b'))
print(pd.to_datetime(pd.Series(['', '2020-01-01', 'NaT', 'nan', None])), pd.to_datetime(pd.Series(['01.02.2020', '']), format='%d.%m.%Y'))
for texts in [['2020-01-01', 'x'], ['13/2/2011', '4/14/2012']]:
    try:
        pd.to_datetime(pd.Series(texts))
    except ValueError as error:
        print(error)
""",
        "in tables": FRAME
        + """
print(df, df.dtypes, df.sort_values('d'), df.set_index('d'), df.set_index('d').sort_index(), df.values)
df.info()
print(df['d'] > '2020-01-01', df[df['d'] >= '2020-01-02'], df['d'] == df['d'].max(), df[df['d'].dt.year == 2020], e == e.iloc[0])
print(df.groupby(df['d'].dt.year)['v'].sum(), df['d'].nunique(), df['d'].value_counts(), df.groupby('t')['d'].max())
print(pd.concat([df, df.head(1)], ignore_index=True), df.drop_duplicates('d'), df['d'].shift(1), pd.get_dummies(df), df.isnull().sum())
print(df['d'].astype(str), df['d'].astype('int64'), df.select_dtypes('object').columns.tolist())
print(df.to_csv(), df.head(1).to_csv(index=False), df['d'].head(2).to_csv(), pd.to_datetime(s).to_csv())
""",
        "read from files": """
print(pd.read_csv('days.csv', parse_dates=['when']), pd.read_csv('days.csv', parse_dates=[0]).dtypes)
print(pd.read_csv('days.csv', index_col='when', parse_dates=True), pd.read_csv('days.csv', index_col=0, parse_dates=['when']).index.day.tolist())
print(pd.read_csv('mixed.csv', parse_dates=['when']).dtypes)
print(pd.read_csv('hours.csv', parse_dates=['when'], index_col=['when']))
""",
    },
    {
        "days.csv": "when,x\n2020-01-02,1\n2020-01-03,2\n",
        "mixed.csv": "when,x\n2020-01-02,1\nhello,2\n",
        "hours.csv": "when,x\n01.01.2009 00:10:00,1\n02.01.2009 00:10:00,2\n",
    },
)
