"""Which trainings steps.json holds."""

import dataclasses

from keras import optimizers
from keras.optimizers import schedules

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
    for kind in ["weight_penalties", "image_penalties", "activity_penalties", "constrained", "norm_constrained"]:
        for loss in LOSSES:
            yield Case(f"{kind}_{loss}", kind, loss, optimizers.SGD, {"learning_rate": 0.1})
        yield Case(f"{kind}_adam", kind, "mse", optimizers.Adam, {"learning_rate": 0.02})


OPTIMIZERS = [
    (optimizers.SGD, {"learning_rate": 0.1}),
    (optimizers.RMSprop, {"learning_rate": 0.02}),
    (optimizers.Adam, {"learning_rate": 0.02}),
    (optimizers.AdamW, {"learning_rate": 0.02, "weight_decay": 0.1}),
    (optimizers.Adadelta, {"learning_rate": 2.0}),
    (optimizers.Adagrad, {"learning_rate": 0.05}),
    (optimizers.Adamax, {"learning_rate": 0.02}),
    (optimizers.Nadam, {"learning_rate": 0.02}),
    (optimizers.Lion, {"learning_rate": 0.01}),
]


def optimizer_cases():
    for optimizer, args in OPTIMIZERS:
        for kind in ["dense", "norm"]:
            for loss in LOSSES:
                yield Case(f"{kind}_{loss}_{optimizer.__name__}", kind, loss, optimizer, args)


SGD, ADAM = {"learning_rate": 0.1}, {"learning_rate": 0.02}

# What each optimizer has of its own, and what they share.
VARIANTS = [
    ("sgd_momentum", optimizers.SGD, {**SGD, "momentum": 0.9, "weight_decay": 0.05}),
    ("sgd_nesterov", optimizers.SGD, {**SGD, "momentum": 0.8, "nesterov": True, "clipnorm": 0.3}),
    ("rmsprop_all", optimizers.RMSprop, {"learning_rate": 0.01, "rho": 0.8, "momentum": 0.5, "centered": True}),
    ("adam_amsgrad", optimizers.Adam, {**ADAM, "amsgrad": True, "beta_1": 0.5, "beta_2": 0.9}),
    ("adamw_clipvalue", optimizers.AdamW, {**ADAM, "beta_1": 0.8, "clipvalue": 0.05}),
    ("adadelta_rho", optimizers.Adadelta, {"learning_rate": 1.0, "rho": 0.8, "epsilon": 1e-3}),
    ("adagrad_start", optimizers.Adagrad, {**SGD, "initial_accumulator_value": 0.5, "epsilon": 1e-2}),
    ("adamax_betas", optimizers.Adamax, {**ADAM, "beta_1": 0.7, "beta_2": 0.9, "weight_decay": 0.1}),
    ("nadam_betas", optimizers.Nadam, {**ADAM, "beta_1": 0.7, "beta_2": 0.95, "epsilon": 1e-3}),
    ("lion_decay", optimizers.Lion, {"learning_rate": 0.01, "beta_2": 0.9, "weight_decay": 0.2}),
    ("clipnorm", optimizers.SGD, {**SGD, "clipnorm": 0.2}),
    ("global_clipnorm", optimizers.Adam, {**ADAM, "global_clipnorm": 0.3}),
    ("clipvalue", optimizers.SGD, {**SGD, "clipvalue": 0.1}),
    ("ema", optimizers.SGD, {**SGD, "use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 7}),
    ("ema_adam", optimizers.Adam, {**ADAM, "use_ema": True, "ema_momentum": 0.9, "ema_overwrite_frequency": 1}),
    ("accumulated", optimizers.SGD, {**SGD, "gradient_accumulation_steps": 4, "clipnorm": 0.5}),
    ("accumulated_adam", optimizers.Adam, {**ADAM, "gradient_accumulation_steps": 3, "weight_decay": 0.1}),
    (
        "accumulated_ema",
        optimizers.Nadam,
        {**ADAM, "gradient_accumulation_steps": 2, "use_ema": True, "ema_overwrite_frequency": 5},
    ),
]

SCHEDULES = [
    ("exponential", schedules.ExponentialDecay, dict(initial_learning_rate=0.2, decay_steps=10, decay_rate=0.5)),
    (
        "exponential_staircase",
        schedules.ExponentialDecay,
        dict(initial_learning_rate=0.2, decay_steps=8, decay_rate=0.6, staircase=True),
    ),
    ("piecewise", schedules.PiecewiseConstantDecay, dict(boundaries=[5, 20], values=[0.2, 0.1, 0.01])),
    ("polynomial", schedules.PolynomialDecay, dict(initial_learning_rate=0.2, decay_steps=20)),
    (
        "polynomial_cycle",
        schedules.PolynomialDecay,
        dict(initial_learning_rate=0.2, decay_steps=9, end_learning_rate=0.02, power=2.0, cycle=True),
    ),
    ("inverse_time", schedules.InverseTimeDecay, dict(initial_learning_rate=0.2, decay_steps=4, decay_rate=0.5)),
    (
        "inverse_time_staircase",
        schedules.InverseTimeDecay,
        dict(initial_learning_rate=0.2, decay_steps=6, decay_rate=0.5, staircase=True),
    ),
    ("cosine", schedules.CosineDecay, dict(initial_learning_rate=0.2, decay_steps=25, alpha=0.1)),
    (
        "cosine_warmup",
        schedules.CosineDecay,
        dict(initial_learning_rate=0.01, decay_steps=15, warmup_target=0.2, warmup_steps=10),
    ),
]


def variant_cases():
    for number, (name, optimizer, args) in enumerate(VARIANTS):
        yield Case(name, "dense", LOSSES[number % 3], optimizer, args)
    for number, (name, schedule, args) in enumerate(SCHEDULES):
        yield Case(name, "dense", LOSSES[number % 3], optimizers.SGD, {"momentum": 0.5}, schedule, args)
    yield Case(
        "accumulated_schedule",
        "dense",
        "mse",
        optimizers.Adam,
        {"gradient_accumulation_steps": 2},
        schedules.ExponentialDecay,
        dict(initial_learning_rate=0.1, decay_steps=10, decay_rate=0.5),
    )
    yield Case("fit_adam", "dense", "mse", optimizers.Adam, ADAM, fit=True)
    yield Case("fit_ema", "dense", "mse", optimizers.SGD, {**SGD, "use_ema": True, "ema_momentum": 0.9}, fit=True)
    yield Case(
        "constrained_ema", "constrained", "mse", optimizers.SGD, {**SGD, "use_ema": True, "ema_overwrite_frequency": 4}
    )


def cases():
    return [*weight_cases(), *optimizer_cases(), *variant_cases()]
