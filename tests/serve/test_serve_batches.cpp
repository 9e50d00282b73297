// Requests that arrive together run together if each keeps its bits.
#include <thread>

#include "files/npy_format.hpp"
#include "files/system_file.hpp"
#include "keratin/layers.hpp"
#include "keratin/random.hpp"
#include "keratin/utils/random_seed.hpp"
#include "serve/predictions.hpp"
#include "serve/request_arrays.hpp"
#include "serve/served_model.hpp"
#include "support/catch.hpp"
#include "support/http_client.hpp"
#include "support/served_models.hpp"

namespace keratin {
namespace {

using namespace layers;
using namespace testing;

Sequential dense() {
  utils::set_random_seed(7);
  return Sequential({Input({16}), Dense(64, {.activation = "relu"}), Dense(10, {.activation = "softmax"})});
}

/// A layer that takes the batch into account, as a user's may.
class BatchMean : public Layer {
 public:
  BatchMean() : Layer("BatchMean") {}
  [[nodiscard]] Shape compute_output_shape(const Shape& input_shape) const override { return input_shape; }
  View forward(View x, Tape& tape) const override {
    const Buffer y = tape.allocate(x.shape());
    const std::size_t width = x.size() / static_cast<std::size_t>(x.shape()[0]);
    for (std::size_t i = 0; i < x.size(); ++i) y.data()[i] = x.data()[i] - x.data()[(i + width) % x.size()];
    return y;
  }
  View backward(View dy, Tape& /*tape*/) const override { return dy; }
  [[nodiscard]] std::shared_ptr<Layer> clone() const override { return std::make_shared<BatchMean>(); }
};

std::vector<Shape> one_of(const Shape& sample) { return {sample.with_batch(1)}; }

/// What each of these arrays is answered with if they arrive together.
std::vector<Tensor> answers_to(const Model& model, const std::vector<Tensor>& arrays) {
  const auto served = std::make_shared<serving::ServedModel>(model, serving::Ranges());
  std::vector<Tensor> answers(arrays.size());
  std::vector<serving::Ask> asks;
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    serving::Request request;
    request.type = npy_type;
    request.body = npy_bytes(arrays[i]);
    asks.emplace_back(std::move(request), [&answers, i](const serving::Reply& reply) {
      REQUIRE(reply.status == 200);
      answers[i] = utils::parse_npy("reply", saving::bytes_of(reply.body));
    });
  }
  for (const auto& job : serving::answer_predictions(std::move(asks), served)) {
    std::optional<serving::Reply> reply;
    while (!reply) reply = job->step();
    job->ask.reply(*reply);
  }
  return answers;
}

}  // namespace

TEST_CASE("serve: samples run together only if a random sample gets the same bits so as alone") {
  for (const Sequential& model : {dense(), small_classifier(), small_generator()}) {
    const Shape sample = model.input_shape().without_batch();
    const serving::SameBits same(model, one_of(sample), {});
    CHECK(same.of(1));
    random::seed(3);
    const Tensor x = random::randn(sample.with_batch(32));
    const std::size_t numbers = x.size() / 32;
    for (int count = 2; count <= 32; ++count) {
      Tensor part = empty_tensor(sample.with_batch(count));
      std::copy_n(x.data(), part.size(), part.data());
      const Tensor together = model.predict(part);
      std::size_t equal = 0;
      for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
        Tensor one = empty_tensor(sample.with_batch(1));
        std::copy_n(x.data() + i * numbers, numbers, one.data());
        const Tensor alone = model.predict(one);
        if (std::equal(alone.begin(), alone.end(), together.data() + i * alone.size())) ++equal;
      }
      INFO(model.name() << " " << count);
      CHECK((!same.of(count) || equal == static_cast<std::size_t>(count)));
    }
  }
}

TEST_CASE("serve: a layer that looks at the whole batch, or refuses the numbers, keeps samples apart") {
  const Sequential mixing({Input({4}), StackedLayer(BatchMean()), Dense(2)});
  const serving::SameBits same(mixing, one_of({4}), {});
  for (int count = 2; count <= serving::SameBits::most; ++count) CHECK_FALSE(same.of(count));
  const Sequential words({Input({3}), Embedding(5, 2), Flatten()});
  CHECK_FALSE(serving::SameBits(words, one_of({3}), {}).of(2));
}

TEST_CASE("serve: predictions that arrive together have predict()'s bits, in their order") {
  random::seed(4);
  for (const Sequential& model :
       {dense(), small_generator(), Sequential({Input({6}), StackedLayer(BatchMean()), Dense(2)})}) {
    std::vector<Tensor> arrays;
    for (const int samples : {1, 1, 3, 1, 32, 2, 31, 40, 1, 1, 7, 1, 100, 1})
      arrays.push_back(random::randn({samples, model.input_shape()[1]}));
    const std::vector<Tensor> answers = answers_to(model, arrays);
    for (std::size_t i = 0; i < arrays.size(); ++i) {
      INFO(model.name() << " " << i);
      CHECK((answers[i] == model.predict(arrays[i])));
    }
  }
}

