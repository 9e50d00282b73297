#pragma once

#include "keratin/losses/crossentropies.hpp"
#include "keratin/losses/loss.hpp"
#include "keratin/losses/regression.hpp"
