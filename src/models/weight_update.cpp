#include "models/weight_update.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "kernels/denormals.hpp"
#include "kernels/parallel.hpp"
#include "kernels/reduce.hpp"
#include "kernels/update.hpp"

namespace keratin {

namespace {

constexpr std::size_t averages = 0;  // their slot, if there are averages

}  // namespace

WeightUpdate::WeightUpdate(std::shared_ptr<optimizers::Optimizer> optimizer)
    : optimizer_(std::move(optimizer)) {}

void WeightUpdate::take(std::vector<Weight*> weights, Gradients& gradients) {
  weights_ = std::move(weights);
  gradients_.assign(count_params(weights_), 0.0f);
  const optimizers::OptimizerOptions& options = optimizer_->options();
  const std::vector<optimizers::Slot> slots = optimizer_->slots();
  accumulators_ = averages + (options.use_ema ? 1 : 0);
  first_slot_ = accumulators_ + (options.gradient_accumulation_steps ? 1 : 0);
  end_slot_ = first_slot_ + slots.size();
  state_.assign(first_slot_ * gradients_.size(), 0.0f);
  for (const optimizers::Slot& slot : slots) state_.insert(state_.end(), gradients_.size(), slot.initial);
  float* gradient = gradients_.data();
  for (const Weight* weight : weights_) {
    gradients[weight] = Buffer(gradient, weight->shape());
    gradient += weight->size();
  }
}

template <class Body>
void WeightUpdate::for_parts(const Body& body) {
  constexpr std::size_t part = 16'384, operations = 20;
  std::size_t offset = 0;
  for (Weight* weight : weights_) {
    float* values = weight->mutable_data();
    kernels::parallel_parts(weight->size(), part, operations, [&](std::size_t begin, std::size_t end) {
      body(*weight, values + begin, offset + begin, end - begin);
    });
    weight->changed();
    offset += weight->size();
  }
}

void WeightUpdate::clear_gradients() {
  kernels::parallel_parts(gradients_.size(), 65'536, 1, [&](std::size_t begin, std::size_t end) {
    std::fill_n(gradients_.data() + begin, end - begin, 0.0f);
  });
}

double WeightUpdate::penalty() const {
  double penalty = 0.0;
  for (const Weight* weight : weights_) {
    if (weight->regularizer() != nullptr) penalty += (*weight->regularizer())(View(weight->value()));
  }
  return penalty;
}

void WeightUpdate::add_penalty_gradients() {
  float* gradient = gradients_.data();
  for (const Weight* weight : weights_) {
    if (weight->regularizer() != nullptr)
      weight->regularizer()->add_gradient(View(weight->value()), 1.0f, {gradient, weight->shape()});
    gradient += weight->size();
  }
}

bool WeightUpdate::gradients_are_finite() const {
  return kernels::all_finite(gradients_.size(), gradients_.data());
}

void WeightUpdate::apply() {
  const kernels::FlushDenormals flush;
  const optimizers::OptimizerOptions& options = optimizer_->options();
  const auto learning_rate = static_cast<float>(optimizer_->learning_rate());
  const std::int64_t iteration = optimizer_->iterations();
  const int steps = options.gradient_accumulation_steps.value_or(1);
  const std::int64_t updates = iteration / steps;
  const bool complete = (iteration + 1) % steps == 0;
  if (steps > 1)
    kernels::accumulate(gradients_.size(), steps, complete, gradients_.data(), slot(accumulators_));
  if (complete) {
    clip_gradients();
    update_weights({updates + 1, learning_rate});
  }
  if (options.use_ema) average_weights(updates);
  constrain_weights();
  optimizer_->set_iterations(iteration + 1);
}

void WeightUpdate::clip_gradients() {
  const optimizers::OptimizerOptions& options = optimizer_->options();
  const auto limit_norm = [](double limit, std::size_t count, float* gradients) {
    const double norm = std::sqrt(kernels::sum_of_squares(count, gradients));
    if (norm > limit) kernels::scale(count, static_cast<float>(limit / norm), gradients);
  };
  if (options.global_clipnorm) limit_norm(*options.global_clipnorm, gradients_.size(), gradients_.data());
  if (options.clipvalue)
    kernels::clip(gradients_.size(), static_cast<float>(*options.clipvalue), gradients_.data());
  if (!options.clipnorm) return;
  float* gradient = gradients_.data();
  for (const Weight* weight : weights_) {
    limit_norm(*options.clipnorm, weight->size(), gradient);
    gradient += weight->size();
  }
}

