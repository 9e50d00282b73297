#include "serve/gate.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "utils/host_name.hpp"
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

/// `[::1]:8080` as `::1`; empty if it is no name with or without a port.
std::string without_port(const std::string& host) {
  const bool has_brackets = host.starts_with('[');
  const std::size_t end = has_brackets ? host.find(']') : std::min(host.find(':'), host.size());
  if (end == std::string::npos) return "";
  const std::string port = host.substr(end + (has_brackets ? 1 : 0));
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool has_port =
      port.size() > 1 && port[0] == ':' && std::all_of(port.begin() + 1, port.end(), is_digit);
  if (!port.empty() && !has_port) return "";
  return has_brackets ? host.substr(1, end - 1) : host.substr(0, end);
}

}  // namespace

bool is_any(const std::string& host) { return host == "0.0.0.0" || host == "::"; }

std::string url_of(const std::string& host, int port) {
  if (is_any(host)) return fmt::format("http://localhost:{}/", port);
  return fmt::format("http://{}:{}/", is_v6(host) ? "[" + host + "]" : host, port);
}

/// A name is this server's only if it was given or is the computer's: others may have been made to lead here.
/// An address cannot. The port may be another one, from which requests are passed on.
bool Gate::is_own_host(const std::string& host) const {
  const std::string name = utils::lower_case(without_port(host));
  if (name == "localhost" || name == "127.0.0.1" || name == "::1") return true;
  if (name.empty() || !is_any(host_)) return !name.empty() && name == utils::lower_case(host_);
  const std::string own = utils::lower_case(utils::host_name());
  return is_v4(name) || is_v6(name) || name == own || name == own + ".local";
}

std::optional<Reply> Gate::refuse(const Head& head) const {
  if (!is_own_host(head.host)) {
    return error_reply(421,
                       fmt::format("this server is {}, not '{}': use that, or give it this name by --host",
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
