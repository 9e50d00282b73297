#pragma once

#include <cstddef>
#include <unordered_map>
#include <vector>

#include "distribution/batch_part.hpp"
#include "distribution/team.hpp"

namespace keratin::distribution {

/// Sums a flat array of gradients over all processes, piece by piece, while backward() still runs: each
/// process sums its share of a piece, in the order of the ranks, and gives the others the result.
class GradientSum {
 public:
  /// A part of the array that a layer's backward pass adds to.
  struct Range {
    const void* layer;
    std::size_t begin, end;
  };

  GradientSum(Team& team, float* gradients, std::size_t count, const std::vector<Range>& ranges);
  GradientSum(const GradientSum&) = delete;
  GradientSum& operator=(const GradientSum&) = delete;

  /// A step begins, of which this process computes this part.
  void begin(const BatchPart& part);

  /// A layer's forward pass ran, or a backward pass. A piece is sent when each of its layers has run as often
  /// backward as forward.
  void ran_forward(const void* layer);
  void ran_backward(const void* layer);

  /// Waits until the array holds the sums.
  void finish();

 private:
  struct Layer {
    std::vector<std::size_t> pieces;
    int passes = 0;  ///< forward and not yet backward
  };

  /// Sums go from `scattering` to `collecting`.
  enum class State { waiting, scattering, summed, collecting, done };
  struct Piece {
    std::size_t begin, end;
    std::size_t layers = 0;  ///< that add to it
    std::size_t open = 0;    ///< of them: those whose backward passes are not done
    State state = State::waiting;
    std::vector<float> others = {};  ///< this process's share of the others' gradients
    std::vector<Transport::Request> requests = {};
  };

  /// The share of a piece that a process sums.
  [[nodiscard]] std::size_t begin_of(const Piece& piece, int rank) const {
    return piece.begin + team_.begin_of(rank, piece.end - piece.begin);
  }
  [[nodiscard]] std::size_t size_of(const Piece& piece, int rank) const {
    return begin_of(piece, rank + 1) - begin_of(piece, rank);
  }

  void start(std::size_t number);
  void scale(const Piece& piece);
  void sum(Piece& piece);
  void collect(Piece& piece);

  /// Moves what is under way; returns whether all that was started is done.
  bool progress();

  Team& team_;
  float* gradients_;
  std::vector<Piece> pieces_;
  std::unordered_map<const void*, Layer> layers_;
  double weight_ = 1.0;
  std::vector<std::size_t> started_;      ///< in the order in which all processes start them
  std::size_t collected_ = 0, done_ = 0;  ///< how many of them
};

}  // namespace keratin::distribution
