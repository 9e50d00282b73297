#include "bad_input/rows.hpp"
#include "keratin/callbacks.hpp"
#include "keratin/layers.hpp"

namespace keratin::testing {

using namespace callbacks;

namespace {

const std::vector<Frequency> no_frequency = {0, -1, "", "nonsense"};

std::string text_of(const Frequency& value) {
  return value.batches() ? std::to_string(*value.batches()) : value.word();
}

template <class Make>
void add_frequency(Rows& rows, const std::string& argument, const Make& make) {
  for (const auto& value : no_frequency) rows.add(argument, text_of(value), [make, value] { make(value); });
}

void fit(Sequential& model, const CallbackArgument& callback) {
  model.fit(xt::ones<float>({8, 3}), xt::ones<float>({8, 2}), {.verbose = 0, .callbacks = {callback}});
}

void add_monitors(Rows& rows) {
  const auto stopping = [](const EarlyStoppingOptions& options) { return EarlyStopping(options); };
  rows.of("EarlyStopping")
      .add("monitor", "", [] { EarlyStopping({.monitor = ""}); })
      .field("min_delta", &EarlyStoppingOptions::min_delta, not_finite, stopping)
      .field("patience", &EarlyStoppingOptions::patience, no_count, stopping)
      .field("mode", &EarlyStoppingOptions::mode, unknown, stopping)
      .field("baseline", &EarlyStoppingOptions::baseline, std::vector<double>{not_a_number}, stopping)
      .field("start_from_epoch", &EarlyStoppingOptions::start_from_epoch, no_count, stopping);
  const auto plateau = [](const ReduceLROnPlateauOptions& options) { return ReduceLROnPlateau(options); };
  const std::vector<double> no_factor = {-0.5, 1.0, 2.0, not_a_number, infinity};
  rows.of("ReduceLROnPlateau")
      .add("monitor", "", [] { ReduceLROnPlateau({.monitor = ""}); })
      .field("factor", &ReduceLROnPlateauOptions::factor, no_factor, plateau)
      .field("patience", &ReduceLROnPlateauOptions::patience, no_count, plateau)
      .field("mode", &ReduceLROnPlateauOptions::mode, unknown, plateau)
      .field("min_delta", &ReduceLROnPlateauOptions::min_delta, not_finite, plateau)
      .field("cooldown", &ReduceLROnPlateauOptions::cooldown, no_count, plateau)
      .field("min_lr", &ReduceLROnPlateauOptions::min_lr, negative, plateau);
  const auto checkpoint = [](const ModelCheckpointOptions& options) {
    return ModelCheckpoint("a.keras", options);
  };
  rows.of("ModelCheckpoint")
      .add("filepath", "a.nonsense", [] { const ModelCheckpoint callback("a.nonsense"); })
      .add("filepath", "a.keras", [] { ModelCheckpoint("a.keras", {.save_weights_only = true}); })
      .add("filepath", "", [] { const ModelCheckpoint callback(""); })
      .add("monitor", "", [] { ModelCheckpoint("a.keras", {.monitor = ""}); })
      .field("mode", &ModelCheckpointOptions::mode, unknown, checkpoint);
  add_frequency(rows, "save_freq",
                [](const auto& value) { ModelCheckpoint("a.keras", {.save_freq = value}); });
}

/// A generator of images of 3 latent numbers.
Sequential generator() {
  Sequential model;
  model.add(layers::Dense(4, {.input_dim = 3}));
  model.add(layers::Reshape({2, 2, 1}));
  return model;
}

/// `ending` after a NUL.
std::string with_nul(const std::string& ending) { return std::string("a\0", 2) + ending; }

void add_paths_with_nul(Rows& rows) {
  const std::string nul = "a NUL and";
  rows.of("path")
      .add("path", nul, [] { const CSVLogger callback(with_nul(".csv")); })
      .add("path", nul, [] { const ModelCheckpoint callback(with_nul(".keras")); })
      .add("path", nul, [] { const BackupAndRestore callback(with_nul("")); })
      .add("path", nul, [] { TensorBoard({.log_dir = with_nul("")}); })
      .add("path", nul, [] { GANMonitor(generator(), 3, {.filepath = with_nul(".png")}); })
      .add("path", nul, [] {
        Sequential model = generator();
        model.compile({.optimizer = "sgd", .loss = "mse"});
        model.fit(xt::ones<float>({8, 3}), xt::ones<float>({8, 2, 2, 1}), {.epochs = 2, .verbose = 0})
            .plot(with_nul(".svg"));
      });
}

void add_writers(Rows& rows) {
  rows.of("CSVLogger")
      .add("separator", "", [] { CSVLogger("a.csv", {.separator = ""}); })
      .add("separator", "ab", [] { CSVLogger("a.csv", {.separator = "ab"}); })
      .with_model("path", "/no such folder/a.csv",
                  [](Sequential& model) { fit(model, CSVLogger("/no such folder/a.csv")); })
      .with_model("path", "", [](Sequential& model) { fit(model, CSVLogger("")); });
  rows.of("BackupAndRestore").add("backup_dir", "", [] { const BackupAndRestore callback(""); });
  add_frequency(rows, "save_freq", [](const auto& value) { BackupAndRestore("a", {.save_freq = value}); });
  const auto board = [](const TensorBoardOptions& options) { return TensorBoard(options); };
  rows.of("TensorBoard")
      .add("log_dir", "", [] { TensorBoard({.log_dir = ""}); })
      .with_model("log_dir", "/dev/null/logs",
                  [](Sequential& model) { fit(model, TensorBoard({.log_dir = "/dev/null/logs"})); })
      .field("histogram_freq", &TensorBoardOptions::histogram_freq, no_count, board)
      .field("images_freq", &TensorBoardOptions::images_freq, no_size, board);
  add_frequency(rows, "update_freq", [](const auto& value) { TensorBoard({.update_freq = value}); });
}

void add_gan_monitor(Rows& rows) {
  const auto monitor = [](const GANMonitorOptions& options) { return GANMonitor(generator(), 3, options); };
  rows.of("GANMonitor")
      .values("latent_dim", no_size, [](int size) { GANMonitor(generator(), size); })
      .add("latent_dim", "5", [] { GANMonitor(generator(), 5); })
      .add("generator", "weights", [] { GANMonitor(Sequential(), 3); })
      .field("num_img", &GANMonitorOptions::num_img, no_size, monitor)
      .field("num_img", &GANMonitorOptions::num_img, std::vector<int>{most}, monitor)
      .field("every", &GANMonitorOptions::every, no_size, monitor)
      .field("filepath", &GANMonitorOptions::filepath, unknown, monitor);
  rows.of("seed").field("seed", &GANMonitorOptions::seed, no_count, monitor);
}

}  // namespace

Rows callback_rows() {
  Rows rows;
  add_monitors(rows);
  add_writers(rows);
  add_gan_monitor(rows);
  add_paths_with_nul(rows);
  rows.of("LearningRateScheduler");
  for (const double rate : negative) {
    rows.with_model("learning_rate", text_of(rate), [rate](Sequential& model) {
      fit(model, LearningRateScheduler([rate](int) { return rate; }));
    });
  }
  rows.add("schedule", "", [] { const LearningRateScheduler callback(LearningRateScheduler::Schedule{}); });
  rows.of("TerminateOnNaN").with_model("loss", "nan", [](Sequential& model) {
    const Tensor x = xt::ones<float>({8, 3}) * static_cast<float>(not_a_number);
    model.fit(x, xt::ones<float>({8, 2}),
              {.verbose = 0, .callbacks = {TerminateOnNaN({.raise_error = true})}});
  });
  rows.of("callback")
      .add("null pointer", "null", [] { const CallbackArgument callback(std::shared_ptr<History>{}); })
      .add("model", "model", [] { static_cast<void>(EarlyStopping().model()); });
  rows.of("History")
      .add("metric", "nonsense", [] { static_cast<void>(History()["nonsense"]); })
      .add("plot", "", [] { History().plot("a.svg"); });
  return rows;
}

}  // namespace keratin::testing
