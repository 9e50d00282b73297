// Clients that are slow, leave, come in numbers or say nonsense.
#include <sys/resource.h>

#include <chrono>
#include <fstream>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "keratin/layers.hpp"
#include "keratin/random.hpp"
#include "serve/http_server.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/malformed_requests.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using namespace testing;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Answers each request with its body.
class Echo : public serving::Handler {
 public:
  [[nodiscard]] std::optional<serving::Reply> refuse(const serving::Head& head) const override {
    if (head.length.value_or(0) > std::uint64_t{1} << 26) return serving::error_reply(413, "too long");
    return {};
  }
  void answer(serving::Request request, serving::Respond respond) override {
    if (request.path == "/large") request.body = std::string(std::size_t{1} << 24, 'x');
    respond({200, "text/plain", std::move(request.body)});
  }
};

struct EchoServer {
  explicit EchoServer(const serving::HttpLimits& limits) : server("127.0.0.1", 0, echo, limits) {
    server.start();
  }

  Echo echo;
  serving::HttpServer server;
};

/// The memory of this process, in MiB.
double resident() {
  std::ifstream file("/proc/self/statm");
  double size = 0, pages = 0;
  file >> size >> pages;
  return pages * 4096 / (1 << 20);
}

}  // namespace

TEST_CASE("serve: 200 slow clients, at any place of their request, keep nobody waiting") {
  const ModelServer server = serve_on_free_port(small_classifier());
  const std::string host = "Host: localhost:" + std::to_string(server.port()) + "\r\n";
  const std::string post = "POST /predict HTTP/1.1\r\n" + host +
                           "Content-Type: application/x-npy\r\nContent-Length: 384\r\n\r\nNUM";
  std::vector<Clients> slow;
  for (const std::string& said :
       {std::string(), std::string("GET /mod"), "GET /model HTTP/1.1\r\n" + host, post})
    slow.push_back(clients_at(server.port(), 50, said));
  const Clock::time_point start = Clock::now();
  HttpClient client(server.port());
  for (int i = 0; i < 20; ++i) CHECK(client.post_npy("/predict", random::rand({1, 8, 8, 1})).size() == 4);
  CHECK(HttpClient(server.port()).get("/health").status == 200);
  CHECK(Clock::now() - start < std::chrono::seconds(5));
  slow[2][0]->send("\r\n");  // who was slow is answered all the same
  CHECK(slow[2][0]->receive().status == 200);
}

