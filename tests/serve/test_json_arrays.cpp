// The arrays in the JSON of a request.
#include "keratin/error.hpp"
#include "serve/request_arrays.hpp"
#include "support/catch.hpp"

namespace keratin {
namespace {

using serving::Form;

std::map<std::string, Tensor> read(const std::string& text) {
  Form form = Form::npy;
  return serving::arrays_of_json(text, form);
}

Tensor array_in(const std::string& text) {
  const auto arrays = read(text);
  REQUIRE(arrays.size() == 1);
  return arrays.begin()->second;
}

void check_refused(const std::string& text, const std::string& reason) {
  INFO(text.substr(0, 200));
  CHECK_THROWS_WITH(read(text), "the request's JSON: " + reason);
}

}  // namespace

TEST_CASE("arrays_of_json() reads lists of any depth, with and without names") {
  CHECK((array_in(R"({"inputs": [[1, -2.5], [3e2, 0]]})") == Tensor{{1, -2.5f}, {300, 0}}));
  CHECK((array_in(R"({"instances": [[1, 2], [3, 4]]})") == Tensor{{1, 2}, {3, 4}}));
  CHECK((array_in(R"({"instances": [1, 2, 3]})") == Tensor{1, 2, 3}));
  CHECK((array_in(R"({"signature_name": "x", "inputs": [[[1, 2]]]})") == Tensor{{{1, 2}}}));
  CHECK(shape_of(array_in(R"({"inputs": [[], []]})")) == Shape{2, 0});
  CHECK(shape_of(array_in(R"({"inputs": 5})")).empty());
  const auto named = read(R"({"inputs": {"a": [[1, 2]], "b": [3]}})");
  CHECK((named.at("a") == Tensor{{1, 2}}));
  CHECK((named.at("b") == Tensor{3}));
  const auto rows = read(R"({"instances": [{"a": [1, 2], "b": 3}, {"b": 4, "a": [5, 6]}]})");
  CHECK((rows.at("a") == Tensor{{1, 2}, {5, 6}}));
  CHECK((rows.at("b") == Tensor{3, 4}));
}

TEST_CASE("arrays_of_json() says what is wrong") {
  const std::string ragged = "the lists of an array differ in length or depth";
  for (const char* lists :
       {"[[1, 2], [3]]", "[[1], 2]", "[1, [2]]", "[[1], []]", "[[], [1]]", "[[[1]], [2]]", "[[1], [[2]]]"}) {
    check_refused(std::string(R"({"inputs": )") + lists + "}", ragged);
    check_refused(std::string(R"({"instances": )") + lists + "}", ragged);
    check_refused(std::string(R"({"inputs": {"a": )") + lists + "}}", ragged);
  }
  check_refused(R"({"instances": [{"a": [1]}, {"a": [1, 2]}]})", ragged);
  check_refused(R"({"instances": [{"a": 1}, {"b": 1}]})", "not each of the instances has 'a'");
  check_refused(R"({"instances": [{"a": 1, "a": 2}]})", "not each of the instances has 'a'");
  check_refused(R"({"instances": [{"a": 1}, [1]]})", "the instances are partly objects and partly lists");
  check_refused(R"({"instances": [{"a": 1}, 1]})", "the instances are partly objects and partly lists");
  check_refused(R"({"instances": [[1], {"a": 1}]})", "an object stands where a number is expected");
  check_refused(R"({"inputs": {"a": [1], "a": [1]}})", "'a' comes twice");
  check_refused(R"({"inputs": [1], "instances": [1]})", "expected one 'inputs' or 'instances'");
  check_refused(R"({"inputs": [1], "inputs": [1]})", "expected one 'inputs' or 'instances'");
  check_refused(R"({"inputs": [{"a": 1}]})", "an object stands where a number is expected");
  check_refused(R"({"instances": 5})", "'instances' is no list");
  check_refused(R"({"inputs": [1, {}]})", "an object stands where a number is expected");
  check_refused(R"({"inputs": {"a": {"b": 1}}})", "an object stands where a number is expected");
  check_refused(R"({"inputs": [null]})", "null is no number");
  check_refused(R"({"inputs": [true]})", "true and false are no numbers: write 1 and 0");
  check_refused(R"({"inputs": ["1"]})", "a text stands where a number is expected");
  check_refused(R"({"outputs": [1]})", "'outputs' is not known: expected 'inputs' or 'instances'");
  for (const char* empty : {"{}", R"({"instances": []})", R"({"signature_name": "x"})"})
    check_refused(empty, "expected {\"inputs\": …} or {\"instances\": …} with an array");
  check_refused("[[1]]", "expected an object with 'inputs' or 'instances'");
  check_refused("5", "expected an object with 'inputs' or 'instances'");
  check_refused(R"({"signature_name": [1], "inputs": [1]})",
                "expected an object with 'inputs' or 'instances'");
  check_refused(R"({"inputs": [1)", "it is not valid at byte 14");
  check_refused(R"({"inputs": [1]} 2)", "it is not valid at byte 17");
  check_refused(R"({"inputs": [1e999]})", "it is not valid at byte 17");
  check_refused("", "it is not valid at byte 1");
  check_refused("\xff", "it is not valid at byte 1");
  check_refused(R"({"inputs": )" + std::string(1'000'000, '['), "lists are nested over 8 deep");
}

}  // namespace keratin
