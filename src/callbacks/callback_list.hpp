#pragma once

#include <memory>
#include <string>
#include <vector>

#include "keratin/callbacks/callback.hpp"
#include "keratin/callbacks/history.hpp"

namespace keratin::callbacks {

/// The callbacks of one call, in the order in which Keras calls them: the user's, the history, the progress
/// bar; after them those that write down what the others became.
class CallbackList {
 public:
  enum class Kind { fit, other };

  CallbackList(const Model& model, const std::vector<CallbackArgument>& callbacks,
               const CallbackParams& params, Kind kind);

  template <class... Parameters, class... Arguments>
  void call(void (Callback::*hook)(Parameters...), Arguments&&... arguments) const {
    for (const std::shared_ptr<Callback>& callback : callbacks_) (callback.get()->*hook)(arguments...);
  }

  /// The user's if one was given; null outside fit().
  [[nodiscard]] const History* history() const { return history_; }

  /// Whether anything but the history may read the metrics of each batch.
  [[nodiscard]] bool reads_batches() const { return reads_batches_; }

  /// What each of them remembers. Reading gives it to callbacks of the same class in the same order; the
  /// others start anew, which is said in one line.
  void archive(utils::StateArchive& archive) const;

 private:
  std::vector<std::shared_ptr<Callback>> callbacks_;
  const History* history_ = nullptr;
  bool reads_batches_;
};

}  // namespace keratin::callbacks
