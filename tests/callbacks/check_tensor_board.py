"""check_tensor_board.py FOLDER: reads what test_tensor_board wrote into FOLDER/logs with the package tensorboard. Exit code
77, skipped, where it is missing."""
import pathlib
import struct
import sys

try:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.util.tensor_util import make_ndarray
except ImportError as error:
    print(f"Skipped: {error}. Set KERATIN_PYTHON to a Python with tensorboard.")
    sys.exit(77)

EPOCHS, BATCHES = 3, 6
TRAIN = {f"epoch_{name}": EPOCHS for name in ("loss", "mae", "learning_rate", "steps_per_second")}
TRAIN |= {f"batch_{name}": BATCHES for name in ("loss", "mae", "steps_per_second")}
TRAIN |= {f"outer/{name}/histogram": EPOCHS
          for name in ("first/kernel", "first/bias", "inner/last/kernel", "inner/last/bias")}
VALIDATION = {f"{name}": EPOCHS for name in ("epoch_loss", "epoch_mae", "evaluation_loss_vs_iterations",
                                             "evaluation_mae_vs_iterations")}


def check(condition, message):
    if not condition:
        sys.exit(message)


def read(folder, expected):
    events = EventAccumulator(str(folder), size_guidance={"tensors": 0})
    events.Reload()
    tags = events.Tags()["tensors"]
    check(sorted(set(tags) - {"images"}) == sorted(expected), f"{folder}: unexpected tags {tags}")
    for tag, count in expected.items():
        steps = [event.step for event in events.Tensors(tag)]
        check(len(steps) == count and steps == sorted(steps), f"{tag}: steps {steps}")
    return events


def numbers(events, tag):
    return [make_ndarray(event.tensor_proto) for event in events.Tensors(tag)]


def check_images(events):
    check([event.step for event in events.Tensors("images")] == [0, 2], "images: steps")
    for columns, rows, *pngs in numbers(events, "images"):
        check((columns, rows, len(pngs)) == (b"3", b"2", 2), "images: sizes")
        for png in pngs:
            check(png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (3, 2), "images: no PNG")


def main(folder):
    train, validation = read(folder / "train", TRAIN), read(folder / "validation", VALIDATION)
    check(all(abs(float(rate) / 1e-30 - 1) < 1e-6 for rate in numbers(train, "epoch_learning_rate")), "learning rate")
    check(numbers(train, "epoch_loss") == numbers(validation, "epoch_loss"), "losses differ where nothing is learned")
    for name in TRAIN:
        plugin = train.SummaryMetadata(name).plugin_data.plugin_name
        check(plugin == ("histograms" if name.endswith("histogram") else "scalars"), f"{name}: shown by {plugin}")
    kernel = numbers(train, "outer/first/kernel/histogram")[0]
    check(kernel.shape == (30, 3) and kernel[:, 2].sum() == 40, "histogram")
    if "images" in train.Tags()["tensors"]:
        check_images(train)
    print(f"{len(TRAIN)} tags of training and {len(VALIDATION)} of validation are as they should be")


main(pathlib.Path(sys.argv[1]) / "logs")
