#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include "files/npy_format.hpp"
#include "files/system_file.hpp"
#include "support/catch.hpp"

namespace keratin::testing {

namespace {

constexpr int longest_wait = 20'000;  // milliseconds

bool is_readable(int socket) {
  pollfd waiting = {socket, POLLIN, 0};
  return ::poll(&waiting, 1, longest_wait) == 1;
}

}  // namespace

HttpClient::HttpClient(int port) : port_(port), socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("nobody listens at the port " + std::to_string(port));
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

HttpClient::~HttpClient() { ::close(socket_); }

bool HttpClient::send(std::string_view bytes) const {
  while (!bytes.empty()) {
    const ssize_t count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

void HttpClient::finish() const { ::shutdown(socket_, SHUT_WR); }

bool HttpClient::receive_more() {
  std::array<char, 65536> bytes;
  if (!is_readable(socket_)) return false;
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  received_.append(bytes.data(), static_cast<std::size_t>(count));
  return true;
}

HttpAnswer HttpClient::receive(bool has_body) {
  HttpAnswer answer;
  while (received_.find("\r\n\r\n") == received_.npos) {
    if (!receive_more()) return answer;
  }
  const std::size_t end = received_.find("\r\n\r\n");
  std::size_t line = received_.find("\r\n");
  answer.status = std::stoi(received_.substr(9, 3));
  while (line < end) {
    const std::size_t next = received_.find("\r\n", line + 2), colon = received_.find(": ", line);
    std::string name = received_.substr(line + 2, colon - line - 2);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    answer.headers[name] = received_.substr(colon + 2, next - colon - 2);
    line = next;
  }
  received_.erase(0, end + 4);
  const bool is_empty = !has_body || !answer.headers.contains("content-length");
  const std::size_t size = is_empty ? 0 : std::stoul(answer.headers.at("content-length"));
  while (received_.size() < size) {
    if (!receive_more()) return {};
  }
  answer.body = received_.substr(0, size);
  received_.erase(0, size);
  return answer;
}

bool HttpClient::is_closed() const {
  char byte = 0;
  return received_.empty() && is_readable(socket_) && ::recv(socket_, &byte, 1, 0) <= 0;
}

HttpAnswer HttpClient::ask(const std::string& method, const std::string& target, const std::string& body,
                           const std::string& type, const std::string& headers) {
  std::string request =
      method + ' ' + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  if (!type.empty()) request += "Content-Type: " + type + "\r\n";
  if (!body.empty() || method == "POST") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  send(request + headers + "\r\n" + body);
  return receive(method != "HEAD");
}

Tensor HttpClient::post_npy(const std::string& target, const Tensor& array) {
  const HttpAnswer answer = post(target, npy_bytes(array), npy_type);
  INFO(answer.body.substr(0, 500));
  REQUIRE(answer.status == 200);
  REQUIRE(answer.headers.at("content-type") == npy_type);
  return utils::parse_npy("the answer", saving::bytes_of(answer.body));
}

Clients clients_at(int port, std::size_t count, const std::string& said) {
  Clients clients;
  for (std::size_t i = 0; i < count; ++i) {
    clients.push_back(std::make_unique<HttpClient>(port));
    clients.back()->send(said);
  }
  return clients;
}

std::string npy_bytes(const Tensor& array) {
  const std::vector<std::uint8_t> bytes = utils::format_npy(array);
  return {bytes.begin(), bytes.end()};
}

}  // namespace keratin::testing
