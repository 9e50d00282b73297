// Files whose containers were written by older Keras or by other programs, see
// tests/golden/cases/containers/make.py.
#include <filesystem>

#include "keratin/error.hpp"
#include "keratin/models/load_model.hpp"
#include "support/cases.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/weight_models.hpp"
#include "support/whole_models.hpp"

namespace keratin::test_containers {
namespace {

using Catch::Matchers::Contains;

std::string path_of(const std::string& name) { return testing::case_path("containers/" + name); }

/// Checks the predictions of the model once it has the weights of the file.
void check_weights(const std::string& name) {
  INFO(name);
  Sequential model = load_model(path_of("hdf5_k210.keras"));
  testing::number_weights(model);
  model.load_weights(path_of(name));
  testing::check_predictions(model, testing::case_json("containers/answer.json"));
}

/// Checks that the file's weights are refused for this reason, and that the model stays as it was.
void check_refused(const std::string& name, const std::string& reason) {
  INFO(name);
  Sequential model = load_model(path_of("hdf5_k210.keras"));
  testing::number_weights(model);
  CHECK_THROWS_AS(model.load_weights(path_of(name)), IOError);
  CHECK_THROWS_WITH(model.load_weights(path_of(name)), Contains(reason));
  testing::check_numbered(model);
}

}  // namespace

TEST_CASE("load_model: HDF5 in a name that ends in .keras, as Keras up to 2.11 wrote it") {
  for (const char* name : {"hdf5_k204.keras", "hdf5_k210.keras"}) {
    INFO(name);
    testing::check_predictions(load_model(path_of(name)), testing::case_json("containers/answer.json"));
  }
}

TEST_CASE("load_model: archives that are compressed, or that somebody packed from a folder") {
  for (const char* name : {"deflated.keras", "in_folder.keras", "in_two_folders.keras"}) {
    INFO(name);
    testing::check_predictions(load_model(path_of(name)), testing::case_json("containers/answer.json"));
  }
  CHECK_THROWS_WITH(load_model(path_of("two_models.keras")),
                    Contains("holds several models, in the folders two/, one/; expected one"));
}

TEST_CASE("load_weights: arrays in chunks, also shuffled") {
  for (const char* name : {"chunked", "chunked_by_ones", "shuffle"}) {
    check_weights(std::string(name) + ".weights.h5");
  }
}

TEST_CASE("load_weights: arrays that are compressed with gzip") {
  for (const char* name : {"gzip", "gzip_shuffle", "gzip_not_smaller", "double_gzip"}) {
#ifdef KERATIN_HAS_ZLIB
    check_weights(std::string(name) + ".weights.h5");
#else
    check_refused(std::string(name) + ".weights.h5", "Keratin was built without zlib");
#endif
  }
#ifdef KERATIN_HAS_ZLIB
  testing::check_predictions(load_model(path_of("gzip_inside.keras")),
                             testing::case_json("containers/answer.json"));
#endif
}

TEST_CASE("load_weights: other filters are rejected by name") {
  check_refused("lzf.weights.h5", "is filtered with lzf; expected gzip or none");
  check_refused("fletcher32.weights.h5", "is filtered with fletcher32; expected gzip or none");
}

TEST_CASE("load_model: what is no archive, or no whole one, is said in plain words") {
  const testing::Folder folder;
  const std::string path = folder.file("a.keras"), begin = "The file '" + path + "' cannot be read: ";
  CHECK_THROWS_WITH(load_model(path), begin + "No such file or directory.");
  const auto cut = [&](std::uintmax_t size) {
    std::filesystem::copy_file(path_of("deflated.keras"), path,
                               std::filesystem::copy_options::overwrite_existing);
    std::filesystem::resize_file(path, size);
  };
  cut(0);
  CHECK_THROWS_WITH(load_model(path), begin + "it is empty.");
  cut(900);
  CHECK_THROWS_WITH(
      load_model(path),
      begin + "it is no ZIP archive, as .keras and .npz files are, or was not written to its end.");
}

}  // namespace keratin::test_containers
