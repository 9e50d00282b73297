"""Which trainings steps.json holds."""

import dataclasses
import typing

import keras
from keras import optimizers

LOSSES = ["mse", "binary_crossentropy", "categorical_crossentropy"]


@dataclasses.dataclass
class Case:
    name: str
    kind: str  # of the model: a function of steps_models
    loss: str
    optimizer_class: type
    args: dict
    schedule: type = None  # of the learning rate
    schedule_args: dict = dataclasses.field(default_factory=dict)
    fit: bool = False  # by fit(), which ends with the averages of use_ema

    def optimizer(self):
        args = dict(self.args)
        if self.schedule:
            args["learning_rate"] = self.schedule(**self.schedule_args)
        return self.optimizer_class(**args)


def weight_cases():
    for kind in ["weight_penalties", "picture_penalties", "activity_penalties", "constrained", "norm_constrained"]:
        for loss in LOSSES:
            yield Case(f"{kind}_{loss}", kind, loss, optimizers.SGD, {"learning_rate": 0.1})
        yield Case(f"{kind}_adam", kind, "mse", optimizers.Adam, {"learning_rate": 0.02})


def cases():
    return [*weight_cases()]
