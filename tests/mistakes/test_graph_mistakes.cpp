// Mistakes in graphs, and in what a model is asked for.
#include "mistakes/mistakes.hpp"

using namespace keratin;
using namespace keratin::layers;
using namespace keratin::testing;

TEST_CASE("Mistakes in a program: graphs") {
  check_answer(
      "Layer \"concatenate\" (Concatenate): its inputs must have matching shapes except on axis -1, but "
      "received (None, 7, 7, 8), (None, 6, 6, 8). Crop, pad or resize one of them, or choose another axis.",
      [] {
        Concatenate()({Input({7, 7, 8}), Input({6, 6, 8})});
      });
  check_answer(
      "Layer \"concatenate\" (Concatenate): a merging layer should be called on a list of inputs, but "
      "received one of shape (None, 7, 7, 8). Call it on a list, such as Concatenate()({a, b}).",
      [] {
        Concatenate()(Input({7, 7, 8}));
      });
  check_answer(
      "Layer \"concatenate\" (Concatenate): axis 4 is not an axis of an input of shape (None, 8). Give one "
      "from 1 to 1, or -1 for the last.",
      [] {
        Concatenate({.axis = 4})({Input({8}), Input({8})});
      });
  check_answer(
      "Layer \"add\" (Add): inputs have incompatible shapes: received (None, 7, 7, 8), (None, 7, 7, 16). On "
      "each axis after the batch, counted from the end, sizes must be equal, or 1 for an input that is to be "
      "repeated.",
      [] {
        Add()({Input({7, 7, 8}), Input({7, 7, 16})});
      });
  check_answer(
      "Layer \"add\" (Add): inputs have incompatible shapes: received (None, 7, 7, 8), (None, 7, 7, 16). On "
      "each axis after the batch, counted from the end, sizes must be equal, or 1 for an input that is to be "
      "repeated.",
      [] {
        Input({7, 7, 8}) + Input({7, 7, 16});
      });
  check_answer(
      "The operation Add needs KerasTensors with the same number of axes, but received shapes (None, 7, 7, "
      "8) and (None, 8): use a layer such as Add.",
      [] {
        Input({7, 7, 8}) + Input({8});
      });
  check_answer(
      "Layer \"dot\" (Dot): its inputs have incompatible shapes: the size 8 (at axis 1) is not 7 (at axis 1) "
      "of shapes (None, 8), (None, 7). Choose axes of one size.",
      [] {
        Dot(1)({Input({8}), Input({7})});
      });
  check_answer(
      "Layer \"dense\" (Dense): it takes one input, but was called with 2. Merge them first, with "
      "Concatenate or Add.",
      [] {
        Dense(1)({Input({8}), Input({8})});
      });
  check_answer(
      "Layer \"dense\" (Dense): the last dimension of its input must be known, but received shape (None, "
      "None). Give the model's input a number in place of that None.",
      [] { Dense(1)(Input({None})); });
  check_answer(
      "Layer \"functional\" (Functional): its outputs need the input \"label\", which is not among its "
      "inputs: give it too.",
      [] {
        const Input a({8}, {.name = "image"}), b({8}, {.name = "label"});
        Model(a, Dense(1)(Add()({a, b})));
      });
  check_answer(
      "Layer \"functional\" (Functional): its inputs must be Inputs, but \"keras_tensor_1\" is what the "
      "layer \"dense\" gives. Give the Input that it is made of.",
      [] {
        const KerasTensor hidden = Dense(4)(Input({8}));
        Model(hidden, Dense(1)(hidden));
      });
  check_answer("Layer \"functional\" (Functional): the input \"input_layer\" is given twice: give each once.",
               [] {
                 const Input a({8});
                 Model({a, a}, Dense(1)(a));
               });
  check_answer(
      "Layer \"functional\" (Functional): all layers need names of their own, but there is already one "
      "called \"dense\". Give another name, or add the layer once.",
      [] {
        const Input a({8});
        Model(a, Dense(1, {.name = "dense"})(Dense(4, {.name = "dense"})(a)));
      });
  check_answer(
      "Layer \"functional\" (Functional): it has 2 outputs, so it has no one output_shape: ask "
      "outputs()[number].shape().",
      [] {
        const Input a({8});
        static_cast<void>(Model(a, {Dense(1)(a), Dense(2)(a)}).output_shape());
      });
}

