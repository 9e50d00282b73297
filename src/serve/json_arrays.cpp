#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "keratin/error.hpp"
#include "serve/request_arrays.hpp"
#ifdef KERATIN_HAS_JSON
#include <nlohmann/json.hpp>
#endif

namespace keratin::serving {

#ifdef KERATIN_HAS_JSON

namespace {

[[noreturn]] void fail(const std::string& what) { throw ValueError("the request's JSON: " + what); }

/// Nested lists of numbers, as they are read.
class ListReader {
 public:
  void open() {
    count_one();
    if (counts_.size() == Shape::max_rank)
      fail(fmt::format("lists are nested over {} deep", Shape::max_rank));
    if (rank_ && counts_.size() == *rank_) fail_ragged();
    counts_.push_back(0);
  }

  void close() {
    const int count = counts_.back();
    counts_.pop_back();
    const std::size_t axis = counts_.size();
    if (sizes_.size() <= axis) sizes_.resize(axis + 1, unknown);
    if (sizes_[axis] != unknown && sizes_[axis] != count) fail_ragged();
    sizes_[axis] = count;
    if (count == 0 && sizes_.size() > axis + 1) fail_ragged();
  }

  void add(double number) {
    count_one();
    if (rank_.value_or(counts_.size()) != counts_.size()) fail_ragged();
    rank_ = counts_.size();
    values_.push_back(static_cast<float>(number));
  }

  /// Whether the lists that were opened are closed.
  [[nodiscard]] bool is_done() const { return counts_.empty(); }
  [[nodiscard]] std::size_t depth() const { return counts_.size(); }

  [[nodiscard]] Tensor take() const {
    if (rank_.value_or(sizes_.size()) != sizes_.size()) fail_ragged();
    Tensor array = empty_tensor(Shape::from(sizes_));
    if (array.size() != values_.size()) fail_ragged();
    std::copy(values_.begin(), values_.end(), array.data());
    return array;
  }

 private:
  static constexpr int unknown = -1;

  void count_one() {
    if (!counts_.empty()) ++counts_.back();
  }

  [[noreturn]] static void fail_ragged() { fail("the lists of an array differ in length or depth"); }

  std::vector<float> values_;
  std::vector<int> counts_, sizes_;
  std::optional<std::size_t> rank_;
};

/// Reads `{"inputs": …}` and `{"instances": …}` while the parser goes through the text.
class RequestReader : public nlohmann::json_sax<nlohmann::json> {
 public:
  bool null() override { fail("null is no number"); }
  bool boolean(bool /*value*/) override { fail("true and false are no numbers: write 1 and 0"); }
  bool number_integer(number_integer_t value) override { return add(static_cast<double>(value)); }
  bool number_unsigned(number_unsigned_t value) override { return add(static_cast<double>(value)); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool binary(binary_t& /*value*/) override { return false; }

  bool string(string_t& /*value*/) override {
    if (place_ == Place::members && is_ignored_) return true;
    fail("a text stands where a number is expected");
  }

  bool start_object(std::size_t /*size*/) override {
    const bool is_row = place_ == Place::rows && list_ == nullptr;
    if (place_ == Place::start) {
      place_ = Place::members;
    } else if (place_ == Place::members && !is_ignored_ && form == Form::inputs && list_ == nullptr) {
      place_ = Place::names;
    } else if (is_row && !arrays_.contains("")) {
      place_ = Place::row;
    } else {
      fail("an object stands where a number is expected");
    }
    return true;
  }

  bool key(string_t& name) override {
    if (place_ == Place::members) return begin_member(name);
    if (place_ == Place::names && arrays_.contains(name)) fail(fmt::format("'{}' comes twice", name));
    begin_array(name);
    return true;
  }

  bool end_object() override {
    if (place_ == Place::row) {
      place_ = Place::rows;
      ++rows_;
    } else {
      place_ = Place::members;
    }
    list_ = nullptr;
    return true;
  }

  bool start_array(std::size_t /*size*/) override {
    if (place_ == Place::members && !is_ignored_ && form == Form::instances) {
      place_ = Place::rows;
      return true;
    }
    reader().open();
    return true;
  }

  bool end_array() override {
    if (place_ == Place::rows && (list_ == nullptr || list_->depth() == 1)) {
      place_ = Place::members;
      list_ = nullptr;
      return true;
    }
    list_->close();
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::json::exception& /*error*/) override {
    fail(fmt::format("it is not valid at byte {}", position));
  }

  std::map<std::string, Tensor> take() {
    if (arrays_.empty()) fail("expected {\"inputs\": …} or {\"instances\": …} with an array");
    std::map<std::string, Tensor> arrays;
    for (auto& [name, list] : arrays_) {
      if (form == Form::instances) list.close();
      arrays.emplace(name, list.take());
      if (form == Form::instances && rows_ > 0 && shape_of(arrays.at(name))[0] != rows_)
        fail(fmt::format("not each of the instances has '{}'", name));
    }
    return arrays;
  }

  Form form = Form::npy;

 private:
  /// What is being read: nothing yet, the members of the whole, the arrays by name in "inputs", the list in
  /// "instances", or one object of it.
  enum class Place { start, members, names, rows, row };

  bool begin_member(const std::string& name) {
    is_ignored_ = name == "signature_name";
    if (is_ignored_) return true;
    if (name != "inputs" && name != "instances")
      fail(fmt::format("'{}' is not known: expected 'inputs' or 'instances'", name));
    if (form != Form::npy) fail("expected one 'inputs' or 'instances'");
    form = name == "inputs" ? Form::inputs : Form::instances;
    list_ = nullptr;
    return true;
  }

  /// In instances all rows are one list, which take() closes.
  void begin_array(const std::string& name) {
    const auto [found, is_new] = arrays_.try_emplace(name);
    list_ = &found->second;
    if (is_new && form == Form::instances) list_->open();
  }

  ListReader& reader() {
    if (list_ == nullptr) {
      if (place_ == Place::start || place_ == Place::names || (place_ == Place::members && is_ignored_))
        fail("expected an object with 'inputs' or 'instances'");
      if (place_ == Place::members && form == Form::instances) fail("'instances' is no list");
      if (place_ == Place::rows && rows_ > 0) fail("the instances are partly objects and partly lists");
      begin_array("");
    }
    return *list_;
  }

  bool add(double number) {
    reader().add(number);
    return true;
  }

  Place place_ = Place::start;
  bool is_ignored_ = true;
  int rows_ = 0;
  std::map<std::string, ListReader> arrays_;
  ListReader* list_ = nullptr;
};

}  // namespace

std::map<std::string, Tensor> arrays_of_json(const std::string& text, Form& form) {
  RequestReader reader;
  if (!nlohmann::json::sax_parse(text, &reader)) fail("it is not valid");
  form = reader.form;
  return reader.take();
}

#else

std::map<std::string, Tensor> arrays_of_json(const std::string& /*text*/, Form& /*form*/) {
  throw ValueError(
      "this server was built without nlohmann-json: send the array as .npy, with Content-Type: "
      "application/octet-stream");
}

#endif

}  // namespace keratin::serving
