#include <cstdio>
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

// Touches each thing that a static library leaves for the user's program to link: BLAS and threads (Dense,
// Conv2D), the formatter of texts (summary).
int main() {
  Sequential model;
  model.add(Conv2D(2, 3, {.padding = "same", .input_shape = {4, 4, 1}}));
  model.add(Flatten());
  model.add(Dense(3));
  model.summary();
  const Tensor y = model.predict(xt::ones<float>({2, 4, 4, 1}));
  if (shape_of(y) != Shape{2, 3}) return 1;
  std::puts("predicted");
}
