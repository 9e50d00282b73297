#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

using namespace optimizers;

namespace {

/// What all optimizers have.
template <class Class, class Options>
void add_optimizer(Rows& rows, const std::string& name) {
  const auto make = [](const Options& options) { return Class(options); };
  rows.of(name)
      .field("learning_rate", &Options::learning_rate, negative, make)
      .field("weight_decay", &Options::weight_decay, negative, make)
      .field("clipnorm", &Options::clipnorm, not_positive, make)
      .field("clipvalue", &Options::clipvalue, not_positive, make)
      .field("global_clipnorm", &Options::global_clipnorm, not_positive, make)
      .values("ema_momentum", no_share,
              [](double value) {
                Options options;
                options.use_ema = true;
                options.ema_momentum = value;
                Class{options};
              })
      .values("ema_overwrite_frequency", no_size,
              [](int value) {
                Options options;
                options.use_ema = true;
                options.ema_overwrite_frequency = value;
                Class{options};
              })
      .field("gradient_accumulation_steps", &Options::gradient_accumulation_steps, no_size, make)
      .add("clipnorm and clipvalue", "clip",
           [] {
             Options options;
             options.clipnorm = options.clipvalue = 1.0;
             Class{options};
           })
      .values("set_learning_rate", negative, [](double value) { Class().set_learning_rate(value); });
}

template <class Class, class Options>
void add_adam(Rows& rows, const std::string& name) {
  const auto make = [](const Options& options) { return Class(options); };
  const std::vector<double> no_beta = {-0.1, 1.0, 1.5, not_a_number, infinity};
  add_optimizer<Class, Options>(rows, name);
  rows.field("beta_1", &Options::beta_1, no_beta, make)
      .field("beta_2", &Options::beta_2, no_beta, make)
      .field("epsilon", &Options::epsilon, negative, make);
}

void add_schedules(Rows& rows) {
  using namespace schedules;
  rows.of("ExponentialDecay")
      .values("initial_learning_rate", negative, [](double value) { ExponentialDecay(value, 10, 0.5); })
      .values("decay_steps", not_positive, [](double value) { ExponentialDecay(0.1, value, 0.5); })
      .values("decay_rate", negative, [](double value) { ExponentialDecay(0.1, 10, value); });
  rows.of("InverseTimeDecay")
      .values("initial_learning_rate", negative, [](double value) { InverseTimeDecay(value, 10, 0.5); })
      .values("decay_steps", not_positive, [](double value) { InverseTimeDecay(0.1, value, 0.5); })
      .values("decay_rate", negative, [](double value) { InverseTimeDecay(0.1, 10, value); });
  const auto polynomial = [](const PolynomialDecayOptions& options) {
    return PolynomialDecay(0.1, 10, options);
  };
  rows.of("PolynomialDecay")
      .values("initial_learning_rate", negative, [](double value) { PolynomialDecay(value, 10); })
      .values("decay_steps", not_positive, [](double value) { PolynomialDecay(0.1, value); })
      .field("end_learning_rate", &PolynomialDecayOptions::end_learning_rate, negative, polynomial)
      .field("power", &PolynomialDecayOptions::power, negative, polynomial);
  const auto cosine = [](const CosineDecayOptions& options) { return CosineDecay(0.1, 10, options); };
  rows.of("CosineDecay")
      .values("initial_learning_rate", negative, [](double value) { CosineDecay(value, 10); })
      .values("decay_steps", not_positive, [](double value) { CosineDecay(0.1, value); })
      .field("alpha", &CosineDecayOptions::alpha, negative, cosine)
      .field("warmup_target", &CosineDecayOptions::warmup_target, negative, cosine)
      .field("warmup_steps", &CosineDecayOptions::warmup_steps, negative, cosine);
  rows.of("PiecewiseConstantDecay")
      .add("boundaries", "boundary",
           [] {
             PiecewiseConstantDecay({3, 2}, {0.1, 0.2, 0.3});
           })
      .add("values", "1", [] { PiecewiseConstantDecay({3}, {0.1}); })
      .values("values", negative, [](double value) {
        PiecewiseConstantDecay({3}, {0.1, value});
      });
}

}  // namespace

Rows optimizer_rows() {
  Rows rows;
  add_optimizer<SGD, SGDOptions>(rows, "SGD");
  rows.field("momentum", &SGDOptions::momentum, no_share,
             [](const SGDOptions& options) { return SGD(options); });
  add_optimizer<RMSprop, RMSpropOptions>(rows, "RMSprop");
  const auto rmsprop = [](const RMSpropOptions& options) { return RMSprop(options); };
  rows.field("rho", &RMSpropOptions::rho, no_share, rmsprop)
      .field("momentum", &RMSpropOptions::momentum, no_share, rmsprop)
      .field("epsilon", &RMSpropOptions::epsilon, negative, rmsprop);
  add_optimizer<Adadelta, AdadeltaOptions>(rows, "Adadelta");
  const auto adadelta = [](const AdadeltaOptions& options) { return Adadelta(options); };
  rows.field("rho", &AdadeltaOptions::rho, no_share, adadelta)
      .field("epsilon", &AdadeltaOptions::epsilon, negative, adadelta);
  add_optimizer<Adagrad, AdagradOptions>(rows, "Adagrad");
  const auto adagrad = [](const AdagradOptions& options) { return Adagrad(options); };
  rows.field("initial_accumulator_value", &AdagradOptions::initial_accumulator_value, negative, adagrad)
      .field("epsilon", &AdagradOptions::epsilon, negative, adagrad);
  add_adam<Adam, AdamOptions>(rows, "Adam");
  add_adam<Adamax, AdamaxOptions>(rows, "Adamax");
  add_adam<AdamW, AdamWOptions>(rows, "AdamW");
  add_adam<Nadam, NadamOptions>(rows, "Nadam");
  add_optimizer<Lion, LionOptions>(rows, "Lion");
  const auto lion = [](const LionOptions& options) { return Lion(options); };
  rows.field("beta_1", &LionOptions::beta_1, std::vector<double>{0.0, -0.5, 1.5, not_a_number}, lion)
      .field("beta_2", &LionOptions::beta_2, no_share, lion);
  rows.of("optimizer").values("name", unknown, [](const std::string& name) {
    static_cast<void>(optimizers::get(name));
  });
  add_schedules(rows);
  return rows;
}

}  // namespace keratin::testing
