#include "keratin/losses/loss.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "identifier_members.hpp"
#include "keratin/error.hpp"
#include "losses/entries.hpp"

namespace keratin::losses {

namespace {

Reduction reduction_named(const std::string& loss, const std::string& name) {
  if (name == "sum_over_batch_size" || name == "mean") return Reduction::sum_over_batch_size;
  if (name == "sum") return Reduction::sum;
  if (name == "mean_with_sample_weight") return Reduction::mean_with_sample_weight;
  if (name == "none") return Reduction::none;
  throw ValueError(
      fmt::format("The loss {} knows the reductions \"sum_over_batch_size\", \"sum\", \"mean\", "
                  "\"mean_with_sample_weight\" and \"none\", but received \"{}\".",
                  loss, name));
}

bool lacks_last_axis(const Shape& y_true, const Shape& y_pred) {
  return !y_pred.empty() && y_pred.back() == 1 && y_true.rank() + 1 == y_pred.rank();
}

}  // namespace

void Loss::check(const Shape& y_true, const Shape& y_pred) const {
  if (!y_pred.empty() && compatible(y_true, y_pred)) return;
  if (lacks_last_axis(y_true, y_pred) && compatible(y_true, without_axis(y_pred, -1))) return;
  const bool are_class_numbers =
      y_pred.rank() == 2 && y_pred[1] > 1 && (y_true.rank() == 1 || (y_true.rank() == 2 && y_true[1] == 1));
  const char* advice = are_class_numbers
                           ? "Make class numbers one-hot with utils::to_categorical, or give the last layer "
                             "the shape of one target."
                           : "Reshape the targets, or give the last layer the shape of one target.";
  throw ValueError(
      fmt::format("The loss {} expects targets of the predictions' shape {}, but received targets of shape "
                  "{}. {}",
                  name(), to_string(y_pred), to_string(y_true), advice));
}

void Loss::check_values(View /*y_true*/, const Shape& /*y_pred*/) const {}

Shape Loss::output_shape(const Shape& y_pred) const { return without_axis(y_pred, -1); }

void Loss::mask(View /*y_true*/, Buffer /*weights*/) const {}

std::shared_ptr<const Loss> Loss::of_logits(const activations::Function& /*activation*/) const {
  return nullptr;
}

NamedLoss::NamedLoss(std::string name, const std::string& reduction)
    : name_(std::move(name)), reduction_(reduction_named(name_, reduction)) {}

NamedLoss::NamedLoss(Known known)
    : NamedLoss(known.config.get<std::string>("name"), known.config.get<std::string>("reduction")) {
  class_name_ = known.class_name;
  config_ = std::move(known.config);
}

View aligned(View y_true, const Shape& y_pred) {
  if (!lacks_last_axis(y_true.shape(), y_pred)) return y_true;
  Shape shape = y_true.shape();
  shape.push_back(1);
  return y_true.reshaped(shape);
}

void check_label_smoothing(const char* class_name, double label_smoothing) {
  if (label_smoothing >= 0.0 && label_smoothing <= 1.0) return;
  throw ValueError(
      fmt::format("{}: label_smoothing must be from 0 to 1, but received {}.", class_name, label_smoothing));
}

void check_axis(const char* class_name, int axis) {
  if (axis != 0) return;
  throw ValueError(fmt::format("{}: axis 0 is that of the batch: give another one, such as -1.", class_name));
}

void check_axis(const std::string& loss, int axis, const Shape& y_pred) {
  if (axis < y_pred.rank() && axis > -std::max(2, y_pred.rank())) return;
  throw ValueError(
      fmt::format("The loss {} is taken over axis {}, but predictions of shape {} have the axes 1 to "
                  "{} beside that of the batch, or -1 counted from the end.",
                  loss, axis, to_string(y_pred), y_pred.rank() - 1));
}

Shape without_axis(const Shape& shape, int axis) {
  const int left_out = axis < 0 ? axis + shape.rank() : axis;
  Shape result;
  for (int other = 0; other < shape.rank(); ++other) {
    if (other != left_out) result.push_back(shape[other]);
  }
  return result;
}

}  // namespace keratin::losses

template class keratin::Identifier<keratin::losses::Loss>;
