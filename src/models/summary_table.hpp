#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "models/model_layer.hpp"

/// What the styles of summary() share, and the lines that each of them prints.
namespace keratin::summary {

using Lines = std::vector<std::string>;

/// A layer, or a call of it, with the shapes of what it takes and gives first.
struct Row {
  std::shared_ptr<Layer> layer;
  Shape input_shape, output_shape;
};

/// Where the columns Layer (type), Output Shape, Param # and, of a model that branches, Connected to stop,
/// and how long the rules between rows are.
struct Columns {
  int line_length = 0;
  std::vector<int> stops;
};

/// A style's columns; `scale` of each position is taken.
struct ColumnDefaults {
  int line_length = 0;
  std::vector<double> positions = {};
  int least_width = 0;
  double scale = 1.0;
};

/// Throws ValueError for a line_length or positions that leave no room.
Columns columns_of(const SummaryOptions& options, const ColumnDefaults& defaults);

/// A row for each layer, InputLayers of a functional model among them, with the size of a batch that the file
/// fixed.
std::vector<Row> rows_of(const ModelLayer& model);

/// A row for each call of a layer, in the order in which they run.
std::vector<Row> rows_of_calls(const ModelLayer& model);

/// The rows of the model, or those of layer_range as Keras chooses them: from the first that matches its
/// first regular expression to the last that matches its second one, the other way round if that is empty.
/// Throws ValueError if none matches.
std::vector<Row> listed_rows(const ModelLayer& model, const SummaryOptions& options);

/// What a layer of the model is called with, as Keras writes it: `dense[0][0]`, with the number of the call
/// and of its output.
Lines connections_of(const ModelLayer& model, const Layer& layer);

/// Numbers in a layer's weights, each weight counted once.
struct Parameters {
  std::size_t all = 0, trainable = 0;
  std::size_t integers = 0;  ///< of all: of eight bytes each in Keras, and never trainable
};
Parameters parameters_of(const Layer& layer);

/// The shape of a row's output; a list of them if there are several.
std::string output_shapes_of(const Row& row);

/// Null unless the layer is a model.
const ModelLayer* as_model(const Layer& layer);

/// `dense_1 (Dense)`, and the table's first line, `Model: "sequential"`: for a terminal, whatever the names
/// hold.
std::string title_of(const Layer& layer);
std::string header_of(const ModelLayer& model);

/// As in `1,234,567`.
std::string with_separators(std::size_t number);

/// The characters of UTF-8 text.
std::size_t width_of(std::string_view text);

/// The first `width` characters.
std::string_view cut(std::string_view text, std::size_t width);

/// With blanks to `width` characters.
std::string padded(std::string_view text, std::size_t width);

std::string repeated(std::string_view text, std::size_t count);

/// Lines of at most `width` characters, broken at blanks; a word that is longer stands on a line of its own.
Lines wrapped(std::string_view text, std::size_t width);

/// Lines that explain a layer, of at most so many characters.
using Details = std::function<Lines(const Row& row, std::size_t width)>;

/// What "explain" says of each row, in lines of at most so many characters.
std::vector<Lines> explained(const ModelLayer& model, const std::vector<Row>& rows, std::size_t width);

/// The table of Keras 2.3 in these columns, with `details`, if given, below each layer.
Lines keras2_lines(const ModelLayer& model, const SummaryOptions& options, const Columns& columns,
                   const Details& details = {});
Lines keras2_lines(const ModelLayer& model, const SummaryOptions& options);
Lines keras3_lines(const ModelLayer& model, const SummaryOptions& options);
Lines explain_lines(const ModelLayer& model, const SummaryOptions& options);

}  // namespace keratin::summary
