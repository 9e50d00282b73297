// What a server answers to each request that it knows.
#include <nlohmann/json.hpp>

#include "files/system_file.hpp"
#include "images/image_file.hpp"
#include "keratin/layers.hpp"
#include "keratin/random.hpp"
#include "serve/gate.hpp"
#include "serve/page_files.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using nlohmann::json;
using namespace testing;

json model_of(const Model& model) {
  const ModelServer server = serve_on_free_port(model);
  return json::parse(HttpClient(server.port()).get("/model").body);
}

/// The array that JSON's nested lists are.
Tensor tensor_of(const json& lists, const Shape& shape) {
  Tensor array = empty_tensor(shape);
  const json flat = lists.flatten();
  REQUIRE(flat.size() == array.size());
  std::size_t i = 0;
  const std::function<void(const json&)> take = [&](const json& value) {
    if (!value.is_array()) {
      array.data()[i++] = value.get<float>();
      return;
    }
    for (const json& element : value) take(element);
  };
  take(lists);
  return array;
}

json lists_of(const Tensor& matrix) {
  json rows;
  for (std::size_t i = 0; i < matrix.shape(0); ++i) {
    json row;
    for (std::size_t j = 0; j < matrix.shape(1); ++j) row.push_back(matrix(i, j));
    rows.push_back(row);
  }
  return rows;
}

}  // namespace

TEST_CASE("serve: the page and its files come with a policy that lets nothing else in") {
  const ModelServer server = serve_on_free_port(small_generator());
  CHECK(server.url() == "http://127.0.0.1:" + std::to_string(server.port()) + "/");
  HttpClient client(server.port());
  REQUIRE_FALSE(serving::page_files().empty());
  for (const serving::PageFile& file : serving::page_files()) {
    const HttpAnswer answer = client.get(std::string(file.path));
    INFO(file.path);
    CHECK(answer.status == 200);
    CHECK(answer.body == file.text);
    CHECK(answer.headers.at("content-type") == file.type);
    CHECK(answer.headers.at("cache-control") == "no-store");
    CHECK(answer.headers.at("x-content-type-options") == "nosniff");
    CHECK(answer.headers.at("content-security-policy")
              .starts_with("default-src 'self'; img-src 'self' data: blob:; media-src blob:;"));
  }
  CHECK(client.get("/").headers.at("content-type") == "text/html; charset=utf-8");
  const HttpAnswer head = client.ask("HEAD", "/");
  CHECK(head.status == 200);
  CHECK(head.body.empty());
  CHECK(head.headers.at("content-length") == client.get("/").headers.at("content-length"));
}

TEST_CASE("serve: GET /health, /loaded and /progress") {
  const ModelServer server = serve_on_free_port(small_generator());
  HttpClient client(server.port());
  CHECK(client.get("/health").body == R"({"status":"ok"})");
  CHECK(client.get("/loaded?again").body == R"({"loaded":1})");
  CHECK(client.get("/progress/unknown").body == R"({"done":0,"of":0})");
  for (const char* id : {"", "a%20b", "a.b", "a%0Ab"}) {
    CHECK(client.get(std::string("/progress/") + id).status == 400);
    CHECK(HttpClient(server.port()).post(std::string("/image?id=") + id, "x", "image/png").body ==
          R"({"error":"an id is of letters, digits, '_' and '-', 64 at most"})");
  }
}

TEST_CASE("serve: a server at all addresses says one that a browser can open") {
  CHECK(serving::url_of("0.0.0.0", 80) == "http://localhost:80/");
  CHECK(serving::url_of("::", 80) == "http://localhost:80/");
  CHECK(serving::url_of("::1", 80) == "http://[::1]:80/");
}

TEST_CASE("serve: an Embedding takes a label only if it takes one number, of at most 1000 classes") {
  using namespace layers;
  const auto described = [](int numbers, int classes) {
    const Input point({6}), other({numbers});
    const KerasTensor known = Flatten()(Embedding(classes, 5)(other));
    return model_of(Model({point, other}, Reshape({8, 8, 1})(Dense(64)(Concatenate()({point, known})))));
  };
  CHECK(described(1, 1000)["inputs"][1]["num_classes"] == 1000);
  for (const auto& [numbers, classes] : {std::pair{1, 1001}, {2, 10}}) {
    const json model = described(numbers, classes);
    CHECK_FALSE(model["inputs"][1].contains("num_classes"));
    CHECK(model["kind"] == "other");
  }
}

