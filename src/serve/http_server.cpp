#include "serve/http_server.hpp"

#include "keratin/error.hpp"
#ifdef KERATIN_HAS_BOOST
#include <sys/resource.h>
#include <sys/socket.h>

#include <thread>

#include "serve/http_connection.hpp"
#endif

namespace keratin::serving {

#ifdef KERATIN_HAS_BOOST

namespace {

/// As many connections as the process may have open, less some for files.
std::size_t connections_of(const HttpLimits& limits) {
  constexpr rlim_t others = 64;
  rlimit open{};
  if (::getrlimit(RLIMIT_NOFILE, &open) != 0 || open.rlim_cur == RLIM_INFINITY) return limits.connections;
  const rlim_t left = open.rlim_cur > 2 * others ? open.rlim_cur - others : others;
  return std::min(limits.connections, static_cast<std::size_t>(left));
}

}  // namespace

class HttpServer::Running {
 public:
  Running(const std::string& host, int port, Handler& handler, const HttpLimits& limits)
      : shared_{handler, limits}, acceptor_(context_), pause_(context_) {
    shared_.limits.connections = connections_of(limits);
    try {
      listen(host, port);
    } catch (const boost::system::system_error& error) {
      const bool is_taken = error.code() == boost::asio::error::address_in_use;
      throw IOError(fmt::format("cannot listen at port {} of {}: {}{}", port, host, error.code().message(),
                                is_taken ? "; take another port, or 0 for a free one" : ""));
    }
  }

  ~Running() { stop(); }

  void start() {
    accept();
    thread_ = std::thread([this] { run(); });
  }

  void stop() {
    if (!thread_.joinable()) return;
    asio::post(context_, [this] {
      error_code ignored;
      acceptor_.close(ignored);
      pause_.cancel();
      for (Shared::Connections& some : shared_.connections) {
        while (!some.empty()) std::shared_ptr(some.front())->close();
      }
      context_.stop();
    });
    thread_.join();
  }

  [[nodiscard]] int port() const { return port_; }

 private:
  /// What a handler throws, as it does without memory, ends only what that handler did.
  void run() {
    while (true) {
      try {
        context_.run();
        return;
      } catch (const std::exception&) {
      }
    }
  }

  void listen(const std::string& host, int port) {
    tcp::resolver resolver(context_);
    const tcp::endpoint endpoint =
        resolver.resolve(host, std::to_string(port), tcp::resolver::passive)->endpoint();
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen();
    port_ = acceptor_.local_endpoint().port();
  }

  void accept() {
    acceptor_.async_accept([this](error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (error) {  // the process has no room for a connection more
        shared_.make_room();
        return accept_later();
      }
      take(std::move(socket));
      accept();
    });
  }

  void accept_later() {
    pause_.expires_after(milliseconds(20));
    pause_.async_wait([this](error_code error) {
      if (!error) accept();
    });
  }

  void take(tcp::socket socket) {
    if (shared_.count() >= shared_.limits.connections && !shared_.make_room()) return refuse(socket);
    std::shared_ptr<Connection> connection;
    try {
      connection = std::make_shared<Connection>(std::move(socket), shared_);
      connection->start();
    } catch (const std::exception&) {
      if (connection != nullptr) connection->close();
    }
  }

  /// Without waiting: what the client has said is read, for otherwise the system drops the reply.
  static void refuse(tcp::socket& socket) {
    static const std::string text = [] {
      const std::string body = error_reply(503, "all connections are worked on: try again later").body;
      return fmt::format(
          "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
          "Connection: close\r\n\r\n{}",
          body.size(), body);
    }();
    std::array<char, 4096> said;
    while (::recv(socket.native_handle(), said.data(), said.size(), MSG_DONTWAIT) > 0) {
    }
    ::send(socket.native_handle(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  asio::io_context context_{1};
  Shared shared_;
  tcp::acceptor acceptor_;
  asio::steady_timer pause_;
  int port_ = 0;
  std::thread thread_;
};

#else

class HttpServer::Running {
 public:
  Running(const std::string& /*host*/, int /*port*/, Handler& /*handler*/, const HttpLimits& /*limits*/) {
    throw ValueError(
        "serve() needs Boost's Beast and nlohmann-json, and this library was built without them: install "
        "both (Debian: libboost-dev, nlohmann-json3-dev) and build again with KERATIN_SERVE=ON");
  }

  void start() {}
  void stop() {}
  [[nodiscard]] int port() const { return 0; }
};

#endif

HttpServer::HttpServer(const std::string& host, int port, Handler& handler, const HttpLimits& limits)
    : running_(std::make_unique<Running>(host, port, handler, limits)) {}

HttpServer::~HttpServer() = default;

void HttpServer::start() { running_->start(); }

void HttpServer::stop() { running_->stop(); }

int HttpServer::port() const { return running_->port(); }

}  // namespace keratin::serving
