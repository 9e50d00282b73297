#include "bad_input/rows.hpp"
#include "keratin/layers.hpp"
#include "support/run_layer.hpp"

namespace keratin::testing {

using namespace layers;

namespace {

const std::vector<Shape> wrong_inputs = {{8, 4}, {8, 3, 1}, {3}, {0, 3}};

Tensor zeros(const Shape& shape) { return zero_tensor(shape); }

/// An input of a wrong shape, for each of the ways in.
void add_inputs(Rows& rows) {
  for (const Shape& shape : wrong_inputs) {
    const Tensor x = zeros(shape), y = zeros({shape[0], 2});
    const std::string text = to_string(shape);
    rows.with_model("predict", text, [x](Sequential& model) { static_cast<void>(model.predict(x)); })
        .with_model("predict_on_batch", text,
                    [x](Sequential& model) { static_cast<void>(model.predict_on_batch(x)); })
        .with_model("call", text, [x](Sequential& model) { model(x, {.training = true}); })
        .with_model("fit", text, [x, y](Sequential& model) { model.fit(x, y, {.verbose = 0}); })
        .with_model("evaluate", text, [x, y](Sequential& model) { model.evaluate(x, y); })
        .with_model("train_on_batch", text, [x, y](Sequential& model) { model.train_on_batch(x, y); })
        .with_model("test_on_batch", text, [x, y](Sequential& model) { model.test_on_batch(x, y); });
  }
  const Tensor x = zeros({8, 3});
  rows.with_model("lengths", "(7, 2)",
                  [x](Sequential& model) {
                    model.fit(x, zeros({7, 2}), {.verbose = 0});
                  })
      .with_model("lengths", "(7, 2)",
                  [x](Sequential& model) {
                    model.train_on_batch(x, zeros({7, 2}));
                  })
      .with_model("build", "(None, 4)",
                  [](Sequential& model) {
                    model.build({None, 4});
                  })
      .with_model("build", "()", [](Sequential& model) { model.build({}); });
}

/// fit() with a field of its options wrong.
template <class Field, class Value>
void add_fit(Rows& rows, const std::string& argument, Field FitOptions::*field,
             const std::vector<Value>& wrong) {
  for (const Value& value : wrong) {
    rows.with_model(argument, text_of(value), [field, value](Sequential& model) {
      FitOptions options{.verbose = 0};
      options.*field = value;
      model.fit(zeros({8, 3}), zeros({8, 2}), options);
    });
  }
}

void add_fit_options(Rows& rows) {
  add_fit(rows, "batch_size", &FitOptions::batch_size, no_size);
  add_fit(rows, "epochs", &FitOptions::epochs, no_count);
  add_fit(rows, "verbose", &FitOptions::verbose, std::vector<int>{-1, 3, most});
  add_fit(rows, "validation_split", &FitOptions::validation_split,
          std::vector<double>{-0.5, 1.0, 1.5, not_a_number, infinity});
  add_fit(rows, "initial_epoch", &FitOptions::initial_epoch, no_count);
  add_fit(rows, "steps_per_epoch", &FitOptions::steps_per_epoch, no_size);
  add_fit(rows, "validation_freq", &FitOptions::validation_freq, std::vector<int>{0, -1});
  const auto fit = [](Sequential& model, const FitOptions& options) {
    model.fit(zeros({8, 3}), zeros({8, 2}), options);
  };
  rows.with_model("sample_weight", "(7,)",
                  [fit](Sequential& model) { fit(model, {.verbose = 0, .sample_weight = zeros({7})}); })
      .with_model("validation_data", "(4, 5)",
                  [fit](Sequential& model) {
                    fit(model, {.verbose = 0, .validation_data = Data{zeros({4, 5}), zeros({4, 2})}});
                  })
      .with_model("sample_weight", "(4, 1, 1)",
                  [fit](Sequential& model) {
                    const Data data{zeros({4, 3}), zeros({4, 2}), zeros({4, 1, 1})};
                    fit(model, {.verbose = 0, .validation_data = data});
                  })
      .with_model("validation_steps", "0", [fit](Sequential& model) {
        fit(model,
            {.verbose = 0, .validation_data = Data{zeros({4, 3}), zeros({4, 2})}, .validation_steps = 0});
      });
  rows.with_model("sample_weight", "(8, 1, 1)",
                  [fit](Sequential& model) {
                    fit(model, {.verbose = 0, .sample_weight = zeros({8, 1, 1})});
                  })
      .with_model("sample_weights", "1 entry, one for each output, but has 2",
                  [fit](Sequential& model) {
                    fit(model, {.verbose = 0, .sample_weights = {zeros({8}), zeros({8})}});
                  })
      .with_model("sample_weight", "(7,)",
                  [fit](Sequential& model) { fit(model, {.verbose = 0, .sample_weights = {zeros({7})}}); });
  for (const double weight : not_finite) {
    rows.with_model("class_weight", text_of(weight), [weight](Sequential& model) {
      model.train_on_batch(zeros({8, 3}), zeros({8, 2}), {.class_weight = {{7, static_cast<float>(weight)}}});
    });
    rows.with_model("class_weight", text_of(weight), [fit, weight](Sequential& model) {
      fit(model, {.verbose = 0, .class_weight = {{0, static_cast<float>(weight)}}});
    });
    rows.with_model("sample_weight", "loss became nan", [fit, weight](Sequential& model) {
      Tensor weights = zeros({8});
      weights(3) = static_cast<float>(weight);
      fit(model, {.verbose = 0, .sample_weight = weights});
    });
  }
  for (const int size : no_size) {
    rows.with_model("batch_size", text_of(size), [size](Sequential& model) {
      static_cast<void>(model.predict(zeros({8, 3}), {.batch_size = size}));
    });
    rows.with_model("batch_size", text_of(size), [size](Sequential& model) {
      model.evaluate(zeros({8, 3}), zeros({8, 2}), {.batch_size = size});
    });
  }
}

void add_generators(Rows& rows) {
  rows.with_model("generator", "function", [](Sequential& model) { model.fit(Generator{}, {.verbose = 0}); })
      .with_model("generator", "no batch",
                  [](Sequential& model) {
                    model.fit([]() -> std::optional<Data> { return {}; },
                              {.verbose = 0, .steps_per_epoch = 2});
                  })
      .with_model("generator", "(8, 4)", [](Sequential& model) {
        model.fit(
            []() -> std::optional<Data> {
              return Data{zeros({8, 4}), zeros({8, 2})};
            },
            {.verbose = 0, .steps_per_epoch = 2});
      });
  rows.with_model("generator", "both x and inputs", [](Sequential& model) {
    const Data data{.x = zeros({8, 3}), .y = zeros({8, 2}), .inputs = {zeros({8, 3})}};
    model.fit([data] { return data; }, {.verbose = 0, .steps_per_epoch = 2});
  });
}

void add_layers(Rows& rows) {
  rows.with_model("input", "(None, 2)", [](Sequential& model) { model.add(Conv2D(2, 3)); })
      .with_model("add", "null", [](Sequential& model) { model.add(std::shared_ptr<Layer>()); })
      .with_model("add", "itself", [](Sequential& model) { model.add(model); })
      .with_model("add Input", "Input", [](Sequential& model) { model.add(Input({3})); })
      .with_model("get_layer", "nonsense",
                  [](Sequential& model) { static_cast<void>(model.get_layer("nonsense")); });
  for (const int index : {5, -6, least, most})
    rows.with_model("get_layer", text_of(index),
                    [index](Sequential& model) { static_cast<void>(model.get_layer(index)); });
  rows.add("pop", "layer", [] { Sequential().pop(); })
      .add("predict", "layer",
           [] {
             static_cast<void>(Sequential().predict(zeros({8, 3})));
           })
      .add("summary", "layer", [] { Sequential().summary(); })
      .add("count_params", "layer", [] { static_cast<void>(Sequential().count_params()); })
      .add("input_shape", "layer", [] { static_cast<void>(Sequential().input_shape()); })
      .add("output_shape", "layer", [] { static_cast<void>(Sequential().output_shape()); });
}

void add_weights(Rows& rows) {
  rows.with_model("set_weights", "0", [](Sequential& model) { model.set_weights(std::vector<Tensor>{}); })
      .with_model("weight", "(5, 5)",
                  [](Sequential& model) {
                    std::vector<Tensor> weights = model.get_weights();
                    weights.back() = zeros({5, 5});
                    model.set_weights(weights);
                  })
      .with_model("weight", "()", [](Sequential& model) {
        std::vector<Tensor> weights = model.get_weights();
        weights[0] = Tensor(1.0F);
        model.set_weights(weights);
      });
}

void add_compile(Rows& rows) {
  rows.with_model("optimizer", "nonsense",
                  [](Sequential& model) { model.compile({.optimizer = "nonsense", .loss = "mse"}); })
      .with_model("loss", "nonsense", [](Sequential& model) { model.compile({.loss = "nonsense"}); })
      .with_model("loss", "loss", [](Sequential& model) { model.compile({}); })
      .with_model("metrics", "nonsense",
                  [](Sequential& model) { model.compile({.loss = "mse", .metrics = {"nonsense"}}); })
      .with_model("metrics", "nonsense", [](Sequential& model) {
        model.compile({.loss = "mse", .weighted_metrics = {"nonsense"}});
      });
  const auto uncompiled = [](Sequential& model) { return clone_model(model); };
  rows.with_model("before compile", "compile",
                  [=](Sequential& model) {
                    uncompiled(model).fit(zeros({8, 3}), zeros({8, 2}), {.verbose = 0});
                  })
      .with_model("before compile", "compile",
                  [=](Sequential& model) {
                    uncompiled(model).train_on_batch(zeros({8, 3}), zeros({8, 2}));
                  })
      .with_model("before compile", "compile",
                  [=](Sequential& model) {
                    uncompiled(model).evaluate(zeros({8, 3}), zeros({8, 2}));
                  })
      .with_model("before compile", "compile",
                  [=](Sequential& model) { static_cast<void>(uncompiled(model).optimizer()); });
}

void add_summary(Rows& rows) {
  const auto summary = [](Sequential& model, SummaryOptions options) {
    options.print_fn = [](const std::string&) {};
    model.summary(options);
  };
  rows.with_model("style", "nonsense", [=](Sequential& model) { summary(model, {.style = "nonsense"}); })
      .with_model("layer_range", "nonsense", [=](Sequential& model) {
        summary(model, {.layer_range = std::pair{"nonsense", "nonsense"}});
      });
  for (const int length : {0, -1, least, most})
    rows.with_model("line_length", text_of(length),
                    [=](Sequential& model) { summary(model, {.line_length = length}); });
  for (const double position : negative)
    rows.with_model("positions", text_of(position), [=](Sequential& model) {
      summary(model, {.positions = {position, position, position}});
    });
  for (const int size : no_size)
    rows.with_model("batch_size", text_of(size),
                    [=](Sequential& model) { summary(model, {.style = "explain", .batch_size = size}); });
}

/// Graphs that cannot be; test_graph.cpp has more.
void add_graphs(Rows& rows) {
  const Input a({4}, {.name = "a"}), b({4}, {.name = "b"});
  const KerasTensor x = Dense(3)(a);
  rows.of("Model")
      .add("input", "\"a\"", [=] { Model(b, x); })
      .add("inputs", x.name(), [=] { Model(x, Dense(2)(x)); })
      .add("input", "\"a\"",
           [=] {
             Model({a, a}, x);
           })
      .add("input", "at least one", [=] { Model(std::vector<KerasTensor>(), x); })
      .add("output", "one output", [=] { Model(a, std::vector<KerasTensor>()); })
      .of("KerasTensors")
      .add("KerasTensor", "2",
           [=] {
             static_cast<void>(static_cast<const KerasTensor&>(KerasTensors{a, b}));
           })
      .add("KerasTensor", "2", [=] {
        static_cast<void>(KerasTensors{a, b}[2]);
      });
}

}  // namespace

Rows model_rows() {
  Rows rows;
  rows.of("Sequential");
  add_inputs(rows);
  add_fit_options(rows);
  add_generators(rows);
  add_layers(rows);
  add_weights(rows);
  add_compile(rows);
  add_summary(rows);
  add_graphs(rows);
  return rows;
}

}  // namespace keratin::testing
