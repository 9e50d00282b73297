#include "serve/file_source.hpp"

#include <sys/stat.h>

#include <exception>
#include <utility>

namespace keratin::serving {

FileSource::FileSource(std::vector<std::string> paths, std::function<Model()> load, const Ranges& ranges,
                       std::function<void(const std::string&)> say)
    : paths_(std::move(paths)),
      load_(std::move(load)),
      ranges_(ranges),
      say_(std::move(say)),
      marks_(marks()),
      served_(std::make_shared<ServedModel>(load_(), ranges_)) {}

std::shared_ptr<ServedModel> FileSource::current() {
  constexpr auto pause = std::chrono::milliseconds(200);
  if (Clock::now() - looked_ < pause) return served_;
  looked_ = Clock::now();
  if (std::vector<Mark> now = marks(); now != marks_) {
    marks_ = std::move(now);
    load_again();
  }
  return served_;
}

void FileSource::load_again() {
  try {
    auto served = std::make_shared<ServedModel>(load_(), ranges_);
    served->loaded = served_->loaded + 1;
    served_ = std::move(served);
    problem_.clear();
  } catch (const std::exception& error) {
    if (error.what() != std::exchange(problem_, error.what())) say_(problem_);
  }
}

std::vector<FileSource::Mark> FileSource::marks() const {
  std::vector<Mark> marks;
  for (const std::string& path : paths_) {
    struct stat state {};
    Mark& mark = marks.emplace_back();
    if (::stat(path.c_str(), &state) != 0) continue;
    mark = {static_cast<std::int64_t>(state.st_dev), static_cast<std::int64_t>(state.st_ino), state.st_size,
            state.st_mtim.tv_sec, state.st_mtim.tv_nsec};
  }
  return marks;
}

}  // namespace keratin::serving
