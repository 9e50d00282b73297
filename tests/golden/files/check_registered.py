"""Has Keras load models with DepthToSpace, which it has no layer for, after a class was registered as the guide says, and
compares what they predict: `python check_registered.py keras FOLDER`, then the same with tf_keras, where FOLDER holds what
`KERATIN_FILES=FOLDER keratin_tests --filenames-as-tags "[#test_save_model]"` wrote."""

import importlib
import pathlib
import sys

import numpy as np
import tensorflow as tf

library = importlib.import_module(sys.argv[1])
folder = pathlib.Path(sys.argv[2])


@library.saving.register_keras_serializable(package="keratin")
class DepthToSpace(library.layers.Layer):
    def __init__(self, block_size, data_format="channels_last", **kwargs):
        super().__init__(**kwargs)
        self.block_size = block_size

    def call(self, x):
        return tf.nn.depth_to_space(x, self.block_size)


x, y = (np.load(folder / f"depth_to_space.{array}.npy") for array in "xy")
for ending in [".keras", ".h5"] if sys.argv[1] == "keras" else [".h5"]:
    model = library.models.load_model(folder / f"depth_to_space{ending}")
    assert np.array_equal(model.predict(x, verbose=0), y), ending
    print(f"{sys.argv[1]} {library.__version__} depth_to_space{ending}: the same numbers")
