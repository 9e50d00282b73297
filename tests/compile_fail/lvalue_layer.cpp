// expect: no matching function for call to 'keratin::Sequential::add(keratin::layers::Dense&)'
#include <keratin/keratin.hpp>
using namespace keratin;
using namespace keratin::layers;

int main() {
  Sequential model;
  Dense dense(1);
  model.add(dense);
}
