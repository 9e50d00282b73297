#pragma once

#include <string>
#include <string_view>

namespace keratin::utils {

/// How automatic names are counted: "tf_keras" (`dense`, `dense_1`, …; the default) or "keras", as standalone
/// Keras did (`dense_1`, `dense_2`, …). Throws ValueError for another name.
void set_naming(const std::string& naming);

/// Restarts the counts of automatic names, as in a new process.
void clear_session();

/// The name of a class as Keras writes it in names and files, an underscore before each capital that begins a
/// word (one that a small letter follows or precedes): "Conv2DTranspose" becomes `conv2d_transpose`.
std::string to_snake_case(std::string_view class_name);

/// The next automatic name for a layer of class `class_name`.
std::string unique_name(std::string_view class_name);

}  // namespace keratin::utils
