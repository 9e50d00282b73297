"""Writes progbar.json: what Keras's Progbar writes to a terminal at given times. Usage: python progbar.py > progbar.json

A case: the options, then the updates (time, current, values, finalize), then the text. The clock starts at 1000.
"""
import json
import sys

import keras
from keras.src.utils import progbar


class FakeTime:
    now = 1000.0

    def time(self):
        return self.now


class FakeTerminal:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass

    def isatty(self):
        return True


def run(options, updates):
    clock = progbar.time = FakeTime()
    terminal, stdout = FakeTerminal(), sys.stdout
    sys.stdout = terminal
    try:
        bar = keras.utils.Progbar(**{"target": None, **options})
        for seconds, current, values, finalize in updates:
            clock.now = 1000 + seconds
            bar.update(current, list(values.items()), finalize)
    finally:
        sys.stdout = stdout
    return {"options": options,
            "updates": [[1000 + t, c, [[k, repr(v)] for k, v in values.items()], f] for t, c, values, f in updates],
            "text": terminal.text}


def epoch(steps, seconds, **values):
    """What fit() does: an update a step, then a final one."""
    updates = [(seconds * (i + 1), i + 1, {k: v / (i + 1) for k, v in values.items()}, False) for i in range(steps)]
    return updates + [(seconds * steps + 0.004, steps, values, True)]


def cases():
    none = []
    yield {"target": 12, "stateless_metrics": none}, epoch(12, 0.06, loss=0.7, accuracy=0.25)
    yield {"target": 12, "stateless_metrics": none}, epoch(12, 0.013, loss=0.7, val_loss=5e-4)
    yield {"target": 7, "verbose": 2, "stateless_metrics": none}, epoch(7, 0.31, loss=0.7, accuracy=1e-3, gain=-2.0)
    yield {"target": 3, "verbose": 2}, [(0.0004, 3, {"loss": 0.0}, None)]
    yield {"target": 3, "verbose": 0}, epoch(3, 0.1, loss=1.0)
    yield {"target": 1}, epoch(1, 2.5, loss=123456.789)
    yield {"target": 100}, [(1.0, 10, {"loss": 1.0}, None), (2.0, 20, {"loss": 2.0}, None), (3.5, 50, {"loss": 5.0}, None),
                            (5.0, 100, {"loss": 7.0}, None)]
    yield {"target": 100, "stateful_metrics": ["size"]}, [(1.0, 10, {"size": 1.0, "loss": 1.0}, None),
                                                          (2.0, 30, {"loss": -2.0, "size": 9.0, "rate": 1e-5}, None),
                                                          (2.01, 40, {"size": 4.0}, None), (3.5, 50, {}, None)]
    yield {"target": 100, "stateless_metrics": ["loss"]}, [(1.0, 10, {"size": 1.0, "loss": 1.0}, None),
                                                           (2.0, 30, {"loss": -2.0, "size": 9.0}, None)]
    yield {"target": None}, [(0.5, 1, {"loss": 1.0}, None), (1.5, 2, {"loss": 3.0}, None), (2.5, 2, {"loss": 2.0}, True)]
    yield {"target": 0}, [(0.5, 0, {"loss": 1.0}, None)]
    yield {"target": 10}, [(0.0, 0, {}, None), (1.0, 1, {}, None), (1.0001, 2, {}, False), (1.06, 2, {}, False)]
    for seconds in (5e-7, 4e-5, 9.99e-4, 0.001, 0.0999, 0.9996, 1.0, 1.5, 2.5, 59.6, 61.0, 3599.0, 40000.0):
        yield {"target": 50}, [(seconds, 1, {}, None), (2 * seconds, 2, {}, None), (30 * seconds, 30, {}, None)]
        yield {"target": 2, "verbose": 2}, [(seconds, 2, {"loss": seconds}, None)]
    yield {"target": 1000, "width": 0}, [(1.0, 500, {}, None)]
    yield {"target": 1000, "width": 7, "unit_name": "sample"}, [(1.0, 999, {}, None), (2.0, 1000, {}, None)]
    yield {"target": 10, "interval": 3}, [(float(t), t, {"loss": float(t)}, None) for t in range(1, 11)]
    yield {"target": 5, "unit_name": "Größe"}, [(1.0, 1, {"Verlust": 1e10, "größe": 2.0}, None), (2.0, 2, {}, None)]
    for value in (float("nan"), float("inf"), float("-inf"), 0.0, -0.0, 1e-3, 0.00100001, -1e-3, -5.0, 1e300, 1e-300):
        yield {"target": 5, "verbose": 1}, [(1.0, 1, {"loss": value}, None), (2.0, 5, {"loss": value}, None)]
        yield {"target": 5, "verbose": 2}, [(2.0, 5, {"loss": value}, None)]


print(json.dumps({"keras": keras.__version__, "cases": [run(*case) for case in cases()]}, indent=1))
