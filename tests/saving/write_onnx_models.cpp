// write_onnx_models FOLDER [GRAPHS…]: the models of support/onnx_models.hpp as ONNX, and those of the .keras
// files in the other folders, with inputs and what predict() makes of them as raw floats, and models.json,
// which lists them: for check_onnx.py.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "keratin/models/load_model.hpp"
#include "support/onnx_models.hpp"

namespace {

using keratin::Tensor;
using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(std::filesystem::path folder) : folder_(std::move(folder)) {
    std::filesystem::create_directories(folder_);
  }

  Json model(const keratin::testing::OnnxCase& one) {
    one.model.export_onnx((folder_ / (one.name + ".onnx")).string());
    Json batches = Json::array();
    for (const int batch : {1, 3}) {
      const std::vector<Tensor> inputs = one.inputs(batch);
      const std::string name = one.name + "." + std::to_string(batch);
      batches.push_back(
          {{"x", arrays(name + ".x", inputs)}, {"y", arrays(name + ".y", one.model.predict_all(inputs))}});
    }
    return {{"family", one.family}, {"name", one.name}, {"batches", batches}};
  }

  void list(const Json& models) const { std::ofstream(folder_ / "models.json") << models.dump(1) << '\n'; }

 private:
  [[nodiscard]] Json arrays(const std::string& name, const std::vector<Tensor>& all) const {
    Json list = Json::array();
    for (const Tensor& one : all) list.push_back(array(name + std::to_string(list.size()), one));
    return list;
  }

  [[nodiscard]] Json array(const std::string& name, const Tensor& values) const {
    std::ofstream file(folder_ / name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(sizeof(float) * values.size()));
    const keratin::Shape shape = keratin::shape_of(values);
    return {{"file", name}, {"shape", std::vector<int>(shape.begin(), shape.end())}};
  }

  std::filesystem::path folder_;
};

/// The models in a folder, their names after `prefix`.
void add_files(const std::string& folder, const std::string& prefix,
               std::vector<keratin::testing::OnnxCase>& cases) {
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".keras") continue;
    const std::string path = entry.path().string();
    cases.push_back({"file", prefix + entry.path().stem().string(), keratin::load_model(path)});
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: write_onnx_models FOLDER [GRAPHS...]\n", stderr);
    return 1;
  }
  try {
    Writer writer(argv[1]);
    Json models = Json::array();
    std::vector<keratin::testing::OnnxCase> cases = keratin::testing::onnx_cases();
    for (int i = 2; i < argc; ++i) add_files(argv[i], "file" + std::to_string(i - 1) + "_", cases);
    for (const auto& one : cases) models.push_back(writer.model(one));
    writer.list(models);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
