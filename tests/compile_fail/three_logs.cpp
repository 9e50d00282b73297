// expect: while 'keratin::Logs' decomposes into 2 elements
#include <keratin/keratin.hpp>

int main() { auto [loss, accuracy, error] = keratin::Logs(); }
