"""Names that Keras 2 counts: of metrics in logs, of layers, models and optimizers, also after `clear_session`.

Run with Keras 2.15: python test/oracle/runs/keras2_counted_names.py > test/oracle/runs/keras2_counted_names.json
"""

from ask import ask
from counted_names import NAMES

ask(
    {
        "metrics by class names and twice": """x = np.ones((8,4),'float32'); y=np.ones((8,1),'float32')
def build(metrics, **k):
    m = keras.Sequential([keras.Input([4]), layers.Dense(1, activation='sigmoid')])
    m.compile('adam', 'binary_crossentropy', metrics=metrics, **k)
    return m
def go(*a, **k):
    try: print(list(build(*a, **k).fit(x,y,verbose=0).history))
    except Exception as e: print(type(e).__name__, str(e).strip().split('ValueError: ')[-1])
go(['mse','mae','mse'])
go([keras.metrics.BinaryAccuracy(), keras.metrics.BinaryAccuracy()])
go(['AUC','AUC', keras.metrics.AUC()])
go([keras.metrics.AUC(), 'AUC'])
go(['accuracy','acc','binary_accuracy'])
go(['accuracy'], weighted_metrics=['accuracy'])
go(['AUC'], weighted_metrics=['AUC'])
go([keras.metrics.AUC()], weighted_metrics=[keras.metrics.AUC()])
i = keras.Input([4]); a = layers.Dense(1, activation='sigmoid', name='a')(i); b = layers.Dense(1, activation='sigmoid', name='b')(i)
f = keras.Model(i, [a, b])
def two(m, **k):
    f.compile('sgd','mse',metrics=m, **k)
    try: print(list(f.fit(x,[y,y],verbose=0).history), list(f.evaluate(x,[y,y],verbose=0, return_dict=True)), f.metrics_names)
    except Exception as e: print(type(e).__name__, str(e).strip().split('ValueError: ')[-1])
two(['AUC','mse'])
two({'a':['AUC'],'b':['AUC','mae']})
two([['mse'],[keras.metrics.MeanSquaredError()]])
two([['mse'],['mse','mse']])
two([[keras.metrics.MeanSquaredError()],[keras.metrics.MeanSquaredError()]])
m=build(['mae','AUC'])
print(list(m.train_on_batch(x,y,return_dict=True)), list(m.test_on_batch(x,y,return_dict=True)), m.metrics_names, list(m.evaluate(x,y,verbose=0,return_dict=True)))
""",
        "models one after the other": NAMES,
    }
)