TEST_CASE("serve: who does not say what he wants in time is let go") {
  const EchoServer echo({.idle = milliseconds(100), .patience = milliseconds(200)});
  const int port = echo.server.port();
  HttpClient silent(port), begun(port), without_body(port);
  begun.send("GET / HTT");
  without_body.send("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n123");
  CHECK(silent.is_closed());
  CHECK(begun.receive().status == 408);
  CHECK(begun.is_closed());
  const HttpAnswer late = without_body.receive();
  CHECK(late.status == 408);
  CHECK(late.body == R"({"error":"the request's data did not come in time"})");
}

TEST_CASE("serve: who sends a byte now and then is let go as well") {
  const EchoServer echo({.idle = milliseconds(300)});
  HttpClient dripping(echo.server.port());
  const Clock::time_point start = Clock::now();
  std::string request = "GET / HTTP/1.1\r\n" + std::string(1000, 'x');
  std::size_t sent = 0;
  while (sent < request.size() && dripping.send(request.substr(sent++, 1)) &&
         Clock::now() - start < std::chrono::seconds(10))
    std::this_thread::sleep_for(milliseconds(20));
  CHECK(sent < 200);
}

TEST_CASE("serve: of too many connections the one that was idle for longest goes") {
  const EchoServer echo({.connections = 10});
  const int port = echo.server.port();
  const Clients idle = clients_at(port, 10, "");
  std::this_thread::sleep_for(milliseconds(50));
  for (int i = 0; i < 5; ++i) CHECK(HttpClient(port).ask("POST", "/", "hello", "text/plain").body == "hello");
  CHECK(idle[0]->is_closed());
  const Clients working = clients_at(port, 10, "POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\n123");
  std::this_thread::sleep_for(milliseconds(50));
  CHECK(HttpClient(port).ask("POST", "/", "hello", "text/plain").body == "hello");
}

TEST_CASE("serve: the data of all requests, and of all replies, is bounded") {
  const EchoServer echo({.body_bytes = 1000, .reply_bytes = std::size_t{40} << 20});
  const int port = echo.server.port();
  const Clients waiting =
      clients_at(port, 1, "POST / HTTP/1.1\r\nContent-Length: 950\r\n\r\n" + std::string(900, 'x'));
  std::this_thread::sleep_for(milliseconds(50));
  const HttpAnswer refused = HttpClient(port).ask("POST", "/", std::string(200, 'x'), "text/plain");
  CHECK(refused.status == 503);
  CHECK(refused.body == R"({"error":"too many requests wait: try again later"})");
  CHECK(HttpClient(port).ask("POST", "/", std::string(100, 'x'), "text/plain").status == 200);

  Clients reading = clients_at(port, 2, "GET /large HTTP/1.1\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(100));
  CHECK(HttpClient(port).get("/large").status == 503);
  for (auto& client : reading) CHECK(client->receive().body.size() == std::size_t{1} << 24);
  CHECK(HttpClient(port).get("/large").status == 200);
}

TEST_CASE("serve: data that were only announced count for nothing, and take no memory") {
  const EchoServer echo({.body_bytes = std::size_t{128} << 20});
  const double before = resident();
  const Clients waiting =
      clients_at(echo.server.port(), 100, "POST / HTTP/1.1\r\nContent-Length: 67108864\r\n\r\n123");
  std::this_thread::sleep_for(milliseconds(100));
  const std::string body(std::size_t{60} << 20, 'x');
  CHECK(HttpClient(echo.server.port()).ask("POST", "/", "hello", "text/plain").body == "hello");
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  CHECK(resident() - before < 64 + 60);
#else
  static_cast<void>(before);
#endif
  CHECK((HttpClient(echo.server.port()).ask("POST", "/", body, "text/plain").body == body));
}

TEST_CASE("serve: data must come at a least pace all the time, and may take as long as it needs then") {
  const EchoServer echo({.patience = milliseconds(200), .bytes_per_second = 500});
  const std::string head = "POST / HTTP/1.1\r\nContent-Length: 1000\r\n\r\n";
  HttpClient steady(echo.server.port()), stopping(echo.server.port());
  steady.send(head);
  stopping.send(head + std::string(600, 'x'));
  for (int i = 0; i < 20; ++i) {
    steady.send(std::string(50, 'x'));
    std::this_thread::sleep_for(milliseconds(40));
  }
  CHECK(steady.receive().body == std::string(1000, 'x'));
  CHECK(stopping.receive().status == 408);
}

TEST_CASE("serve: small replies do not count among those that wait to be read") {
  const EchoServer echo({.reply_bytes = 100});
  CHECK(HttpClient(echo.server.port()).ask("POST", "/", std::string(65'536, 'x'), "text/plain").status ==
        200);
  CHECK(HttpClient(echo.server.port()).ask("POST", "/", std::string(65'537, 'x'), "text/plain").status ==
        503);
}

TEST_CASE("serve: who does not read the reply is let go") {
  const EchoServer echo({.patience = milliseconds(300), .bytes_per_second = std::size_t{1} << 30});
  HttpClient client(echo.server.port());
  client.send("GET /large HTTP/1.1\r\n\r\n");
  std::this_thread::sleep_for(milliseconds(800));
  CHECK(client.receive().status == 0);  // less came than was announced
}

TEST_CASE("serve: clients that leave in the middle") {
  const ModelServer server = serve_on_free_port(small_classifier());
  const std::string body = npy_bytes(random::rand({500, 8, 8, 1}));
  const std::string request =
      "POST /predict HTTP/1.1\r\nHost: localhost:" + std::to_string(server.port()) +
      "\r\nContent-Type: application/x-npy\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
      body;
  for (std::size_t i = 0; i <= 40; ++i)
    HttpClient(server.port()).send(request.substr(0, request.size() * i / 40));
  CHECK(HttpClient(server.port()).post("/predict", body, npy_type).status == 200);
}

TEST_CASE("serve: malformed requests get an error each, and leave the server as it was") {
  const Sequential model = small_generator();
  const ModelServer server = serve_on_free_port(model);
  const int cases = environment_number("KERATIN_MALFORMED_REQUESTS", 1000);
  std::mt19937 random(1);
  double before = 0;
  int strange = 0;
  for (int i = 0; i < cases; ++i) {
    if (i == cases / 2) before = resident();
    const std::string request = malformed_request(random, server.port());
    HttpClient client(server.port());
    client.send(request);
    client.finish();
    int status = 100;
    while (status == 100) status = client.receive(!request.starts_with("HEAD")).status;
    if (status != 0 && status != 200 && (status < 400 || status >= 500)) {
      ++strange;
      INFO(status << ": " << request.substr(0, 300));
      CHECK(false);
    }
  }
  CHECK(strange == 0);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // which keep what is freed
  CHECK(resident() - before < 24);
#else
  static_cast<void>(before);
#endif
  const Tensor x = random::randn({3, 6});
  CHECK((HttpClient(server.port()).post_npy("/predict", x) == model.predict(x)));
}

}  // namespace keratin