TEST_CASE("serve: GET /model says which page fits") {
  const json generator = model_of(small_generator());
  CHECK(generator["kind"] == "vector_to_image");
  CHECK(generator["name"] == "small_generator");
  CHECK(generator["range"] == "[-1, 1]");
  CHECK(generator["output_activation"] == "tanh");
  CHECK(generator["loaded"] == 1);
  CHECK(generator["classes"].is_null());
  CHECK(generator["params"] == 1385);
  CHECK(generator["inputs"] == json::parse(R"([{"name": "input", "shape": [null, 6]}])"));
  CHECK(generator["outputs"] == json::parse(R"([{"name": "image", "shape": [null, 8, 8, 1]}])"));
  REQUIRE(generator["layers"].size() == 5);
  const json& dense = generator["layers"][0];
  CHECK(dense["name"] == "seed");
  CHECK(dense["class"] == "Dense");
  CHECK(dense["params"] == 224);
  CHECK(dense["output_shape"] == json::parse("[null, 32]"));
  CHECK(dense["is_map"] == false);
  CHECK(generator["layers"][3]["is_map"] == true);
  CHECK(dense["explain"].get<std::string>().find("each unit sums 6 inputs") != std::string::npos);
  CHECK(generator["summary"].get<std::string>().starts_with("Model: \"small_generator\"\n"));

  const json conditional = model_of(conditional_generator());
  CHECK(conditional["kind"] == "vector_to_image");
  CHECK(conditional["range"] == "[0, 1]");
  CHECK(conditional["inputs"][1] ==
        json::parse(R"({"name": "label", "shape": [null, 1], "num_classes": 3})"));
  CHECK_FALSE(conditional["inputs"][0].contains("num_classes"));

  const json doubler = model_of(image_doubler({None, None, 3}));
  CHECK(doubler["kind"] == "image_to_image");
  CHECK(doubler["inputs"][0]["shape"] == json::parse("[null, null, null, 3]"));

  const json classifier = model_of(small_classifier());
  CHECK(classifier["kind"] == "image_to_classes");
  CHECK(classifier["classes"] == 4);
  CHECK(classifier["image_shape"] == json::parse("[8, 8, 1]"));
  CHECK(classifier["range"] == "[0, 1]");

  CHECK(model_of(small_discriminator())["kind"] == "discriminator");
  const json other = model_of(two_outputs());
  CHECK(other["kind"] == "other");
  CHECK(other["range"] == "any");
  CHECK(other["outputs"].size() == 2);
}

TEST_CASE("serve: models whose images are rows of numbers have a page too") {
  using namespace layers;
  const json decoder = model_of(Sequential({Input({2}), Dense(784, {.activation = "sigmoid"})}));
  CHECK(decoder["kind"] == "vector_to_image");
  CHECK(decoder["image_shape"] == json::parse("[28, 28, 1]"));
  const json dense = model_of(Sequential({Input({784}), Dense(10, {.activation = "softmax"})}));
  CHECK(dense["kind"] == "image_to_classes");
  const json flat = model_of(Sequential({Input({28, 28}), Flatten(), Dense(10)}));
  CHECK(flat["kind"] == "image_to_classes");
  CHECK(model_of(Sequential({Input({100}), Dense(100)}))["kind"] == "other");
  const json rescaled = model_of(Sequential({Input({28, 28, 1}), Rescaling(1.0 / 127.5, {.offset = -1}),
                                             Flatten(), Dense(10, {.activation = "softmax"})}));
  CHECK(rescaled["input_range"] == json::parse("[0, 255]"));
}

TEST_CASE("serve: POST /predict gives predict()'s bits, as .npy and as JSON") {
  const Sequential model = small_generator();
  const ModelServer server = serve_on_free_port(model);
  HttpClient client(server.port());
  random::seed(1);
  for (const int samples : {1, 3, 40}) {
    const Tensor x = random::randn({samples, 6}), expected = model.predict(x);
    CHECK((client.post_npy("/predict", x) == expected));
    const HttpAnswer columns = client.post("/predict", json{{"inputs", lists_of(x)}}.dump(), json_type);
    REQUIRE(columns.status == 200);
    CHECK((tensor_of(json::parse(columns.body)["outputs"], shape_of(expected)) == expected));
    const HttpAnswer rows = client.post("/predict", json{{"instances", lists_of(x)}}.dump(), json_type);
    CHECK((tensor_of(json::parse(rows.body)["predictions"], shape_of(expected)) == expected));
  }
}

