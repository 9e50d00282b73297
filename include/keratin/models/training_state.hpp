#pragma once

#include <string>
#include <vector>

#include "keratin/models/model.hpp"

namespace keratin::utils {

/// Writes how far a training loop of your own is to the file `path`: `step`, any number of yours; the weights
/// of the models; the optimizer state of those that are compiled; and the random generators. The file is the
/// old one or the new one at every moment. Throws ValueError for a model that is not built, and IOError if
/// the file cannot be written.
void save_training_state(const std::string& path, const std::vector<Model>& models, int step);

/// Reads it into the same models, made and compiled anew, and returns `step`; returns 0, with nothing
/// changed, if there is no such file. The models train on as if they had not stopped, to the same bits if
/// layers that draw random numbers have the same seeds: of their own, or by utils::set_random_seed() before
/// they are made. Throws IOError, with nothing changed, if the file cannot be read, is damaged or is of other
/// models.
int load_training_state(const std::string& path, const std::vector<Model>& models);

}  // namespace keratin::utils
