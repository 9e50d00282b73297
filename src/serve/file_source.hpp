#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "serve/served_model.hpp"

namespace keratin::serving {

/// A model in files, which is read again when one of them is another.
class FileSource : public ModelSource {
 public:
  /// Calls `say` with the reason why they cannot be read, and again only if it is another one. Throws what
  /// `load` throws.
  FileSource(std::vector<std::string> paths, std::function<Model()> load, const Ranges& ranges,
             std::function<void(const std::string&)> say);

  std::shared_ptr<ServedModel> current() override;

 private:
  using Clock = std::chrono::steady_clock;
  using Mark = std::array<std::int64_t, 5>;  ///< by which another file is known

  [[nodiscard]] std::vector<Mark> marks() const;
  void load_again();

  std::vector<std::string> paths_;
  std::function<Model()> load_;
  Ranges ranges_;
  std::function<void(const std::string&)> say_;
  std::vector<Mark> marks_;
  Clock::time_point looked_ = Clock::now();
  std::string problem_;  ///< with the file as it is; empty if there is none
  std::shared_ptr<ServedModel> served_;
};

}  // namespace keratin::serving
