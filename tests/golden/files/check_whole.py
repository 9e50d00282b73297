"""Has Keras load whole models that Keratin writes and go on training: `python check_whole.py keras FOLDER` loads the
.keras files, the same with tf_keras the .h5 files, where FOLDER holds what `KERATIN_FILES=FOLDER keratin_tests
--filenames-as-tags "[#test_compiled_models]"` wrote. Each library restores the optimizer from its own kind of file
alone; tf_keras does not find Lion by the name of its class."""

import importlib
import pathlib
import sys

import compiled
import numpy as np

library = importlib.import_module(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
ending = ".keras" if sys.argv[1] == "keras" else ".h5"
for name in compiled.cases(library):
    if name == "lion" and ending == ".h5":
        continue
    model = library.models.load_model(folder / f"{name}{ending}")
    variables = model.optimizer.variables
    steps = int((variables() if callable(variables) else variables)[0])
    assert steps == 2 * compiled.STEPS, f"{name}: the optimizer made {steps} steps"
    compiled.train(model, compiled.STEPS, 2 * compiled.STEPS)
    expected = library.models.load_model(folder / f"{name}.after{ending}", compile=False).get_weights()
    differences = [np.abs(a - b).max() / np.abs(b).max() for a, b in zip(model.get_weights(), expected)]
    verdict = "as Keratin does" if max(differences) <= 1e-5 else "DIFFERENT"
    print(f"{sys.argv[1]} {library.__version__} trains {name}{ending} {verdict}: {max(differences):.1e} of the scale")
