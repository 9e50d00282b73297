// The directions in which a point moves to change a generator's image most.
#include <algorithm>
#include <cmath>
#include <optional>

#include "keratin/error.hpp"
#include "keratin/utils/matmul.hpp"
#include "models/model_layer.hpp"
#include "random/mersenne_twister.hpp"
#include "saving/json.hpp"
#include "serve/served_model.hpp"

namespace keratin::serving {

namespace {

using Column = std::vector<double>;

constexpr int most_directions = 8;

std::vector<Tensor> samples_for(const Model& model, const Description& description, int count) {
  random::NumpyRandom generator(0);
  std::vector<Tensor> inputs;
  const std::vector<Shape> shapes = layer_of(model).input_shapes();
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    inputs.push_back(empty_tensor(shapes[i].without_batch().with_batch(count)));
    for (float& value : inputs.back())
      value = i == description.main_input ? static_cast<float>(generator.normal()) : 0.0f;
  }
  return inputs;
}

/// What a node takes, of a model that takes `inputs`.
std::vector<Tensor> taken_by(const ModelLayer::Node& node, ModelLayer& model,
                             const std::vector<Tensor>& inputs) {
  std::vector<Tensor> taken;
  for (const std::size_t value : node.inputs) {
    if (value < model.input_count()) {
      taken.push_back(inputs[value]);
      continue;
    }
    const ModelLayer::Node& maker = model.nodes()[model.values()[value].node.value()];
    taken.push_back(
        Model(model.tensors().first, model.output_of(maker.layer->name()).value()).predict(inputs));
  }
  return taken;
}

/// What the first Dense layer gives that depends on the input `main`, in a nested model too; nothing if there
/// is none.
std::optional<Tensor> first_dense(ModelLayer& model, const std::vector<Tensor>& inputs, std::size_t main) {
  std::vector<bool> depends(model.values().size());
  depends[main] = true;
  for (const ModelLayer::Node& node : model.nodes()) {
    const auto place = std::find_if(node.inputs.begin(), node.inputs.end(),
                                    [&](std::size_t value) { return depends[value]; });
    if (place == node.inputs.end()) continue;
    for (std::size_t i = 0; i < node.outputs; ++i) depends[node.output + i] = true;
    if (node.layer->class_name() == "Dense")
      return Model(model.tensors().first, model.output_of(node.layer->name()).value()).predict(inputs);
    auto* nested = dynamic_cast<ModelLayer*>(node.layer.get());
    if (nested == nullptr) continue;
    const auto number = static_cast<std::size_t>(place - node.inputs.begin());
    if (std::optional<Tensor> rows = first_dense(*nested, taken_by(node, model, inputs), number)) return rows;
  }
  return {};
}

/// What the points decide first: what that Dense layer gives, or else all that the model gives.
Tensor rows_for(const Model& model, const std::vector<Tensor>& inputs, std::size_t main) {
  if (std::optional<Tensor> rows = first_dense(layer_of(model), inputs, main)) return std::move(*rows);
  return model.predict(inputs);
}

/// 512, or fewer of large outputs.
int count_for(std::size_t numbers) {
  constexpr std::size_t least = 32, most = 512, most_numbers = std::size_t{1} << 24;
  return static_cast<int>(std::clamp(most_numbers / std::max<std::size_t>(numbers, 1), least, most));
}

/// Less the mean of each column.
void center(Tensor& rows) {
  const std::size_t count = rows.shape(0), width = rows.size() / count;
  Column mean(width, 0.0);
  for (std::size_t i = 0; i < rows.size(); ++i) mean[i % width] += rows.data()[i];
  for (std::size_t i = 0; i < rows.size(); ++i)
    rows.data()[i] -= static_cast<float>(mean[i % width] / static_cast<double>(count));
}

/// The products of all pairs of rows: (count, count).
std::vector<Column> products_of(const Tensor& rows) {
  const int count = shape_of(rows)[0];
  Tensor matrix = rows;
  matrix.reshape({count, -1});
  const Tensor products = utils::matmul(matrix, xt::transpose(matrix));
  std::vector<Column> columns;
  for (const float* row = products.data(); row != products.data() + products.size(); row += count)
    columns.emplace_back(row, row + count);
  return columns;
}

double dot(const Column& a, const Column& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

/// Takes the parts along the columns before it out of a column, and gives it length 1. False if nothing is
/// left.
bool orthonormalize(std::vector<Column>& columns, std::size_t number) {
  Column& column = columns[number];
  const double before = std::sqrt(dot(column, column));
  for (int pass = 0; pass < 2; ++pass) {
    for (std::size_t i = 0; i < number; ++i) {
      const double part = dot(column, columns[i]);
      for (std::size_t k = 0; k < column.size(); ++k) column[k] -= part * columns[i][k];
    }
  }
  const double length = std::sqrt(dot(column, column));
  if (!(length > 1e-9 * before)) return false;
  for (double& value : column) value /= length;
  return true;
}

Column multiply(const std::vector<Column>& matrix, const Column& column) {
  Column product;
  for (const Column& row : matrix) product.push_back(dot(row, column));
  return product;
}

/// The eigenvectors of the largest eigenvalues, by iterating on all of them together.
std::vector<Column> eigenvectors(const std::vector<Column>& matrix, std::size_t count) {
  constexpr int rounds = 60;
  random::NumpyRandom generator(1);
  std::vector<Column> columns(count, Column(matrix.size()));
  for (Column& column : columns) {
    for (double& value : column) value = generator.normal();
  }
  for (int round = 0; round <= rounds; ++round) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (round > 0) columns[i] = multiply(matrix, columns[i]);
      if (!orthonormalize(columns, i)) columns.resize(i);
    }
  }
  return columns;
}

