#include "keratin/callbacks/tensor_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "callbacks/arguments.hpp"
#include "callbacks/event_file.hpp"
#include "callbacks/learning_rate.hpp"
#include "files/system_file.hpp"
#include "images/image_file.hpp"
#include "keratin/error.hpp"
#include "keratin/layers/core/wrapper.hpp"
#include "models/model_layer.hpp"
#include "models/trainer.hpp"

namespace keratin::callbacks {

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& message) { throw ValueError("TensorBoard: " + message); }

double seconds_since(Clock::time_point start) {
  return std::max(std::chrono::duration<double>(Clock::now() - start).count(), 1e-9);
}

void write_scalar(const EventFile& file, const std::string& tag, double value, std::int64_t step) {
  file.write(scalar_event({tag, step, wall_time()}, static_cast<float>(value)));
}

/// Calls `write` with Keras's path, `sequential/dense/kernel`, of each weight.
template <class Write>
void for_each_weight(const Layer& layer, const std::string& prefix, const Write& write) {
  const std::string path = prefix + layer.name() + "/";
  if (const auto* model = dynamic_cast<const ModelLayer*>(&layer)) {
    for (const auto& inner : model->layers()) for_each_weight(*inner, path, write);
    return;
  }
  if (const auto* outer = dynamic_cast<const layers::Wrapper*>(&layer))
    return for_each_weight(*outer->layer(), path, write);
  for (const Weight* weight : layer.weights()) write(path + weight->name(), *weight);
}

/// Each image's file.
std::vector<std::string> pngs_of(const Tensor& images, bool scale) {
  const Shape shape = shape_of(images);
  if (!utils::is_image(shape) || images.size() == 0)
    fail(fmt::format(
        "images must give images (batch, rows, columns, 1, 3 or 4), but it gave an array of shape {}.",
        to_string(shape)));
  std::vector<std::string> pngs;
  Tensor image = empty_tensor({shape[1], shape[2], shape[3]});
  for (std::size_t start = 0; start < images.size(); start += image.size()) {
    std::copy_n(images.data() + start, image.size(), image.data());
    const auto png = utils::png_of(image, scale);
    pngs.emplace_back(png.begin(), png.end());
  }
  return pngs;
}

}  // namespace

TensorBoard::TensorBoard(const TensorBoardOptions& options)
    : options_(options),
      batches_between_writes_(batches_between(options.update_freq, "TensorBoard: update_freq", true)) {
  saving::system_path(options.log_dir);
  if (options.log_dir.empty()) fail("log_dir must be the name of a folder, but received \"\".");
  if (options.histogram_freq < 0)
    fail(fmt::format("histogram_freq must be 0 or more, but received {}.", options.histogram_freq));
  if (options.images_freq <= 0)
    fail(fmt::format("images_freq must be positive, but received {}.", options.images_freq));
}

const EventFile& TensorBoard::training_file() {
  if (!training_) training_ = std::make_shared<const EventFile>(options_.log_dir + "/train");
  return *training_;
}

const EventFile& TensorBoard::validation_file() {
  if (!validation_) validation_ = std::make_shared<const EventFile>(options_.log_dir + "/validation");
  return *validation_;
}

void TensorBoard::on_train_begin() {
  batches_ = 0;
  training_.reset();
  validation_.reset();
  training_file();
  const std::string validation = options_.log_dir + "/validation";
  if (std::filesystem::exists(validation) && !std::filesystem::is_directory(validation)) validation_file();
}

void TensorBoard::on_train_end(Logs& /*logs*/) {
  training_.reset();
  validation_.reset();
}

void TensorBoard::on_epoch_begin(int /*epoch*/) {
  batches_before_epoch_ = batches_;
  epoch_start_ = Clock::now();
}

void TensorBoard::on_train_batch_begin(int /*batch*/) {
  ++batches_;
  batch_start_ = Clock::now();
}

void TensorBoard::on_train_batch_end(int /*batch*/, Logs& logs) {
  if (batches_between_writes_ == 0 || batches_ % batches_between_writes_ != 0) return;
  const EventFile& file = training_file();
  if (options_.write_steps_per_second)
    write_scalar(file, "batch_steps_per_second", 1 / seconds_since(batch_start_), batches_);
  for (const auto& [name, value] : logs) write_scalar(file, "batch_" + name, value, batches_);
}

void TensorBoard::on_test_end(Logs& logs) {
  const EventFile& file = validation_file();
  for (const auto& [name, value] : logs)
    write_scalar(file, fmt::format("evaluation_{}_vs_iterations", name), value,
                 layer_of(model()).trainer->weight_update().updates());
}

void TensorBoard::on_epoch_end(int epoch, Logs& logs) {
  write_logs(epoch, logs);
  if (options_.histogram_freq > 0 && epoch % options_.histogram_freq == 0) write_histograms(epoch);
  if (options_.images && epoch % options_.images_freq == 0) write_images(epoch);
}

void TensorBoard::write_logs(int epoch, const Logs& logs) {
  const EventFile& file = training_file();
  const std::string validation = "val_";
  for (const auto& [name, value] : logs) {
    if (name.starts_with(validation)) {
      write_scalar(validation_file(), "epoch_" + name.substr(validation.size()), value, epoch);
    } else if (name != "learning_rate") {
      write_scalar(file, "epoch_" + name, value, epoch);
    }
  }
  write_scalar(file, "epoch_learning_rate", learning_rate_of(model()), epoch);
  if (options_.write_steps_per_second) {
    const auto steps = static_cast<double>(batches_ - batches_before_epoch_);
    write_scalar(file, "epoch_steps_per_second", steps / seconds_since(epoch_start_), epoch);
  }
}

void TensorBoard::write_histograms(int epoch) {
  for_each_weight(layer_of(model()), "", [&](const std::string& path, const Weight& weight) {
    training_file().write(histogram_event({path + "/histogram", epoch, wall_time()},
                                          histogram_of(weight.data(), weight.size())));
  });
}

void TensorBoard::write_images(int epoch) {
  const Tensor images = options_.images(epoch);
  const std::vector<std::string> pngs = pngs_of(images, options_.images_scale);
  const Shape shape = shape_of(images);
  training_file().write(images_event({"images", epoch, wall_time()}, shape[1], shape[2], pngs));
}

void TensorBoard::archive(utils::StateArchive& archive) { archive(batches_); }

}  // namespace keratin::callbacks
