#pragma once

#include "keratin/models/sequential.hpp"

/// Batches for a GAN's training loop, drawn as tutorials draw them from NumPy: the same ones after the same
/// random::seed. All throw ValueError, and draw nothing, if a number of samples or a size is not positive.
namespace keratin::utils {

/// n samples of `dataset` (samples, …), each drawn from all of them, and their labels 1, shape (n, 1). Throws
/// ValueError if the dataset is empty.
Data generate_real_samples(const Tensor& dataset, int n);

/// Normal numbers of shape (n, latent_dim): inputs for a generator.
Tensor generate_latent_points(int latent_dim, int n);

/// The output of `generator` for n latent points, and the labels 0, shape (n, 1).
Data generate_fake_samples(const Model& generator, int latent_dim, int n);

/// y - 0.3 + 0.5 · a uniform number, for each label: 1 becomes 0.7 … 1.2.
Tensor smooth_positive_labels(const Tensor& y);

/// y + 0.3 · a uniform number, for each label: 0 becomes 0 … 0.3.
Tensor smooth_negative_labels(const Tensor& y);

/// Labels y (samples, …) with 1 - y in place of y at p_flip · samples places, each drawn from all of them.
/// Throws ValueError unless p_flip is from 0 to 1.
Tensor noisy_labels(const Tensor& y, double p_flip);

}  // namespace keratin::utils
