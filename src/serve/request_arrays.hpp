#pragma once

#include <map>
#include <string>
#include <vector>

#include "images/image.hpp"
#include "keratin/tensor.hpp"
#include "keratin/utils/image_utils.hpp"
#include "serve/http_server.hpp"
#include "serve/served_model.hpp"

namespace keratin::serving {

/// How a request wrote its arrays, so that the reply writes its own alike.
enum class Form {
  npy,
  inputs,     ///< `{"inputs": …}`: an array, or an object of them by name; so are the outputs
  instances,  ///< `{"instances": […]}`: a list of samples, of a model with several inputs objects by name
  image,
};

struct InputArrays {
  Form form = Form::npy;
  std::vector<Tensor> arrays;  ///< in the order of the model's inputs
};

/// The arrays in a JSON text by name; by "" for one without a name. Throws ValueError for another text.
std::map<std::string, Tensor> arrays_of_json(const std::string& text, Form& form);

/// Whether inputs_of() reads bodies of this Content-Type.
bool is_known_type(const std::string& type);
bool is_image_type(const std::string& type);

/// The image in a body, as load_img() takes its options. Throws as load_img() does.
utils::Image image_of(const Request& request, const utils::LoadImgOptions& options);

/// Throws ValueError and IOError for a body that is damaged or does not fit the model.
InputArrays inputs_of(Request& request, const ServedModel& served);

/// The reply with what the model made of the inputs.
Reply reply_with(const std::vector<Tensor>& outputs, const Description& description, Form form,
                 const std::string& accept);

/// As a .npy file.
Reply npy_reply(const Tensor& array);

/// Adds an array as JSON's nested lists; numbers that JSON has not become null.
void append_json(std::string& text, const Tensor& array);

/// Adds one sample of it.
void append_json(std::string& text, const Tensor& array, std::size_t sample);

}  // namespace keratin::serving
