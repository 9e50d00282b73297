#include "serve/predictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <optional>

#include "models/inputs.hpp"
#include "models/model_layer.hpp"
#include "serve/request_arrays.hpp"

namespace keratin::serving {

namespace {

/// A request whose arrays are read.
struct Prediction {
  Ask ask;
  InputArrays inputs;
  int samples;
  std::vector<Shape> shapes;  ///< of one sample of each array, (1, …)
};

/// How many samples each of the arrays holds. Throws ValueError if one holds none, or another number.
int samples_of(const std::vector<Tensor>& arrays) {
  const Shape first = shape_of(arrays.front());
  for (const Tensor& array : arrays) {
    const Shape shape = shape_of(array);
    if (shape.empty() || array.size() == 0) {
      throw ValueError(fmt::format(
          "there is no data: received an array of shape {}. Give one sample or more.", to_string(shape)));
    }
    if (shape[0] != first[0]) {
      throw ValueError(
          fmt::format("all inputs must hold the same number of samples, but received shapes {} and {}.",
                      to_string(first), to_string(shape)));
    }
  }
  return first[0];
}

std::vector<Shape> shapes_of_one(const std::vector<Tensor>& arrays) {
  std::vector<Shape> shapes;
  for (const Tensor& array : arrays) {
    shapes.push_back(shape_of(array));
    shapes.back()[0] = 1;
  }
  return shapes;
}

/// Adds the samples of `parts` behind those of `arrays`.
void append(std::vector<Tensor>& arrays, const std::vector<Tensor>& parts) {
  if (arrays.empty()) {
    arrays = parts;
    return;
  }
  for (std::size_t i = 0; i < arrays.size(); ++i) {
    Shape shape = shape_of(arrays[i]);
    shape[0] += shape_of(parts[i])[0];
    Tensor joined = empty_tensor(shape);
    std::copy_n(parts[i].data(), parts[i].size(),
                std::copy(arrays[i].begin(), arrays[i].end(), joined.data()));
    arrays[i] = std::move(joined);
  }
}

/// Refuses what would take much memory at once, or all of it for the outputs.
std::optional<Reply> too_large(const ModelLayer& model, const std::vector<Shape>& shapes, int samples) {
  constexpr std::size_t most_places = std::size_t{1} << 20, most_numbers = std::size_t{1} << 26;
  const auto together = static_cast<std::size_t>(std::min(samples, SameBits::most));
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const bool is_open = !model.values()[i].shape.without_batch().fully_known();
    const Shape& sample = shapes[i];
    if (!is_open || sample.rank() < 2) continue;
    const std::size_t places =
        together * sample.element_count() / static_cast<std::size_t>(std::max(sample.back(), 1));
    if (places > most_places) {
      return error_reply(413, fmt::format("images of {} pixels are over 2^20: send smaller ones, or one to "
                                          "/image, which works in tiles",
                                          places));
    }
  }
  std::size_t numbers = 0;
  try {
    for (const Shape& output : model.output_shapes(shapes))
      numbers += output.element_count() * static_cast<std::size_t>(samples);
  } catch (const ValueError&) {  // predict() says it better
  }
  if (numbers <= most_numbers) return {};
  return error_reply(413,
                     fmt::format("the outputs would be {} numbers, over 2^26: send fewer samples", numbers));
}

Reply reply_to(const Prediction& prediction, const std::vector<Tensor>& outputs, const ServedModel& served) {
  return reply_with(outputs, served.description(), prediction.inputs.form, prediction.ask.request.accept);
}

/// Nothing if it is answered already.
std::optional<Prediction> read(Ask ask, const ServedModel& served) {
  std::optional<Prediction> prediction;
  const Reply reply = reply_of([&]() -> Reply {
    InputArrays inputs = inputs_of(ask.request, served);
    ask.request.body = {};
    const int samples = samples_of(inputs.arrays);
    std::vector<Shape> shapes = shapes_of_one(inputs.arrays);
    prediction.emplace(Prediction{std::move(ask), std::move(inputs), samples, std::move(shapes)});
    return too_large(layer_of(served.model()), prediction->shapes, samples).value_or(Reply{});
  });
  if (reply.status == 200) return prediction;
  (prediction ? prediction->ask : ask).reply(reply);
  return {};
}

void run_alone(Prediction& prediction, const ServedModel& served) {
  prediction.ask.reply(reply_of(
      [&] { return reply_to(prediction, served.model().predict_all(prediction.inputs.arrays), served); }));
}

/// False, with nothing answered, if one of them has inputs that do not fit.
bool run_together(std::vector<Prediction>& predictions, const ServedModel& served) {
  std::vector<Tensor> outputs;
  try {
    std::vector<Tensor> inputs;
    for (const Prediction& prediction : predictions) append(inputs, prediction.inputs.arrays);
    outputs = served.model().predict_all(inputs);
  } catch (const std::exception&) {
    return false;
  }
  int begin = 0;
  for (Prediction& prediction : predictions) {
    const int end = begin + prediction.samples;
    prediction.ask.reply(
        reply_of([&] { return reply_to(prediction, part_of(outputs, begin, end), served); }));
    begin = end;
  }
  return true;
}

/// Whether the inputs are of the sizes that the model says, so that it is worth to know its bits.
bool is_usual(const Prediction& prediction, const ModelLayer& model) {
  for (std::size_t i = 0; i < prediction.shapes.size(); ++i) {
    const Shape& sample = prediction.shapes[i];
    if (sample.empty() || sample.without_batch() != model.values()[i].shape.without_batch()) return false;
  }
  return true;
}

/// Takes the first predictions that may run together.
std::vector<Prediction> take_together(std::vector<Prediction>& waiting, ServedModel& served) {
  std::vector<Prediction> taken;
  const auto take = [&](std::vector<Prediction>::iterator place) {
    taken.push_back(std::move(*place));
    return waiting.erase(place);
  };
  take(waiting.begin());
  if (waiting.empty() || !is_usual(taken.front(), layer_of(served.model()))) return taken;
  const std::vector<Shape> shapes = taken.front().shapes;
  const SameBits& same = served.same_bits(shapes);
  if (!same.of(taken.front().samples)) return taken;
  int samples = taken.front().samples;
  for (auto next = waiting.begin(); next != waiting.end();) {
    const bool fits = next->shapes == shapes && samples + next->samples <= SameBits::most;
    if (fits && same.of(next->samples)) {
      samples += next->samples;
      next = take(next);
    } else {
      ++next;
    }
  }
  while (!same.of(samples)) {
    samples -= taken.back().samples;
    waiting.insert(waiting.begin(), std::move(taken.back()));
    taken.pop_back();
  }
  return taken;
}

/// A prediction for many samples, a batch of predict() after the other.
class LongPrediction : public Job {
 public:
  LongPrediction(Prediction prediction, std::shared_ptr<ServedModel> served)
      : Job(std::move(prediction.ask)), prediction_(std::move(prediction)), served_(std::move(served)) {}

