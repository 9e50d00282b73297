#include "serve/image_job.hpp"

#include <fmt/format.h>

#include <vector>

#include "images/image_formats.hpp"
#include "serve/request_arrays.hpp"

namespace keratin::serving {

ImageJob::ImageJob(Ask asked, std::shared_ptr<ServedModel> served, std::unique_ptr<ProgressEntry> progress)
    : Job(std::move(asked)), served_(std::move(served)), progress_(std::move(progress)) {}

std::optional<Reply> ImageJob::begin() {
  const Model& model = served_->any_size();
  check_image_model(model);
  utils::Image image = image_of(ask.request, {.color_mode = color_mode_of(model.input_shape().back())});
  ask.request.body = {};
  run_.emplace(model, std::move(image),
               ImageRunOptions{.range = input_range_of(served_->description()),
                               .output_range = output_range_of(served_->description())});
  const utils::ImageSize size = run_->size();
  if (size.rows * size.columns > utils::most_pixels) {
    return error_reply(413, fmt::format("the model would make {}x{} pixels, over 2^26: send a smaller image",
                                        size.rows, size.columns));
  }
  encoder_ = utils::png_encoder(size, "serve");
  return {};
}

std::optional<Reply> ImageJob::step() {
  if (!run_) {
    if (std::optional<Reply> refusal = begin()) return refusal;
  }
  run_->next([this](const utils::Image& rows) {
    utils::add_rows(rows, *encoder_);
    const std::vector<std::uint8_t> bytes = encoder_->take();
    png_.append(bytes.begin(), bytes.end());
  });
  progress_->set({++done_, run_->steps()});
  if (done_ < run_->steps()) return {};
  progress_.reset();
  encoder_->finish();
  const std::vector<std::uint8_t> bytes = encoder_->take();
  png_.append(bytes.begin(), bytes.end());
  return Reply{200, "image/png", std::move(png_)};
}

}  // namespace keratin::serving