TEST_CASE("serve: one request that does not fit does not spoil those beside it") {
  const Sequential model({Input({3}), Embedding(5, 2), Flatten()});
  const ModelServer server = serve_on_free_port(model);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0, refused = 0;
  const Tensor good = {{0, 1, 4}}, bad = {{0, 1, 5}};
  const std::string expected = npy_bytes(model.predict(good));
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      HttpClient client(server.port());
      for (int k = 0; k < 20; ++k) {
        const HttpAnswer answer = client.post("/predict", npy_bytes(i % 4 == 0 ? bad : good), npy_type);
        if (answer.status == 200 && answer.body == expected && i % 4 != 0) ++right;
        if (answer.status == 400 && i % 4 == 0) ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 12 * 20);
  CHECK(refused == 4 * 20);
}

TEST_CASE("serve: inputs of different numbers of samples are refused, and mix no rows of other requests") {
  utils::set_random_seed(8);
  const Input point({6}, {.name = "point"}), side({4}, {.name = "side"});
  const Model model({point, side}, Dense(3)(Concatenate()({Dense(8)(point), side})));
  const auto served = std::make_shared<serving::ServedModel>(model, serving::Ranges());
  const std::string p = "[1,2,3,4,5,6]", q = "[9,9,9,9,9,9]", s = "[1,2,3,4]", t = "[-5,7,-5,7]";
  const auto many = [](const std::string& row, int count) {
    std::string rows;
    for (int i = 0; i < count; ++i) rows += (i == 0 ? "" : ",") + row;
    return rows;
  };
  const std::vector<std::pair<std::string, std::string>> inputs = {
      {q, t + "," + t}, {p, s}, {q + "," + q, t}, {many(p, 40), s}, {many(p, 40), ""}, {"", ""}};
  std::vector<std::string> bodies;
  for (const auto& [points, sides] : inputs)
    bodies.push_back(R"({"inputs":{"point":[)" + points + R"(],"side":[)" + sides + "]}}");
  bodies.push_back(R"({"inputs":{"point":[)" + many(p, 40) + R"(],"side":3}})");
  std::vector<serving::Reply> replies(bodies.size());
  std::vector<serving::Ask> asks;
  for (std::size_t i = 0; i < bodies.size(); ++i) {
    serving::Request request;
    request.type = json_type;
    request.body = bodies[i];
    asks.emplace_back(std::move(request), [&replies, i](const serving::Reply& reply) { replies[i] = reply; });
  }
  CHECK(serving::answer_predictions(std::move(asks), served).empty());
  const Tensor expected = model.predict({Tensor{{1, 2, 3, 4, 5, 6}}, Tensor{{1, 2, 3, 4}}});
  std::string text = R"({"outputs":)";
  serving::append_json(text, expected);
  for (std::size_t i = 0; i < replies.size(); ++i) {
    INFO(bodies[i].substr(0, 100) << " " << replies[i].body);
    CHECK(replies[i].status == (i == 1 ? 200 : 400));
  }
  CHECK(replies[1].body == text + "}");
  CHECK(replies[0].body ==
        R"({"error":"all inputs must hold the same number of samples, but received shapes )"
        R"((1, 6) and (2, 4)."})");
}

TEST_CASE("serve: no bits are compared of samples that are too large") {
  CHECK(serving::SameBits(Sequential({Input({1000}), Flatten()}), one_of({1000}), {}).of(2));
  CHECK_FALSE(serving::SameBits(Sequential({Input({1 << 18}), Flatten()}), one_of({1 << 18}), {}).of(2));
  const std::vector<Shape> huge = {{1, 1 << 30, 1 << 9}};
  const serving::SameBits same(Sequential({Input({2, 2}), Flatten()}), huge, {});
  CHECK((same.of(1) && !same.of(2)));
}

TEST_CASE("serve: what nobody waits for any more is not worked on") {
  const auto served = std::make_shared<serving::ServedModel>(dense(), serving::Ranges());
  std::vector<unsigned> statuses(3);
  std::vector<serving::Ask> asks;
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    serving::Request request;
    request.type = npy_type;
    request.body = npy_bytes(xt::ones<float>({1, 16}));
    request.path = i == 1 ? "late" : "";
    asks.emplace_back(std::move(request),
                      [&, i](const serving::Reply& reply) { statuses[i] = reply.status; });
  }
  int looks = 0;
  const auto is_over = [&](serving::Ask& ask) {  // first when it is read, then when it is run
    if (ask.request.path != "late" || ++looks < 2) return false;
    ask.reply(serving::error_reply(503, "late"));
    return true;
  };
  CHECK(serving::answer_predictions(std::move(asks), served, is_over).empty());
  CHECK((statuses == std::vector<unsigned>{200, 503, 200}));
}

TEST_CASE("serve: many clients at once get predict()'s bits") {
  const Sequential model = dense();
  const ModelServer server = serve_on_free_port(model);
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  random::seed(5);
  const Tensor x = random::randn({16, 16});
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&, i] {
      const Tensor own = xt::view(x, xt::range(i, i + 1), xt::all());
      const std::string asked = npy_bytes(own), expected = npy_bytes(model.predict(own));
      HttpClient client(server.port());
      for (int k = 0; k < 100; ++k) {
        if (client.post("/predict", asked, npy_type).body == expected) ++right;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  CHECK(right == 16 * 100);
}

}  // namespace keratin
