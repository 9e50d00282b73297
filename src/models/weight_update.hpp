#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/step_tape.hpp"
#include "keratin/optimizers.hpp"
#include "keratin/utils/state_archive.hpp"

namespace keratin {

/// An array of an optimizer's state, which has the shape of its weight.
struct StateArray {
  std::string slot;  ///< as Keras names it: `momentum`, `average`, `gradient_accumulator`
  const Weight* weight;
  float* values;
  float initial;  ///< what it is filled with
};

/// The weights that a compiled model trains, with their gradients and the state that its optimizer keeps for
/// them.
class WeightUpdate {
 public:
  /// The most slots that an optimizer may have.
  static constexpr std::size_t most_slots = 8;

  /// Not null.
  explicit WeightUpdate(std::shared_ptr<optimizers::Optimizer> optimizer);

  [[nodiscard]] optimizers::Optimizer& optimizer() const { return *optimizer_; }
  [[nodiscard]] const std::shared_ptr<optimizers::Optimizer>& shared_optimizer() const { return optimizer_; }
  [[nodiscard]] const std::vector<Weight*>& weights() const { return weights_; }

  /// Makes memory for these weights, and says in `gradients` where theirs are to be added.
  void take(std::vector<Weight*> weights, Gradients& gradients);

  void clear_gradients();

  /// Of all weights, one after the other.
  [[nodiscard]] std::span<float> gradients() { return gradients_; }

  /// The sum of the penalties of the weights' regularizers.
  [[nodiscard]] double penalty() const;
  void add_penalty_gradients();

  [[nodiscard]] bool gradients_are_finite() const;

  /// One step: changes the weights by their gradients, keeps their averages and their constraints. Throws
  /// ValueError, with nothing changed, if a schedule gives no learning rate.
  void apply();

  /// Gives the weights their averages, if the optimizer keeps them: the end of fit().
  void take_averages();

  /// Writes the optimizer's state down, or restores it.
  void archive(utils::StateArchive& archive);

  /// The arrays of the optimizer's state, in the order in which Keras's files have them.
  [[nodiscard]] std::vector<StateArray> state_arrays();

  /// How many updates of the weights were made: fewer than steps if gradients are accumulated.
  [[nodiscard]] std::int64_t updates() const;

  /// Numbers of state, as Keras counts them: none before the first step.
  [[nodiscard]] std::size_t state_size() const;

 private:
  /// Calls body(weight, its numbers, their place in the flat arrays, count) for parts of all weights.
  template <class Body>
  void for_parts(const Body& body);
  [[nodiscard]] float* slot(std::size_t number) { return state_.data() + number * gradients_.size(); }

  void clip_gradients();
  void update_weights(const optimizers::Update& update);
  void constrain_weights();
  void average_weights(std::int64_t updates);
  void overwrite_weights();

  std::shared_ptr<optimizers::Optimizer> optimizer_;
  std::vector<Weight*> weights_;
  std::vector<float> gradients_;  ///< of all weights, one after the other
  std::vector<float> state_;      ///< the slots, one after the other, each laid out as gradients_
  std::size_t accumulators_ = 0, first_slot_ = 0,
              end_slot_ = 0;  ///< after the averages: which slots are whose
};

}  // namespace keratin
