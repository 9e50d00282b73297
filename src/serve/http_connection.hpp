#pragma once

#ifdef __SANITIZE_THREAD__  // it knows no fences; the mutexes beside them are enough
#define BOOST_ASIO_DISABLE_FENCED_BLOCK 1
#endif

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <limits>
#include <list>
#include <string_view>
#include <utility>

#include "serve/http_server.hpp"

// Only http_server.cpp includes this, for Boost takes long to compile.

namespace keratin::serving {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

inline std::string_view view_of(beast::string_view text) { return {text.data(), text.size()}; }

template <class Fields>
std::optional<std::string> find_header(const Fields& fields, beast::string_view name) {
  const auto found = fields.find(name);
  return found == fields.end() ? std::nullopt : std::optional<std::string>(view_of(found->value()));
}

using Parser = http::request_parser<http::string_body>;

/// What the head says; nothing if its target, or how often a header comes, makes no sense.
inline std::optional<Head> head_of(const Parser& parser) {
  const auto& message = parser.get();
  Head head;
  head.method = view_of(message.method_string());
  if (!read_target(view_of(message.target()), head)) return {};
  for (const http::field once : {http::field::host, http::field::content_length, http::field::origin,
                                 http::field::content_type, http::field::transfer_encoding}) {
    if (message.count(once) > 1) return {};
  }
  const auto text = [&](beast::string_view name) { return find_header(message, name).value_or(""); };
  head.host = text("Host");
  head.type = text("Content-Type");
  head.accept = text("Accept");
  head.origin = find_header(message, "Origin");
  head.fetch_site = find_header(message, "Sec-Fetch-Site");
  head.fetch_mode = find_header(message, "Sec-Fetch-Mode");
  head.is_chunked = message.count(http::field::transfer_encoding) > 0;
  if (const auto length = parser.content_length()) head.length = *length;
  return head;
}

inline const boost::system::error_category& http_category() {
  return http::make_error_code(http::error::end_of_stream).category();
}

/// What is wrong with a request that the parser gave up.
inline Reply reply_to_malformed(const error_code& error) {
  if (error == http::error::header_limit || error == http::error::buffer_overflow)
    return error_reply(431, "the request's first line and headers are too long");
  return error_reply(400, fmt::format("this is no HTTP request: {}", error.message()));
}

class Connection;

/// What the connections of a server share.
struct Shared {
  Handler& handler;
  HttpLimits limits;
  std::list<std::shared_ptr<Connection>> connections = {};
  std::list<Connection*> idle = {};  ///< those that have not said what they want, for longest first
  std::size_t body_bytes = 0, reply_bytes = 0;
};

/// A client. All of it runs in the server's thread.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared& shared)
      : socket_(std::move(socket)), timer_(socket_.get_executor()), shared_(shared) {
    error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  void start() {
    place_ = shared_.connections.insert(shared_.connections.end(), shared_from_this());
    read_head();
  }

  void close() {
    if (is_closed_) return;
    is_closed_ = true;
    is_gone_->store(true);
    set_idle(false);
    give_back_body();
    give_back_reply();
    timer_.cancel();
    error_code ignored;
    socket_.close(ignored);
    shared_.connections.erase(place_);
  }

 private:
  void read_head() {
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(shared_.limits.head_bytes));
    parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // the handler looks at the length
    set_idle(true);
    set_deadline(shared_.limits.idle);
    http::async_read_header(
        socket_, buffer_, *parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->take_head(error); });
  }

  void take_head(error_code error) {
    clear_deadline();
    set_idle(false);
    if (is_closed_) return;
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
    has_body ? take_body(static_cast<std::size_t>(head_.length.value_or(0))) : answer();
  }

  void take_body(std::size_t length) {
    if (length > shared_.limits.body_bytes - std::min(shared_.body_bytes, shared_.limits.body_bytes))
      return send(error_reply(503, "too many requests wait: try again later"), true);
    body_bytes_ = length;
    shared_.body_bytes += length;
    set_deadline(time_for(length));
    if (parser_->get()[http::field::expect].empty()) return read_body();
    asio::async_write(socket_, asio::buffer(std::string_view("HTTP/1.1 100 Continue\r\n\r\n")),
                      [self = shared_from_this()](error_code failure, std::size_t) {
                        if (failure) return self->close();
                        self->read_body();
                      });
  }

  void read_body() {
    http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
      self->clear_deadline();
      if (self->is_closed_) return;
      if (error == asio::error::operation_aborted)
        return self->send(error_reply(408, "the request's data did not come in time"), true);
      if (error) return self->close();
      self->answer();
    });
  }

  void answer() {
    is_gone_ = std::make_shared<std::atomic<bool>>(false);
    watch();
    Request request{std::move(head_), std::move(parser_->get().body()), is_gone_};
    shared_.handler.answer(std::move(request), [self = shared_from_this()](Reply reply) {
      asio::post(self->socket_.get_executor(),
                 [self, reply = std::move(reply)]() mutable { self->send(std::move(reply), false); });
    });
  }

  /// Notices a client that leaves while its request is worked on.
  void watch() {
    socket_.async_wait(
        tcp::socket::wait_read, [self = shared_from_this(), gone = is_gone_](error_code error) {
          char byte = 0;
          if (!error && ::recv(self->socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0)
            gone->store(true);
        });
  }

  void send(Reply reply, bool is_last) {
    if (is_closed_) return;
    give_back_body();
    const std::size_t most = shared_.limits.reply_bytes;
    if (reply.body.size() > most - std::min(shared_.reply_bytes, most))
      reply = error_reply(503, "too many replies wait to be read: try again later");
    const bool keeps = !is_last && parser_->is_header_done() && parser_->keep_alive();
    response_ = {};
    response_.version(11);
    response_.result(reply.status);
    set_headers(reply);
    response_.keep_alive(keeps);
    response_.content_length(reply.body.size());
    const std::size_t size = reply_bytes_ = reply.body.size();
    shared_.reply_bytes += size;
    if (!is_head_) response_.body() = std::move(reply.body);
    is_head_ = false;
    set_deadline(time_for(size));
    http::async_write(socket_, response_, [self = shared_from_this(), keeps](error_code error, std::size_t) {
      self->clear_deadline();
      self->response_ = {};
      self->give_back_reply();
      if (error) return self->close();
      keeps ? self->read_head() : self->linger();
    });
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
    set_deadline(std::chrono::seconds(2));
    discard(std::size_t{1} << 24);
  }

  void discard(std::size_t most) {
    socket_.async_read_some(asio::buffer(discarded_),
                            [self = shared_from_this(), most](error_code error, std::size_t count) {
                              if (error || count >= most) return self->close();
                              self->discard(most - count);
                            });
  }

  [[nodiscard]] milliseconds time_for(std::size_t bytes) const {
    return shared_.limits.patience + milliseconds(1000 * bytes / shared_.limits.bytes_per_second);
  }

  /// What is waited for then ends with operation_aborted.
  void set_deadline(milliseconds time) {
    timer_.expires_after(time);
    timer_.async_wait([self = shared_from_this(), turn = ++turn_](error_code error) {
      if (error || turn != self->turn_) return;
      error_code ignored;
      self->socket_.cancel(ignored);
    });
  }

  void clear_deadline() {
    ++turn_;
    timer_.cancel();
  }

  void set_idle(bool idle) {
    if (idle) {
      idle_place_ = shared_.idle.insert(shared_.idle.end(), this);
    } else if (idle_place_) {
      shared_.idle.erase(*std::exchange(idle_place_, {}));
    }
  }

  void give_back_reply() { shared_.reply_bytes -= std::exchange(reply_bytes_, 0); }
  void give_back_body() { shared_.body_bytes -= std::exchange(body_bytes_, 0); }

  tcp::socket socket_;
  asio::steady_timer timer_;
  Shared& shared_;
  beast::flat_buffer buffer_{std::size_t{1} << 16};
  std::optional<Parser> parser_;
  Head head_;
  http::response<http::string_body> response_;
  std::shared_ptr<std::atomic<bool>> is_gone_ = std::make_shared<std::atomic<bool>>(false);
  std::list<std::shared_ptr<Connection>>::iterator place_;
  std::optional<std::list<Connection*>::iterator> idle_place_;
  std::size_t body_bytes_ = 0, reply_bytes_ = 0;
  std::uint64_t turn_ = 0;
  std::array<char, 4096> discarded_;
  bool is_head_ = false, is_closed_ = false;
};

}  // namespace keratin::serving
