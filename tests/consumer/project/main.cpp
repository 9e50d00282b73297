#include <cstdio>
#include <keratin/keratin.hpp>

using namespace keratin;
using namespace keratin::layers;

// Touches each thing that a user's program links: BLAS and threads (Dense, Conv2D), the formatter of texts
// (summary), and function templates that the library compiles (get, print).
int main() {
  Sequential model;
  model.add(Conv2D(2, 3, {.padding = "same", .input_shape = {4, 4, 1}}));
  model.add(Flatten());
  model.add(Dense(3));
  model.summary();
  const Tensor y = model.predict(xt::ones<float>({2, 4, 4, 1}));
  if (shape_of(y) != Shape{2, 3}) return 1;
  if (Config::entries({{"units", 3}}).get<int>("units") != 3) return 1;
  print(y);
  std::puts("predicted");
}
