// expect: designator order for field 'keratin::layers::ConvOptions<keratin::Size2D>::strides'
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() { Conv2D layer(1, 3, {.padding = "same", .strides = 2}); }
