#include "callbacks/callback_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <typeinfo>
#include <utility>

#include "callbacks/messages.hpp"
#include "keratin/callbacks/backup_and_restore.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/progbar.hpp"
#include "models/model_layer.hpp"
#include "utils/type_name.hpp"

namespace keratin::callbacks {

namespace {

using Callbacks = std::vector<std::shared_ptr<Callback>>;

/// Prints what `verbose` asks for, as Keras does.
class ProgbarLogger : public Callback {
 public:
  void set_params(const CallbackParams& params) override {
    Callback::set_params(params);
    target_ = params.steps;
  }
  void on_train_begin() override { in_fit_ = true; }
  void on_epoch_begin(int epoch) override {
    begin();
    if (params().epochs > 1) print_message(fmt::format("Epoch {}/{}", epoch + 1, params().epochs));
  }
  void on_epoch_end(int /*epoch*/, Logs& logs) override { finish(logs); }
  void on_train_batch_end(int batch, Logs& logs) override { update(batch, logs); }
  void on_test_begin() override {
    if (!in_fit_) begin();
  }
  void on_test_end(Logs& logs) override {
    if (!in_fit_) finish(logs);
  }
  void on_test_batch_end(int batch, Logs& logs) override {
    if (!in_fit_) update(batch, logs);
  }
  void on_predict_begin() override { begin(); }
  void on_predict_end() override { finish({}); }
  void on_predict_batch_end(int batch) override { update(batch, {}); }

 private:
  void begin() {
    seen_ = 0;
    progbar_.emplace(utils::ProgbarOptions{
        .target = target_, .verbose = params().verbose, .stateless_metrics = std::vector<std::string>{}});
  }

  void update(int batch, const Logs& logs) {
    seen_ = batch + 1;
    if (params().verbose == 1) progbar_->update(seen_, logs.values(), false);
  }

  void finish(const Logs& logs) {
    if (!target_) {
      target_ = seen_;
      progbar_->set_target(seen_);
    }
    progbar_->update(*target_, logs.values(), true);
  }

  bool in_fit_ = false;
  std::optional<int> target_;
  int seen_ = 0;
  std::optional<utils::Progbar> progbar_;
};

std::string class_of(const Callback& callback) { return utils::type_name(typeid(callback)); }

/// What callbacks remember, with their classes.
struct States {
  std::vector<std::string> classes, bytes;
};

States states_of(const Callbacks& callbacks) {
  States states;
  for (const std::shared_ptr<Callback>& callback : callbacks) {
    utils::StateArchive archive;
    callback->archive(archive);
    states.classes.push_back(class_of(*callback));
    states.bytes.push_back(archive.bytes());
  }
  return states;
}

void warn_of_others(const std::vector<std::string>& anew, const std::vector<std::string>& left_out) {
  std::vector<std::string> parts;
  if (!anew.empty()) parts.push_back(fmt::format("{} started anew", fmt::join(anew, ", ")));
  if (!left_out.empty()) parts.push_back(fmt::format("{} left out", fmt::join(left_out, ", ")));
  if (!parts.empty()) {
    warn(fmt::format("BackupAndRestore: the callbacks are not those of the backup: {}.",
                     fmt::join(parts, ", ")));
  }
}

void restore(const Callbacks& callbacks, States states) {
  if (states.bytes.size() != states.classes.size())
    throw IOError("the saved state has callbacks without a class.");
  std::vector<std::string> anew;
  for (const std::shared_ptr<Callback>& callback : callbacks) {
    const std::string name = class_of(*callback);
    const auto place = std::find(states.classes.begin(), states.classes.end(), name);
    if (place == states.classes.end()) {
      anew.push_back(name);
      continue;
    }
    const auto state = states.bytes.begin() + (place - states.classes.begin());
    utils::StateArchive archive(*state);
    callback->archive(archive);
    states.classes.erase(place);
    states.bytes.erase(state);
  }
  for (std::vector<std::string>* names : {&anew, &states.classes})
    std::erase(*names, utils::type_name(typeid(ProgbarLogger)));  // `verbose` adds it
  warn_of_others(anew, states.classes);
}

}  // namespace

CallbackList::CallbackList(const Model& model, const std::vector<CallbackArgument>& callbacks,
                           const CallbackParams& params, Kind kind)
    : reads_batches_(!callbacks.empty() || params.verbose == 1) {
  for (const CallbackArgument& argument : callbacks) {
    callbacks_.push_back(argument.callback());
    if (const auto* history = dynamic_cast<const History*>(argument.callback().get())) history_ = history;
  }
  if (history_ == nullptr && kind == Kind::fit) {
    const auto history = std::make_shared<History>();
    history_ = history.get();
    callbacks_.push_back(history);
  }
  if (params.verbose > 0) callbacks_.push_back(std::make_shared<ProgbarLogger>());
  std::stable_partition(callbacks_.begin(), callbacks_.end(), [](const auto& callback) {
    return dynamic_cast<const BackupAndRestore*>(callback.get()) == nullptr;
  });
  for (const std::shared_ptr<Callback>& callback : callbacks_) {
    callback->set_model(handle_of(shared_layer_of(model)));
    callback->set_params(params);
  }
}

void CallbackList::archive(utils::StateArchive& archive) const {
  States states;
  if (!archive.reading()) states = states_of(callbacks_);
  archive(states.classes, states.bytes);
  if (archive.reading()) restore(callbacks_, std::move(states));
}

}  // namespace keratin::callbacks