TEST_CASE("Mistakes in a program: what a model is asked for") {
  const auto of_model = [](const auto& ask) {
    return [=] {
      Sequential model({Dense(8, {.input_shape = {4}}), Dense(1, {.name = "score"})});
      ask(model);
    };
  };
  check_answer(
      "Layer \"sequential\" (Sequential): there is no layer called \"scores\": did you mean \"score\"? "
      "Known: \"dense\", \"score\".",
      of_model([](Sequential& model) { static_cast<void>(model.get_layer("scores")); }));
  check_answer(
      "Layer \"sequential\" (Sequential): there is no layer number 2: the model has 2 layers, counted from "
      "0.",
      of_model([](Sequential& model) { static_cast<void>(model.get_layer(2)); }));
  check_answer("there is no layer number -3: the model has 2 layers, counted from 0.",
               of_model([](Sequential& model) { static_cast<void>(model.layers()[-3]); }));
  check_answer(
      "Layer \"sequential\" (Sequential): \"score\" is a Dense and not a nested model: get_layer() gives it.",
      of_model([](Sequential& model) { static_cast<void>(model.get_model("score")); }));
  check_answer(
      "Unknown summary style \"keras\": did you mean \"keras2\"? Known: \"keras2\", \"keras3\", \"explain\".",
      of_model([](Sequential& model) { model.summary({.style = "keras"}); }));
  check_answer(
      "sequential: expected 4 weights: kernel (4, 8), bias (8,), kernel (8, 1), bias (1,), but received 1.",
      of_model([](Sequential& model) {
        model.set_weights({xt::ones<float>({4, 8})});
      }));
  check_answer(
      "sequential: weight \"kernel\" has shape (4, 8), but the value given for it has shape (8,). Give the "
      "arrays in the order of get_weights().",
      of_model([](Sequential& model) {
        std::vector<Tensor> weights = model.get_weights();
        std::swap(weights[0], weights[1]);
        model.set_weights(weights);
      }));
  check_answer("Layer \"sequential\" (Sequential): compile() the model before its optimizer is asked for.",
               of_model([](Sequential& model) { static_cast<void>(model.optimizer()); }));
  check_answer(
      "Layer \"sequential\" (Sequential): the model is not built yet, since the shape of its input is not "
      "known: give the first layer an input_shape, or call build({None, ...}), fit() or predict().",
      [] { Sequential({Dense(1)}).summary(); });
  check_answer(
      "Layer \"sequential\" (Sequential): the model is not built yet, since the shape of its input is not "
      "known: give the first layer an input_shape, or call build({None, ...}), fit() or predict().",
      [] { Sequential({Dense(1)}).set_weights({}); });
  check_answer(
      "Layer \"sequential\" (Sequential): the model is not built yet, since the shape of its input is not "
      "known: give the first layer an input_shape, or call build({None, ...}), fit() or predict().",
      [] { Sequential({Dense(1)}).save("model.keras"); });
  check_answer("Layer \"sequential\" (Sequential): the model has no layers yet: add one.", [] {
    static_cast<void>(Sequential().predict(xt::ones<float>({1, 4})));
  });
  check_answer(
      "This keratin::layers::Dense was moved into another object, such as a model, and cannot be used any "
      "more. Use the reference that add() returned, or get_layer().",
      [] {
        Sequential model;
        Dense dense(1);
        model.add(std::move(dense));
        static_cast<void>(dense.get_weights());
      });
}