/// The move of a point, of length 1, that goes with the samples' places along a component; its largest number
/// is positive.
Column direction_of(const Tensor& points, const Column& places) {
  const std::size_t size = points.size() / points.shape(0);
  Column direction(size, 0.0);
  for (std::size_t i = 0; i < points.size(); ++i) direction[i % size] += places[i / size] * points.data()[i];
  const auto largest = std::max_element(direction.begin(), direction.end(),
                                        [](double a, double b) { return std::abs(a) < std::abs(b); });
  const double length = std::copysign(std::sqrt(dot(direction, direction)), *largest);
  for (double& value : direction) value /= length;
  return direction;
}

Config list_of(const Column& column) {
  Config::List list;
  for (double value : column) list.emplace_back(static_cast<double>(static_cast<float>(value)));
  return list;
}

}  // namespace

const std::string& ServedModel::directions() {
  if (directions_) return *directions_;
  if (description_.kind != "vector_to_image")
    throw ValueError("only a model that makes images of points has directions");
  const std::size_t main = description_.main_input;
  const int count = count_for(rows_for(model_, samples_for(model_, description_, 1), main).size());
  const std::vector<Tensor> inputs = samples_for(model_, description_, count);
  Tensor rows = rows_for(model_, inputs, main);
  center(rows);
  const std::vector<Column> products = products_of(rows);
  const Tensor& points = inputs[main];
  const std::size_t size = points.size() / points.shape(0);
  std::vector<std::pair<double, Column>> components;  // with the variance along each
  for (Column& places : eigenvectors(products, std::min<std::size_t>(most_directions, size))) {
    const double variance = dot(places, multiply(products, places)) / (count - 1);
    components.emplace_back(std::max(0.0, variance), std::move(places));
  }
  std::stable_sort(components.begin(), components.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  Config::List directions, deviations;
  for (const auto& [variance, places] : components) {
    directions.push_back(list_of(direction_of(points, places)));
    deviations.emplace_back(std::sqrt(variance));
  }
  directions_ = saving::to_json(
      Config::entries({{"directions", std::move(directions)}, {"deviations", std::move(deviations)}}));
  return *directions_;
}

}  // namespace keratin::serving
