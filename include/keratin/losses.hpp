#pragma once

#include "keratin/losses/crossentropies.hpp"
#include "keratin/losses/divergences.hpp"
#include "keratin/losses/hinge.hpp"
#include "keratin/losses/loss.hpp"
#include "keratin/losses/regression.hpp"
