
#include "files/atomic_file.hpp"
#include "keratin/saving/model_to_cpp.hpp"
#include "keratin/saving/model_visualization.hpp"
#include "tool/commands.hpp"
#include "tool/files.hpp"

namespace keratin::tool {

namespace {

/// Whether such a file holds what a model is compiled with, or its optimizer's state.
bool keeps_compilation(const std::string& path) {
  const auto ends = [&](const char* ending) { return path.ends_with(ending); };
  return ends(".keras") || ends(".h5") || ends(".hdf5") || ends(".cpp");
}

bool keeps_weights(const std::string& path) {
  return path.ends_with(".onnx") || (keeps_compilation(path) && !path.ends_with(".cpp"));
}

void convert(const WriteArguments& arguments) {
  const std::string& output = arguments.output;
  check_output(output,
               {".keras", ".h5", ".hdf5", ".weights.h5", ".onnx", ".json", ".cpp", ".dot", ".svg", ".png"});
  const Sequential model =
      load(arguments.files, keeps_compilation(output) ? Compiled::if_supported : Compiled::no);
  if (keeps_weights(output) && !arguments.quiet) say_if_new(arguments.files, model);
  if (output.ends_with(".onnx")) {
    model.export_onnx(output);
  } else if (output.ends_with(".json")) {
    saving::write_atomically(output, saving::bytes_of(model.to_json()));
  } else if (output.ends_with(".cpp")) {
    saving::write_atomically(output, saving::bytes_of(utils::model_to_cpp(model)));
  } else if (output.ends_with(".dot") || output.ends_with(".svg") || output.ends_with(".png")) {
    utils::plot_model(model, {.to_file = output, .show_shapes = true, .show_layer_names = true});
  } else {
    save(model, output);
  }
  say_written(arguments);
}

}  // namespace

void add_convert(CLI::App& program) {
  const auto [command, arguments] = add_command(program, "convert", "Write a model in another form",
                                                "The model: .keras, .h5 or .json", convert);
  command
      .add_option(
          "output", arguments.output,
          "The file to write, whose ending says the form: .keras, .h5 (as Keras 2), .weights.h5 (only the "
          "weights), .onnx (for ONNX Runtime and others), .json (only the layers), .cpp (the program that "
          "builds the model), .dot (a graph of the layers), .svg and .png (the same, drawn by Graphviz)")
      ->required();
  add_quiet(command, arguments);
}

}  // namespace keratin::tool
