#pragma once

#include <string>

#include "keratin/models/sequential.hpp"

namespace keratin::utils {

/// The named arguments of plot_model(), in Keras's order.
struct PlotModelOptions {
  std::string to_file = "model.png";  ///< ending in .dot, the graph as text, or in .svg or .png, the image
  bool show_shapes = false;           ///< whether each layer's input and output shapes are shown
  bool show_layer_names = false;      ///< whether names are shown, and not only classes
  std::string rankdir = "TB";         ///< "TB": from top to bottom, "LR": from left to right
  bool expand_nested = false;         ///< whether the layers of nested models are shown
  int dpi = 200;                      ///< dots an inch of a PNG file
  bool show_layer_activations = false;
  bool show_trainable = false;
};

/// Draws a model's layers as boxes with arrows between them. The program `dot` of Graphviz draws .svg and
/// .png files. Throws ValueError before the model is built, for options that do not fit, and if `dot` is
/// needed and not installed; IOError if the file cannot be written or `dot` fails.
void plot_model(const Model& model, const PlotModelOptions& options = {});

}  // namespace keratin::utils