TEST_CASE("serve: POST /predict of several inputs and of several outputs takes and gives them by name") {
  const Model conditional = conditional_generator();
  const ModelServer server = serve_on_free_port(conditional);
  HttpClient client(server.port());
  const Tensor points = {{1, 2, 3, 4, 5, 6}, {0, 1, 0, 1, 0, 1}};
  Tensor labels = xt::zeros<float>({2, 1});
  labels(0, 0) = 2;
  const Tensor expected = conditional.predict({points, labels});
  const json inputs = {{"label", lists_of(labels)}, {"point", lists_of(points)}};
  const HttpAnswer columns = client.post("/predict", json{{"inputs", inputs}}.dump(), json_type);
  CHECK((tensor_of(json::parse(columns.body)["outputs"], {2, 8, 8, 1}) == expected));
  json instances;
  for (int i = 0; i < 2; ++i)
    instances.push_back({{"point", lists_of(points)[static_cast<std::size_t>(i)]},
                         {"label", lists_of(labels)[static_cast<std::size_t>(i)]}});
  const HttpAnswer rows = client.post("/predict", json{{"instances", instances}}.dump(), json_type);
  CHECK((tensor_of(json::parse(rows.body)["predictions"], {2, 8, 8, 1}) == expected));
  const HttpAnswer npy =
      client.post("/predict", json{{"inputs", inputs}}.dump(), json_type, "Accept: application/x-npy\r\n");
  CHECK(npy.body == npy_bytes(expected));

  const Model two = two_outputs();
  const ModelServer other = serve_on_free_port(two);
  HttpClient asking(other.port());
  const Tensor x = {{1, 2, 3}, {4, 5, 6}};
  const std::vector<Tensor> y = two.predict_all(x);
  const json outputs = json::parse(asking.post("/predict", npy_bytes(x), npy_type).body)["outputs"];
  CHECK((tensor_of(outputs["left"], {2, 2}) == y[0]));
  CHECK((tensor_of(outputs["right"], {2, 1}) == y[1]));
  const json predictions = json::parse(
      asking.post("/predict", json{{"instances", lists_of(x)}}.dump(), json_type).body)["predictions"];
  CHECK(predictions[1]["right"][0].get<float>() == y[1](1, 0));
}

TEST_CASE("serve: numbers that JSON has not are null") {
  using namespace layers;
  Sequential model({Input({1}), Dense(1, {.kernel_initializer = "ones"})});
  model.set_weights({xt::ones<float>({1, 1}) * 3e38f, xt::zeros<float>({1})});
  const ModelServer server = serve_on_free_port(model);
  CHECK(HttpClient(server.port()).post("/predict", R"({"inputs": [[1], [1e9]]})", json_type).body ==
        R"({"outputs":[[3e+38],[null]]})");
}

TEST_CASE("serve: POST /features gives what a layer makes") {
  const Sequential model = small_classifier();
  const ModelServer server = serve_on_free_port(model);
  random::seed(2);
  const Tensor x = random::rand({2, 8, 8, 1});
  const Model part(model.inputs(), model.output("maps"));
  CHECK((HttpClient(server.port()).post_npy("/features?layer=maps", x) == part.predict(x)));
}

TEST_CASE("serve: a closed and an open connection, and requests one behind the other") {
  const ModelServer server = serve_on_free_port(small_generator());
  HttpClient client(server.port());
  const std::string host = "Host: localhost:" + std::to_string(server.port()) + "\r\n";
  const std::string health = "GET /health HTTP/1.1\r\n" + host + "\r\n";
  client.send(health + health + health);
  for (int i = 0; i < 3; ++i) CHECK(client.receive().status == 200);
  client.send("GET /health HTTP/1.1\r\nConnection: close\r\n" + host + "\r\n");
  CHECK(client.receive().status == 200);
  CHECK(client.is_closed());
  HttpClient older(server.port());
  older.send("GET /health HTTP/1.0\r\n" + host + "\r\n");
  CHECK(older.receive().status == 200);
  CHECK(older.is_closed());
  HttpClient careful(server.port());
  const std::string body = npy_bytes(Tensor({{1, 2, 3, 4, 5, 6}}));
  careful.send("POST /predict HTTP/1.1\r\n" + host +
               "Expect: 100-continue\r\nContent-Type: application/x-npy\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n");
  CHECK(careful.receive(false).status == 100);
  careful.send(body);
  CHECK(careful.receive().status == 200);
}

}  // namespace keratin
