#pragma once

#include <poll.h>

#include <algorithm>
#include <array>
#include <limits>

#include "serve/http_parser.hpp"
#include "serve/shared.hpp"

// Only http_server.cpp includes this, for Boost takes long to compile.

namespace keratin::serving {

/// A client. All of it runs in the server's thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), shared_(shared) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
    socket_.set_option(asio::socket_base::send_buffer_size(1 << 18), ignored);  // what is sent shows the pace
  }

  void start() {
    Shared::Connections& idle = shared_.at(stage_);
    place_ = idle.insert(idle.end(), shared_from_this());
    is_closed_ = false;
    watch();
    read_head();
  }

  void close() {
    if (is_closed_) return;
    is_closed_ = true;
    is_gone_->store(true);
    counted_ = {};
    give_back_reply();
    ++turn_;
    timer_.cancel();
    error_code ignored;
    socket_.close(ignored);
    shared_.at(stage_).erase(place_);
  }

 private:
  /// A handler that keeps this connection, and closes it if `act` throws, as it does without memory.
  template <class Act>
  auto then(Act act) {
    return [self = shared_from_this(), act = std::move(act)](auto... results) mutable {
      try {
        if (!self->is_closed_) act(results...);
      } catch (const std::exception&) {
        self->close();
      }
    };
  }

  void read_head() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.head_bytes));
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // the handler looks at the length
    set_stage(Stage::idle);
    set_deadline(shared_.limits.idle);
    http::async_read_header(socket_, buffer_, *parser_,
                            then([this](error_code error, std::size_t) { take_head(error); }));
  }

  void take_head(error_code error) {
    clear_deadline();
    if (error == asio::error::operation_aborted && (buffer_.size() > 0 || parser_->got_some()))
      return send(error_reply(408, "the request did not come in time"), true);
    const bool is_left = error == http::error::end_of_stream || error == http::error::partial_message;
    if (error && (is_left || error.category() != http_category())) return close();
    if (error) return send(reply_to_malformed(error), true);
    std::optional<Head> head = head_of(*parser_);
    if (!head) return send(error_reply(400, "the request's target or headers make no sense"), true);
    head_ = std::move(*head);
    is_head_ = head_.method == "HEAD";
    const bool has_body = head_.is_chunked || head_.length.value_or(0) > 0;
    if (std::optional<Reply> refusal = shared_.handler.refuse(head_))
      return send(std::move(*refusal), has_body);
    has_body ? take_body() : answer();
  }

  void take_body() {
    set_stage(Stage::body);
    const std::size_t most = shared_.limits.body_bytes;
    if (head_.length.value_or(0) > most - std::min(shared_.body_bytes->load(), most)) return refuse_body();
    counted_ = CountedBytes(shared_.body_bytes);
    received_ = 0;
    buffer_.reserve(buffer_.max_size());
    demand_pace();
    if (parser_->get()[http::field::expect].empty()) return read_body();
    asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                      then([this](error_code failure, std::size_t) { failure ? close() : read_body(); }));
  }

  void refuse_body() { send(error_reply(503, "too many requests wait: try again later"), true); }

  /// Makes room only as data come, for a client may announce more than it sends.
  void read_body() {
    constexpr std::size_t least = std::size_t{1} << 16;
    if (received_ == body_.size()) {
      const std::uint64_t most = head_.length.value_or(std::numeric_limits<std::uint64_t>::max());
      body_.resize(std::min<std::uint64_t>(std::max(least, 2 * received_), most));
    }
    auto& part = parser_->get().body();
    part.data = body_.data() + received_;
    part.size = body_.size() - received_;
    http::async_read_some(socket_, buffer_, *parser_,
                          then([this](error_code error, std::size_t) { take_part(error); }));
  }

  void take_part(error_code error) {
    const std::size_t count = body_.size() - received_ - parser_->get().body().size;
    received_ += count;
    moved_ += count;
    counted_.add(count);
    if (error == asio::error::operation_aborted)
      return send(error_reply(408, "the request's data did not come in time"), true);
    if (error && error != http::error::need_buffer) return close();
    if (*shared_.body_bytes > shared_.limits.body_bytes) return refuse_body();
    if (!parser_->is_done()) return read_body();
    body_.resize(received_);
    answer();
  }

  void answer() {
    clear_deadline();
    set_stage(Stage::work);
    is_gone_ = std::make_shared<std::atomic<bool>>(false);
    Request request{std::move(head_), std::exchange(body_, {}), is_gone_, std::move(counted_)};
    shared_.handler.answer(std::move(request), [self = shared_from_this()](Reply reply) {
      asio::post(self->socket_.get_executor(), self->then([self, reply = std::move(reply)]() mutable {
        self->send(std::move(reply), false);
      }));
    });
  }

  /// Notices a client that is cut off; one that only says no more still reads.
  void watch() {
    socket_.async_wait(
        tcp::socket::wait_error, then([this](error_code error) {
          pollfd state{socket_.native_handle(), 0, 0};
          if (!error && ::poll(&state, 1, 0) == 1 && (state.revents & (POLLERR | POLLHUP)) != 0) close();
        }));
  }

  void send(Reply reply, bool is_last) {
    constexpr std::size_t small = std::size_t{1} << 16;
    set_stage(Stage::reply);
    body_ = {};
    counted_ = {};
    const std::size_t most = shared_.limits.reply_bytes;
    if (reply.body.size() > small && reply.body.size() > most - std::min(shared_.reply_bytes, most))
      reply = error_reply(503, "too many replies wait to be read: try again later");
    keeps_ = !is_last && parser_->is_header_done() && parser_->keep_alive();
    response_ = {};
    response_.version(11);
    response_.result(reply.status);
    set_headers(reply);
    response_.keep_alive(keeps_);
    response_.content_length(reply.body.size());
    if (reply.body.size() > small) shared_.reply_bytes += reply_bytes_ = reply.body.size();
    if (!is_head_) response_.body() = std::move(reply.body);
    is_head_ = false;
    serializer_.emplace(response_);
    demand_pace();
    write();
  }

  void write() {
    http::async_write_some(socket_, *serializer_, then([this](error_code error, std::size_t count) {
                             moved_ += count;
                             if (error) return close();
                             serializer_->is_done() ? end_reply() : write();
                           }));
  }

  void end_reply() {
    clear_deadline();
    serializer_.reset();
    response_ = {};
    give_back_reply();
    keeps_ ? read_head() : linger();
  }

  void set_headers(const Reply& reply) {
    using http::field;
    response_.set(field::content_type, reply.type);
    response_.set(field::cache_control, "no-store");
    response_.set("X-Content-Type-Options", "nosniff");
    response_.set("Referrer-Policy", "no-referrer");
    response_.set("Cross-Origin-Resource-Policy", "same-origin");
    response_.set("Content-Security-Policy",
                  "default-src 'self'; img-src 'self' data: blob:; media-src blob:; object-src 'none'; "
                  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    if (!reply.allow.empty()) response_.set(field::allow, reply.allow);
  }

  /// Ends the connection, but not before the client could read the reply: the system drops it if the client
  /// still sends.
  void linger() {
    error_code error;
    socket_.shutdown(tcp::socket::shutdown_send, error);
    if (error) return close();
    set_stage(Stage::idle);
    set_deadline(std::chrono::seconds(2));
    discard(std::size_t{1} << 24);
  }

  void discard(std::size_t most) {
    socket_.async_read_some(asio::buffer(discarded_), then([this, most](error_code error, std::size_t count) {
                              if (error || count >= most) return close();
                              discard(most - count);
                            }));
  }

  /// Bytes must come or go at a least pace from now on.
  void demand_pace() { set_deadline(shared_.limits.patience, true); }

  /// What is waited for then ends with operation_aborted; with a pace, only if less was moved by then.
  void set_deadline(milliseconds time, bool has_pace = false) {
    moved_ = 0;
    timer_.expires_after(time);
    timer_.async_wait(then([this, has_pace, turn = ++turn_](error_code error) {
      if (error || turn != turn_) return;
      const auto patience = static_cast<std::size_t>(shared_.limits.patience.count());
      if (has_pace && moved_ >= shared_.limits.bytes_per_second * patience / 1000) return demand_pace();
      error_code ignored;
      socket_.cancel(ignored);
      close_soon(turn);
    }));
  }

  /// Unless something else is waited for by then: what was waited for may be lost without memory.
  void close_soon(std::uint64_t turn) {
    timer_.expires_after(std::chrono::seconds(1));
    timer_.async_wait(then([this, turn](error_code error) {
      if (!error && turn == turn_) close();
    }));
  }

  void clear_deadline() {
    ++turn_;
    timer_.cancel();
  }

  void set_stage(Stage stage) {
    shared_.at(stage).splice(shared_.at(stage).end(), shared_.at(stage_), place_);
    stage_ = stage;
  }

  void give_back_reply() { shared_.reply_bytes -= std::exchange(reply_bytes_, 0); }

  tcp::socket socket_;
  asio::steady_timer timer_;
  Shared& shared_;
  beast::flat_buffer buffer_{std::size_t{1} << 16};
  std::optional<Parser> parser_;
  Head head_;
  std::string body_;  ///< `received_` bytes of it are there
  CountedBytes counted_;
  http::response<http::string_body> response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  std::shared_ptr<std::atomic<bool>> is_gone_ = std::make_shared<std::atomic<bool>>(false);
  Shared::Connections::iterator place_;
  Stage stage_ = Stage::idle;
  std::size_t received_ = 0, reply_bytes_ = 0;
  std::size_t moved_ = 0;  ///< bytes of this request or reply since the deadline was set
  std::uint64_t turn_ = 0;
  std::array<char, 4096> discarded_;
  bool is_head_ = false, keeps_ = false, is_closed_ = true;
};

inline bool Shared::make_room() {
  for (const Stage stage : {Stage::idle, Stage::body, Stage::reply}) {
    if (at(stage).empty()) continue;
    std::shared_ptr(at(stage).front())->close();
    return true;
  }
  return false;
}

}  // namespace keratin::serving
