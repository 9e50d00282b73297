// expect: '<brace-enclosed initializer list>' to 'const keratin::layers::DenseOptions&'
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() { Dense layer(1, {.padding = "same"}); }