  std::optional<Reply> step() override {
    const int end = std::min(begin_ + SameBits::most, prediction_.samples);
    parts_.push_back(served_->model().predict_all(part_of(prediction_.inputs.arrays, begin_, end)));
    begin_ = end;
    if (begin_ < prediction_.samples) return {};
    return reply_with(joined(), served_->description(), prediction_.inputs.form, ask.request.accept);
  }

 private:
  [[nodiscard]] std::vector<Tensor> joined() {
    std::vector<Tensor> outputs;
    for (std::size_t i = 0; i < parts_.front().size(); ++i) {
      Shape shape = shape_of(parts_.front()[i]);
      shape[0] = 0;
      for (const auto& part : parts_) shape[0] += shape_of(part[i])[0];
      outputs.push_back(empty_tensor(shape));
      float* target = outputs.back().data();
      for (const auto& part : parts_) target = std::copy(part[i].begin(), part[i].end(), target);
    }
    parts_.clear();
    return outputs;
  }

  Prediction prediction_;
  std::shared_ptr<ServedModel> served_;
  std::vector<std::vector<Tensor>> parts_;
  int begin_ = 0;
};

void run(std::vector<Prediction> waiting, ServedModel& served, const std::function<bool(Ask&)>& is_over) {
  while (true) {
    std::erase_if(waiting, [&](Prediction& prediction) { return is_over(prediction.ask); });
    if (waiting.empty()) return;
    std::vector<Prediction> taken = take_together(waiting, served);
    if (taken.size() > 1 && run_together(taken, served)) continue;
    for (Prediction& prediction : taken) {
      if (!is_over(prediction.ask)) run_alone(prediction, served);
    }
  }
}

}  // namespace

std::vector<std::unique_ptr<Job>> answer_predictions(std::vector<Ask> asks,
                                                     const std::shared_ptr<ServedModel>& served,
                                                     const std::function<bool(Ask&)>& is_over) {
  constexpr std::size_t numbers_at_once = std::size_t{1} << 24;
  std::vector<std::unique_ptr<Job>> jobs;
  for (auto next = asks.begin(); next != asks.end();) {
    std::vector<Prediction> waiting;
    for (std::size_t numbers = 0; next != asks.end() && numbers < numbers_at_once; ++next) {
      if (is_over(*next)) continue;
      std::optional<Prediction> prediction = read(std::move(*next), *served);
      if (!prediction) continue;
      for (const Tensor& array : prediction->inputs.arrays) numbers += array.size();
      if (prediction->samples > SameBits::most) {
        jobs.push_back(std::make_unique<LongPrediction>(std::move(*prediction), served));
      } else {
        waiting.push_back(std::move(*prediction));
      }
    }
    run(std::move(waiting), *served, is_over);
  }
  return jobs;
}

Reply features(ServedModel& served, Request& request) {
  const auto layer = request.query.find("layer");
  if (layer == request.query.end()) return error_reply(400, "say of which layer: /features?layer=NAME");
  const InputArrays inputs = inputs_of(request, served);
  const int samples = samples_of(inputs.arrays);
  if (samples > SameBits::most)
    return error_reply(413, fmt::format("{} samples are over {}: send fewer", samples, SameBits::most));
  const Model model = served.until(layer->second);
  if (std::optional<Reply> refusal = too_large(layer_of(model), shapes_of_one(inputs.arrays), samples))
    return std::move(*refusal);
  return npy_reply(model.predict(inputs.arrays));
}

}  // namespace keratin::serving
