// expect: write add(Dense(8)), add(std::move(layer)), or give a std::shared_ptr
#include <keratin/keratin.hpp>
using namespace keratin;
using namespace keratin::layers;

int main() {
  Sequential model;
  Dense dense(1);
  model.add(dense);
}
