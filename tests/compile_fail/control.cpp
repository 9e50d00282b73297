// What the other files here get wrong, written right: this one must compile.
#include <keratin/keratin.hpp>
#include <utility>
using namespace keratin;
using namespace keratin::layers;

int main() {
  Sequential model;
  model.add(Conv2D(1, 3, {.strides = 2, .padding = "same", .input_shape = {8, 8, 1}}));
  Dense dense(1);
  model.add(std::move(dense));
  Sequential another;
  another.add(model);
  Sequential same_model = another;
}
