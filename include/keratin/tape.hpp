#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "keratin/arena.hpp"
#include "keratin/weight.hpp"

namespace keratin {

class Layer;

namespace activations {
struct Function;
}

/// Which weights a step updates, and for the trained ones where their gradients are added up; an untrained
/// but updated one (a moving mean) has none.
using Gradients = std::unordered_map<const Weight*, Buffer>;

/// What one pass over a model writes down: memory for its activations, and what its backward pass needs. It
/// belongs to the caller, so that layers hold weights and hyper-parameters only.
class Tape {
 public:
  /// Takes all memory back and begins a pass as in predict(): nothing is kept for a backward pass.
  void begin_inference();

  /// Takes all memory back and begins a training step, which a backward pass ends. `gradients` must outlive
  /// it.
  void begin_training(const Gradients& gradients);

  /// True where layers behave as in training, and a backward pass follows.
  [[nodiscard]] bool training() const { return gradients_ != nullptr; }

  /// An array that is not initialized, valid until the next pass begins. Throws ValueError for an open
  /// dimension and where it does not fit into memory.
  [[nodiscard]] Buffer allocate(const Shape& shape);

  /// An xtensor expression, evaluated into an array of this tape.
  template <class E>
  [[nodiscard]] Buffer evaluate(const xt::xexpression<E>& expression) {
    const E& values = expression.derived_cast();
    Buffer result = allocate(shape_of(values));
    std::copy(values.begin(), values.end(), result.data());
    return result;
  }

  /// Keeps what the backward pass of `layer` will need; does nothing in inference. To be called once a
  /// forward pass.
  void save(const Layer& layer, std::initializer_list<View> values);

  /// Takes back what the last forward pass of `layer` saved. Throws std::logic_error where another layer
  /// saved last, or another number of values.
  template <std::size_t count>
  [[nodiscard]] std::array<View, count> restore(const Layer& layer) {
    std::array<View, count> values;
    restore(layer, values);
    return values;
  }

  /// True where everything saved was restored.
  [[nodiscard]] bool empty() const { return records_.empty(); }

  /// Where the gradient of `weight` is to be added; empty where this step does not train it.
  [[nodiscard]] Buffer gradient(const Weight& weight) const;

  /// True where this step may change `weight`, by its gradient or, as a moving mean, in the forward pass.
  [[nodiscard]] bool updates(const Weight& weight) const;

  /// Adds to the loss of this pass, as Keras's add_loss() does; the backward pass of the layer that calls it
  /// adds the gradient.
  void add_loss(double loss) { added_loss_ += loss; }
  [[nodiscard]] double added_loss() const { return added_loss_; }

  /// The number, from 0, of this call of a layer whose random numbers change from call to call. A step that
  /// fails takes its calls back.
  std::int64_t count_call(std::atomic<std::int64_t>& calls);
  void take_back_calls();

  /// False where nothing below the layer at hand is trained: its backward pass may return an empty View.
  [[nodiscard]] bool needs_input_gradient() const { return needs_input_gradient_; }
  void set_needs_input_gradient(bool needed) { needs_input_gradient_ = needed; }

  /// The last activation applied: its function, its input (the logits) and its output.
  struct Activated {
    const activations::Function* function = nullptr;
    View logits, output;
  };
  [[nodiscard]] const Activated& last_activated() const { return last_activated_; }
  void set_last_activated(const Activated& activated) { last_activated_ = activated; }

  /// Says that the backward pass begins with the gradient of the last activation's logits, so that this
  /// activation is not differentiated again.
  void begin_backward_at_logits() { at_logits_ = true; }
  [[nodiscard]] bool take_at_logits() { return std::exchange(at_logits_, false); }

 private:
  struct Record {
    const Layer* layer;
    std::size_t count;
  };
  void begin(const Gradients* gradients);
  void restore(const Layer& layer, std::span<View> values);

  Arena arena_;
  const Gradients* gradients_ = nullptr;
  std::vector<Record> records_;
  std::vector<View> values_;
  bool needs_input_gradient_ = true;
  bool at_logits_ = false;
  double added_loss_ = 0.0;
  Activated last_activated_;
  std::vector<std::atomic<std::int64_t>*> calls_;
};

}  // namespace keratin
