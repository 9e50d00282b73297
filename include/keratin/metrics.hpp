#pragma once

#include "keratin/metrics/accuracies.hpp"
#include "keratin/metrics/confusion.hpp"
#include "keratin/metrics/metric.hpp"
#include "keratin/metrics/regression.hpp"
