// expect: use of deleted function 'keratin::layers::Dense::Dense(const keratin::layers::Dense&)'
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() {
  Dense dense(1);
  Dense copy = dense;
}
