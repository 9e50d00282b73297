#!/bin/sh
# The gradient of TensorFlow's max_pool3d at a tie depends on how the same line is run.
#
# Guess: at a tie, the first maximum of a window gets the gradient, as in max_pool2d, however the code is run. Ties are
# common: a rectifier before the pooling makes windows of zeros.
# Instead: on a CPU, eager code gives each tied maximum the whole gradient, so that a window of 8 equal numbers passes
# on 8 times what it received. The same code in a tf.function gives it to the first one if oneDNN is on, which it is by
# default, and to all if TF_ENABLE_ONEDNN_OPTS is 0. With XLA the first one gets it.
# Versions: TensorFlow 2.21 on x86-64.
# Source: tensorflow/core/kernels/pooling_ops_3d.cc compares each input with the maximum; oneDNN's kernel, which a graph
# is rewritten to, keeps the place of one maximum.
# In Keratin: the first maximum gets the gradient in MaxPooling1D, 2D and 3D.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0
cat >"$folder/try.py" <<'PYTHON'
import os
import sys

os.environ["TF_ENABLE_ONEDNN_OPTS"] = sys.argv[1]
import tensorflow as tf

equal = tf.ones((1, 2, 2, 2, 1))


def pool3d(x):
    return tf.nn.max_pool3d(x, 2, 2, "VALID")


def pool2d(x):
    return tf.nn.max_pool2d(x[:, 0], 2, 2, "VALID")


def gradient(pool):
    def run(x):
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.reduce_sum(pool(x))
        return tape.gradient(y, x)
    return run


seen = {"eager": gradient(pool3d)(equal), "tf.function": tf.function(gradient(pool3d))(equal),
        "XLA": tf.function(gradient(pool3d), jit_compile=True)(equal), "max_pool2d, eager": gradient(pool2d)(equal)}
for way, values in seen.items():
    print(f"oneDNN {sys.argv[1]}, {way}: {values.numpy().ravel()}")
passed = {way: float(tf.reduce_sum(values)) for way, values in seen.items()}
expected = {"eager": 8, "tf.function": 1 if sys.argv[1] == "1" else 8, "XLA": 1, "max_pool2d, eager": 1}
assert passed == expected, "TensorFlow has changed"
PYTHON
for onednn in 1 0; do
  TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py" $onednn
done
