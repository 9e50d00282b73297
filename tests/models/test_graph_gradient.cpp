// The gradients of a graph of shared and merged parts equal central differences of the same in double
// precision.
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>

#include "keratin/layers.hpp"
#include "keratin/models/sequential.hpp"
#include "models/model_layer.hpp"
#include "support/catch.hpp"
#include "support/compare.hpp"
#include "support/reference.hpp"
#include "support/run_layer.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;
using reference::Array;

namespace {

/// A layer called three times, once on what it gave; a model of two outputs called twice; layers that merge.
Model shared_and_merged() {
  const Input left({3}, {.name = "left"}), right({3}, {.name = "right"});
  const auto twin = share(Dense(3, {.activation = "tanh", .name = "twin"}));
  const KerasTensor a = twin(left), b = twin(right), c = twin(a);
  const Input inside({3});
  const KerasTensor hidden = Dense(2, {.activation = "sigmoid", .name = "hidden"})(inside);
  const Model head(inside, {hidden, Dense(3, {.name = "values"})(hidden)}, {.name = "head"});
  const KerasTensor mean = Average()({Multiply()({a, b}), Subtract()({c, a}), b});
  const KerasTensors of_mean = head(mean), of_a = head(a);
  const KerasTensor merged = Concatenate()({of_mean[0], Maximum()({of_mean[1], b}), 1 - of_a[1], mean});
  return Model({left, right}, {Dense(2, {.name = "score"})(merged), Dot(1)({of_mean[1], of_a[1]}), mean});
}

using Arrays64 = std::vector<Array>;
using Function = std::function<double(double, double)>;

Array each(const Array& a, const Array& b, const Function& function) {
  Array y = a;
  for (std::size_t i = 0; i < y.data.size(); ++i) y.data[i] = function(a.data[i], b.data[i]);
  return y;
}

/// The numbers of each sample one after the other.
Array beside(const Arrays64& parts) {
  Array y{{parts[0].shape[0], 0}, {}};
  for (const Array& part : parts) y.shape[1] += part.shape[1];
  for (int sample = 0; sample < y.shape[0]; ++sample) {
    for (const Array& part : parts) {
      const auto begin = part.data.begin() + std::ptrdiff_t{sample} * part.shape[1];
      y.data.insert(y.data.end(), begin, begin + part.shape[1]);
    }
  }
  return y;
}

Array sums(const Array& x) {
  Array y{{x.shape[0], 1}, {}};
  for (int sample = 0; sample < x.shape[0]; ++sample) {
    double sum = 0.0;
    for (int i = 0; i < x.shape[1]; ++i) sum += x.data[static_cast<std::size_t>(sample * x.shape[1] + i)];
    y.data.push_back(sum);
  }
  return y;
}

/// The model's outputs, side by side; `layer(name)` is the kernel and the bias.
Array outputs(const Array& left, const Array& right,
              const std::function<const Array*(const std::string&)>& layer) {
  const auto dense = [&](const std::string& name, const Array& x, double (*activation)(double)) {
    const Array* weights = layer(name);
    Array y = reference::dense(x, weights[0], weights[1]);
    for (double& number : y.data) number = activation(number);
    return y;
  };
  const auto tanh = [](double z) { return std::tanh(z); };
  const auto sigmoid = [](double z) { return 1.0 / (1.0 + std::exp(-z)); };
  const auto linear = [](double z) { return z; };
  const auto times = [](double p, double q) { return p * q; };
  const Array a = dense("twin", left, tanh), b = dense("twin", right, tanh), c = dense("twin", a, tanh);
  Array mean = each(each(a, b, times), each(c, a, std::minus<>()), std::plus<>());
  mean = each(mean, b, [](double p, double q) { return (p + q) / 3.0; });
  const Array p = dense("hidden", mean, sigmoid), q = dense("hidden", a, sigmoid);
  const Array of_mean = dense("values", p, linear), of_a = dense("values", q, linear);
  const Array largest = each(of_mean, b, [](double x, double y) { return std::max(x, y); });
  const Array rest = each(of_a, of_a, [](double x, double) { return 1.0 - x; });
  return beside(
      {dense("score", beside({p, largest, rest, mean}), linear), sums(each(of_mean, of_a, times)), mean});
}

/// Columns `begin` to `end` − 1.
Tensor columns(const Tensor& x, int begin, int end) { return xt::view(x, xt::all(), xt::range(begin, end)); }

}  // namespace

