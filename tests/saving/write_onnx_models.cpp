// write_onnx_models FOLDER: the models of support/onnx_models.hpp as ONNX, with inputs and what predict()
// makes of them as raw floats, and models.json, which lists them: for check_onnx.py.
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

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
      Json x = Json::array();
      for (const Tensor& input : inputs) x.push_back(array(name + ".x" + std::to_string(x.size()), input));
      batches.push_back({{"x", x}, {"y", array(name + ".y", one.model.predict(inputs))}});
    }
    return {{"family", one.family}, {"name", one.name}, {"batches", batches}};
  }

  void list(const Json& models) const { std::ofstream(folder_ / "models.json") << models.dump(1) << '\n'; }

 private:
  Json array(const std::string& name, const Tensor& values) const {
    std::ofstream file(folder_ / name, std::ios::binary);
    file.write(reinterpret_cast<const char*>(values.data()),
               static_cast<std::streamsize>(sizeof(float) * values.size()));
    const keratin::Shape shape = keratin::shape_of(values);
    return {{"file", name}, {"shape", std::vector<int>(shape.begin(), shape.end())}};
  }

  std::filesystem::path folder_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: write_onnx_models FOLDER\n", stderr);
    return 1;
  }
  try {
    Writer writer(argv[1]);
    Json models = Json::array();
    for (const auto& one : keratin::testing::onnx_cases()) models.push_back(writer.model(one));
    writer.list(models);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
