#!/bin/sh
# In Keras 2, the same BatchNormalization learns another moving variance from images than from vectors.
#
# Guess: moving_variance is the running mean of the variance that normalizes the batch, the sum of squares divided by
# the number of values n, whatever the shape of the input.
# Instead: for images (4 axes) Keras 2 uses TensorFlow's fused kernel. It normalizes with that variance, but averages
# the unbiased one, divided by n - 1. With fused=False, for other shapes, and in Keras 3, both are divided by n. For a
# batch of 1 image of 2 by 2 pixels the average is a third larger, so predict() differs from that of a model that
# Keras 3 trained.
# Versions: tf-keras 2.21 and Keras 3.15.1 on TensorFlow 2.21.
# Source: tf_keras/src/layers/normalization/batch_normalization.py, _fused_batch_norm;
# keras/src/layers/normalization/batch_normalization.py.
# In Keratin: as in Keras 3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1 tf-keras==2.21.0
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy
import tf_keras

images = numpy.array([1, 2, 3, 6], "float32").reshape((1, 2, 2, 1))


def learned(library, x, **options):
    layer = library.layers.BatchNormalization(momentum=0.0, **options)
    layer(x, training=True)
    return round(float(layer.moving_variance.numpy()[0]), 4)


seen = {"numpy.var": float(images.var()), "Keras 2, images": learned(tf_keras, images),
        "Keras 2, images, fused=False": learned(tf_keras, images, fused=False),
        "Keras 2, vectors": learned(tf_keras, images.reshape((4, 1))), "Keras 3, images": learned(keras, images)}
for name, variance in seen.items():
    print(f"{name}: {variance}")
assert seen.pop("Keras 2, images") == round(3.5 * 4 / 3, 4), "Keras 2 has changed"
assert set(seen.values()) == {3.5}, "Keras has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
