// What a server refuses, with which status and which words.
#include <nlohmann/json.hpp>

#include "keratin/error.hpp"
#include "keratin/layers.hpp"
#include "keratin/random.hpp"
#include "serve/gate.hpp"
#include "serve/http_server.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/served_models.hpp"
#include "utils/host_name.hpp"

namespace keratin {
namespace {

using namespace testing;

/// The text of a refusal, which is an object of JSON with nothing else.
std::string error_of(const HttpAnswer& answer) {
  CHECK(answer.headers.at("content-type") == json_type);
  const nlohmann::json json = nlohmann::json::parse(answer.body);
  REQUIRE(json.size() == 1);
  return json["error"].get<std::string>();
}

void check_refusal(const HttpAnswer& answer, int status, const std::string& text) {
  INFO(answer.body);
  REQUIRE(answer.status == status);
  CHECK(error_of(answer) == text);
}

serving::Head head_for(const std::string& host) {
  serving::Head head;
  head.method = "GET";
  head.path = "/model";
  head.host = host;
  return head;
}

int status_of(const serving::Gate& gate, const serving::Head& head) {
  const std::optional<serving::Reply> refusal = gate.refuse(head);
  return refusal ? static_cast<int>(refusal->status) : 200;
}

}  // namespace

TEST_CASE("serve: paths and methods that it does not know") {
  const ModelServer server = serve_on_free_port(small_generator());
  HttpClient client(server.port());
  check_refusal(client.get("/nothing"), 404, "there is no '/nothing' here");
  check_refusal(client.get("/../../etc/passwd"), 404, "there is no '/../../etc/passwd' here");
  check_refusal(client.get("/%2e%2e/etc/passwd"), 404, "there is no '/%2e%2e/etc/passwd' here");
  check_refusal(client.get("/predict"), 405, "/predict takes POST, not GET");
  CHECK(client.get("/predict").headers.at("allow") == "POST");
  check_refusal(client.ask("DELETE", "/model"), 405, "/model takes GET, not DELETE");
  CHECK(client.ask("PUT", "/").headers.at("allow") == "GET, HEAD");
  check_refusal(client.ask("BREW", "/image"), 405, "/image takes POST, not BREW");
  check_refusal(HttpClient(server.port()).ask("GET", "/model", "data"), 413, "/model takes no data");
}

TEST_CASE("serve: data that it does not take") {
  const ModelServer server = serve_on_free_port(small_generator(), {.max_body = 1});
  const auto post = [&](const std::string& target, const std::string& body, const std::string& type,
                        const std::string& headers = "") {
    return HttpClient(server.port()).post(target, body, type, headers);
  };
  check_refusal(
      post("/predict", "x", "text/plain"), 415,
      "Content-Type is 'text/plain', but expected image/png or image/jpeg, application/json, or for a "
      ".npy file application/octet-stream or application/x-npy");
  check_refusal(post("/image", "x", npy_type), 415,
                "Content-Type is 'application/x-npy', but expected image/png or image/jpeg");
  check_refusal(post("/predict", std::string((1 << 20) + 1, ' '), json_type), 413,
                "1048577 bytes are more than the 1048576 that this server takes");
  check_refusal(post("/features", "[]", json_type), 400, "say of which layer: /features?layer=NAME");
  HttpClient client(server.port());
  const std::string begin =
      "POST /predict HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server.port()) + "\r\n";
  client.send(begin +
              "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
  check_refusal(client.receive(), 411, "send the data's length: Content-Length is missing");
  CHECK(client.is_closed());
  HttpClient without(server.port());
  without.send(begin + "Content-Type: application/json\r\n\r\n");
  check_refusal(without.receive(), 411, "send the data's length: Content-Length is missing");
  HttpClient huge(server.port());
  huge.send(begin + "Content-Type: application/json\r\nContent-Length: 18446744073709551615\r\n\r\n");
  check_refusal(huge.receive(), 413,
                "18446744073709551615 bytes are more than the 1048576 that this server takes");
}

TEST_CASE("serve: arrays that do not fit the model") {
  const ModelServer server = serve_on_free_port(small_generator());
  HttpClient client(server.port());
  const auto check = [&](const std::string& body, const char* type, const std::string& text) {
    check_refusal(client.post("/predict", body, type), 400, text);
  };
  check(npy_bytes(Tensor({{1, 2, 3}})), npy_type,
        "Layer \"small_generator\" (Sequential): expected inputs of shape (None, 6), but received (1, 3). "
        "Give such arrays, or "
        "make the model for samples of shape (3,).");
  check("no array", npy_type,
        "the request's data cannot be read: it is no .npy file, as numpy.save() and save_npy() write them.");
  check("", npy_type,
        "the request's data cannot be read: it is no .npy file, as numpy.save() and save_npy() write them.");
  check(R"({"inputs": {"x": [1]}})", json_type,
        "expected an array for each input of the model, input, but received: x");
  check_refusal(client.post("/features?layer=sead", npy_bytes(Tensor({{1, 2, 3, 4, 5, 6}})), npy_type), 400,
                "Layer \"small_generator\" (Sequential): there is no layer called \"sead\": did you mean "
                "\"seed\"? Known: \"seed\", \"leaky\", \"maps\", \"double\", \"image\".");
  const ModelServer conditional = serve_on_free_port(conditional_generator());
  HttpClient asking(conditional.port());
  check_refusal(asking.post("/predict", npy_bytes(xt::ones<float>({1, 1})), npy_type), 400,
                "this model has 2 inputs: send JSON, {\"inputs\": {\"point\": …, \"label\": …}}");
  const HttpAnswer answer =
      asking.post("/predict", R"({"inputs": {"point": [[1, 2, 3, 4, 5, 6]], "label": [[7]]}})", json_type);
  CHECK(answer.status == 400);
  CHECK_THAT(error_of(answer), Catch::Matchers::Contains("7"));
}

TEST_CASE("serve: too much at once is refused before it takes memory") {
  using namespace layers;
  const ModelServer wide = serve_on_free_port(Sequential({Input({1}), Dense(100'000)}));
  check_refusal(HttpClient(wide.port()).post("/predict", npy_bytes(Tensor::from_shape({1000, 1})), npy_type),
                413, "the outputs would be 100000000 numbers, over 2^26: send fewer samples");
  std::string json = R"({"inputs": [)";
  for (int i = 0; i < 100; ++i) json += i == 0 ? "[1]" : ",[1]";
  check_refusal(HttpClient(wide.port()).post("/predict", json + "]}", json_type), 413,
                "10000000 numbers are too many for JSON: send fewer samples, or Accept: application/x-npy");
  const Sequential doubler = image_doubler({None, None, 1});
  const ModelServer open = serve_on_free_port(doubler);
  HttpClient client(open.port());
  check_refusal(
      client.post("/predict", npy_bytes(xt::zeros<float>({1, 1030, 1030, 1})), npy_type), 413,
      "images of 1060900 pixels are over 2^20: send smaller ones, or one to /image, which works in tiles");
  check_refusal(client.post("/features?layer=conv2d", npy_bytes(xt::zeros<float>({33, 2, 2, 1})), npy_type),
                413, "33 samples are over 32: send fewer");
  check_refusal(
      client.post("/features?layer=" + doubler.layers()[0]->name(),
                  npy_bytes(xt::zeros<float>({1, 1030, 1030, 1})), npy_type),
      413,
      "images of 1060900 pixels are over 2^20: send smaller ones, or one to /image, which works in tiles");
  const ModelServer deep = serve_on_free_port(
      Sequential({Input({4}), Dense(1 << 22, {.kernel_initializer = "zeros", .name = "wide"}), Dense(1)}));
  check_refusal(
      HttpClient(deep.port()).post("/features?layer=wide", npy_bytes(xt::zeros<float>({17, 4})), npy_type),
      413, "the outputs would be 71303168 numbers, over 2^26: send fewer samples");
}

TEST_CASE("serve: what is no HTTP") {
  const ModelServer server = serve_on_free_port(small_generator());
  const auto answer_to = [&](const std::string& bytes) {
    HttpClient client(server.port());
    client.send(bytes);
    const HttpAnswer answer = client.receive();
    CHECK(client.is_closed());
    return answer;
  };
  const std::string host = "Host: 127.0.0.1:" + std::to_string(server.port()) + "\r\n";
  CHECK(answer_to("hello\r\n\r\n").status == 400);
  CHECK(answer_to("GET /health HTTP/9.9\r\n" + host + "\r\n").status == 400);
  CHECK(answer_to("GET /health HTTP/1.1\r\nno colon\r\n\r\n").status == 400);
  CHECK(answer_to("GET /health HTTP/1.1\r\n" + host + host + "\r\n").status == 400);
  CHECK(answer_to("GET http://elsewhere/health HTTP/1.1\r\n" + host + "\r\n").status == 400);
  CHECK(answer_to("GET /model?a=%zz HTTP/1.1\r\n" + host + "\r\n").status == 400);
  CHECK(answer_to("POST /predict HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n").status == 400);
  CHECK(answer_to("POST /predict HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n")
            .status == 400);
  CHECK(answer_to("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n").status == 431);
  CHECK(answer_to("GET / HTTP/1.1\r\n" + host + "X: " + std::string(20'000, 'a') + "\r\n\r\n").status == 431);
}

TEST_CASE("serve: only its own page may use it") {
  const ModelServer server = serve_on_free_port(small_generator());
  const std::string port = std::to_string(server.port());
  HttpClient client(server.port());
  client.send("GET /model HTTP/1.1\r\nHost: foreign.example:" + port + "\r\n\r\n");
  check_refusal(client.receive(), 421,
                "this server is http://127.0.0.1:" + port + "/, not 'foreign.example:" + port +
                    "': use that, or give it this name by --host");
  check_refusal(client.get("/model", "Origin: http://foreign.example\r\n"), 403,
                "a page of 'http://foreign.example' may not use this server");
  check_refusal(client.get("/model", "Origin: null\r\n"), 403, "a page of 'null' may not use this server");
  check_refusal(client.get("/model", "Origin: http://localhost:" + port + "\r\n"), 403,
                "a page of 'http://localhost:" + port + "' may not use this server");
  CHECK(client.get("/model", "Origin: http://127.0.0.1:" + port + "\r\n").status == 200);
  check_refusal(client.get("/model", "Sec-Fetch-Site: cross-site\r\n"), 403,
                "a page of another site may not use this server");
  CHECK(client.get("/model", "Sec-Fetch-Site: same-site\r\n").status == 403);
  CHECK(client.get("/model", "Sec-Fetch-Site: same-origin\r\n").status == 200);
  CHECK(client.get("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n").status == 200);
  CHECK(client.get("/", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n").status == 403);
}

TEST_CASE("serve: the names that a server answers to") {
  serving::Gate local("127.0.0.1");
  local.set_port(8080);
  for (const char* host : {"127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "127.0.0.1",
                           "localhost:9000", "[::1]"})
    CHECK(status_of(local, head_for(host)) == 200);
  for (const char* host :
       {"", ":8080", "127.0.0.1:", "127.0.0.1:80:80", "localhost.example:8080", "localhost:8080.example",
        "192.168.1.2:8080", "[::1", "[::1]8080", "[]:8080", "example:8080"}) {
    INFO(host);
    CHECK(status_of(local, head_for(host)) == 421);
  }
  serving::Gate named("Mybox.lan");
  named.set_port(80);
  CHECK(status_of(named, head_for("mybox.lan")) == 200);
  CHECK(status_of(named, head_for("mybox.lan:80")) == 200);
  CHECK(status_of(named, head_for("192.168.1.2")) == 421);
  serving::Gate any("0.0.0.0");
  any.set_port(8080);
  CHECK(status_of(any, head_for("192.168.1.2:8080")) == 200);
  CHECK(status_of(any, head_for("[fe80::1]:8080")) == 200);
  const std::string own = utils::host_name();
  CHECK(status_of(any, head_for(own + ":8080")) == 200);
  CHECK(status_of(any, head_for(own + ".local:8080")) == 200);
  CHECK(status_of(any, head_for("foreign.example:8080")) == 421);
  CHECK(status_of(any, head_for("")) == 421);
  CHECK(serving::url_of("::1", 80) == "http://[::1]:80/");
}

TEST_CASE("serve: an address at which nobody can listen") {
  const ModelServer server = serve_on_free_port(small_generator());
  const std::string port = std::to_string(server.port());
  CHECK_THROWS_WITH(serve(small_generator(), {.port = server.port()}),
                    "cannot listen at port " + port +
                        " of 127.0.0.1: Address already in use; take another port, or 0 for a free one");
  CHECK_THROWS_AS(serve(small_generator(), {.port = server.port()}), IOError);
  CHECK_THROWS_AS(serve(small_generator(), {.port = 0, .host = "no.such.name.invalid"}), IOError);
}

}  // namespace keratin
