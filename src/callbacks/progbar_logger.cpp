#include "callbacks/progbar_logger.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "callbacks/text.hpp"

namespace keratin::callbacks {

void ProgbarLogger::set_params(const CallbackParams& params) {
  Callback::set_params(params);
  target_ = params.steps;
}

void ProgbarLogger::begin() {
  seen_ = 0;
  progbar_.emplace(utils::ProgbarOptions{
      .target = target_, .verbose = params().verbose, .stateless_metrics = std::vector<std::string>{}});
}

void ProgbarLogger::on_epoch_begin(int epoch) {
  begin();
  if (params().epochs > 1) print_message(fmt::format("Epoch {}/{}", epoch + 1, params().epochs));
}

void ProgbarLogger::on_epoch_end(int /*epoch*/, Logs& logs) { finish(logs); }

void ProgbarLogger::on_test_begin() {
  if (!in_fit_) begin();
}

void ProgbarLogger::on_test_batch_end(int batch, Logs& logs) {
  if (!in_fit_) update(batch, logs);
}

void ProgbarLogger::on_test_end(Logs& logs) {
  if (!in_fit_) finish(logs);
}

void ProgbarLogger::update(int batch, const Logs& logs) {
  seen_ = batch + 1;
  if (params().verbose == 1) progbar_->update(seen_, logs.values(), false);
}

void ProgbarLogger::finish(const Logs& logs) {
  if (!target_) {
    target_ = seen_;
    progbar_->set_target(seen_);
  }
  progbar_->update(*target_, logs.values(), true);
}

}  // namespace keratin::callbacks
