#include "support/malformed_requests.hpp"

#include <array>
#include <cstdlib>
#include <vector>

#include "keratin/tensor.hpp"
#include "support/hostile.hpp"
#include "support/http_client.hpp"

namespace keratin::testing {

namespace {

std::string noise(std::mt19937& random, std::size_t most) {
  std::string bytes(random() % most, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

/// Some bytes changed, left out or put in.
std::string damaged(std::string text, std::mt19937& random) {
  for (std::size_t times = 1 + random() % 3; times > 0 && !text.empty(); --times) {
    const std::size_t place = random() % text.size();
    switch (random() % 4) {
      case 0:
        text[place] = static_cast<char>(random());
        break;
      case 1:
        text.erase(place, 1 + random() % 8);
        break;
      case 2:
        text.insert(place, noise(random, 8));
        break;
      default:
        text.insert(place, text.substr(random() % text.size(), random() % 20));
        break;
    }
  }
  return text;
}

std::string body_of(std::mt19937& random) {
  const std::vector<std::string> bodies = {
      npy_bytes(xt::ones<float>({1, 6})),
      R"({"inputs": [[1, 2, 3, 4, 5, 6]]})",
      R"({"instances": [[1, 2.5, -3e3, 4, 5, 6], [1, 2, 3, 4, 5, 6]]})",
      R"({"inputs": {"input": [[1, 2, 3, 4, 5, 6]]}, "signature_name": "x"})",
      std::string(1 + random() % 20'000, '['),
      "{\"inputs\": " + std::string(1 + random() % 2000, '[') + "1",
      R"({"inputs": [[1e999, nul, true, "a", {}, 6]]})",
      "\x89PNG\r\n\x1a\n" + noise(random, 200),
  };
  const std::string& body = one_of(bodies, random);
  return random() % 2 == 0 ? damaged(body, random) : body;
}

}  // namespace

std::string malformed_request(std::mt19937& random, int port) {
  static const std::array<std::string, 7> methods = {"GET",     "POST", "HEAD",  "PUT",
                                                     "OPTIONS", "get",  "G\x01T"};
  static const std::array<std::string, 9> targets = {"/predict",    "/model",        "/features?layer=maps",
                                                     "/image?id=1", "/progress/%00", "/",
                                                     "*",           "/../../x",      "/predict?%"};
  static const std::array<std::string, 6> types = {"application/json",
                                                   "application/x-npy",
                                                   "image/png",
                                                   "text/plain",
                                                   "application/json; charset=\xff",
                                                   ""};
  static const std::array<std::string, 8> others = {"Expect: 100-continue",   "Transfer-Encoding: chunked",
                                                    "Origin: null",           "Range: bytes=0-1,0-2",
                                                    "Content-Encoding: gzip", "X: \x01\x02",
                                                    "Connection: keep-alive", "Content-Length: 3"};
  if (random() % 16 == 0) return noise(random, 2000);
  const std::string body = body_of(random);
  std::string text =
      (random() % 2 == 0 ? "POST /predict" : one_of(methods, random) + ' ' + one_of(targets, random)) +
      " HTTP/1.1\r\nHost: localhost:" + std::to_string(port) + "\r\n";
  text += "Content-Type: " + one_of(types, random) + "\r\n";
  if (random() % 3 == 0) text += one_of(others, random) + "\r\n";
  const std::size_t length = random() % 4 == 0 ? random() % 4000 : body.size();
  text += "Content-Length: " + std::to_string(length) + "\r\n\r\n";
  if (random() % 3 == 0) text = damaged(text, random);
  return text + body;
}

int environment_number(const char* name, int otherwise) {
  const char* given = std::getenv(name);
  return given == nullptr ? otherwise : std::atoi(given);
}

}  // namespace keratin::testing
