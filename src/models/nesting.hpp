#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace keratin {

/// What lies in a model, and in which models it lies: so that both are bounded wherever a layer is added.
/// Models that share others may be changed in several threads at once.
class Nesting {
 public:
  /// Those of models in it counted, each as often as it is there.
  static constexpr std::size_t most_layers = 4096;

  /// Of models in models: about as many as Keras can save, whose levels Python's stack bounds.
  static constexpr int most_levels = 100;

  Nesting() = default;
  ~Nesting();
  Nesting(const Nesting&) = delete;
  Nesting& operator=(const Nesting&) = delete;

  /// Counts one more layer of the model, `inner` if it is a model. Returns why it may not be added, with
  /// nothing changed; otherwise nothing.
  [[nodiscard]] std::string add(Nesting* inner);

  /// Takes back what add() did.
  void remove(Nesting* inner);

 private:
  [[nodiscard]] bool is_in(const Nesting& other) const;
  bool count(std::ptrdiff_t layers);
  [[nodiscard]] bool allows_levels(int levels) const;
  void update_levels();

  std::vector<Nesting*> around_, inside_;
  std::size_t layers_ = 0;
  int levels_ = 0;  // of models in this one
};

}  // namespace keratin
