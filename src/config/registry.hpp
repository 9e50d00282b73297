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
  /// Throws ValueError for no object, and for one whose name is empty or `is_known` as one of Keras's.
  void add(const char* call, std::shared_ptr<const Base> object, bool (*is_known)(const std::string& name)) {
    if (object == nullptr || object->name().empty())
      throw ValueError(fmt::format("{}() takes an object that has a name.", call));
    if (is_known(object->name())) {
      throw ValueError(fmt::format("{}(): \"{}\" is a name of Keras's: give the object another one.", call,
                                   object->name()));
    }
    const std::lock_guard lock(mutex_);
    objects_.insert_or_assign(object->name(), std::move(object));
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
