#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "serve/ask.hpp"
#include "serve/progress.hpp"
#include "serve/served_model.hpp"

namespace keratin::serving {

/// The thread that alone uses the model. It runs what takes long in parts, a part of each in turn.
class Worker {
 public:
  /// Requests are refused when they are older than `timeout`.
  Worker(std::unique_ptr<ModelSource> source, Ask::Clock::duration timeout);

  /// Refuses the requests that wait.
  ~Worker();

  using Answer = Reply (*)(ServedModel& served, Request& request);

  /// What `make` returns, soon.
  void answer(Ask ask, Answer make) { add({std::move(ask), Kind::other, make}); }

  /// What POST /predict and POST /image answer.
  void predict(Ask ask) { add({std::move(ask), Kind::prediction}); }
  void make_image(Ask ask);

  /// What GET /loaded answers, at once.
  void say_loaded(Ask ask) { add({std::move(ask), Kind::loaded}); }

  [[nodiscard]] const Progress& progress() const { return progress_; }

 private:
  enum class Kind { other, prediction, image, loaded };

  struct Task {
    Ask ask;
    Kind kind;
    Answer answer = nullptr;
    std::unique_ptr<ProgressEntry> progress = nullptr;  ///< of an image
  };

  void add(Task task);
  void run();
  void take_in(std::vector<Task> tasks);
  void answer(std::vector<Task> tasks, const std::shared_ptr<ServedModel>& served);
  void run_jobs();

  /// Whether nobody waits for the answer any more, or for too long; says so.
  [[nodiscard]] bool is_over(Ask& ask) const;

  std::unique_ptr<ModelSource> source_;
  Ask::Clock::duration timeout_;
  Progress progress_;
  std::deque<std::unique_ptr<Job>> jobs_;
  std::size_t turn_ = 0;

  std::mutex mutex_;  ///< of what follows
  std::condition_variable changed_;
  std::vector<Task> tasks_;
  std::atomic<bool> ends_ = false;
  std::thread thread_;
};

}  // namespace keratin::serving
