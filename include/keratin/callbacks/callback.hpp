#pragma once

#include <concepts>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "keratin/list_of.hpp"
#include "keratin/logs.hpp"
#include "keratin/utils/state_archive.hpp"

namespace keratin {
class Model;
class Sequential;
}  // namespace keratin

namespace keratin::callbacks {

/// What a callback knows about the call.
struct CallbackParams {
  int verbose = 0;
  int epochs = 1;
  std::optional<int> steps = {};  ///< per epoch; unknown for a generator without steps_per_epoch
};

/// Derive from this class to act while fit(), evaluate() or predict() runs. Epochs and batches count from 0.
/// Later callbacks see what this one writes into `logs`. The metrics of a batch are the epoch's so far. An
/// exception ends the call, with the weights of the last complete step.
class Callback {
 public:
  virtual ~Callback() = default;

  /// Before the first and after the last epoch of fit().
  virtual void on_train_begin() {}
  virtual void on_train_end(Logs& /*logs*/) {}

  /// Around each epoch of fit(); it ends after the validation, with all metrics in `logs`.
  virtual void on_epoch_begin(int /*epoch*/) {}
  virtual void on_epoch_end(int /*epoch*/, Logs& /*logs*/) {}

  /// Around each training step.
  virtual void on_train_batch_begin(int /*batch*/) {}
  virtual void on_train_batch_end(int /*batch*/, Logs& /*logs*/) {}

  /// Of evaluate() and of the validation in fit().
  virtual void on_test_begin() {}
  virtual void on_test_end(Logs& /*logs*/) {}
  virtual void on_test_batch_begin(int /*batch*/) {}
  virtual void on_test_batch_end(int /*batch*/, Logs& /*logs*/) {}

  /// Of predict().
  virtual void on_predict_begin() {}
  virtual void on_predict_end() {}
  virtual void on_predict_batch_begin(int /*batch*/) {}
  virtual void on_predict_batch_end(int /*batch*/) {}

  /// The state of this callback that BackupAndRestore needs to resume a run that was killed.
  virtual void archive(utils::StateArchive& /*archive*/) {}

  /// The model of the call. Throws ValueError before the first call with this callback.
  [[nodiscard]] Sequential& model() const;

  /// Called first: the model of the call.
  virtual void set_model(const Sequential& model);

  /// What is known about the call.
  [[nodiscard]] const CallbackParams& params() const { return params_; }
  virtual void set_params(const CallbackParams& params) { params_ = params; }

 private:
  std::shared_ptr<Sequential> model_;
  CallbackParams params_;
};

/// A callback for fit(): made for this call (`EarlyStopping({.patience = 3})`), an object of the caller,
/// which can be read afterwards, or a shared pointer.
class CallbackArgument {
 public:
  template <std::derived_from<Callback> C>
  // NOLINTNEXTLINE(bugprone-forwarding-reference-overload): `requires` leaves lvalues to the next
  CallbackArgument(C&& callback) requires(!std::is_reference_v<C> && !std::is_const_v<C>)
      : callback_(std::make_shared<C>(std::forward<C>(callback))) {}

  template <std::derived_from<Callback> C>
  CallbackArgument(C& callback) requires(!std::is_const_v<C>)
      : callback_(std::shared_ptr<Callback>(), &callback) {}

  /// Throws ValueError for a null pointer.
  template <std::derived_from<Callback> C>
  CallbackArgument(const std::shared_ptr<C>& callback) : callback_(callback) {
    require_callback();
  }

  [[nodiscard]] const std::shared_ptr<Callback>& callback() const { return callback_; }

 private:
  void require_callback() const;

  std::shared_ptr<Callback> callback_;
};

}  // namespace keratin::callbacks

extern template class keratin::ListOf<keratin::callbacks::CallbackArgument>;
