#pragma once

#include <chrono>
#include <exception>
#include <new>
#include <stdexcept>
#include <utility>

#include "keratin/error.hpp"
#include "memory_error.hpp"
#include "serve/http_server.hpp"

namespace keratin::serving {

/// A request that waits for its reply, which it gets: if nobody gives one, that the server ends.
class Ask {
 public:
  using Clock = std::chrono::steady_clock;

  Ask(Request asked, Respond respond) : request(std::move(asked)), respond_(std::move(respond)) {}
  Ask(Ask&& other) noexcept
      : request(std::move(other.request)),
        since_(other.since_),
        respond_(std::exchange(other.respond_, nullptr)) {}
  Ask& operator=(Ask&& other) noexcept {
    std::swap(request, other.request);
    std::swap(since_, other.since_);
    std::swap(respond_, other.respond_);
    return *this;
  }
  ~Ask() {
    if (respond_) reply(error_reply(503, "the server ends, or has no memory for this"));
  }

  void reply(Reply reply) {
    if (!respond_) return;
    try {
      std::exchange(respond_, nullptr)(std::move(reply));
    } catch (const std::bad_alloc&) {  // nobody can be told
    }
  }

  [[nodiscard]] bool is_gone() const { return request.is_gone != nullptr && request.is_gone->load(); }
  [[nodiscard]] Clock::duration age() const { return Clock::now() - since_; }

  Request request;

 private:
  Clock::time_point since_ = Clock::now();
  Respond respond_;
};

/// What `make` returns, or the reply to what it throws.
template <class Make>
Reply reply_of(const Make& make) {
  constexpr const char* no_memory = "there is not enough memory for this";
  try {
    return make();
  } catch (const MemoryError&) {
    return error_reply(503, no_memory);
  } catch (const std::bad_alloc&) {
    return error_reply(503, no_memory);
  } catch (const std::length_error&) {
    return error_reply(503, no_memory);
  } catch (const ValueError& error) {
    return error_reply(400, error.what());
  } catch (const IOError& error) {
    return error_reply(400, error.what());
  } catch (const std::exception& error) {
    return error_reply(500, error.what());
  }
}

/// Work that takes long, and so is done in parts between which others have their turn.
class Job {
 public:
  explicit Job(Ask asked) : ask(std::move(asked)) {}
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  /// Does the next part. The reply, after the last one.
  virtual std::optional<Reply> step() = 0;

  Ask ask;
};

}  // namespace keratin::serving
