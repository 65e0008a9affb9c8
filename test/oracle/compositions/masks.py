"""Masks of Embedding and Masking, and the layers that take them or let them pass."""

import keras
from keras import layers


class TakesMask(layers.Layer):
    def call(self, x, mask=None):
        return x


class PassesMask(layers.Layer):
    def __init__(self):
        super().__init__()
        self.supports_masking = True

    def call(self, x):
        return x


# masking lstm
keras.backend.clear_session()
i=keras.Input((None,10))
h=layers.Masking()(i)
h=layers.LSTM(4)(h)
model = keras.Model(i,h)

# emb
keras.backend.clear_session()
i=keras.Input((None,))
h=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.LSTM(4,return_sequences=True)(h)
h=layers.Dropout(.1)(h)
h=layers.LSTM(3)(h)
model = keras.Model(i,h)

# s2s
keras.backend.clear_session()
i=keras.Input((None,))
h=layers.Embedding(10,4,mask_zero=True)(i)
h,a,b=layers.LSTM(4,return_state=True)(h)
j=keras.Input((None,))
k=layers.Embedding(10,4,mask_zero=True)(j)
k=layers.LSTM(4,return_sequences=True)(k,initial_state=[a,b])
k=layers.Dense(3)(k)
model = keras.Model([i,j],k)

# mha
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.MultiHeadAttention(2,4)(e,e)
h=layers.Add()([e,h])
h=layers.GlobalAveragePooling1D()(h)
model = keras.Model(i,h)

# bi td
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Bidirectional(layers.LSTM(4,return_sequences=True))(e)
h=layers.TimeDistributed(layers.Dense(3))(h)
model = keras.Model(i,h)

# concat
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
f=layers.Embedding(10,4)(i)
h=layers.Concatenate()([e,f])
h=layers.LSTM(3)(h)
model = keras.Model(i,h)

# attention
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Attention()([e,e])
h=layers.LSTM(3)(h)
model = keras.Model(i,h)

# nested
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
m=keras.Sequential([layers.LSTM(3)])
h=m(e)
model = keras.Model(i,h)

# flatten
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Flatten()(e)
model = keras.Model(i,h)

# bn
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.BatchNormalization()(e)
h=layers.Conv1D(3,2)(h)
model = keras.Model(i,h)

# lambda
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Lambda(lambda x: x*2)(e)
h=layers.LSTM(3)(h)
model = keras.Model(i,h)

# add
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
f=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Add()([e,f])
h=layers.LSTM(3)(h)
model = keras.Model(i,h)

# after seq
keras.backend.clear_session()
m=keras.Sequential([keras.Input((5,)),layers.Embedding(10,4,mask_zero=True),layers.LSTM(3)])
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.LSTM(3)(e)
model = keras.Model(i,h)

# after seq add
keras.backend.clear_session()
m=keras.Sequential()
m.add(keras.Input((5,)))
m.add(layers.Embedding(10,4,mask_zero=True))
m.add(layers.LSTM(3))
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.LSTM(3)(e)
model = keras.Model(i,h)

# op drops
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.SimpleRNN(3,return_sequences=True)(e*2)
model = keras.Model(i,h)

# rnn
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.RNN(layers.LSTMCell(3))(e)
h=layers.Softmax()(h)
model = keras.Model(i,h)

# mha only
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.MultiHeadAttention(2,4)(e,e)
h=layers.Flatten()(h)
model = keras.Model(i,h)

# mha cross
keras.backend.clear_session()
i=keras.Input((5,))
j=keras.Input((6,))
e=layers.Embedding(10,4,mask_zero=True)(i)
f=layers.Embedding(10,4,mask_zero=True)(j)
h=layers.MultiHeadAttention(2,4)(e,f)
h=layers.Flatten()(h)
model = keras.Model([i,j],h)

# mha gap
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.MultiHeadAttention(2,4)(query=e,value=e,key=e)
h=layers.GlobalAveragePooling1D()(h)
model = keras.Model(i,h)

# td
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.TimeDistributed(layers.Dense(3))(e)
h=layers.Flatten()(h)
model = keras.Model(i,h)

# softmax
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Softmax()(e)
h=layers.Flatten()(h)
model = keras.Model(i,h)

# lambda
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Lambda(lambda x: x*2)(e)
h=layers.Flatten()(h)
model = keras.Model(i,h)

# att
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=layers.Attention()([e,e])
h=layers.Flatten()(h)
model = keras.Model(i,h)

# own mask
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=TakesMask()(e)
h=layers.Flatten()(h)
model = keras.Model(i,h)

# own supports
keras.backend.clear_session()
i=keras.Input((5,))
e=layers.Embedding(10,4,mask_zero=True)(i)
h=PassesMask()(e)
h=layers.LSTM(3)(h)
model = keras.Model(i,h)
