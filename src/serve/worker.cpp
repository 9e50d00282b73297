#include "serve/worker.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
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
  const auto id = ask.request.query.find("id");
  auto entry = std::make_unique<ProgressEntry>(progress_, id == ask.request.query.end() ? "" : id->second);
  add({std::move(ask), Kind::image, nullptr, std::move(entry)});
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
    try {
      if (!tasks.empty()) take_in(std::move(tasks));
      run_jobs();
    } catch (const std::exception&) {  // no memory: those that had no reply got one as they went
    }
  }
}

void Worker::take_in(std::vector<Task> tasks) {
  std::erase_if(tasks, [this](Task& task) {
    if (is_over(task.ask)) return true;
    if (task.kind != Kind::loaded) return false;
    task.ask.reply(reply_of([&] {
      return Reply{200, "application/json", fmt::format("{{\"loaded\":{}}}", source_->loaded())};
    }));
    return true;
  });
  if (tasks.empty()) return;
  std::shared_ptr<ServedModel> served;
  const Reply found = reply_of([&] {
    served = source_->current();
    return Reply{};
  });
  if (served != nullptr) return answer(std::move(tasks), served);
  for (Task& task : tasks) task.ask.reply(found);
}

void Worker::answer(std::vector<Task> tasks, const std::shared_ptr<ServedModel>& served) {
  std::vector<Ask> predictions;
  for (Task& task : tasks) {
    if (is_over(task.ask)) continue;
    if (task.kind == Kind::prediction) {
      predictions.push_back(std::move(task.ask));
    } else if (task.kind == Kind::image) {
      jobs_.push_back(std::make_unique<ImageJob>(std::move(task.ask), served, std::move(task.progress)));
    } else {
      task.ask.reply(reply_of([&] { return task.answer(*served, task.ask.request); }));
    }
  }
  const auto is_over_now = [this](Ask& ask) { return is_over(ask); };
  for (auto& job : answer_predictions(std::move(predictions), served, is_over_now))
    jobs_.push_back(std::move(job));
}

/// Few at a time, for each holds its image.
void Worker::run_jobs() {
  constexpr std::size_t at_once = 2;
  if (jobs_.empty()) return;
  const std::size_t place = turn_++ % std::min(at_once, jobs_.size());
  Job& job = *jobs_[place];
  bool is_done = is_over(job.ask);
  if (!is_done) {
    std::optional<Reply> reply;
    const Reply failure = reply_of([&] {
      reply = job.step();
      return Reply{};
    });
    if (failure.status != 200) reply = failure;
    is_done = reply.has_value();
    if (reply) job.ask.reply(std::move(*reply));
  }
  if (is_done) jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(place));
}

bool Worker::is_over(Ask& ask) const {
  if (ends_) {
    ask.reply(error_reply(503, "the server ends"));
  } else if (ask.is_gone()) {
    ask.reply(error_reply(503, "the client has left"));
  } else if (ask.age() >= timeout_) {
    ask.reply(error_reply(503, fmt::format("this takes longer than {} seconds: send less at once",
                                           std::chrono::duration<double>(timeout_).count())));
  } else {
    return false;
  }
  return true;
}

}  // namespace keratin::serving
