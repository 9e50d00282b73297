#!/bin/sh
# Keras 3 cannot open an .h5 file of tf-keras that holds a functional model inside a functional model.
#
# Guess: Keras 3 opens whole models that Keras 2 saved as .h5 if all their layers exist in both, as it does for
# Sequential models and for functional ones without models inside.
# Instead: it fails to resolve the nodes after the inner model. Keras 2 counts the call that made a model as its call
# number 0, so that the first call in another model is number 1; Keras 3 looks for number 0.
# Versions: the file by tf-keras 2.21.0, read by Keras 3.15.1, both on TensorFlow 2.21.
# Source: keras/src/models/functional.py (functional_from_config); tf_keras/src/engine/functional.py
# (reconstruct_from_config, _should_skip_first_node).
# In Keratin: such files load. An .h5 saved here holds a Sequential if the model is a chain, and opens in both; a model
# that branches is written for Keras 2.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check tensorflow-cpu==2.21.0 keras==3.15.1 tf-keras==2.21.0
cat >"$folder/try.py" <<'PYTHON'
import os
import sys

import keras
import tf_keras
from tf_keras import layers


def saved(name, nested):
    inside = layers.Input((4,))
    inner = tf_keras.Model(inside, layers.Dense(3)(inside))
    start = layers.Input((4,))
    hidden = inner(start) if nested else layers.Dense(3)(start)
    path = os.path.join(sys.argv[1], name)
    tf_keras.Model(start, layers.Dense(2)(hidden)).save(path)
    return path


def opens(path):
    try:
        keras.models.load_model(path, compile=False)
    except ValueError as error:
        print(str(error)[:120])
        return False
    return True


plain, nested = opens(saved("plain.h5", False)), opens(saved("nested.h5", True))
print(f"Keras {keras.__version__} opens the plain model: {plain}, the nested one: {nested}")
assert plain and not nested, "Keras has changed"
PYTHON
TF_CPP_MIN_LOG_LEVEL=3 CUDA_VISIBLE_DEVICES=-1 "$folder/venv/bin/python" "$folder/try.py" "$folder"
