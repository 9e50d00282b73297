// expect: '<brace-enclosed initializer list>' to 'const keratin::layers::Conv2DOptions&'
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() { Conv2D layer(1, 3, {.stride = 2}); }
