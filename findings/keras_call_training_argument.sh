#!/bin/sh
# Keras 3 forgets the argument `training` of a layer's call in a functional model.
#
# Guess: `normalization(x, training=False)` keeps a BatchNormalization in inference mode for good, also in fit(), as
# it did in Keras 2, and as guides on transfer learning say of `base_model(x, training=False)`.
# Instead: fit() calls the layer with training=True all the same, and its moving averages move.
# Versions: Keras 3.15.1 on TensorFlow 2.21. tf-keras 2.21 keeps the argument.
# Source: keras/src/models/functional.py, operation_fn: what fit() or predict() pass replaces the argument.
# In Keratin: a file of Keras 2 behaves as in Keras 2, a file of Keras 3 as in Keras 3.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1 tf-keras==2.21.0
cat >"$folder/try.py" <<'PYTHON'
import keras
import numpy
import tf_keras


def moving_mean_after_fit(library, training):
    inputs = library.Input((2,))
    normalization = library.layers.BatchNormalization()
    model = library.Model(inputs, normalization(inputs, training=training))
    model.compile("sgd", "mse")
    x = numpy.full((8, 2), 5, "float32")
    model.fit(x, x, verbose=0)
    return round(float(normalization.moving_mean.numpy()[0]), 3)


seen = {}
for library in (keras, tf_keras):
    for training in (None, True, False):
        seen[library.__name__, training] = moving_mean_after_fit(library, training)
        print(f"{library.__name__} {library.__version__}, training={training}: {seen[library.__name__, training]}")
assert seen["tf_keras", False] == 0.0, "Keras 2 has changed"
assert seen["keras", False] == seen["keras", None] == 0.05, "Keras 3 has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py"
