#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "keratin/tensor.hpp"

namespace keratin::testing {

/// What a server said.
struct HttpAnswer {
  int status = 0;  ///< 0: it closed the connection without a word
  std::map<std::string, std::string> headers;
  std::string body;
};

/// A connection to a server on this computer, byte by byte, so that a test can say what no HTTP library says.
class HttpClient {
 public:
  /// Throws std::runtime_error if nobody listens. Threads may use clients of their own.
  explicit HttpClient(int port);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  /// False if the server has closed the connection.
  bool send(std::string_view bytes) const;

  /// Says that nothing more will be sent.
  void finish() const;

  /// Waits for the next answer, for 20 seconds at most. `has_body`: as the answer to HEAD has not.
  HttpAnswer receive(bool has_body = true);

  /// Whether the server closes the connection within 20 seconds, saying nothing more.
  [[nodiscard]] bool is_closed() const;

  /// A request with the header Host and, if there is a body or the method is POST, Content-Length.
  HttpAnswer ask(const std::string& method, const std::string& target, const std::string& body = "",
                 const std::string& type = "", const std::string& headers = "");

  HttpAnswer get(const std::string& target, const std::string& headers = "") {
    return ask("GET", target, "", "", headers);
  }
  HttpAnswer post(const std::string& target, const std::string& body, const std::string& type,
                  const std::string& headers = "") {
    return ask("POST", target, body, type, headers);
  }

  /// The array that the server answers to this one with; fails the test, whose thread calls it, for another
  /// answer.
  Tensor post_npy(const std::string& target, const Tensor& array);

 private:
  bool receive_more();

  int port_, socket_;
  std::string received_;
};

using Clients = std::vector<std::unique_ptr<HttpClient>>;

/// Clients that have said this much.
Clients clients_at(int port, std::size_t count, const std::string& said);

constexpr const char* npy_type = "application/x-npy";
constexpr const char* json_type = "application/json";

/// The bytes of a .npy file.
std::string npy_bytes(const Tensor& array);

}  // namespace keratin::testing
