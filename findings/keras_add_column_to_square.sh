#!/bin/sh
# Keras 3 on TensorFlow adds a column to a square array as if it were a row.
#
# Guess: keras.ops.add broadcasts as NumPy does: (3, 3) + (3, 1) adds one number to each row. The bias of a Conv2D with
# channels_first adds one number to each channel, whatever the size of the image.
# Instead: an array with one dimension larger than 1 counts as a bias if its size is that of the other array's second or last
# dimension, and is added along the last one if both are that large. The column is added as a row, and a channels_first
# convolution whose image has as many columns as filters adds its bias to the columns. subtract() of the negative is right.
# Versions: Keras 3.15.1 on TensorFlow 2.21.
# Source: keras/src/backend/tensorflow/numpy.py, add(): the special case of tf.nn.bias_add.
# In Keratin: both follow NumPy. A channels_first model differs from Keras on TensorFlow there; GUIDE says so.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy

square, column = numpy.zeros((3, 3), "float32"), numpy.array([[1], [2], [3]], "float32")
added = numpy.array(keras.ops.add(square, column))
subtracted = numpy.array(keras.ops.subtract(square, -column))
print(f"Keras {keras.__version__}: (3, 3) + (3, 1) is {added.tolist()}, and NumPy's {(square + column).tolist()}")


def outputs_of_channels(columns):
    layer = keras.layers.Conv2D(2, 1, data_format="channels_first")
    images = numpy.zeros((1, 1, 4, columns), "float32")
    layer.build(images.shape)
    layer.set_weights([numpy.zeros((1, 1, 1, 2)), numpy.array([1, 2])])
    outputs = numpy.array(layer(images))[0]
    return [sorted(set(channel.ravel().tolist())) for channel in outputs]


wide, narrow = outputs_of_channels(5), outputs_of_channels(2)
print(f"Two channels with a bias of 1 and 2: {wide} with 5 columns, {narrow} with 2 columns")
assert added.tolist() == [[1, 2, 3]] * 3, "add has changed"
assert (subtracted == square + column).all(), "subtract has changed"
assert wide == [[1], [2]] and narrow == [[1, 2], [1, 2]], "Conv2D has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
