#!/usr/bin/env python3
"""README.md's first program in Python, for process.py to time."""
import numpy as np
from keras import Sequential
from keras.layers import Conv2DTranspose

X = np.asarray([[1, 2], [3, 4]])
print(X)
model = Sequential()
model.add(Conv2DTranspose(1, (1, 1), strides=(2, 2), input_shape=(2, 2, 1)))
model.summary()
model.set_weights([np.asarray([[[[1]]]]), np.asarray([0])])
yhat = model.predict(X.reshape((1, 2, 2, 1)), verbose=0)
print(yhat.reshape((4, 4)))
