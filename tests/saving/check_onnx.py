"""check_onnx.py FOLDER: runs what write_onnx_models wrote with ONNX Runtime and, where it is installed, OpenVINO.

Each model must pass ONNX's checker with all shapes inferred, and give what predict() gave to 1e-5 of its scale, for a
batch of 1 and of 3. Prints the largest difference of each family of layers. Exit code 77, skipped, where onnx or
onnxruntime are missing.
"""
import json
import pathlib
import sys

SKIPPED = 77
TOLERANCE = 1e-5

try:
    import numpy
    import onnx
    import onnxruntime
except ImportError as error:
    print(f"Skipped: {error}. Set KERATIN_PYTHON to a Python with onnx and onnxruntime.")
    sys.exit(SKIPPED)
try:
    import openvino
except ImportError:
    openvino = None


def onnx_runtime(path):
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [one.name for one in session.get_inputs()]
    return lambda x: session.run(None, dict(zip(names, x)))


def open_vino(path):
    core = openvino.Core()
    compiled = core.compile_model(core.read_model(str(path)), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda x: list(compiled(x).values())


def read(folder, array):
    return numpy.fromfile(folder / array["file"], numpy.float32).reshape(array["shape"])


def difference(y, expected):
    """The largest difference, relative to the largest number expected."""
    if y.shape != expected.shape:
        raise ValueError(f"shape {y.shape}, expected {expected.shape}")
    if not numpy.isfinite(y).all():
        raise ValueError("numbers that are not finite")
    return float(numpy.abs(y - expected).max() / max(numpy.abs(expected).max(), 1e-30))


def check_file(path):
    model = onnx.load(str(path))
    onnx.checker.check_model(model, full_check=True)
    for end in (*model.graph.input, *model.graph.output):
        if end.type.tensor_type.shape.dim[0].dim_param != "batch":
            raise ValueError(f"the batch of {end.name} is not open")


def main(folder):
    runtimes = {"ONNX Runtime": onnx_runtime}
    if openvino is not None:
        runtimes["OpenVINO"] = open_vino
    largest, failures = {}, []
    models = json.loads((folder / "models.json").read_text())
    for model in models:
        path = folder / f"{model['name']}.onnx"
        try:
            check_file(path)
            for runtime, load in runtimes.items():
                run = load(path)
                for batch in model["batches"]:
                    x, expected = ([read(folder, one) for one in batch[end]] for end in "xy")
                    here = max(difference(y, one) for y, one in zip(run(x), expected, strict=True))
                    row = largest.setdefault(model["family"], dict.fromkeys(runtimes, 0.0))
                    row[runtime] = max(row[runtime], here)
                    if here > TOLERANCE:
                        failures.append(f"{model['name']}: {runtime} differs by {here:.1e}")
        except Exception as error:  # of three libraries, none of which promises a class
            failures.append(f"{model['name']}: {str(error).strip()[:500]}")
    print(f"{len(models)} models, largest difference relative to the largest number:")
    for family, row in largest.items():
        print(f"  {family:14}" + "".join(f"{runtime} {value:.1e}   " for runtime, value in row.items()))
    if openvino is None:
        print("OpenVINO is not installed: checked with ONNX Runtime alone.")
    print("\n".join(failures) if failures else "all agree")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