TEST_CASE("Gradients of a graph of shared and merged parts equal double-precision differences") {
  const Model model = shared_and_merged();
  ModelLayer& layer = layer_of(model);
  Arrays64 x = {reference::from_tensor(random_tensor({4, 3}, 1)),
                reference::from_tensor(random_tensor({4, 3}, 2))};
  Arrays64 weights;
  std::vector<std::string> names;
  const ModelLayer& head = dynamic_cast<const ModelLayer&>(model.get_layer("head"));
  for (Weight* weight : layer.weights()) {
    weight->assign(random_tensor(weight->shape(), static_cast<unsigned>(weights.size()) + 3) * 0.5f);
    weights.push_back(reference::from_tensor(weight->value()));
    for (const ModelLayer* of : {static_cast<const ModelLayer*>(&layer), &head}) {
      for (const auto& one : of->layers()) {
        if (one->class_name() == "Dense" && one->weights().front() == weight) names.push_back(one->name());
      }
    }
    if (weight->name() == "bias") names.emplace_back();
  }
  REQUIRE(names == std::vector<std::string>{"twin", "", "hidden", "", "values", "", "score", ""});
  const auto all_outputs = [&](const Arrays64& inputs, const Arrays64& values) {
    return outputs(inputs[0], inputs[1], [&](const std::string& name) {
      return &values[static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin())];
    });
  };

  const Tensor dy = random_tensor({4, 6}, 9);
  const std::vector<Tensor> dy_of = {columns(dy, 0, 2), columns(dy, 2, 3), columns(dy, 3, 6)};
  const std::vector<Tensor> given = {reference::to_tensor(x[0]), reference::to_tensor(x[1])};
  GradientSums sums(layer);
  StepTape tape;
  tape.begin_training(sums.map());
  std::vector<View> y(3), dx(2);
  layer.forward_all(std::vector<View>{View(given[0]), View(given[1])}, y, tape);
  const Tensor expected = reference::to_tensor(all_outputs(x, weights));
  require_close(copy_of(y[0]), columns(expected, 0, 2), 1e-5);
  require_close(copy_of(y[1]), columns(expected, 2, 3), 1e-5);
  require_close(copy_of(y[2]), columns(expected, 3, 6), 1e-5);
  layer.backward_all(std::vector<View>{View(dy_of[0]), View(dy_of[1]), View(dy_of[2])}, dx, tape);
  CHECK(tape.empty());

  const Array dy64 = reference::from_tensor(dy);
  const auto check = [&](Arrays64& arrays, std::size_t i, const Tensor& received) {
    const Array at = arrays[i];
    const Array difference = reference::central_difference(
        [&](const Array& moved) {
          arrays[i] = moved;
          return all_outputs(x, weights);
        },
        at, dy64);
    arrays[i] = at;
    require_close(received, reference::to_tensor(difference), 1e-5);
  };
  for (std::size_t i = 0; i < x.size(); ++i) check(x, i, copy_of(dx[i]));
  const std::vector<Tensor> gradients = sums.take();
  REQUIRE(gradients.size() == weights.size());
  for (std::size_t i = 0; i < weights.size(); ++i) check(weights, i, gradients[i]);
}

namespace {

/// Rectified convolutions whose gradients meet in an Add, in another shape and in a model inside.
Model rectified_branches() {
  const auto conv = [](int filters, const KerasTensor& x) {
    return Conv2D(filters, 3, {.padding = "same", .activation = "relu"})(x);
  };
  const Input inner({8, 8, 12});
  const Model inside(inner, Add()({conv(12, inner), conv(12, inner)}));
  const Input image({8, 8, 3});
  const KerasTensor first = conv(12, image), left = conv(12, first),
                    right = Conv2D(12, 3, {.padding = "same"})(first),
                    sum = ReLU()(Add()({left, right, Reshape({8, 8, 12})(conv(12, first))}));
  return Model(image, Conv2D(2, 1)(Add()({inside(sum), sum})));
}

/// How much one step of SGD changes the weights of a copy of the model.
std::vector<Tensor> step_of(const Model& model, const Tensor& x, const Tensor& y) {
  Sequential copy = clone_model(model);
  copy.set_weights(model.get_weights());
  copy.compile({.optimizer = optimizers::SGD({.learning_rate = 1.0}), .loss = "mse"});
  copy.train_on_batch(x, y);
  std::vector<Tensor> steps;
  const std::vector<Tensor> before = model.get_weights(), after = copy.get_weights();
  for (std::size_t i = 0; i < before.size(); ++i) steps.push_back(after[i] - before[i]);
  return steps;
}

}  // namespace

TEST_CASE("A batch whose gradients are large enough to be written in place has those of its samples") {
  const Model model = rectified_branches();
  const int count = 12;  // an image has too few numbers for its memory to be used again
  const Tensor x = random_tensor({count, 8, 8, 3}, 1), y = random_tensor({count, 8, 8, 2}, 2);
  const std::vector<Tensor> whole = step_of(model, x, y);
  std::vector<Tensor> mean = whole;
  for (Tensor& sum : mean) sum = sum * 0.0f;
  for (int i = 0; i < count; ++i) {
    const std::vector<Tensor> one =
        step_of(model, xt::view(x, xt::range(i, i + 1)), xt::view(y, xt::range(i, i + 1)));
    for (std::size_t k = 0; k < one.size(); ++k) mean[k] = mean[k] + one[k] / static_cast<float>(count);
  }
  for (std::size_t k = 0; k < whole.size(); ++k) require_close(whole[k], mean[k], 1e-5);
}
