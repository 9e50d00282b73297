#!/bin/sh
# Keras 2 swaps the layers of a nested model if another number of them is frozen when its .h5 weights are loaded.
#
# Guess: save_weights() and load_weights() of the same architecture give the same model; whether a layer is trainable
# changes only what fit() may change. The file even names each array by its layer.
# Instead: the arrays of a nested model are written with those that train first, and read back only by their order.
# If the shapes agree, the weights of the frozen layer and of the next one change places without a word.
# Versions: tf-keras 2.21.0 on TensorFlow 2.21.
# Source: tf_keras/src/saving/legacy/hdf5_format.py, load_weights_from_hdf5_group, and the order of Layer.weights.
# In Keratin: arrays go by their names; if names and order contradict each other, the file is refused.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 tf-keras==2.21.0
cat >"$folder/try.py" <<'PYTHON'
import os
import sys

import numpy
import tf_keras
from tf_keras import layers


def make(first_trains):
    first, second = layers.Dense(4, activation="tanh", name="first"), layers.Dense(4, name="second")
    first.trainable = first_trains
    base = tf_keras.Sequential([layers.InputLayer((4,)), first, second], name="base")
    return tf_keras.Sequential([layers.InputLayer((4,)), base, layers.Dense(2, name="head")])


tf_keras.utils.set_random_seed(1)
saved, loaded = make(False), make(True)
path = os.path.join(sys.argv[1], "weights.h5")
saved.save_weights(path)
loaded.load_weights(path)


def kernel(model, name):
    return model.get_layer("base").get_layer(name).kernel.numpy()


swapped = numpy.array_equal(kernel(loaded, "first"), kernel(saved, "second"))
print(f"tf-keras {tf_keras.__version__}: the kernel of 'first' is that of 'second': {swapped}")
assert swapped and not numpy.array_equal(kernel(loaded, "first"), kernel(saved, "first")), "tf-keras has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py" "$folder"
