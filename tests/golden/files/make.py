"""Writes the files of weights that tests/saving reads: `python make.py keras` with Keras 3.15, `python make.py
tf_keras` with tf-keras 2.21, which writes as Keras 2 did. The *.keras213.weights.h5
are the weights in .keras files that TensorFlow 2.13.1's Keras wrote of the same models; odd.py makes the others."""

import importlib
import pathlib
import sys

import models

HERE = pathlib.Path(__file__).parent
library = importlib.import_module(sys.argv[1])
for name in ["dense", "conv", "gan"]:
    model = models.number(getattr(models, name)(library))
    if sys.argv[1] == "keras":
        model.save_weights(HERE / f"{name}.weights.h5")
        if name == "gan":
            model.save(HERE / "gan_model.h5")
    else:
        model.save_weights(HERE / f"{name}.tf_keras.h5")
if sys.argv[1] == "tf_keras":
    free = models.gan(library)
    free.get_layer("discriminator").trainable = True
    models.number(free).save_weights(HERE / "gan_free.tf_keras.h5")
