// expect: use of deleted function 'keratin::layers::MaxPooling2D::MaxPooling2D(keratin::Size2D,
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() { MaxPooling2D layer({2, 2}, {1, 2}); }
