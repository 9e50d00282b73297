// Files that NumPy wrote, see tests/golden/npy/make.py, and hostile ones.
#include <functional>
#include <string>
#include <vector>

#include "datasets/files.hpp"
#include "files/npy_format.hpp"
#include "keratin/error.hpp"
#include "keratin/utils/npy.hpp"
#include "support/catch.hpp"
#include "support/folder.hpp"
#include "support/paths.hpp"

namespace keratin::utils {
namespace {

using Catch::Matchers::Contains;
using testing::Folder;
using testing::Octets;

Tensor read(const std::string& name) { return load_npy(testing::golden_path("npy/" + name + ".npy")); }

float quarters(int i) { return static_cast<float>(i) * 0.25F - 1.5F; }
float signed_number(int i) { return static_cast<float>(i * 7 % 100 - 50); }
float counted(int i) { return static_cast<float>(i); }

void check(const Tensor& array, const std::function<float(int)>& expected) {
  REQUIRE(shape_of(array) == Shape{2, 3, 4});
  for (int i = 0; i < 24; ++i) CHECK(array.data()[i] == expected(i));
}

/// A file of version 1.0 with this header and as many bytes after it.
Octets npy(std::string header, std::size_t data = 0) {
  Octets bytes = {0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  header += '\n';
  bytes.push_back(static_cast<std::uint8_t>(header.size() & 255U));
  bytes.push_back(static_cast<std::uint8_t>(header.size() >> 8U));
  bytes.insert(bytes.end(), header.begin(), header.end());
  bytes.resize(bytes.size() + data);
  return bytes;
}

std::string refusal(const Octets& bytes) {
  try {
    parse_npy("a.npy", bytes);
  } catch (const IOError& error) {
    return error.what();
  }
  return "";
}

std::string refusal_of_shape(const std::string& shape, std::size_t data = 0) {
  return refusal(npy("{'descr': '<f4', 'fortran_order': False, 'shape': " + shape + ", }", data));
}

}  // namespace

TEST_CASE("load_npy: every type, byte order and version that NumPy writes") {
  for (const char* name :
       {"f2", "f4", "f8", "big_f2", "big_f4", "big_f8", "fortran", "version_2", "version_3"}) {
    INFO(name);
    check(read(name), quarters);
  }
  for (const char* name : {"i1", "i2", "i4", "i8", "big_i4"}) {
    INFO(name);
    check(read(name), signed_number);
  }
  for (const char* name : {"u1", "u2", "u4", "u8"}) {
    INFO(name);
    check(read(name), counted);
  }
  check(read("bool"), [](int i) { return i % 3 == 0 ? 1.0F : 0.0F; });
}

TEST_CASE("load_npy: a scalar, a vector, and an array of nothing") {
  CHECK(shape_of(read("scalar")) == Shape{});
  CHECK(read("scalar").data()[0] == 2.5F);
  CHECK((read("vector") == Tensor{0, 1, 2}));
  CHECK(shape_of(read("nothing")) == Shape{2, 0, 3});
}

TEST_CASE("load_npy: what is not an array of numbers is rejected") {
  CHECK_THROWS_WITH(read("text"), Contains("text.npy' cannot be read: its elements are of the type '<U2'"));
  CHECK_THROWS_WITH(read("records"), Contains("its elements are records"));
  CHECK_THROWS_WITH(read("complex"), Contains("of the type '<c8'"));
  CHECK_THROWS_AS(read("missing"), IOError);
  CHECK_THROWS_WITH(load_npy(testing::golden_path("npy")),
                    Contains("it is a folder, but a file was expected"));
}

TEST_CASE("load_npy: hostile headers take no memory") {
  CHECK_THAT(refusal({}), Contains("it is no .npy file"));
  CHECK_THAT(refusal({0x93, 'N', 'U', 'M', 'P', 'Y', 9, 0, 0, 0, 0, 0}), Contains("version 9 is not known"));
  CHECK_THAT(refusal({0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0, 255, 255, 255, 255}),
             Contains("its header ends early"));
  CHECK_THAT(refusal_of_shape("(2147483647, 2147483647)"), Contains("is too large"));
  CHECK_THAT(refusal_of_shape("(1048576, 1048576, 16777216)"), Contains("is too large"));
  CHECK_THAT(refusal_of_shape("(0, 1048576, 1048576, 1048576, 1048576)"), Contains("is too large"));
  CHECK_THAT(refusal_of_shape("(1000000000,)", 8), Contains("has 4000000000 bytes, but 8 follow"));
  CHECK_THAT(refusal_of_shape("(2,)", 9), Contains("has 8 bytes, but 9 follow"));
  CHECK_THAT(refusal_of_shape("(-1,)"), Contains("no number from 0"));
  CHECK_THAT(refusal_of_shape("(99999999999999999999,)"), Contains("no number from 0"));
  CHECK_THAT(refusal_of_shape("(1, 1, 1, 1, 1, 1, 1, 1, 1)", 4), Contains("it has over 8 dimensions"));
  CHECK_THAT(refusal_of_shape("(1)", 4), Contains("its shape is no tuple"));
  CHECK_THAT(refusal_of_shape("(1,", 4), Contains("no number"));
  CHECK_THAT(refusal(npy("{'descr': '<f4', 'descr': '<f4'}")), Contains("it names 'descr' twice"));
  CHECK_THAT(refusal(npy("{'descr': '<f4', 'shape': (1,)}", 4)), Contains("it does not name"));
  CHECK_THAT(refusal(npy("{'descr': '<f3', 'fortran_order': False, 'shape': (1,)}", 3)), Contains("'<f3'"));
  CHECK_THAT(refusal(npy("{'descr': '<\x01\x02', 'fortran_order': True, 'shape': (1,)}")),
             Contains("'<?\?'"));
  CHECK_THAT(refusal(npy("{'descr': '<f4', 'fortran_order': 1, 'shape': (1,)}", 4)),
             Contains("neither True nor False"));
}

TEST_CASE("load_npy: no file that is cut off or changed in one byte does harm") {
  const Octets whole = format_npy(xt::ones<float>({2, 3}));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    CHECK_THROWS_AS(parse_npy("a", std::span(whole).first(size)), IOError);
  }
  for (std::size_t place = 0; place < 128; ++place) {
    for (int value = 0; value < 256; ++value) {
      Octets changed = whole;
      changed[place] = static_cast<std::uint8_t>(value);
      std::size_t size = 0;
      try {
        size = parse_npy("a", changed).size();
      } catch (const IOError&) {
      }
      REQUIRE(size <= 12);  // at most as many as bytes follow
    }
  }
}

TEST_CASE("save_npy: what is written is read again, and begins as NumPy's files do") {
  const Folder folder;
  for (const Shape& shape : {Shape{}, Shape{5}, Shape{2, 3, 4}, Shape{0, 2}}) {
    Tensor array = empty_tensor(shape);
    for (std::size_t i = 0; i < array.size(); ++i) array.data()[i] = 0.1F * static_cast<float>(i);
    save_npy(folder.file("a.npy"), array);
    const Tensor loaded = load_npy(folder.file("a.npy"));
    CHECK(shape_of(loaded) == shape);
    CHECK((loaded == array));
  }
  CHECK(format_npy(read("f4")) == format_npy(read("fortran")));
  CHECK_THROWS_WITH(save_npy("a.txt", xt::ones<float>({1})), Contains("end in .npy. Received: 'a.txt'"));
}

TEST_CASE("load_npz and save_npz: stored and deflated") {
  for (const char* name : {"npy/stored.npz", "npy/deflated.npz"}) {
    const auto arrays = load_npz(testing::golden_path(name));
    check(arrays.at("x"), quarters);
    check(arrays.at("y"), signed_number);
  }
  CHECK(shape_of(load_npz(testing::golden_path("npy/deflated.npz")).at("zeros")) == Shape{4096, 80});
  const Folder folder;
  const std::map<std::string, Tensor> arrays = {{"a", xt::ones<float>({2, 3})}, {"b", Tensor{1, 2}}};
  save_npz(folder.file("a.npz"), arrays);
  CHECK(load_npz(folder.file("a.npz")) == arrays);
  CHECK_THROWS_AS(load_npz(testing::golden_path("npy/f4.npy")), IOError);
  CHECK_THROWS_AS(save_npz("a.npy", arrays), ValueError);
}

}  // namespace keratin::utils