void WeightUpdate::update_weights(const optimizers::Update& update) {
  const auto decay = static_cast<float>(optimizer_->options().weight_decay.value_or(0.0));
  for_parts([&](const Weight& weight, float* values, std::size_t place, std::size_t count) {
    std::array<float*, most_slots> state{};
    for (std::size_t i = first_slot_; i < end_slot_; ++i) state[i - first_slot_] = slot(i) + place;
    if (optimizer_->decays(weight.name())) kernels::decay(count, decay, update.learning_rate, values);
    optimizer_->update(count, values, gradients_.data() + place, state.data(), update);
  });
}

void WeightUpdate::constrain_weights() {
  for (Weight* weight : weights_) {
    if (weight->constraint() == nullptr) continue;
    (*weight->constraint())({weight->mutable_data(), weight->shape()});
    weight->changed();
  }
}

void WeightUpdate::average_weights(std::int64_t updates) {
  const optimizers::OptimizerOptions& options = optimizer_->options();
  const float momentum = updates == 0 ? 0.0f : static_cast<float>(options.ema_momentum);
  for_parts([&](const Weight&, const float* values, std::size_t place, std::size_t count) {
    kernels::average(count, momentum, values, slot(averages) + place);
  });
  if (options.ema_overwrite_frequency && (updates + 1) % *options.ema_overwrite_frequency == 0)
    overwrite_weights();
}

void WeightUpdate::take_averages() {
  if (optimizer_->options().use_ema && optimizer_->iterations() > 0) overwrite_weights();
}

void WeightUpdate::overwrite_weights() {
  for_parts([&](const Weight&, float* values, std::size_t place, std::size_t count) {
    std::copy_n(slot(averages) + place, count, values);
  });
}

void WeightUpdate::archive(utils::StateArchive& archive) {
  std::int64_t iterations = optimizer_->iterations();
  archive(iterations);
  optimizer_->set_iterations(iterations);
  if (optimizer_->options().learning_rate.schedule() == nullptr) {
    double learning_rate = optimizer_->learning_rate();
    archive(learning_rate);
    optimizer_->set_learning_rate(learning_rate);
  }
  archive.floats(state_.data(), state_.size());
}

std::vector<StateArray> WeightUpdate::state_arrays() {
  std::vector<StateArray> arrays;
  const auto add = [&](std::span<const optimizers::Slot> together, std::size_t number) {
    std::size_t place = 0;
    for (const Weight* weight : weights_) {
      for (std::size_t i = 0; i < together.size(); ++i) {
        arrays.push_back({together[i].name, weight, slot(number + i) + place, together[i].initial});
      }
      place += weight->size();
    }
  };
  const optimizers::Slot average{"average"}, accumulator{"gradient_accumulator"};
  if (optimizer_->options().use_ema) add({&average, 1}, averages);
  if (optimizer_->options().gradient_accumulation_steps) add({&accumulator, 1}, accumulators_);
  const std::vector<optimizers::Slot> slots = optimizer_->slots();
  for (std::size_t begin = 0, end = 1; begin < slots.size(); begin = end++) {
    while (end < slots.size() && slots[end].follows) ++end;
    add(std::span(slots).subspan(begin, end - begin), first_slot_ + begin);
  }
  return arrays;
}

std::int64_t WeightUpdate::updates() const {
  return optimizer_->iterations() / optimizer_->options().gradient_accumulation_steps.value_or(1);
}

std::size_t WeightUpdate::state_size() const {
  if (optimizer_->iterations() == 0) return 0;
  const std::size_t iteration_and_learning_rate =
      optimizer_->options().learning_rate.schedule() == nullptr ? 2 : 1;
  return iteration_and_learning_rate + state_.size();
}

}  // namespace keratin
