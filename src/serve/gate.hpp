#pragma once

#include <optional>
#include <string>

#include "serve/http_server.hpp"

namespace keratin::serving {

/// Keeps out requests that other pages make: a browser sends them with the name under which it found the
/// server, or with their own origin.
class Gate {
 public:
  /// For a server that listens at this address.
  explicit Gate(std::string host) : host_(std::move(host)) {}

  /// To be called before refuse().
  void set_port(int port) { port_ = port; }

  [[nodiscard]] std::optional<Reply> refuse(const Head& head) const;

 private:
  [[nodiscard]] bool is_own_host(const std::string& host) const;

  std::string host_;
  int port_ = 0;
};

/// Whether a server with this address listens at all of this computer's.
bool is_any(const std::string& host);

/// The page's address for an address to listen at: "::1" has brackets in it, and one for all is localhost.
std::string url_of(const std::string& host, int port);

}  // namespace keratin::serving
