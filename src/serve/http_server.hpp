#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>  // Boost 1.74 forgets it

#include "serve/counted_bytes.hpp"

namespace keratin::serving {

/// What a request says before its body.
struct Head {
  std::string method, path;                  ///< the path without the query
  std::map<std::string, std::string> query;  ///< `?layer=conv2d` as {"layer", "conv2d"}
  std::string host, type, accept;            ///< headers; `type` is Content-Type
  std::optional<std::string> origin, fetch_site, fetch_mode;
  std::optional<std::uint64_t> length;  ///< of the body, as far as it is known
  bool is_chunked = false;              ///< whether the body says its length only as it comes
};

struct Request : Head {
  std::string body;
  std::shared_ptr<const std::atomic<bool>> is_gone;  ///< whether the client has left
  CountedBytes counted = {};                         ///< the body, until the request is done with
};

struct Reply {
  unsigned status = 200;
  std::string type, body;
  std::string allow = {};  ///< the methods, for status 405
};

/// A reply with the text as `{"error": text}`.
Reply error_reply(unsigned status, const std::string& text);

/// Reads a request's target into the head: a path and, maybe, a query. False if it is none.
bool read_target(std::string_view target, Head& head);

/// To be called once, from any thread.
using Respond = std::function<void(Reply)>;

/// What answers requests; called in the server's thread, which nothing here may hold up.
class Handler {
 public:
  virtual ~Handler() = default;

  /// Looks at a request before its body is read: a reply refuses it.
  virtual std::optional<Reply> refuse(const Head& head) const = 0;

  virtual void answer(Request request, Respond respond) = 0;
};

struct HttpLimits {
  std::size_t connections = 512;
  std::size_t body_bytes = std::size_t{256} << 20;   ///< that came, of all requests until they are done with
  std::size_t reply_bytes = std::size_t{512} << 20;  ///< of all replies over 64 KiB, until they are read
  std::size_t head_bytes = std::size_t{16} << 10;
  std::chrono::milliseconds idle = std::chrono::seconds(30);     ///< until a request's head is there
  std::chrono::milliseconds patience = std::chrono::seconds(5);  ///< until what follows has come or gone:
  std::size_t bytes_per_second = std::size_t{64} << 10;          ///< all of it, or as much as at this pace
};

/// HTTP/1.1 on a socket, in one thread however many clients there are. Of too many connections the one goes
/// first that has not said for longest what it wants, then one that still sends it or reads its reply, so
/// that slow clients keep nobody out. If all are worked on, the new one is refused.
class HttpServer {
 public:
  /// Throws IOError if it cannot listen there, and ValueError if the library was built without Boost.
  HttpServer(const std::string& host, int port, Handler& handler, const HttpLimits& limits = {});
  ~HttpServer();

  /// Begins to answer. If the handler needs the port, give it that first.
  void start();

  /// Ends all connections and the thread. What answers later is forgotten.
  void stop();

  [[nodiscard]] int port() const;

 private:
  class Running;
  std::unique_ptr<Running> running_;
};

}  // namespace keratin::serving
