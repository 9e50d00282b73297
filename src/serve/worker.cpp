#include "serve/worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "serve/image_job.hpp"
#include "serve/predictions.hpp"

namespace keratin::serving {

Worker::Worker(std::unique_ptr<ModelSource> source, Ask::Clock::duration timeout)
    : source_(std::move(source)), timeout_(timeout), thread_([this] { run(); }) {}

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
  }
  source_->cancel();
  changed_.notify_all();
  thread_.join();
}

void Worker::make_image(Ask ask) {
  if (const auto id = ask.request.query.find("id"); id != ask.request.query.end())
    progress_.set(id->second, {0, 1});
  add({std::move(ask), Kind::image});
}

void Worker::add(Task task) {
  {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
  }
  changed_.notify_all();
}

void Worker::run() {
  while (true) {
    std::vector<Task> tasks;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return ends_ || !tasks_.empty() || !jobs_.empty(); });
      if (ends_) return;
      tasks.swap(tasks_);
    }
    if (!tasks.empty()) take_in(std::move(tasks));
    run_jobs();
  }
}

void Worker::take_in(std::vector<Task> tasks) {
  std::shared_ptr<ServedModel> served;
  const Reply found = reply_of([&] {
    served = source_->current();
    return Reply{};
  });
  std::vector<Ask> predictions;
  for (Task& task : tasks) {
    if (is_late(task.ask)) continue;
    if (served == nullptr) {
      task.ask.reply(found);
    } else if (task.kind == Kind::prediction) {
      predictions.push_back(std::move(task.ask));
    } else if (task.kind == Kind::image) {
      jobs_.push_back(std::make_unique<ImageJob>(std::move(task.ask), served, progress_));
    } else {
      task.ask.reply(reply_of([&] { return task.answer(*served, task.ask.request); }));
    }
  }
  for (auto& job : answer_predictions(std::move(predictions), served)) jobs_.push_back(std::move(job));
}

/// Few at a time, for each holds its image.
void Worker::run_jobs() {
  constexpr std::size_t at_once = 2;
  if (jobs_.empty()) return;
  const std::size_t place = turn_++ % std::min(at_once, jobs_.size());
  Job& job = *jobs_[place];
  bool is_done = is_late(job.ask);
  if (!is_done) {
    std::optional<Reply> reply;
    const Reply failure = reply_of([&] {
      reply = job.step();
      return Reply{};
    });
    if (failure.status != 200) reply = failure;
    if (!reply && job.ask.is_gone()) reply = error_reply(503, "the client has left");
    is_done = reply.has_value();
    if (reply) job.ask.reply(std::move(*reply));
  }
  if (is_done) jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(place));
}

bool Worker::is_late(Ask& ask) const {
  if (ask.age() < timeout_) return false;
  ask.reply(error_reply(503, fmt::format("this takes longer than {} seconds: send less at once",
                                         std::chrono::duration<double>(timeout_).count())));
  return true;
}

}  // namespace keratin::serving
