// expect: 'keratin::layers::DenseOptions' has no non-static data member named 'activaton'
#include <keratin/keratin.hpp>
using namespace keratin::layers;

int main() { Dense layer(10, DenseOptions{.activaton = "relu"}); }
