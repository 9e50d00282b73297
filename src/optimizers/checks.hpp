#pragma once

namespace keratin::optimizers {

// Each throws a ValueError that names the class, the hyper-parameter and the value.

/// Of a finite number, 0 or more.
void check_not_negative(const char* class_name, const char* parameter, double value);

/// Of a number from 0 to 1.
void check_fraction(const char* class_name, const char* parameter, double value);

/// Of a number from 0 to less than 1.
void check_decay(const char* class_name, const char* parameter, double value);

}  // namespace keratin::optimizers
