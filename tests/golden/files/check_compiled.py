"""Has Keras load what Keratin writes of every optimizer, loss and metric: `python check_compiled.py keras FOLDER` loads the
.keras and the .h5 files, the same with tf_keras the .h5 files, where FOLDER holds what `KERATIN_FILES=FOLDER keratin_tests
--filenames-as-tags "[#test_named_metrics]"` wrote. Each evaluates to what it does in Keratin. tf_keras does not find Lion
by the name of its class; neither Keras has a metric of the huber loss."""

import importlib
import json
import pathlib
import sys

import numpy as np

library = importlib.import_module(sys.argv[1])
folder = pathlib.Path(sys.argv[2])
evaluated = json.loads((folder / "evaluated.json").read_text())
data = evaluated.pop("data")
x, dense, sparse = (np.array(data[key], "float32").reshape(4, -1) for key in ("x", "dense", "sparse"))
failed = []
for name, expected in evaluated.items():
    for ending in [".keras", ".h5"] if sys.argv[1] == "keras" else [".h5"]:
        if name == "optimizer_lion" and sys.argv[1] == "tf_keras":
            continue
        try:
            model = library.models.load_model(folder / f"{name}{ending}")
            y = sparse if "sparse" in name else dense
            values = model.evaluate(x, y, verbose=0, return_dict=True)
            assert values.keys() == expected.keys(), f"{sorted(values)} instead of {sorted(expected)}"
            for key, value in expected.items():
                np.testing.assert_allclose(values[key], value, rtol=1e-5)
            if sys.argv[1] == "tf_keras":
                model.train_on_batch(x, y)
        except Exception as error:  # each file is to be tried
            failed.append(f"{name}{ending}")
            print(f"{name}{ending}: {type(error).__name__}: {str(error)[:300]}")
print(f"{sys.argv[1]} {library.__version__} loads {len(evaluated)} compiled models" + f", but not {failed}" * bool(failed))
sys.exit(bool(failed))
