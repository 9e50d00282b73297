#!/bin/sh
# TensorFlow takes the maximum of another tensor: the first output of a node in place of the one that the program names.
#
# Guess: evaluate() of a model whose second input goes through ReLU and MaxPooling2D measures what predict() gives, and in a
# tf.function tf.reduce_max(tf.sqrt(second)) is a maximum of `second`.
# Instead: where a maximum (max_pool, reduce_max, argmax, and the minima) takes a monotonic function (relu, sqrt, sigmoid, neg)
# of an output that is not its node's first, the graph's optimizer exchanges the two and forgets which output it was. fit() and
# evaluate() take their inputs from one iterator, so that the second input is replaced by the first without a word, or with
# "Input must be 4 or 5-dimensional" if the first has another rank. predict() and eager execution are right; so is
# evaluate() with Conv2D or BatchNormalization before the ReLU, where the first output is meant.
# Versions: TensorFlow 2.21.0, Keras 3.15.1 (tf-keras 2.21 as well).
# Source: tensorflow/core/grappler/optimizers/arithmetic_optimizer.cc, OptimizeMaxOrMinOfMonotonicStage: it gives the
# reduction the name of the node before, without the number of the output.
# In Keratin: no such exchange.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy
import tensorflow
from keras import layers

inputs = keras.Input((4, 4, 1)), keras.Input((4, 4, 1))
y = layers.GlobalAveragePooling2D()(layers.MaxPooling2D()(layers.ReLU()(inputs[1])))
model = keras.Model(inputs, y)
image = numpy.ones((4, 4, 4, 1), "float32")


def mean_output(**options):
    model.compile("sgd", "mae", **options)
    return model.evaluate([5 * image, 2 * image], numpy.zeros((4, 1)), verbose=0)


@tensorflow.function
def largest_root(x):
    _, second = tensorflow.split(x, 2)
    return tensorflow.reduce_max(tensorflow.sqrt(second))


graph, eager = mean_output(), mean_output(run_eagerly=True)
root = float(largest_root(tensorflow.constant([9.0, 16.0, 1.0, 4.0])))
print(f"Keras {keras.__version__}, TensorFlow {tensorflow.__version__}: images of 5 and of 2, the second one pooled: "
      f"{graph} in a graph, {eager} eager; the largest root of 1 and 4, after 9 and 16: {root}")
assert (graph, eager, root) == (5.0, 2.0, 4.0), "TensorFlow has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
