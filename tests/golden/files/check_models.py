"""Has Keras load the models that Keratin writes, and compares what they predict: `python check_models.py keras FOLDER`,
then the same with tf_keras, where FOLDER holds what `KERATIN_FILES=FOLDER keratin_tests --filenames-as-tags
"[#test_save_model]"` wrote. Files of Keras 2's layout (.h5) are for both, those of Keras 3's (.keras) for Keras 3."""

import importlib
import json
import pathlib
import sys

import numpy as np

library = importlib.import_module(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
expected = json.loads((pathlib.Path(__file__).parent / "whole.keras.json").read_text())
failed = False
for name, golden in expected.items():
    if name == "library":
        continue
    for ending in [".keras", ".h5"] if sys.argv[1] == "keras" else [".h5"]:
        x = np.array(golden["x"], "float32").reshape(golden["x_shape"])
        y = np.array(golden["y"], "float32").reshape(golden["y_shape"])
        try:
            model = library.models.load_model(folder / f"{name}{ending}")
            functional = name == "chain" or (name == "nested_chain" and ending == ".keras")
            if functional and type(model).__name__ != "Functional":
                raise ValueError(f"it is a {type(model).__name__}, expected a Functional")
            difference = np.abs(np.asarray(model.predict(x, verbose=0)) - y).max() / np.abs(y).max()
            failed |= not difference <= 1e-5
            print(f"{sys.argv[1]} {library.__version__} {name}{ending}: {difference:.1e} of the scale")
        except Exception as error:  # each file is to be tried
            failed = True
            print(f"{sys.argv[1]} {library.__version__} {name}{ending}: {type(error).__name__}: {error}")
model = library.models.load_model(folder / "deep.h5")
as_expected = np.array_equal(np.asarray(model(np.array([[0, 1]], "float32"))), [[500 / 512, 1 + 500 / 512]])
failed |= not as_expected
print(f"{sys.argv[1]} {library.__version__} deep.h5: {'the same' if as_expected else 'DIFFERENT'}")
sys.exit(failed)
