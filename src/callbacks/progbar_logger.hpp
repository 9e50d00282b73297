#pragma once

#include <optional>

#include "keratin/callbacks/callback.hpp"
#include "keratin/utils/progbar.hpp"

namespace keratin::callbacks {

/// Prints what `verbose` asks for, as Keras does.
class ProgbarLogger : public Callback {
 public:
  void set_params(const CallbackParams& params) override;
  void on_train_begin() override { in_fit_ = true; }
  void on_epoch_begin(int epoch) override;
  void on_epoch_end(int epoch, Logs& logs) override;
  void on_train_batch_end(int batch, Logs& logs) override { update(batch, logs); }
  void on_test_begin() override;
  void on_test_end(Logs& logs) override;
  void on_test_batch_end(int batch, Logs& logs) override;
  void on_predict_begin() override { begin(); }
  void on_predict_end() override { finish({}); }
  void on_predict_batch_end(int batch) override { update(batch, {}); }

 private:
  void begin();
  void update(int batch, const Logs& logs);
  void finish(const Logs& logs);

  bool in_fit_ = false;
  std::optional<int> target_;
  int seen_ = 0;
  std::optional<utils::Progbar> progbar_;
};

}  // namespace keratin::callbacks
