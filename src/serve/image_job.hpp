#pragma once

#include <memory>
#include <optional>
#include <string>

#include "images/image_formats.hpp"
#include "serve/ask.hpp"
#include "serve/image_run.hpp"
#include "serve/progress.hpp"
#include "serve/served_model.hpp"

namespace keratin::serving {

/// The answer of POST /image: what `keratin image` writes.
class ImageJob : public Job {
 public:
  ImageJob(Ask asked, std::shared_ptr<ServedModel> served, std::unique_ptr<ProgressEntry> progress);

  /// Throws ValueError and IOError for data that is no image, and a model that takes none.
  std::optional<Reply> step() override;

 private:
  std::optional<Reply> begin();

  std::shared_ptr<ServedModel> served_;
  std::unique_ptr<ProgressEntry> progress_;
  std::optional<ImageRun> run_;
  std::unique_ptr<utils::RowEncoder> encoder_;
  std::string png_;
  int done_ = 0;
};

}  // namespace keratin::serving
