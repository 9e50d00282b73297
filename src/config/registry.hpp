#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "keratin/error.hpp"

namespace keratin {

/// A program's own objects of a kind, which names mean beside Keras's; for any thread.
template <class Base>
class Registry {
 public:
  /// Throws ValueError for an empty name, no object, and a name that `is_known` as one of Keras's.
  void add(const char* call, const std::string& name, std::shared_ptr<const Base> object, bool is_known) {
    if (name.empty() || object == nullptr)
      throw ValueError(fmt::format("{}() takes a name that is not empty and an object.", call));
    if (is_known)
      throw ValueError(fmt::format("{}(): \"{}\" is a name of Keras's: take another one.", call, name));
    const std::lock_guard lock(mutex_);
    objects_.insert_or_assign(name, std::move(object));
  }

  /// Null if there is none.
  [[nodiscard]] std::shared_ptr<const Base> find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    const auto found = objects_.find(name);
    return found == objects_.end() ? nullptr : found->second;
  }

 private:
  mutable std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Base>> objects_;
};

}  // namespace keratin
