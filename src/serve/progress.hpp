#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace keratin::serving {

/// How far the images are that are worked on, by the names that their requests gave them. Of many names the
/// oldest are forgotten.
class Progress {
 public:
  struct Steps {
    int done, of;
  };

  void set(const std::string& name, Steps steps) {
    if (name.empty()) return;
    const std::lock_guard lock(mutex_);
    entries_.remove_if([&](const auto& entry) { return entry.first == name; });
    entries_.emplace_back(name, steps);
    if (entries_.size() > most) entries_.pop_front();
  }

  void erase(const std::string& name) {
    const std::lock_guard lock(mutex_);
    entries_.remove_if([&](const auto& entry) { return entry.first == name; });
  }

  [[nodiscard]] std::optional<Steps> find(const std::string& name) const {
    const std::lock_guard lock(mutex_);
    for (const auto& [known, steps] : entries_) {
      if (known == name) return steps;
    }
    return {};
  }

 private:
  static constexpr std::size_t most = 256;
  mutable std::mutex mutex_;
  std::list<std::pair<std::string, Steps>> entries_;
};

/// An image's progress, known by its name as long as this lives; by none if the name is empty.
class ProgressEntry {
 public:
  ProgressEntry(Progress& progress, std::string name) : progress_(progress), name_(std::move(name)) {
    set({0, 1});
  }
  ~ProgressEntry() { progress_.erase(name_); }
  ProgressEntry(const ProgressEntry&) = delete;
  ProgressEntry& operator=(const ProgressEntry&) = delete;

  void set(Progress::Steps steps) { progress_.set(name_, steps); }

 private:
  Progress& progress_;
  std::string name_;
};

}  // namespace keratin::serving
