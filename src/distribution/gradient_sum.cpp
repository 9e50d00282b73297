#include "distribution/gradient_sum.hpp"

#include <algorithm>
#include <array>

#include "kernels/denormals.hpp"

namespace keratin::distribution {

GradientSum::GradientSum(Team& team, float* gradients, std::size_t count, const std::vector<Range>& ranges)
    : team_(team), gradients_(gradients) {
  constexpr std::size_t largest = 262'144;  // 1 MiB: large enough for a network, small enough to overlap
  for (std::size_t begin = 0; begin < count; begin += largest)
    pieces_.push_back({begin, std::min(count, begin + largest)});
  for (const Range& range : ranges) {
    std::vector<std::size_t>& pieces = layers_[range.layer].pieces;
    for (std::size_t i = range.begin / largest; i * largest < range.end; ++i) {
      if (std::find(pieces.begin(), pieces.end(), i) != pieces.end()) continue;
      pieces.push_back(i);
      ++pieces_[i].layers;
    }
  }
}

void GradientSum::begin(const BatchPart& part) {
  weight_ = part.weight();
  for (auto& [layer, state] : layers_) state.passes = 0;
  for (Piece& piece : pieces_) {
    piece.open = piece.layers;
    piece.state = State::waiting;
    piece.requests.clear();
  }
  started_.clear();
  collected_ = done_ = 0;
}

void GradientSum::ran_forward(const void* layer) {
  if (const auto place = layers_.find(layer); place != layers_.end()) ++place->second.passes;
}

void GradientSum::ran_backward(const void* layer) {
  const auto place = layers_.find(layer);
  if (place != layers_.end() && --place->second.passes == 0) {
    for (const std::size_t piece : place->second.pieces) {
      if (--pieces_[piece].open == 0) start(piece);
    }
  }
  progress();
}

void GradientSum::finish() {
  for (std::size_t i = pieces_.size(); i-- > 0;) {
    if (pieces_[i].state == State::waiting) start(i);
  }
  while (!progress()) team_.wait(pieces_[started_[done_]].requests);
}

void GradientSum::scale(const Piece& piece) {
  float* const begin = gradients_ + piece.begin;
  const std::size_t count = piece.end - piece.begin;
  const auto factor = static_cast<float>(weight_);
  if (factor == 0.0f) {
    std::fill_n(begin, count, 0.0f);  // of a sample that does not count, whatever they are
  } else {
    for (std::size_t i = 0; i < count; ++i) begin[i] *= factor;
  }
}

void GradientSum::start(std::size_t number) {
  Piece& piece = pieces_[number];
  scale(piece);
  const std::size_t own = size_of(piece, team_.rank());
  piece.others.resize(own * static_cast<std::size_t>(team_.size() - 1));
  float* other = piece.others.data();
  for (int peer = 0; peer < team_.size(); ++peer) {
    if (peer == team_.rank()) continue;
    if (own > 0) piece.requests.push_back(team_.receive(peer, Team::scatter, other, own));
    other += own;
    if (const std::size_t theirs = size_of(piece, peer); theirs > 0) {
      piece.requests.push_back(team_.send(peer, Team::scatter, gradients_ + begin_of(piece, peer), theirs));
    }
  }
  piece.state = State::scattering;
  started_.push_back(number);
}

/// Whether this runs between two layers or at the end, denormals count as 0.
void GradientSum::sum(Piece& piece) {
  const kernels::FlushDenormals flush;
  const std::size_t count = size_of(piece, team_.rank());
  float* const own = gradients_ + begin_of(piece, team_.rank());
  std::vector<const float*> terms;
  for (int process = 0; process < team_.size(); ++process) {
    const auto before = static_cast<std::size_t>(process - (process > team_.rank() ? 1 : 0));
    terms.push_back(process == team_.rank() ? own : piece.others.data() + before * count);
  }
  constexpr std::size_t block = 1024;  // of sums that stay in the cache
  std::array<float, block> sums;
  for (std::size_t begin = 0; begin < count; begin += block) {
    const std::size_t size = std::min(block, count - begin);
    std::copy_n(terms[0] + begin, size, sums.data());
    for (std::size_t term = 1; term < terms.size(); ++term) {
      for (std::size_t i = 0; i < size; ++i) sums[i] += terms[term][begin + i];
    }
    std::copy_n(sums.data(), size, own + begin);
  }
  piece.state = State::summed;
}

void GradientSum::collect(Piece& piece) {
  const std::size_t own = size_of(piece, team_.rank());
  for (int peer = 0; peer < team_.size(); ++peer) {
    if (peer == team_.rank()) continue;
    const std::size_t theirs = size_of(piece, peer);
    float* const to = gradients_ + begin_of(piece, peer);
    if (theirs > 0) piece.requests.push_back(team_.receive(peer, Team::collect, to, theirs));
    if (own > 0) {
      const float* from = gradients_ + begin_of(piece, team_.rank());
      piece.requests.push_back(team_.send(peer, Team::collect, from, own));
    }
  }
  piece.state = State::collecting;
}

bool GradientSum::progress() {
  for (std::size_t i = done_; i < started_.size(); ++i) {
    Piece& piece = pieces_[started_[i]];
    if (piece.state == State::scattering && team_.all_ended(piece.requests)) sum(piece);
    if (piece.state == State::summed && i == collected_) {  // in the order that all keep
      collect(piece);
      ++collected_;
    }
    if (piece.state == State::collecting && team_.all_ended(piece.requests)) piece.state = State::done;
  }
  while (done_ < started_.size() && pieces_[started_[done_]].state == State::done) ++done_;
  return done_ == started_.size();
}

}  // namespace keratin::distribution
