#include "callbacks/callback_list.hpp"

#include <algorithm>
#include <typeinfo>

#include "callbacks/progbar_logger.hpp"
#include "keratin/callbacks/backup_and_restore.hpp"
#include "keratin/models/sequential.hpp"

namespace keratin::callbacks {

CallbackList::CallbackList(const Sequential& model, const std::vector<CallbackArgument>& callbacks,
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
    callback->set_model(model);
    callback->set_params(params);
  }
}

void CallbackList::archive(utils::StateArchive& archive) const { call(&Callback::archive, archive); }

std::string CallbackList::description() const {
  std::string text;
  for (const std::shared_ptr<Callback>& pointer : callbacks_) {
    const Callback& callback = *pointer;  // Clang warns of a call in typeid
    text += std::string(", ") + typeid(callback).name();
  }
  return text;
}

}  // namespace keratin::callbacks
