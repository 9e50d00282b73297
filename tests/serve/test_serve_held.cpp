// Connections whose requests are worked on for long, or cannot be.
#include <atomic>
#include <chrono>
#include <mutex>
#include <new>
#include <thread>
#include <utility>
#include <vector>

#include "serve/http_server.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"

namespace keratin {
namespace {

using namespace testing;
using std::chrono::milliseconds;

/// Keeps requests until they are let go, and answers then; to /throw and /gone it has no memory.
class Holder : public serving::Handler {
 public:
  [[nodiscard]] std::optional<serving::Reply> refuse(const serving::Head& head) const override {
    if (head.path == "/throw") throw std::bad_alloc();
    return {};
  }
  void answer(serving::Request request, serving::Respond respond) override {
    if (request.path == "/gone") throw std::bad_alloc();
    if (request.path == "/now") return respond({200, "text/plain", "now"});
    const std::lock_guard lock(mutex_);
    held_.emplace_back(std::move(request), std::move(respond));
  }

  void let_go() {
    const std::lock_guard lock(mutex_);
    for (auto& [request, respond] : held_)
      respond({200, "text/plain", request.is_gone->load() ? "gone" : "here"});
    held_.clear();
  }

  [[nodiscard]] std::size_t count() {
    const std::lock_guard lock(mutex_);
    return held_.size();
  }

  void wait_for(std::size_t count) {
    for (int i = 0; i < 500 && this->count() < count; ++i) std::this_thread::sleep_for(milliseconds(10));
    REQUIRE(this->count() == count);
  }

 private:
  std::mutex mutex_;
  std::vector<std::pair<serving::Request, serving::Respond>> held_;
};

struct HolderServer {
  explicit HolderServer(const serving::HttpLimits& limits) : server("127.0.0.1", 0, holder, limits) {
    server.start();
  }

  Holder holder;
  serving::HttpServer server;
};

}  // namespace

TEST_CASE("serve: data count until the request is done with, also of clients that left") {
  HolderServer holding({.body_bytes = 1000});
  const int port = holding.server.port();
  const std::string post = "POST / HTTP/1.1\r\nContent-Length: 900\r\n\r\n" + std::string(900, 'x');
  clients_at(port, 1, post);  // it leaves at once
  holding.holder.wait_for(1);
  std::this_thread::sleep_for(milliseconds(50));
  CHECK(HttpClient(port).ask("POST", "/now", std::string(200, 'x'), "text/plain").status == 503);
  holding.holder.let_go();
  CHECK(HttpClient(port).ask("POST", "/now", std::string(200, 'x'), "text/plain").status == 200);
}

TEST_CASE("serve: connections that are worked on stay, and a new one is refused if there is no other") {
  HolderServer holding({.connections = 3});
  const int port = holding.server.port();
  Clients worked_on = clients_at(port, 2, "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx");
  holding.holder.wait_for(2);
  const Clients unfinished = clients_at(port, 1, "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nx");
  std::this_thread::sleep_for(milliseconds(50));
  worked_on.push_back(std::move(clients_at(port, 1, "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx")[0]));
  holding.holder.wait_for(3);
  CHECK(unfinished[0]->is_closed());
  const HttpAnswer refused = HttpClient(port).get("/now");
  CHECK(refused.status == 503);
  CHECK(refused.body == R"({"error":"all connections are worked on: try again later"})");
  holding.holder.let_go();
  for (auto& client : worked_on) CHECK(client->receive().body == "here");
}

TEST_CASE("serve: who says no more after the request still gets its answer") {
  HolderServer holding({});
  HttpClient client(holding.server.port());
  client.send("GET / HTTP/1.1\r\n\r\n");
  client.finish();
  holding.holder.wait_for(1);
  std::this_thread::sleep_for(milliseconds(50));
  holding.holder.let_go();
  CHECK(client.receive().body == "here");
}

TEST_CASE("serve: a request for which there is no memory ends only its own connection") {
  const HolderServer holding({});
  for (const char* path : {"/throw", "/gone", "/throw"}) {
    HttpClient client(holding.server.port());
    client.send(std::string("GET ") + path + " HTTP/1.1\r\n\r\n");
    CHECK(client.is_closed());
    CHECK(HttpClient(holding.server.port()).get("/now").body == "now");
  }
}

}  // namespace keratin
