#include "serve/gate.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <array>

#include "utils/lower_case.hpp"

namespace keratin::serving {

namespace {

bool is_v6(const std::string& address) {
  std::array<unsigned char, 16> bytes{};
  return ::inet_pton(AF_INET6, address.c_str(), bytes.data()) == 1;
}

bool is_v4(const std::string& address) {
  std::array<unsigned char, 4> bytes{};
  return ::inet_pton(AF_INET, address.c_str(), bytes.data()) == 1;
}

/// `[::1]` as `::1`.
std::string without_brackets(const std::string& host) {
  const bool has = host.size() > 2 && host.front() == '[' && host.back() == ']';
  return has ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

bool is_any(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

std::string url_of(const std::string& host, int port) {
  if (is_any(host)) return fmt::format("http://localhost:{}/", port);
  return fmt::format("http://{}:{}/", is_v6(host) ? "[" + host + "]" : host, port);
}

/// A name is this server's only if it was given: others may have been made to lead here. An address cannot.
bool Gate::is_own_host(const std::string& host) const {
  const std::string ending = fmt::format(":{}", port_);
  const bool has_port = host.ends_with(ending);
  if (!has_port && port_ != 80) return false;
  const std::string name =
      without_brackets(utils::lower_case(has_port ? host.substr(0, host.size() - ending.size()) : host));
  if (name == "localhost" || name == "127.0.0.1" || name == "::1") return true;
  if (name == utils::lower_case(host_)) return true;
  return is_any(host_) && (is_v4(name) || is_v6(name));
}

std::optional<Reply> Gate::refuse(const Head& head) const {
  if (!is_own_host(head.host)) {
    return error_reply(421, fmt::format("this server is {}, not '{}'; --host gives it another name",
                                        url_of(host_, port_), head.host));
  }
  if (head.origin && *head.origin != "http://" + head.host)
    return error_reply(403, fmt::format("a page of '{}' may not use this server", *head.origin));
  const std::string site = head.fetch_site.value_or("none");
  const bool follows_link = head.path == "/" && head.method == "GET" && head.fetch_mode == "navigate";
  if (site != "same-origin" && site != "none" && !follows_link)
    return error_reply(403, "a page of another site may not use this server");
  return {};
}

}  // namespace keratin::serving
