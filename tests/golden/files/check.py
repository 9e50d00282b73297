"""Has Keras load the files that Keratin writes: `python check.py keras FOLDER`, then the same with tf_keras, where
FOLDER holds what `KERATIN_FILES=FOLDER keratin_tests --filenames-as-tags "[#test_save_weights]"` wrote."""

import importlib
import pathlib
import sys

import models
import numpy as np

library = importlib.import_module(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
for name in ["dense", "conv", "gan"]:
    for ending in [".weights.h5", ".h5"]:
        model = getattr(models, name)(library)
        model.load_weights(folder / f"{name}{ending}")
        for i, weight in enumerate(model.get_weights()):
            np.testing.assert_array_equal(weight, models.numbers(i, weight.shape), err_msg=f"{name}{ending}, weight {i}")
        print(f"{sys.argv[1]} {library.__version__} loads {name}{ending}: {len(model.weights)} weights as they should be")
